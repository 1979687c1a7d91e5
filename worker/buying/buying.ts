// Buying, as the Worker sees it: finds the event's object from the id alone (no D1), makes one command of each call,
// and asks the payment provider outside the object. Every price, stock and state is decided in the object.
//
// Refusals leave here as `Refusal`, because only routes and pages call this.

import encodeQR from 'qr';
import { isWithin } from '#core/clock-skew.ts';
import { Money } from '#core/contracts/basics.ts';
import type {
  HoldRequest,
  OrderView,
  PurchaseAnswer,
  PurchaseRequest,
  Refund,
  RefundRequest,
  WidgetView,
} from '#core/contracts/sales.ts';
import type { ErrorCode } from '#core/errors.ts';
import { shownTexts } from '#core/event-text.ts';
import type { Result } from '#core/result.ts';
import type {
  Actor,
  OpenedOrderView,
  OrderForDelivery,
  PaymentToMake,
  Replayable,
} from '../../durable-objects/event-sales/rpc.ts';
import { configOf } from '../config.ts';
import type { Env } from '../env.d.ts';
import { callEventSales, openOrderTogether, placeHoldTogether } from '../event-object/event-object.ts';
import { settleFailedLetters } from '../failed-letters/failed-letters.ts';
import { networkHashes } from '../http/network.ts';
import { Refusal, refusalOf } from '../http/refusal.ts';
import { type EventThing, eventIdOf } from '../ids/ids.ts';
import { askAndSettle, startPayment } from '../payments/payments.ts';
import { newTask, solvedProof } from '../proof/proof.ts';
import { canonical, fingerprintOf } from './fingerprint.ts';

export async function widgetView(env: Env, widgetId: string): Promise<WidgetView> {
  const view = await callEventSales(env, eventOf(env, 'wgt', widgetId), (sales) => sales.widgetView(widgetId));
  if (view === null) throw new Refusal('not-found');
  return view;
}

/** A QR code of the widget's address, for posters. */
export async function widgetQr(env: Env, widgetId: string): Promise<string> {
  const { widgetId: known } = await widgetView(env, widgetId);
  return encodeQR(`${configOf(env).PUBLIC_ORIGIN}/w/${known}`, 'svg', { ecc: 'medium', border: 4 });
}

/** Answers the text of a `PlacedHold`, as the object keeps it: nobody on its way reads it. */
export async function placeHold(
  env: Env,
  widgetId: string,
  key: string,
  { proof, ...request }: HoldRequest,
  address: string | undefined,
): Promise<Replayable<string>> {
  const eventId = eventOf(env, 'wgt', widgetId);
  // The key's scope is the widget already. Hashing was a twelfth of what a hold costs.
  const fingerprint = canonical(request);
  const networks = networkHashes(env, eventId, address);
  const asker = { eventId, network: networks[0] ?? '' };
  const solved = proof === undefined ? null : await solvedProof(env, asker, proof, Date.now());
  const command = { widgetId, key, fingerprint, ...request, networks, proof: solved };
  const placed = await placeHoldTogether(env, eventId, command);
  if (!placed.ok && placed.code === 'proof-required') {
    throw new Refusal('proof-required', { task: newTask(env, asker, Number(placed.details?.level), Date.now()) });
  }
  return accepted(placed);
}

export async function releaseHold(env: Env, holdId: string): Promise<void> {
  accepted(await callEventSales(env, eventOf(env, 'hld', holdId), (sales) => sales.releaseHold(holdId)));
}

export async function purchase(
  env: Env,
  holdId: string,
  key: string,
  request: PurchaseRequest,
): Promise<Replayable<PurchaseAnswer>> {
  const eventId = eventOf(env, 'hld', holdId);
  const returnUrl = request.returnUrl === undefined ? undefined : ownReturnUrl(env, request.returnUrl);
  const { buyer, locale } = request;
  const fingerprint = fingerprintOf(`purchaseTicket ${holdId}`, request);
  const opened = accepted(await openOrderTogether(env, eventId, { holdId, key, fingerprint, buyer, locale }));
  const { orderId, orderToken, status, totalMinor, currency, ticketIds, payment, confirmUntilMs } = opened.value;
  const paying = payment === null ? null : await paymentFor(env, eventId, { orderId, orderToken }, payment, returnUrl);
  const answer = { orderId, orderToken, status, total: moneyOf(totalMinor, currency), ticketIds };
  const confirmation = confirmUntilMs === null ? null : { until: new Date(confirmUntilMs).toISOString() };
  return { value: { ...answer, payment: linkOf(paying), confirmation }, replayed: opened.replayed };
}

/** How the order stands now: an unpaid one is brought up to date with its provider first. */
export async function currentOrder(env: Env, opened: OpenedOrderView, orderToken: string): Promise<OrderView> {
  const { orderId } = opened.view;
  if (opened.payment === null) return opened.view;
  const eventId = eventOf(env, 'ord', orderId);
  let current = opened;
  if (isTimeToAsk(orderId, Date.now()) && (await askHowItIs(env, orderId, opened.payment))) {
    current = (await callEventSales(env, eventId, (sales) => sales.orderByToken(orderId, orderToken))) ?? opened;
  }
  if (current.payment === null) return current.view;
  const paying = await paymentFor(env, eventId, { orderId, orderToken }, current.payment, undefined);
  return { ...current.view, payment: linkOf(paying) };
}

export async function orderByToken(env: Env, orderId: string, orderToken: string): Promise<OpenedOrderView | null> {
  const eventId = eventIdOf(env, 'ord', orderId);
  if (eventId === null) return null;
  return callEventSales(env, eventId, (sales) => sales.orderByToken(orderId, orderToken));
}

/** Everything a ticket file says. The caller has the right to the order already. */
export async function orderForDelivery(env: Env, orderId: string): Promise<OrderForDelivery | null> {
  return callEventSales(env, eventOf(env, 'ord', orderId), (sales) => sales.orderForDelivery(orderId));
}

export async function cancelOrder(
  env: Env,
  orderId: string,
): Promise<{ orderId: string; status: OrderView['status'] }> {
  const cancelled = accepted(
    await callEventSales(env, eventOf(env, 'ord', orderId), (sales) => sales.cancelOrder(orderId)),
  );
  return { orderId, status: cancelled.status };
}

/** The press in the letter of a free order. Pressed twice or too late it changes nothing: the order says how it stands. */
export async function confirmOrder(env: Env, orderId: string, confirmToken: string): Promise<void> {
  accepted(
    await callEventSales(env, eventOf(env, 'ord', orderId), (sales) => sales.confirmOrder({ orderId, confirmToken })),
  );
}

export async function sendTickets(env: Env, orderId: string): Promise<{ mailing: number }> {
  const sent = accepted(
    await callEventSales(env, eventOf(env, 'ord', orderId), (sales) => sales.resendTickets(orderId)),
  );
  // On their way again; the sale does not ask D1, so while it is away the note stays.
  await settleFailedLetters(env, orderId, 'tickets').catch(() => undefined);
  return sent;
}

export async function refundOrder(
  env: Env,
  orderId: string,
  { userId, role }: Actor,
  key: string,
  request: RefundRequest,
): Promise<Replayable<Refund>> {
  const fingerprint = fingerprintOf(`refundOrder ${orderId}`, request);
  const { ticketIds = null, reason, evenIfAdmitted = false } = request;
  return accepted(
    await callEventSales(env, eventOf(env, 'ord', orderId), (sales) =>
      sales.refundOrder({ by: { userId, role }, orderId, key, fingerprint, ticketIds, reason, evenIfAdmitted }),
    ),
  );
}

/** The address of the next try after a payment that failed; null when the order waits for none, or nobody answers now. */
export async function nextPayment(
  env: Env,
  orderId: string,
  failed: { provider: string; paymentId: string; returnUrl: string },
): Promise<string | null> {
  const settled = await askAndSettle(env, orderId, failed);
  if (settled?.ok !== true) return null;
  const eventId = eventOf(env, 'ord', orderId);
  const order = await callEventSales(env, eventId, (sales) => sales.order(orderId));
  if (order === null || order.payment === null || order.payment.paymentId === failed.paymentId) return null;
  return (await paymentMade(env, order, order.payment, failed.returnUrl))?.url ?? null;
}

/** A buyer who comes back from the pay page is told the truth at once, however lately somebody asked. */
export function askAtNextLook(orderId: string): void {
  askedAtMs.delete(orderId);
}

// --- payment of an order --------------------------------------------------------------------------------------

const askEveryMs = 3_000;
/** Orders remembered as lately asked for; forgetting all of them only means asking once too often. */
const maxRemembered = 10_000;
const askedAtMs = new Map<string, number>();

// The frame polls every two seconds; the provider need not hear each of them.
function isTimeToAsk(orderId: string, nowMs: number): boolean {
  if (isWithin(askEveryMs, askedAtMs.get(orderId) ?? Number.NEGATIVE_INFINITY, nowMs)) return false;
  if (askedAtMs.size >= maxRemembered) askedAtMs.clear();
  askedAtMs.set(orderId, nowMs);
  return true;
}

/** True when the answer may have changed the order. */
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
function ownReturnUrl(env: Env, returnUrl: string): string {
  const url = new URL(returnUrl);
  if (url.origin === configOf(env).PUBLIC_ORIGIN && !/[\\@]/.test(returnUrl)) return url.href;
  throw new Refusal('invalid-request', { fields: [{ path: 'returnUrl', problem: 'foreign-origin' }] });
}

// --- shapes ---------------------------------------------------------------------------------------------------

function eventOf(env: Env, thing: EventThing, id: string): string {
  const eventId = eventIdOf(env, thing, id);
  if (eventId === null) throw new Refusal('not-found');
  return eventId;
}

function accepted<Value>(result: Result<Value, ErrorCode>): Value {
  if (!result.ok) throw refusalOf(result);
  return result.value;
}

function linkOf(payment: PaymentToMake | null): { url: string } | null {
  return payment === null || payment.url === null ? null : { url: payment.url };
}

function moneyOf(amount: number, currency: string): PurchaseAnswer['total'] {
  return Money.parse({ amount, currency });
}
