// Retries a refund that the provider rejected, under a new id: under the old one the provider would repeat its result.
// Idempotent: a second retry of the same refund returns the first one's.

import type { Refund } from '#core/contracts/sales.ts';
import { decideRefund } from '#core/refunds.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { first } from '../engine/database.ts';
import type { Transaction } from '../engine/transaction.ts';
import { enqueueAuditEntry } from '../outbox/audit.ts';
import { failedRefunds } from '../rows/failed-refunds.ts';
import { type OrderRow, orderRow } from '../rows/orders.ts';
import { type RefundRow, refundableTickets, refundById, refundView } from '../rows/refunds.ts';
import type { RetryRefund } from '../rpc.ts';
import { requestReturn, requestTicketRefund } from './return-money.ts';

export function retryRefund(
  tx: Transaction,
  { orderId, refundId, by }: RetryRefund,
): Result<Refund, 'not-found' | 'refund-not-failed' | 'ticket-not-refundable' | 'order-not-paid'> {
  const refund = refundById(tx.sql, refundId);
  const order = orderRow(tx.sql, orderId);
  if (refund === null || order === null || refund.order_id !== orderId) return refuse('not-found');
  if (refund.status !== 'failed') return refuse('refund-not-failed');
  const isUnresolved = failedRefunds(tx.sql, [refundId]).length > 0;
  const newer = isUnresolved ? null : newestOf(tx.sql, refund);
  if (newer !== null) return ok(refundView(newer));
  const retried = requestAgain(tx, order, refund);
  if (!retried.ok) return retried;
  const { amount, refundId: madeId } = retried.value;
  enqueueAuditEntry(tx, { what: 'refund-asked', madeId, subjectId: orderId, by, amountMinor: amount.amount });
  return retried;
}

function requestAgain(
  tx: Transaction,
  order: OrderRow,
  refund: RefundRow,
): Result<Refund, 'refund-not-failed' | 'ticket-not-refundable' | 'order-not-paid'> {
  if (refund.kind !== 'tickets') {
    const { provider, payment_id: paymentId } = refund;
    if (provider === null || paymentId === null) return refuse('refund-not-failed');
    return ok(refundView(requestReturn(tx, order, { provider, paymentId }, refund.kind)));
  }
  const tickets = refundableTickets(tx.sql, order.order_id);
  const left = tickets.filter((ticket) => ticket.row.refund_id === refund.refund_id).map((ticket) => ticket.ticketId);
  const plan = decideRefund(order.status, tickets, left);
  return plan.ok ? ok(requestTicketRefund(tx, order, plan.value, refund.reason)) : plan;
}

/** The refund that replaced it. */
function newestOf(sql: SqlStorage, refund: RefundRow): RefundRow | null {
  const newest = first<{ refund_id: string }>(
    sql,
    refund.kind === 'tickets'
      ? `select t.refund_id from tickets t where t.order_id = ? and t.ticket_id in (select value from json_each(?))
         order by t.refund_id limit 1`
      : `select refund_id from refunds where order_id = ? and payment_id = ?
         order by requested_at desc, status = 'failed' limit 1`,
    refund.order_id,
    refund.kind === 'tickets' ? refund.ticket_ids : (refund.payment_id ?? ''),
  );
  return newest === null ? null : refundById(sql, newest.refund_id);
}
