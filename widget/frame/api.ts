// Calls the API on our own origin. A result is a value: the response's body, a refusal by its code, or `no-answer` when
// nobody can know whether the call took effect (the caller then sends the same idempotency key again).

import type { OrderSource, WidgetTraffic } from '#core/contracts/results.ts';
import type {
  HoldProof,
  OrderView,
  PlacedHold,
  ProofTask,
  PurchaseRequest,
  PurchaseResponse,
  WidgetView,
} from '#core/contracts/sales.ts';
import type { Ticket } from '#core/contracts/tickets.ts';
import type { ErrorCode } from '#core/errors.ts';

export type ApiResult<Value> =
  | { ok: true; value: Value }
  | {
      ok: false;
      code: ErrorCode | 'no-answer';
      waitMs: number;
      fields: string[];
      /** The proof to bring with the next try of the same call. */
      task?: ProofTask;
    };

export type HoldLine = { ticketTypeId: string; quantity: number };

// Longer than the slowest honest answer in an on-sale minute; a buyer waits no longer anyway.
const timeoutMs = 20_000;

export type Api = ReturnType<typeof apiOf>;

/** `source`: null where nothing may be counted. */
export function apiOf(
  widgetId: string,
  source: OrderSource | null = null,
  send: typeof fetch = (...call) => fetch(...call),
) {
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const keyed = (key: string) => ({ 'idempotency-key': key });
  // A hint for the seller, sent after what the buyer waits for. Whether it arrives is of no matter to the purchase.
  const count = (what: WidgetTraffic['what']) => {
    if (source === null) return;
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ what, source } satisfies WidgetTraffic);
    const init = { method: 'POST', headers, body, keepalive: true, credentials: 'omit' } as const;
    void send(`/api/widgets/${widgetId}/traffic`, init).catch(() => undefined);
  };
  return {
    count,
    widget: () => ask<WidgetView>(send, 'GET', `widgets/${widgetId}`),
    async placeHold(key: string, lines: HoldLine[], promoCode?: string, proof?: HoldProof) {
      const body = { lines, promoCode, proof };
      const placed = await ask<PlacedHold>(send, 'POST', `widgets/${widgetId}/holds`, keyed(key), body);
      if (placed.ok) count('hold');
      return placed;
    },
    releaseHold: (holdId: string) => ask<null>(send, 'DELETE', `holds/${holdId}`),
    order: (key: string, holdId: string, body: PurchaseRequest) =>
      ask<PurchaseResponse>(send, 'POST', `holds/${holdId}/order`, keyed(key), {
        ...body,
        ...(source !== null && { source }),
      }),
    orderView: (orderId: string, token: string) => ask<OrderView>(send, 'GET', `orders/${orderId}`, bearer(token)),
    ticket: (ticketId: string, orderToken: string) =>
      ask<Ticket>(send, 'GET', `tickets/${ticketId}`, bearer(orderToken)),
    cancelOrder: (orderId: string, token: string) =>
      ask<{ status: OrderView['status'] }>(send, 'POST', `orders/${orderId}/cancel`, bearer(token), {}),
  };
}

async function ask<Value>(
  send: typeof fetch,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: unknown,
): Promise<ApiResult<Value>> {
  try {
    const response = await send(`/api/${path}`, {
      method,
      headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    // Not parsed by a schema: our own Worker answers by the contracts this frame was built with, and zod would weigh more
    // than the whole frame.
    if (response.ok) return { ok: true, value: (text === '' ? null : JSON.parse(text)) as Value };
    return refusalOf(response, text);
  } catch {
    return { ok: false, code: 'no-answer', waitMs: 0, fields: [] };
  }
}

function refusalOf(response: Response, text: string): ApiResult<never> {
  const waitMs = Math.min(Number(response.headers.get('retry-after')) || 0, 60) * 1000;
  const said = JSON.parse(text) as {
    error: { code: ErrorCode; details?: { fields?: { path: string }[]; task?: ProofTask } };
  };
  // A 5xx leaves open whether the call took effect, except `busy`, which is refused before any work; a 4xx is certain.
  const code = response.status >= 500 && said.error.code !== 'busy' ? 'no-answer' : said.error.code;
  const { fields = [], task } = said.error.details ?? {};
  return { ok: false, code, waitMs, fields: fields.map((field) => field.path), ...(task && { task }) };
}
