// Payments: which provider takes them, and the one way by which a provider's report reaches the event's object. Webhook,
// return page, poll and queue all end in `settle`, which is idempotent, so their order does not matter. Nothing here runs inside the object's transaction.

import { assertNever, type Result, refuse } from '#core/result.ts';
import type { PaymentToMake, Settled, SettleRefusal } from '../../durable-objects/event-sales/rpc.ts';
import { configOf, type PaymentProviderName } from '../config.ts';
import type { Env } from '../env.d.ts';
import { callEventSales } from '../event-object/event-object.ts';
import { eventIdOf } from '../ids/ids.ts';
import { log } from '../log.ts';
import { noteFailedRefund } from '../refunds/refunds.ts';
import {
  type PaymentProvider,
  type PaymentRequest,
  type ProviderPayment,
  type ProviderRefund,
  ProviderUnavailable,
  type WebhookEvent,
} from './provider.ts';
import { testProvider } from './test-acquirer/test-provider.ts';

export { type ListedPayment, type PaymentProvider, ProviderUnavailable } from './provider.ts';

/** Null for a provider this deployment does not use, which is the same as one there is no code for. */
export function providerNamed(env: Env, name: string): PaymentProvider | null {
  const known = configOf(env).PAYMENT_PROVIDERS.find((one) => one === name);
  return known === undefined ? null : providerOf(env, known);
}

function providerForNew(env: Env): PaymentProvider {
  const [first] = configOf(env).PAYMENT_PROVIDERS;
  if (first === undefined) throw new Error('no payment provider');
  return providerOf(env, first);
}

function providerOf(env: Env, name: PaymentProviderName): PaymentProvider {
  switch (name) {
    case 'test':
      return testProvider(env);
    default:
      return assertNever(name);
  }
}

type PaymentList = { provider: string; list: (after: string | null) => ReturnType<PaymentProvider['listPayments']> };

/** Each provider's own list of an event's payments. */
export function listPayments(env: Env, eventId: string): PaymentList[] {
  return configOf(env).PAYMENT_PROVIDERS.map((name) => {
    const provider = providerOf(env, name);
    return { provider: name, list: (after) => provider.listPayments(eventId, after) };
  });
}

type OrderToPay = Pick<PaymentRequest, 'orderId' | 'seller' | 'title' | 'locale' | 'returnUrl'>;

/**
 * Asks the provider for the payment this attempt needs, and records it. Asking again with the same attempt gives the
 * same payment, so a lost response costs nothing. Null: the provider does not answer now, or the order waits no longer.
 */
export async function startPayment(env: Env, order: OrderToPay, toMake: PaymentToMake): Promise<PaymentToMake | null> {
  if (toMake.url !== null) return toMake;
  const provider = (toMake.provider === null ? null : providerNamed(env, toMake.provider)) ?? providerForNew(env);
  const made = await orNullWhileUnavailable(() =>
    provider.createPayment({
      ...order,
      key: `${order.orderId}:${toMake.attempt}`,
      amountMinor: toMake.amountMinor,
      currency: toMake.currency,
      expiresAtMs: toMake.expiresAtMs,
    }),
  );
  if (made === null) return null;
  const recorded = await callEventSales(env, eventOf(env, order.orderId), (sales) =>
    sales.recordPayment({
      orderId: order.orderId,
      attempt: toMake.attempt,
      provider: provider.name,
      paymentId: made.paymentId,
      url: made.url,
    }),
  );
  return recorded.ok ? recorded.value : null;
}

/** The one path into the object for what a provider said of a payment, whoever heard it. */
async function settle(
  env: Env,
  provider: PaymentProvider,
  payment: ProviderPayment,
): Promise<Result<Settled, SettleRefusal>> {
  const eventId = eventIdOf(env, 'ord', payment.orderId);
  if (eventId === null) return refuse('not-found');
  return callEventSales(env, eventId, (sales) => sales.settlePayment({ provider: provider.name, ...payment }));
}

/** Asks how a recorded payment stands and settles accordingly. Null: the provider does not answer now. */
export async function askAndSettle(
  env: Env,
  orderId: string,
  named: { provider: string; paymentId: string },
): Promise<Result<Settled, SettleRefusal> | null> {
  return orNullWhileUnavailable(() => askProvider(env, orderId, named));
}

/** The same for the queue, where a silent provider means "try again". */
export async function askProvider(
  env: Env,
  orderId: string,
  named: { provider: string; paymentId: string },
): Promise<Result<Settled, SettleRefusal>> {
  const provider = providerNamed(env, named.provider);
  const payment = (await provider?.getPayment(named.paymentId)) ?? null;
  return provider === null || payment === null
    ? settleAsUnknown(env, orderId, named)
    : settle(env, provider, { ...payment, orderId, paymentId: named.paymentId });
}

/** Gives up an open payment, so that it can't succeed later. One that was paid meanwhile is settled as paid. */
export async function cancelPayment(
  env: Env,
  orderId: string,
  named: { provider: string; paymentId: string },
): Promise<Result<Settled, SettleRefusal>> {
  const provider = providerNamed(env, named.provider);
  const payment = (await provider?.cancelPayment(named.paymentId)) ?? null;
  return provider === null || payment === null ? settleAsUnknown(env, orderId, named) : settle(env, provider, payment);
}

export async function refundPayment(
  env: Env,
  orderId: string,
  refund: { refundId: string; provider: string; paymentId: string; amountMinor: number; currency: string },
): Promise<void> {
  const provider = providerNamed(env, refund.provider);
  if (provider === null) throw new ProviderUnavailable(refund.provider, 'not configured');
  await settleRefund(env, orderId, await provider.refund(refund));
}

/** What a genuine webhook told. Nothing is final before the object has it. */
export async function takeWebhookEvent(
  env: Env,
  provider: PaymentProvider,
  event: WebhookEvent,
): Promise<Result<null, SettleRefusal>> {
  if (event.about === 'refund') {
    const known = await settleRefund(env, event.orderId, event.refund);
    return known ? { ok: true, value: null } : refuse('not-found');
  }
  // Webhook events overtake each other. Good news is final and taken at its word; for anything else the payment is looked
  // up, so that a "failed" that was sent before a "succeeded" can't undo it.
  const heard = event.payment;
  const payment = heard.outcome === 'succeeded' ? heard : ((await provider.getPayment(heard.paymentId)) ?? heard);
  const settled = await settle(env, provider, payment);
  return settled.ok ? { ok: true, value: null } : settled;
}

async function settleRefund(env: Env, orderId: string, refund: ProviderRefund): Promise<boolean> {
  const eventId = eventIdOf(env, 'ord', orderId);
  if (eventId === null) return false;
  const settled = await callEventSales(env, eventId, (sales) => sales.settleRefund(refund.refundId, refund.outcome));
  // Before the message is done: a fault here brings it again, and the provider repeats what it said.
  if (settled.ok && settled.value.status === 'failed') await noteFailedRefund(env, eventId, refund.refundId);
  return settled.ok;
}

// A payment the provider knows nothing of can't have been paid.
async function settleAsUnknown(
  env: Env,
  orderId: string,
  named: { provider: string; paymentId: string },
): Promise<Result<Settled, SettleRefusal>> {
  const eventId = eventOf(env, orderId);
  return callEventSales(env, eventId, async (sales) => {
    const order = await sales.order(orderId);
    if (order === null) return refuse('not-found');
    const { amount, currency } = order.view.total;
    return sales.settlePayment({ ...named, orderId, outcome: 'failed', amountMinor: amount, currency });
  });
}

function eventOf(env: Env, orderId: string): string {
  const eventId = eventIdOf(env, 'ord', orderId);
  if (eventId === null) throw new Error('an order id of our own records names no event');
  return eventId;
}

async function orNullWhileUnavailable<Value>(ask: () => Promise<Value>): Promise<Value | null> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ProviderUnavailable)) throw error;
    log('warn', 'payment-provider-unavailable', { provider: error.provider, code: error.problem, error });
    return null;
  }
}
