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
import type { Sale } from './sale.ts';
import { sell, writeSold } from './sell.ts';

export function settle(sale: Sale, said: SettlePayment): Result<Settled, SettleRefusal> {
  const order = orderRow(sale.sql, said.orderId);
  if (order === null) return refuse('not-found');
  const known = paymentRow(sale.sql, said.provider, said.paymentId);
  if (known !== null && known.order_id !== order.order_id) return refuse('payment-mismatch');
  const right = said.amountMinor === order.total_minor && said.currency === order.currency;
  if (said.outcome === 'succeeded' && (!right || order.total_minor === 0)) return refuse('payment-mismatch');

  const hold = order.hold_id === null ? null : holdRow(sale.sql, order.hold_id);
  apply(sale, order, hold, said, decideSettlement(standingOf(sale, order, hold, known), said.outcome));
  const after = orderRow(sale.sql, order.order_id) ?? order;
  return ok({ orderId: order.order_id, status: after.status, paidLate: after.paid_late === 1 });
}

function standingOf(sale: Sale, order: OrderRow, hold: HoldRow | null, known: PaymentRow | null): OrderStanding {
  const ended = order.status === 'expired';
  return {
    status: order.status,
    inGrace: hold?.asked === 1 && isUndecided(order),
    earlier: known === null || known.status === 'pending' ? null : known.status,
    eventCancelled: sale.book.rules.cancelled,
    canTakeAgain: ended && canTakeAgain(sale.book.rules, sale.book.stock, lateOrder(sale, order, hold), sale.nowMs),
  };
}

function lateOrder(sale: Sale, order: OrderRow, hold: HoldRow | null): LateOrder {
  const lines = orderLines(order);
  const channel = order.widget_id === null ? undefined : sale.book.channels.get(order.widget_id);
  return {
    channel: channel === undefined ? null : { widgetId: channel.widgetId, open: channel.status === 'open' },
    lines,
    promoCode: hold?.promo_code ?? null,
    overContactLimit: overContactLimit(sale, order.buyer_email, lines) !== null,
  };
}

function apply(
  sale: Sale,
  order: OrderRow,
  hold: HoldRow | null,
  said: SettlePayment,
  settlement: ReturnType<typeof decideSettlement>,
): void {
  switch (settlement.do) {
    case 'nothing':
      return;
    case 'note-pending':
      keepOutcome(sale, order, said);
      return;
    case 'fail-attempt':
      keepOutcome(sale, order, said);
      failAttempt(sale, order);
      if (settlement.endHold && hold !== null) endHold(sale, hold, 'expired');
      return;
    case 'sell':
      keepOutcome(sale, order, said);
      sell(sale, order, { late: settlement.late, payment: said });
      if (!settlement.late && hold !== null) countEnded(sale, hold, false);
      writeSold(sale, order);
      return;
    case 'return-money':
      keepOutcome(sale, order, said);
      returnMoney(sale, order, hold, said);
      return;
    case 'return-duplicate':
      keepOutcome(sale, order, said);
      requestReturn(sale, order, said, 'duplicate');
      return;
    default:
      assertNever(settlement);
  }
}

/** The webhook may be faster than our own record of the payment. */
function keepOutcome(sale: Sale, order: OrderRow, said: SettlePayment): void {
  sale.sql.exec(
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
function failAttempt(sale: Sale, order: OrderRow): void {
  const pending = sale.sql
    .exec(
      "select 1 from payments where order_id = ? and attempt = ? and status = 'pending'",
      order.order_id,
      order.attempt,
    )
    .toArray();
  if (pending.length > 0) return;
  sale.sql.exec("update orders set status = 'open', attempt = attempt + 1 where order_id = ?", order.order_id);
}

/** Paid, but the order can't be had any more: the money goes back, and the buyer is told. */
function returnMoney(sale: Sale, order: OrderRow, hold: HoldRow | null, said: SettlePayment): void {
  if (hold !== null && isUndecided(order)) endHold(sale, hold, 'expired');
  sale.sql.exec(
    "update orders set status = 'paid-late', paid_late = 1, paid_at = ?, provider = ?, payment_id = ? where order_id = ?",
    sale.nowMs,
    said.provider,
    said.paymentId,
    order.order_id,
  );
  requestReturn(sale, order, said, 'late');
  enqueue(sale, { kind: 'tell-buyer', orderId: order.order_id, what: 'refund-on-its-way' });
  enqueue(sale, { kind: 'project-order', orderId: order.order_id });
}
