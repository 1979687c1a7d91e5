// Buying, as the Worker sees it: finds the event's object from the id alone (no D1), makes one command of each call,
// and asks the payment provider outside the object. Every price, stock and state is decided in the object.

import { hash } from 'node:crypto';
import encodeQR from 'qr';
import { isWithin } from '#core/clock-skew.ts';
import { Money } from '#core/contracts/basics.ts';
import type {
  HoldRequest,
  OrderView,
  PurchaseRequest,
  PurchaseResponse,
  RefundRequest,
  WidgetView,
} from '#core/contracts/sales.ts';
import { shownTexts } from '#core/event-text.ts';
import { orderNumber } from '#core/order-number.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { widgetLink } from '#core/widget-code.ts';
import type {
  Actor,
  HoldRefusal,
  OpenedOrderView,
  OrderForDelivery,
  OrderRefusal,
  PaymentToMake,
  Replayable,
  StoredOrder,
} from '../../durable-objects/event-sales/rpc.ts';
import { configOf } from '../config.ts';
import type { Env } from '../env.d.ts';
import { callEventSales, openOrderTogether, placeHoldTogether } from '../event-object/event-object.ts';
import { settleFailedLetters } from '../failed-letters/failed-letters.ts';
import { networkHashes } from '../http/network.ts';
import { eventIdOf } from '../ids/ids.ts';
import { askAndSettle, startPayment } from '../payments/payments.ts';
import { newTask, solvedProof } from '../proof/proof.ts';

export async function widgetView(env: Env, widgetId: string): Promise<Result<WidgetView, 'not-found'>> {
  const eventId = eventIdOf(env, 'wgt', widgetId);
  const view = eventId === null ? null : await callEventSales(env, eventId, (sales) => sales.widgetView(widgetId));
  return view === null ? refuse('not-found') : ok(view);
}

/** A QR code of the widget's address, for posters; with a sub-id, sales by it are counted under that. */
export async function widgetQr(
  env: Env,
  widgetId: string,
  subId: string | undefined,
): Promise<Result<string, 'not-found'>> {
  const view = await widgetView(env, widgetId);
  if (!view.ok) return view;
  const link = widgetLink(`${configOf(env).PUBLIC_ORIGIN}/w/${view.value.widgetId}`, subId ?? '');
  return ok(encodeQR(link, 'svg', { ecc: 'medium', border: 4 }));
}

/** Returns the hold as the JSON text that EventSales stored. The Worker forwards it unparsed (fast path, decision 0130). */
export async function placeHold(
  env: Env,
  widgetId: string,
  key: string,
  { proof, ...request }: HoldRequest,
  address: string | undefined,
): Promise<Result<Replayable<string>, HoldRefusal | 'busy'>> {
  const eventId = eventIdOf(env, 'wgt', widgetId);
  if (eventId === null) return refuse('not-found');
  // The key's scope is the widget already. Hashing was a twelfth of what a hold costs.
  const fingerprint = canonical(request);
  const networks = networkHashes(env, eventId, address);
  const asker = { eventId, network: networks[0] ?? '' };
  const solved = proof === undefined ? ok(null) : await solvedProof(env, asker, proof, Date.now());
  if (!solved.ok) return solved;
  const command = { widgetId, key, fingerprint, ...request, networks, proof: solved.value };
  const placed = await placeHoldTogether(env, eventId, command);
  if (!placed.ok && placed.code === 'proof-required') {
    return refuse('proof-required', { task: newTask(env, asker, Number(placed.details?.level), Date.now()) });
  }
  return placed;
}

export async function releaseHold(env: Env, holdId: string) {
  const eventId = eventIdOf(env, 'hld', holdId);
  if (eventId === null) return refuse('not-found');
  return callEventSales(env, eventId, (sales) => sales.releaseHold(holdId));
}

export async function purchase(
  env: Env,
  holdId: string,
  key: string,
  request: PurchaseRequest,
): Promise<Result<Replayable<PurchaseResponse>, OrderRefusal | 'invalid-request'>> {
  const eventId = eventIdOf(env, 'hld', holdId);
  if (eventId === null) return refuse('not-found');
  const returnUrl = request.returnUrl === undefined ? undefined : ownReturnUrl(env, request.returnUrl);
  if (returnUrl === null) {
    return refuse('invalid-request', { fields: [{ path: 'returnUrl', problem: 'foreign-origin' }] });
  }
  const { source, ...bought } = request;
  const { buyer, locale, replies } = bought;
  const fingerprint = fingerprintOf(`purchaseTicket ${holdId}`, bought);
  const command = { holdId, key, fingerprint, buyer, locale, replies, source };
  const opened = await openOrderTogether(env, eventId, command);
  if (!opened.ok) return opened;
  const { replayed } = opened.value;
  const { orderId, orderToken, status, totalMinor, currency, ticketIds, payment, confirmUntilMs } = opened.value.value;
  const paying = payment === null ? null : await paymentFor(env, eventId, { orderId, orderToken }, payment, returnUrl);
  const response = {
    orderId,
    number: orderNumber(orderId),
    orderToken,
    status,
    total: moneyOf(totalMinor, currency),
    ticketIds,
  };
  const confirmation = confirmUntilMs === null ? null : { until: new Date(confirmUntilMs).toISOString() };
  return ok({ value: { ...response, payment: linkOf(paying), confirmation }, replayed });
}

/** How the order stands now: an unpaid one is brought up to date with its provider first. */
export async function currentOrder(env: Env, opened: OpenedOrderView, orderToken: string): Promise<OrderView> {
  const { orderId } = opened.view;
  if (opened.payment === null) return numbered(opened.view);
  const eventId = eventIdOf(env, 'ord', orderId);
  if (eventId === null) throw new Error('an opened order has an id of no event');
  let current = opened;
  if (isTimeToAsk(orderId, Date.now()) && (await askHowItIs(env, orderId, opened.payment))) {
    current = (await callEventSales(env, eventId, (sales) => sales.orderByToken(orderId, orderToken))) ?? opened;
  }
  if (current.payment === null) return numbered(current.view);
  const paying = await paymentFor(env, eventId, { orderId, orderToken }, current.payment, undefined);
  return { ...numbered(current.view), payment: linkOf(paying) };
}

export async function orderByToken(env: Env, orderId: string, orderToken: string): Promise<OpenedOrderView | null> {
  const eventId = eventIdOf(env, 'ord', orderId);
  if (eventId === null) return null;
  return callEventSales(env, eventId, (sales) => sales.orderByToken(orderId, orderToken));
}

/** Everything a ticket file says. The caller has the right to the order already. */
export async function orderForDelivery(env: Env, orderId: string): Promise<OrderForDelivery | null> {
  const eventId = eventIdOf(env, 'ord', orderId);
  return eventId === null ? null : callEventSales(env, eventId, (sales) => sales.orderForDelivery(orderId));
}

export async function cancelOrder(env: Env, orderId: string) {
  const eventId = eventIdOf(env, 'ord', orderId);
  if (eventId === null) return refuse('not-found');
  const cancelled = await callEventSales(env, eventId, (sales) => sales.cancelOrder(orderId));
  return cancelled.ok ? ok({ orderId, number: orderNumber(orderId), status: cancelled.value.status }) : cancelled;
}

/** Confirms a free order by the link in its letter. A second or late confirmation changes nothing. */
export async function confirmOrder(env: Env, orderId: string, confirmToken: string) {
  const eventId = eventIdOf(env, 'ord', orderId);
  if (eventId === null) return refuse('not-found');
  return callEventSales(env, eventId, (sales) => sales.confirmOrder({ orderId, confirmToken }));
}

export async function sendTickets(env: Env, orderId: string) {
  const eventId = eventIdOf(env, 'ord', orderId);
  if (eventId === null) return refuse('not-found');
  const sent = await callEventSales(env, eventId, (sales) => sales.resendTickets(orderId));
  if (!sent.ok) return sent;
  // The tickets are being sent again, so the note about the failed letter is settled. A resend must work while D1 is away:
  // the note then stays.
  await settleFailedLetters(env, orderId, 'tickets').catch(() => undefined);
  return sent;
}

export async function refundOrder(
  env: Env,
  orderId: string,
  { userId, role }: Actor,
  key: string,
  request: RefundRequest,
) {
  const eventId = eventIdOf(env, 'ord', orderId);
  if (eventId === null) return refuse('not-found');
  const fingerprint = fingerprintOf(`refundOrder ${orderId}`, request);
  const { ticketIds = null, reason, evenIfAdmitted = false } = request;
  return callEventSales(env, eventId, (sales) =>
    sales.refundOrder({ by: { userId, role }, orderId, key, fingerprint, ticketIds, reason, evenIfAdmitted }),
  );
}

/** The address of the next payment attempt after a failed one. Null: the order waits for no payment, or the provider does not respond now. */
export async function nextPayment(
  env: Env,
  orderId: string,
  failed: { provider: string; paymentId: string; returnUrl: string },
): Promise<string | null> {
  const settled = await askAndSettle(env, orderId, failed);
  const eventId = eventIdOf(env, 'ord', orderId);
  if (settled?.ok !== true || eventId === null) return null;
  const order = await callEventSales(env, eventId, (sales) => sales.order(orderId));
  if (order === null || order.payment === null || order.payment.paymentId === failed.paymentId) return null;
  return (await paymentMade(env, order, order.payment, failed.returnUrl))?.url ?? null;
}

/** Makes the next read of the order ask the provider, because a buyer who returns from the pay page must see the new status at once. */
export function askAtNextLook(orderId: string): void {
  askedAtMs.delete(orderId);
}

// --- payment of an order --------------------------------------------------------------------------------------

const askEveryMs = 3_000;
/** How many orders we remember the last question of. When the map is full we clear it, which costs one extra question an order. */
const maxRemembered = 10_000;
const askedAtMs = new Map<string, number>();

// The frame polls every two seconds, and not every poll may cause a call to the provider.
function isTimeToAsk(orderId: string, nowMs: number): boolean {
  if (isWithin(askEveryMs, askedAtMs.get(orderId) ?? Number.NEGATIVE_INFINITY, nowMs)) return false;
  if (askedAtMs.size >= maxRemembered) askedAtMs.clear();
  askedAtMs.set(orderId, nowMs);
  return true;
}

/** True when what the provider says may have changed the order. */
async function askHowItIs(env: Env, orderId: string, payment: PaymentToMake): Promise<boolean> {
  if (payment.provider === null || payment.paymentId === null) return false;
  const settled = await askAndSettle(env, orderId, { provider: payment.provider, paymentId: payment.paymentId });
  return settled?.ok === true;
}

async function paymentFor(
  env: Env,
  eventId: string,
  order: { orderId: string; orderToken: string },
  toMake: PaymentToMake,
  returnUrl: string | undefined,
): Promise<PaymentToMake | null> {
  if (toMake.url !== null) return toMake;
  const { orderId, orderToken } = order;
  const known = await callEventSales(env, eventId, (sales) => sales.order(orderId));
  if (known === null) throw new Error('an opened order is missing');
  return paymentMade(env, known, toMake, returnUrl ?? `${configOf(env).PUBLIC_ORIGIN}/o/${orderId}/${orderToken}`);
}

function paymentMade(
  env: Env,
  { view }: OpenedOrderView,
  toMake: PaymentToMake,
  returnUrl: string,
): Promise<PaymentToMake | null> {
  const { orderId, event, locale } = view;
  const { title } = shownTexts(event, locale);
  return startPayment(env, { orderId, seller: event.organizerName, title, locale, returnUrl }, toMake);
}

// An open return address would make our pay page a stranger's redirector. Parsers read a backslash and an `@` differently,
// so neither may be there, and what goes on is the address as it was parsed here.
function ownReturnUrl(env: Env, returnUrl: string): string | null {
  const url = new URL(returnUrl);
  if (url.origin === configOf(env).PUBLIC_ORIGIN && !/[\\@]/.test(returnUrl)) return url.href;
  return null;
}

// --- shapes ---------------------------------------------------------------------------------------------------

function linkOf(payment: PaymentToMake | null): { url: string } | null {
  return payment === null || payment.url === null ? null : { url: payment.url };
}

function numbered(view: StoredOrder): OrderView {
  return { ...view, number: orderNumber(view.orderId) };
}

function moneyOf(amount: number, currency: string): PurchaseResponse['total'] {
  return Money.parse({ amount, currency });
}

// --- fingerprint ---------------------------------------------------------------------------------------------

// The fingerprint of a request: the same Idempotency-Key with another one is refused. Taken of the validated value
// with sorted keys, so that a client that writes its fields in another order is still the same client.

/** `route` names the operation and the object in its path. */
export function fingerprintOf(route: string, body: unknown): string {
  return hash('sha256', `${route}\n${canonical(body)}`, 'base64url');
}

/** The request itself, for one that is short and says nothing of a person: no hash, and exact. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`);
  return `{${fields.join(',')}}`;
}
