// Money goes back to buyers: for refunded tickets, and for payments that came too late or twice. Tickets are void and
// their stock is free as soon as the refund is requested (except for admitted ones); the ledger is posted when the
// provider confirms. Asking the gate first is done in `refund.ts`.

import type { Refund } from '#core/contracts/sales.ts';
import { refundPostings } from '#core/ledger.ts';
import { statusAfterRefund } from '#core/orders.ts';
import { refundGivesUseBack } from '#core/promo.ts';
import { nextRefundStatus, type RefundPlan } from '#core/refunds.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { countPromoUse, move, promoOf } from '../engine/state.ts';
import type { Transaction } from '../engine/transaction.ts';
import { enqueue } from '../outbox/outbox.ts';
import { holdRow } from '../rows/holds.ts';
import { partiesOf, postEntry } from '../rows/ledger.ts';
import { removePurchased } from '../rows/limits.ts';
import { type OrderRow, orderRow } from '../rows/orders.ts';
import {
  insertRefund,
  type RefundRow,
  refundableTickets,
  refundById,
  refundView,
  type TicketToRefund,
} from '../rows/refunds.ts';
import { type TicketRow, ticketsOfOrder } from '../rows/tickets.ts';

/** For a cancelled event and for a retry: both times the gate has been told already not to admit these tickets. */
export function requestTicketRefund(
  tx: Transaction,
  order: OrderRow,
  plan: RefundPlan<TicketToRefund>,
  reason: string,
): Refund {
  const refund = insertRefund(tx, order, {
    kind: 'tickets',
    status: 'requested',
    amount_minor: plan.amountMinor,
    ticket_ids: JSON.stringify(plan.tickets.map((ticket) => ticket.ticketId)),
    provider: order.provider,
    payment_id: order.payment_id,
    reason,
    asked: null,
  });
  const voided = plan.tickets.map((ticket) => ({ ticket, keepsPlace: false }));
  return voidAndReturnMoney(tx, order, refund, voided);
}

export function voidAndReturnMoney(
  tx: Transaction,
  order: OrderRow,
  refund: RefundRow,
  voided: readonly { ticket: TicketToRefund; keepsPlace: boolean }[],
): Refund {
  tx.sql.exec("update refunds set status = 'requested' where refund_id = ?", refund.refund_id);
  for (const { ticket, keepsPlace } of voided) voidTicket(tx, order, ticket.row, refund.refund_id, keepsPlace);
  givePromoUseBack(tx, order);
  enqueue(tx, { kind: 'tell-gate', orderId: order.order_id });
  enqueue(tx, { kind: 'project-order', orderId: order.order_id });
  requestMoney(tx, refund);
  // Nothing was paid, so no provider will ever confirm this refund.
  if (refund.amount_minor === 0) confirmRefund(tx, { ...refund, status: 'requested' });
  return refundView(refundById(tx.sql, refund.refund_id) ?? refund);
}

/**
 * Gives the use of the promo code back when the whole order is refunded. The hold's status `refunded` records it, so
 * that a retry of a failed refund does not give it back again.
 */
function givePromoUseBack(tx: Transaction, order: OrderRow): void {
  const hold = order.hold_id === null ? null : holdRow(tx.sql, order.hold_id);
  if (hold === null || hold.promo_code === null || hold.status !== 'sold') return;
  const promo = promoOf(tx.state, hold.promo_code);
  const tickets = ticketsOfOrder(tx.sql, order.order_id).map((ticket) => ({
    valid: ticket.status === 'valid',
    keepsPlace: ticket.keeps_place === 1,
  }));
  if (!refundGivesUseBack(promo, tickets)) return;
  countPromoUse(tx.state, hold.promo_code, -1);
  tx.sql.exec("update holds set status = 'refunded' where hold_id = ?", hold.hold_id);
}

/** Returns a whole payment that bought nothing: it came too late, or the order was paid already. */
export function requestReturn(
  tx: Transaction,
  order: OrderRow,
  payment: { provider: string; paymentId: string },
  kind: 'late' | 'duplicate',
): RefundRow {
  const refund = insertRefund(tx, order, {
    kind,
    status: 'requested',
    amount_minor: order.total_minor,
    ticket_ids: '[]',
    provider: payment.provider,
    payment_id: payment.paymentId,
    reason: kind,
    asked: null,
  });
  requestMoney(tx, refund);
  return refund;
}

function requestMoney(tx: Transaction, refund: RefundRow): void {
  if (refund.amount_minor > 0 && refund.provider !== null && refund.payment_id !== null) {
    enqueue(tx, {
      kind: 'refund-payment',
      orderId: refund.order_id,
      refundId: refund.refund_id,
      provider: refund.provider,
      paymentId: refund.payment_id,
      amountMinor: refund.amount_minor,
      currency: refund.currency,
    });
  }
}

/** `keepsPlace`: the holder was admitted, so the stock and the contact's purchase limit stay used. */
function voidTicket(tx: Transaction, order: OrderRow, ticket: TicketRow, refundId: string, keepsPlace: boolean): void {
  if (ticket.status === 'valid' && !keepsPlace) {
    move(tx.state, [{ widgetId: order.widget_id, ticketTypeId: ticket.ticket_type_id, held: 0, sold: -1 }]);
    // An issued ticket has no channel and was not counted for the purchase limit.
    if (order.widget_id !== null)
      removePurchased(tx, order.order_id, [{ ticketTypeId: ticket.ticket_type_id, quantity: 1 }]);
  }
  tx.sql.exec(
    `update tickets set status = 'void', refund_id = ?, revision = revision + ?, keeps_place = max(keeps_place, ?)
     where ticket_id = ?`,
    refundId,
    ticket.status === 'valid' ? 1 : 0,
    keepsPlace ? 1 : 0,
    ticket.ticket_id,
  );
}

/** Applies what the provider reports of a refund. */
export function settleRefund(
  tx: Transaction,
  refundId: string,
  outcome: 'sent' | 'confirmed' | 'failed',
): Result<Refund, 'not-found'> {
  const refund = refundById(tx.sql, refundId);
  if (refund === null) return refuse('not-found');
  const next = nextRefundStatus(refund.status, outcome);
  if (next === 'confirmed' && refund.status !== 'confirmed') confirmRefund(tx, refund);
  else if (next !== refund.status) {
    tx.sql.exec('update refunds set status = ? where refund_id = ?', next, refundId);
  }
  return ok(refundView(refundById(tx.sql, refundId) ?? refund));
}

function confirmRefund(tx: Transaction, refund: RefundRow): void {
  tx.sql.exec(
    "update refunds set status = 'confirmed', confirmed_at = ? where refund_id = ?",
    tx.nowMs,
    refund.refund_id,
  );
  const order = orderRow(tx.sql, refund.order_id);
  // The order keeps its status: the buyer has the tickets, and only the second payment was returned.
  if (order === null || refund.kind === 'duplicate') return;
  const status = refund.kind === 'late' ? 'refunded' : confirmTickets(tx, order, refund);
  tx.sql.exec(
    'update orders set status = ?, refunded_minor = refunded_minor + ? where order_id = ?',
    status,
    refund.amount_minor,
    order.order_id,
  );
  enqueue(tx, { kind: 'project-order', orderId: order.order_id });
  if (refund.amount_minor > 0) enqueue(tx, { kind: 'tell-buyer', orderId: order.order_id, what: 'refunded' });
}

function confirmTickets(tx: Transaction, order: OrderRow, refund: RefundRow): OrderRow['status'] {
  const tickets = refundableTickets(tx.sql, order.order_id);
  const refunded = tickets.filter((ticket) => ticket.row.refund_id === refund.refund_id);
  if (refund.provider !== null) {
    postEntry(tx, order, {
      entryId: refund.refund_id,
      kind: 'refund',
      postings: refundPostings(refunded, partiesOf(tx, order), refund.provider, refund.currency),
    });
  }
  return statusAfterRefund(tickets.map((ticket) => ({ refunded: ticket.refundStatus === 'confirmed' })));
}
