// The provider's list of payments against ours: money, state and refunds, payment by payment.

import type { Check, Difference } from '#core/contracts/reconciliation.ts';
import { isUndecided } from '#core/orders.ts';
import type { PaymentExport } from '../../durable-objects/event-sales/rpc.ts';
import type { Env } from '../env.d.ts';
import { callEventSales } from '../event-object/event-object.ts';
import { type ListedPayment, listPayments, ProviderUnavailable } from '../payments/payments.ts';
import { checkTwice, unanswered } from './checks.ts';

/** Pages of 500 a side: what one run may cost. */
const mostPages = 40;

type Listed = Map<string, ListedPayment & { provider: string }>;
type Ours = Map<string, PaymentExport>;

export async function checkPayments(env: Env, eventId: string): Promise<Check> {
  try {
    return await checkTwice('payments', () => look(env, eventId));
  } catch (error) {
    if (error instanceof ProviderUnavailable) return unanswered('payments');
    throw error;
  }
}

async function look(env: Env, eventId: string): Promise<{ compared: number; differences: Difference[] }> {
  // Ours first: a payment made after that is only in theirs, and then it is not paid yet or its order is open.
  const ours = await ourPayments(env, eventId);
  const theirs = await theirPayments(env, eventId);
  const upTo = [ours.upTo, theirs.upTo].filter((id) => id !== null).toSorted()[0];
  const ids = [...new Set([...ours.payments.keys(), ...theirs.payments.keys()])];
  const compared = upTo === undefined ? ids : ids.filter((id) => id.slice(id.indexOf(' ') + 1) <= upTo);
  const found = compared.flatMap((id) => compare(id, ours.payments.get(id), theirs.payments.get(id)));
  const lasting: Difference[] = [];
  for (const one of found) if (!(await isUnderWay(env, eventId, one))) lasting.push(one.difference);
  return { compared: compared.length, differences: lasting };
}

type Found = { difference: Difference; orderId: string };

/** Paid at the provider while the order still waits: the webhook is on its way, and before a hold ends we ask. */
async function isUnderWay(env: Env, eventId: string, { difference, orderId }: Found): Promise<boolean> {
  if (difference.kind !== 'paid-at-provider-only') return false;
  const order = await callEventSales(env, eventId, (sales) => sales.order(orderId));
  return order !== null && isUndecided(order.view.status);
}

function compare(id: string, ours: PaymentExport | undefined, theirs: ListedPayment | undefined): Found[] {
  const orderId = ours?.orderId ?? theirs?.orderId ?? '';
  const difference = (kind: Difference['kind'], expected: string, found: string): Found[] => [
    { orderId, difference: { kind, subject: id.slice(id.indexOf(' ') + 1), expected, found } },
  ];
  const stateOf = (one: string | undefined) => one ?? 'none';
  const paidHere = ours?.status === 'succeeded';
  const paidThere = theirs?.outcome === 'succeeded';
  if (paidThere && !paidHere) return difference('paid-at-provider-only', 'succeeded', stateOf(ours?.status));
  if (paidHere && !paidThere) return difference('paid-in-our-books-only', stateOf(theirs?.outcome), 'succeeded');
  if (ours === undefined || theirs === undefined || !paidHere) return [];
  const amounts = [theirs, ours].map((one) => `${one.amountMinor} ${one.currency} ${one.orderId}`);
  if (amounts[0] !== amounts[1]) return difference('other-amount', amounts[0] ?? '', amounts[1] ?? '');
  const { refundedMinor, refundsRequestedMinor } = ours;
  if (theirs.refundedMinor < refundedMinor || theirs.refundedMinor > refundsRequestedMinor) {
    return difference('refunded-otherwise', `${theirs.refundedMinor}`, `${refundedMinor}–${refundsRequestedMinor}`);
  }
  return [];
}

async function ourPayments(env: Env, eventId: string): Promise<{ payments: Ours; upTo: string | null }> {
  const payments: Ours = new Map();
  let after: string | null = null;
  for (let pages = 0; pages < mostPages; pages++) {
    const from: string | null = after;
    const page: { payments: PaymentExport[]; next: string | null } = await callEventSales(env, eventId, (sales) =>
      sales.exportPayments(from),
    );
    for (const one of page.payments) payments.set(`${one.provider} ${one.paymentId}`, one);
    after = page.next;
    if (after === null) break;
  }
  return { payments, upTo: after };
}

async function theirPayments(env: Env, eventId: string): Promise<{ payments: Listed; upTo: string | null }> {
  const payments: Listed = new Map();
  let upTo: string | null = null;
  for (const { provider, list } of listPayments(env, eventId)) {
    let after: string | null = null;
    for (let pages = 0; pages < mostPages; pages++) {
      const page: Awaited<ReturnType<typeof list>> = await list(after);
      for (const one of page.payments) payments.set(`${provider} ${one.paymentId}`, { ...one, provider });
      after = page.next;
      if (after === null) break;
    }
    if (after !== null && (upTo === null || after < upTo)) upTo = after;
  }
  return { payments, upTo };
}
