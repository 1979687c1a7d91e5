// What a payment provider said. Webhook, return page and our own asking all come here, in any order and any number of
// times; the first word that decides, decides.

import { canTakeAgain, type LateOrder } from '#core/late-payment.ts';
import { decideSettlement, type OrderStanding } from '#core/orders.ts';
import { assertNever, ok, type Result, refuse } from '#core/result.ts';
import type { Settled, SettlePayment, SettleRefusal } from './calls.ts';
import { overContactLimit } from './contacts.ts';
import { endHold } from './hold-end.ts';
import { type HoldRow, holdRow } from './holds.ts';
import { countEnded } from './networks.ts';
import { isUndecided, type OrderRow, orderLines, orderRow, type PaymentRow, paymentRow } from './order-rows.ts';
import { enqueue } from './outbox.ts';
import { requestReturn } from './refunds.ts';
import type { Transaction } from './sale.ts';
import { sell, writeSold } from './sell.ts';

export function settle(tx: Transaction, said: SettlePayment): Result<Settled, SettleRefusal> {
  const order = orderRow(tx.sql, said.orderId);
  if (order === null) return refuse('not-found');
  const known = paymentRow(tx.sql, said.provider, said.paymentId);
  if (known !== null && known.order_id !== order.order_id) return refuse('payment-mismatch');
  const right = said.amountMinor === order.total_minor && said.currency === order.currency;
  if (said.outcome === 'succeeded' && (!right || order.total_minor === 0)) return refuse('payment-mismatch');

  const hold = order.hold_id === null ? null : holdRow(tx.sql, order.hold_id);
  apply(tx, order, hold, said, decideSettlement(standingOf(tx, order, hold, known), said.outcome));
  const after = orderRow(tx.sql, order.order_id) ?? order;
  return ok({ orderId: order.order_id, status: after.status, paidLate: after.paid_late === 1 });
}

function standingOf(tx: Transaction, order: OrderRow, hold: HoldRow | null, known: PaymentRow | null): OrderStanding {
  const ended = order.status === 'expired';
  return {
    status: order.status,
    inGrace: hold?.asked === 1 && isUndecided(order),
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
    overContactLimit: overContactLimit(tx, order.buyer_email, lines) !== null,
  };
}

function apply(
  tx: Transaction,
  order: OrderRow,
  hold: HoldRow | null,
  said: SettlePayment,
  settlement: ReturnType<typeof decideSettlement>,
): void {
  switch (settlement.do) {
    case 'nothing':
      return;
    case 'note-pending':
      keepOutcome(tx, order, said);
      return;
    case 'fail-attempt':
      keepOutcome(tx, order, said);
      failAttempt(tx, order);
      if (settlement.endHold && hold !== null) endHold(tx, hold, 'expired');
      return;
    case 'sell':
      keepOutcome(tx, order, said);
      sell(tx, order, { late: settlement.late, payment: said });
      if (!settlement.late && hold !== null) countEnded(tx, hold, false);
      writeSold(tx, order);
      return;
    case 'return-money':
      keepOutcome(tx, order, said);
      returnMoney(tx, order, hold, said);
      return;
    case 'return-duplicate':
      keepOutcome(tx, order, said);
      requestReturn(tx, order, said, 'duplicate');
      return;
    default:
      assertNever(settlement);
  }
}

/** The webhook may be faster than our own record of the payment. */
function keepOutcome(tx: Transaction, order: OrderRow, said: SettlePayment): void {
  tx.sql.exec(
    `insert into payments (provider, payment_id, order_id, attempt, url, status) values (?, ?, ?, ?, null, ?)
     on conflict (provider, payment_id) do update set status = excluded.status`,
    said.provider,
    said.paymentId,
    order.order_id,
    order.attempt,
    said.outcome,
  );
}

/** Only the attempt the buyer is at moves on: word of an older one comes late. */
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

/** Paid, but the order can't be had any more: the money goes back, and the buyer is told. */
function returnMoney(tx: Transaction, order: OrderRow, hold: HoldRow | null, said: SettlePayment): void {
  if (hold !== null && isUndecided(order)) endHold(tx, hold, 'expired');
  tx.sql.exec(
    "update orders set status = 'paid-late', paid_late = 1, paid_at = ?, provider = ?, payment_id = ? where order_id = ?",
    tx.nowMs,
    said.provider,
    said.paymentId,
    order.order_id,
  );
  requestReturn(tx, order, said, 'late');
  enqueue(tx, { kind: 'tell-buyer', orderId: order.order_id, what: 'refund-on-its-way' });
  enqueue(tx, { kind: 'project-order', orderId: order.order_id });
}
