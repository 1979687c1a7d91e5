// Talks to the API on our own origin. An answer is a value: what was asked for, a refusal by code, or `no-answer`
// when nobody can know whether the call had its effect (then the same key is sent again).

import type {
  HoldProof,
  OrderView,
  PlacedHold,
  ProofTask,
  PurchaseAnswer,
  PurchaseRequest,
  WidgetView,
} from '#core/contracts/sales.ts';
import type { ErrorCode } from '#core/errors.ts';

export type Answer<Value> =
  | { ok: true; value: Value }
  | {
      ok: false;
      code: ErrorCode | 'no-answer';
      waitMs: number;
      fields: string[];
      /** What is to be proved before the same call is sent again. */
      task?: ProofTask;
    };

export type HoldLine = { ticketTypeId: string; quantity: number };

// Longer than the slowest honest answer in an on-sale minute; a buyer waits no longer anyway.
const timeoutMs = 20_000;

export type Server = ReturnType<typeof server>;

export function server(widgetId: string, send: typeof fetch = (...call) => fetch(...call)) {
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const keyed = (key: string) => ({ 'idempotency-key': key });
  return {
    widget: () => ask<WidgetView>(send, 'GET', `widgets/${widgetId}`),
    placeHold: (key: string, lines: HoldLine[], promoCode?: string, proof?: HoldProof) =>
      ask<PlacedHold>(send, 'POST', `widgets/${widgetId}/holds`, keyed(key), { lines, promoCode, proof }),
    releaseHold: (holdId: string) => ask<null>(send, 'DELETE', `holds/${holdId}`),
    order: (key: string, holdId: string, body: PurchaseRequest) =>
      ask<PurchaseAnswer>(send, 'POST', `holds/${holdId}/order`, keyed(key), body),
    orderView: (orderId: string, token: string) => ask<OrderView>(send, 'GET', `orders/${orderId}`, bearer(token)),
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
): Promise<Answer<Value>> {
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
    // The one parsed boundary of the frame: our own Worker, deployed together with it, answers by these contracts.
    if (response.ok) return { ok: true, value: (text === '' ? null : JSON.parse(text)) as Value };
    return refusalOf(response, text);
  } catch {
    return { ok: false, code: 'no-answer', waitMs: 0, fields: [] };
  }
}

function refusalOf(response: Response, text: string): Answer<never> {
  const waitMs = Math.min(Number(response.headers.get('retry-after')) || 0, 60) * 1000;
  const said = JSON.parse(text) as {
    error: { code: ErrorCode; details?: { fields?: { path: string }[]; task?: ProofTask } };
  };
  // After a fault of the server nobody knows what was done; a refusal is certain.
  const code = response.status >= 500 && said.error.code !== 'busy' ? 'no-answer' : said.error.code;
  const { fields = [], task } = said.error.details ?? {};
  return { ok: false, code, waitMs, fields: fields.map((field) => field.path), ...(task && { task }) };
}
