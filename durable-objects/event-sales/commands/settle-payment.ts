// Applies what a payment provider reports of a payment. The webhook, the return page and our own polling all come here,
// in any order and any number of times. The first final outcome wins; later ones change nothing.

import {
  canTakeAgain,
  decidePaymentEffect,
  isUndecided,
  type LateOrder,
  type OrderState,
  type PaymentEffect,
} from '#core/orders.ts';
import { assertNever, ok, type Result, refuse } from '#core/result.ts';
import { removeHeld } from '../engine/networks.ts';
import type { Transaction } from '../engine/transaction.ts';
import { enqueue } from '../outbox/outbox.ts';
import type { PaymentToMake } from '../records.ts';
import { type HoldRow, holdRow } from '../rows/holds.ts';
import { overPurchaseLimit } from '../rows/limits.ts';
import {
  type OrderRow,
  orderLines,
  orderRow,
  type PaymentRow,
  paymentOfAttempt,
  paymentRow,
  paymentToMake,
} from '../rows/orders.ts';
import type { RecordPayment, Settled, SettlePayment, SettleRefusal } from '../rpc.ts';
import { endHold } from './holds.ts';
import { requestReturn } from './return-money.ts';
import { sell, writeSold } from './sell.ts';

export function settlePayment(tx: Transaction, reported: SettlePayment): Result<Settled, SettleRefusal> {
  const order = orderRow(tx.sql, reported.orderId);
  if (order === null) return refuse('not-found');
  const known = paymentRow(tx.sql, reported.provider, reported.paymentId);
  if (known !== null && known.order_id !== order.order_id) return refuse('payment-mismatch');
  const isExact = reported.amountMinor === order.total_minor && reported.currency === order.currency;
  if (reported.outcome === 'succeeded' && (!isExact || order.total_minor === 0)) return refuse('payment-mismatch');

  const hold = order.hold_id === null ? null : holdRow(tx.sql, order.hold_id);
  apply(tx, order, hold, reported, decidePaymentEffect(stateOf(tx, order, hold, known), reported.outcome));
  const after = orderRow(tx.sql, order.order_id) ?? order;
  return ok({ orderId: order.order_id, status: after.status, paidLate: after.paid_late === 1 });
}

function stateOf(tx: Transaction, order: OrderRow, hold: HoldRow | null, known: PaymentRow | null): OrderState {
  const ended = order.status === 'expired';
  return {
    status: order.status,
    inGrace: hold?.asked === 1 && isUndecided(order.status),
    earlier: known === null || known.status === 'pending' ? null : known.status,
    eventCancelled: tx.state.rules.cancelled,
    canTakeAgain: ended && canTakeAgain(tx.state.rules, tx.state.stock, lateOrder(tx, order, hold), tx.nowMs),
  };
}

function lateOrder(tx: Transaction, order: OrderRow, hold: HoldRow | null): LateOrder {
  const lines = orderLines(order);
  const channel = order.widget_id === null ? undefined : tx.state.channels.get(order.widget_id);
  return {
    channel: channel === undefined ? null : { widgetId: channel.widgetId, open: channel.status === 'open' },
    lines,
    promoCode: hold?.promo_code ?? null,
    overContactLimit: overPurchaseLimit(tx, order.buyer_email, lines) !== null,
  };
}

function apply(
  tx: Transaction,
  order: OrderRow,
  hold: HoldRow | null,
  reported: SettlePayment,
  effect: PaymentEffect,
): void {
  switch (effect.do) {
    case 'nothing':
      return;
    case 'note-pending':
      saveOutcome(tx, order, reported);
      return;
    case 'fail-attempt':
      saveOutcome(tx, order, reported);
      failAttempt(tx, order);
      if (effect.endHold && hold !== null) endHold(tx, hold, 'expired');
      return;
    case 'sell':
      saveOutcome(tx, order, reported);
      sell(tx, order, { late: effect.late, payment: reported });
      if (!effect.late && hold !== null) removeHeld(tx, hold, false);
      writeSold(tx, order);
      return;
    case 'return-money':
      saveOutcome(tx, order, reported);
      returnMoney(tx, order, hold, reported);
      return;
    case 'return-duplicate':
      saveOutcome(tx, order, reported);
      requestReturn(tx, order, reported, 'duplicate');
      return;
    default:
      assertNever(effect);
  }
}

/** Inserts the payment when it is unknown: a webhook may arrive before `recordPayment`. */
function saveOutcome(tx: Transaction, order: OrderRow, reported: SettlePayment): void {
  tx.sql.exec(
    `insert into payments (provider, payment_id, order_id, attempt, url, status) values (?, ?, ?, ?, null, ?)
     on conflict (provider, payment_id) do update set status = excluded.status`,
    reported.provider,
    reported.paymentId,
    order.order_id,
    order.attempt,
    reported.outcome,
  );
}

/** Only a failure of the current attempt opens the next one; a late webhook about an older attempt is ignored. */
function failAttempt(tx: Transaction, order: OrderRow): void {
  const pending = tx.sql
    .exec(
      "select 1 from payments where order_id = ? and attempt = ? and status = 'pending'",
      order.order_id,
      order.attempt,
    )
    .toArray();
  if (pending.length > 0) return;
  tx.sql.exec("update orders set status = 'open', attempt = attempt + 1 where order_id = ?", order.order_id);
}

/** Paid, but there is nothing to sell any more: the money is returned, and the buyer gets a letter. */
function returnMoney(tx: Transaction, order: OrderRow, hold: HoldRow | null, reported: SettlePayment): void {
  if (hold !== null && isUndecided(order.status)) endHold(tx, hold, 'expired');
  tx.sql.exec(
    "update orders set status = 'paid-late', paid_late = 1, paid_at = ?, provider = ?, payment_id = ? where order_id = ?",
    tx.nowMs,
    reported.provider,
    reported.paymentId,
    order.order_id,
  );
  requestReturn(tx, order, reported, 'late');
  enqueue(tx, { kind: 'tell-buyer', orderId: order.order_id, what: 'refund-on-its-way' });
  enqueue(tx, { kind: 'project-order', orderId: order.order_id });
}

// --- the payment that was asked for --------------------------------------------------------------------------

// Records the payment that the Worker asked the provider for. Compare-and-set: the first one recorded for an attempt is
// the one the buyer is sent to.

export function recordPayment(tx: Transaction, command: RecordPayment): Result<PaymentToMake | null, 'not-found'> {
  const { orderId, provider, paymentId } = command;
  const order = orderRow(tx.sql, orderId);
  if (order === null) return refuse('not-found');
  const known = paymentRow(tx.sql, provider, paymentId);
  if (known !== null && known.order_id !== orderId) return refuse('not-found');
  const current = paymentOfAttempt(tx.sql, orderId, order.attempt);
  const isNeeded = isUndecided(order.status) && command.attempt === order.attempt && current === null;
  if (isNeeded && (known === null || known.status === 'pending')) {
    savePayment(tx, command);
    tx.sql.exec("update orders set status = 'awaiting-payment' where order_id = ? and status = 'open'", orderId);
  } else if (known === null) {
    // Too late: the order was decided meanwhile, or this attempt has another payment. The payment is saved without its
    // `url`, so that no buyer is sent to it, but so that the provider is still asked about it while it is open.
    savePayment(tx, { ...command, url: null });
    enqueue(tx, { kind: 'cancel-payment', orderId, provider, paymentId });
  }
  return ok(paymentToMake(tx.sql, order));
}

type Payment = Omit<RecordPayment, 'url'> & { url: string | null };

function savePayment(tx: Transaction, { orderId, attempt, provider, paymentId, url }: Payment): void {
  tx.sql.exec(
    `insert into payments (provider, payment_id, order_id, attempt, url, status) values (?, ?, ?, ?, ?, 'pending')
     on conflict (provider, payment_id) do update set url = excluded.url, attempt = excluded.attempt`,
    provider,
    paymentId,
    orderId,
    attempt,
    url,
  );
}
