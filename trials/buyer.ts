// A buyer as the product expects one: they make the key, store it, and send the same request again until they get a
// response. What they were told is recorded; only that may be held against the product.

import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiResponse, call, text } from '../local/api-client.ts';
import type { Random } from './random.ts';

export type Request = { method: string; path: string; key?: string; token?: string; body?: unknown };

/** Counts the requests of the trial's buyers that got no response, or one that decides nothing, and were sent again. */
export const traffic = { requests: 0, unknowns: 0, busy: 0 };

/** A status above 499 does not say what became of the request, and neither does a lost response. */
async function once(origin: string, request: Request): Promise<ApiResponse | null> {
  const { method, path, ...options } = request;
  traffic.requests++;
  try {
    const response = await call(origin, method, path, options, 0);
    if (response.status === 503 || response.status === 429) {
      traffic.busy++;
      await sleep(Math.min(2_000, Number(response.headers.get('retry-after') ?? 1) * 1_000));
      return null;
    }
    if (response.status < 500) return response;
  } catch {
    // The connection was cut, or the server is down.
  }
  traffic.unknowns++;
  return null;
}

/**
 * Sends the same request until there is a response, or until `untilMs`: then the result is null and the outcome
 * unknown.
 */
export async function persist(
  origin: string,
  request: Request,
  untilMs: number,
  random: Random,
): Promise<ApiResponse | null> {
  for (let pauseMs = 40; ; pauseMs = Math.min(pauseMs * 2, 800)) {
    const response = await once(origin, request);
    if (response !== null || Date.now() >= untilMs) return response;
    await sleep(pauseMs / 2 + random.below(pauseMs));
  }
}

export function refusalOf(response: ApiResponse): string {
  const error: unknown = Reflect.get(Object(response.body), 'error');
  const code: unknown = Reflect.get(Object(error), 'code');
  return typeof code === 'string' ? code : `status ${response.status}`;
}

/** What a buyer was told of one purchase; each field is set when the answer with it arrived. */
export type Purchase = {
  widgetId: string;
  ticketTypeId: string;
  quantity: number;
  email: string;
  holdId?: string;
  orderId?: string;
  orderToken?: string;
  totalMinor?: number;
  /** The buyer was told that the order is paid, with these tickets. */
  ticketIds?: string[];
  /** The buyer gave up without a response: the order may exist or not. */
  unknown?: boolean;
  /** The buyer released the hold or cancelled the order, and was told so. */
  gaveUp?: boolean;
};

export function orderBody(purchase: Purchase) {
  return { buyer: { name: 'Мария Соколова', email: purchase.email }, locale: 'ru' };
}

export function noteOrder(purchase: Purchase, response: ApiResponse): { url: string | null } {
  purchase.orderId = text(response, 'orderId');
  purchase.orderToken = text(response, 'orderToken');
  const body = Object(response.body);
  purchase.totalMinor = Number(Reflect.get(Object(Reflect.get(body, 'total')), 'amount'));
  if (Reflect.get(body, 'status') === 'paid') purchase.ticketIds = textsOf(Reflect.get(body, 'ticketIds'));
  const url: unknown = Reflect.get(Object(Reflect.get(body, 'payment')), 'url');
  return { url: typeof url === 'string' ? url : null };
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Reads the order until it is decided. Returns its last known status, or null without a response. */
export async function awaitPaid(
  origin: string,
  purchase: Purchase,
  untilMs: number,
  random: Random,
): Promise<string | null> {
  const path = `/api/orders/${purchase.orderId}`;
  let status: string | null = null;
  while (Date.now() < untilMs) {
    const request = { method: 'GET', path, token: purchase.orderToken ?? '' };
    const response = await persist(origin, request, untilMs, random);
    if (response === null || response.status !== 200) return response === null ? null : refusalOf(response);
    status = text(response, 'status');
    if (status === 'paid') {
      const tickets: unknown = Reflect.get(Object(response.body), 'tickets');
      purchase.ticketIds = Array.isArray(tickets) ? tickets.map((one) => String(Reflect.get(Object(one), 'id'))) : [];
    }
    if (status !== 'open' && status !== 'awaiting-payment') return status;
    await sleep(300 + random.below(400));
  }
  return status;
}
