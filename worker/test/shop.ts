// How tests buy: an event on sale, its widget, and a buyer with a browser.

import { createExecutionContext, createMessageBatch, env, getQueueResult } from 'cloudflare:test';
import { exports } from 'cloudflare:workers';
import type { WidgetKit } from '#core/contracts/deals.ts';
import type { OrderView, PlacedHold, PurchaseResponse } from '#core/contracts/sales.ts';
import worker from '../main.ts';
import { type ApiResponse, call, newEvent, newPerson, newTicketType, origin, type Person } from './calls.ts';

export type Shop = { organizer: Person; eventId: string; ticketTypeId: string; widgetId: string };

export async function newShop(priceMinor: number, capacity = 100, fields: Record<string, unknown> = {}): Promise<Shop> {
  const organizer = await newPerson('organizer');
  const event = await newEvent(organizer, fields);
  const price = { amount: priceMinor, currency: 'RUB' };
  const type = await newTicketType(organizer, event.id, { price, capacity });
  const { token } = organizer;
  const published = await call('POST', `/api/events/${event.id}/publish`, { token });
  if (published.status !== 200) throw new Error(`publish: ${published.status} ${JSON.stringify(published.body)}`);
  const kit = await call<WidgetKit>('GET', `/api/events/${event.id}/widget`, { token });
  return { organizer, eventId: event.id, ticketTypeId: type.id, widgetId: kit.body.widgetId };
}

export function newKey(): string {
  return crypto.randomUUID();
}

let buyers = 0;
/** Each buyer of a test is a network of their own, because what one network may hold is limited. */
export function ownAddress(): string {
  buyers += 1;
  return `10.0.${buyers >> 8}.${buyers & 255}`;
}

export function hold<Body = PlacedHold>(shop: Shop, quantity = 1, key = newKey()): Promise<ApiResponse<Body>> {
  return call<Body>('POST', `/api/widgets/${shop.widgetId}/holds`, {
    headers: { 'idempotency-key': key, 'cf-connecting-ip': ownAddress() },
    body: { lines: [{ ticketTypeId: shop.ticketTypeId, quantity }] },
  });
}

export const buyer = { name: 'Анна Каренина', email: 'anna@example.org' };

export function order<Body = PurchaseResponse>(
  holdId: string,
  key = newKey(),
  fields: Record<string, unknown> = {},
): Promise<ApiResponse<Body>> {
  return call<Body>('POST', `/api/holds/${holdId}/order`, {
    headers: { 'idempotency-key': key },
    body: { buyer, locale: 'ru', ...fields },
  });
}

export async function heldAndOrdered(shop: Shop, quantity = 1): Promise<PurchaseResponse> {
  const held = await hold(shop, quantity);
  const ordered = await order(held.body.holdId);
  if (ordered.status !== 201) throw new Error(`order: ${ordered.status} ${JSON.stringify(ordered.body)}`);
  return ordered.body;
}

export async function orderNow(ordered: { orderId: string; orderToken: string }): Promise<OrderView> {
  const response = await call<OrderView>('GET', `/api/orders/${ordered.orderId}`, { token: ordered.orderToken });
  if (response.status !== 200) throw new Error(`getOrder: ${response.status} ${JSON.stringify(response.body)}`);
  return response.body;
}

export const cards = {
  succeeds: '4242 4242 4242 4242',
  declined: '4000 0000 0000 0002',
  late: '4000 0000 0000 0077',
  repeated: '4000 0000 0000 0259',
  unclear: '4000 0000 0000 0119',
};

/** Fills in the pay page and sends it, as a browser without JavaScript does. */
export function pay(payUrl: string, number: string, fields: Record<string, string> = {}): Promise<Response> {
  const form = new URLSearchParams({ number, expiry: '12/35', cvc: '123', ...fields });
  return browse(payUrl, { method: 'POST', body: form });
}

export function browse(path: string, init: RequestInit = {}): Promise<Response> {
  return exports.default.fetch(new Request(new URL(path, origin), { redirect: 'manual', ...init }));
}

/** Until it is so, or the test fails: for what alarms and queues do in their own time. */
export async function until<Value>(ask: () => Promise<Value>, isSo: (value: Value) => boolean): Promise<Value> {
  const endMs = Date.now() + 60_000;
  for (;;) {
    const value = await ask();
    if (isSo(value)) return value;
    if (Date.now() > endMs) throw new Error(`it never came to be: ${JSON.stringify(value)}`);
    await scheduler.wait(100);
  }
}

/** A batch of the queue handed to the consumer, with what became of each message. */
export function deliver(bodies: unknown[], queue = 'foyer-facts') {
  const messages = bodies.map((body, i) => ({
    id: `m${i}-${crypto.randomUUID()}`,
    timestamp: new Date(),
    attempts: 1,
    body,
  }));
  const batch = createMessageBatch(queue, messages);
  const ctx = createExecutionContext();
  return {
    ids: messages.map((message) => message.id),
    result: Promise.resolve(worker.queue(batch, env)).then(() => getQueueResult(batch, ctx)),
  };
}
