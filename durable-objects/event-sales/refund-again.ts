// Refunds the provider would not make. Each stands in the list of its organizer until it is asked for again: under a new
// id, because under the old one the provider would only repeat its answer. Asking twice asks once.

import type { Refund } from '#core/contracts/sales.ts';
import { decideRefund } from '#core/refunds.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import type { AuditActor, FailedRefund } from './calls.ts';
import { all, first } from './database.ts';
import { tellLog } from './logged.ts';
import { type OrderRow, orderRow } from './order-rows.ts';
import { refundableTickets, refundById, requestReturn, requestTicketRefund, wireRefund } from './refunds.ts';
import type { Transaction } from './sale.ts';
import type { refunds } from './schema.ts';

type RefundRow = typeof refunds.$inferSelect;

/** Tickets that were asked for again belong to the newer refund; a payment sent back again has a newer one itself. */
const standing = `select r.* from refunds r where r.status = 'failed' and case r.kind
  when 'tickets' then exists (select 1 from tickets t where t.order_id = r.order_id and t.refund_id = r.refund_id)
  else not exists (select 1 from refunds n where n.order_id = r.order_id and n.kind = r.kind
    and n.payment_id = r.payment_id and n.refund_id <> r.refund_id
    and (n.requested_at > r.requested_at or n.status <> 'failed')) end`;

/** Those of the named refunds that still stand. */
export function failedRefunds(sql: SqlStorage, refundIds: readonly string[]): FailedRefund[] {
  const named = `${standing} and r.refund_id in (select value from json_each(?))`;
  return all<RefundRow>(sql, named, JSON.stringify(refundIds)).map((row) => ({
    refundId: row.refund_id,
    orderId: row.order_id,
    kind: row.kind,
    amountMinor: row.amount_minor,
    currency: row.currency,
    requestedAtMs: row.requested_at,
  }));
}

export function countFailedRefunds(sql: SqlStorage): number {
  return first<{ n: number }>(sql, `select count(*) as n from (${standing})`)?.n ?? 0;
}

export function retryRefund(
  tx: Transaction,
  { orderId, refundId, by }: { orderId: string; refundId: string; by: AuditActor },
): Result<Refund, 'not-found' | 'refund-not-failed' | 'ticket-not-refundable' | 'order-not-paid'> {
  const refund = refundById(tx.sql, refundId);
  const order = orderRow(tx.sql, orderId);
  if (refund === null || order === null || refund.order_id !== orderId) return refuse('not-found');
  if (refund.status !== 'failed') return refuse('refund-not-failed');
  const newer = newerOf(tx.sql, refund);
  if (newer !== null) return ok(wireRefund(newer));
  const again = askAgain(tx, order, refund);
  if (!again.ok) return again;
  const { amount, refundId: madeId } = again.value;
  tellLog(tx, { what: 'refund-asked', madeId, subjectId: orderId, by, amountMinor: amount.amount });
  return again;
}

function askAgain(
  tx: Transaction,
  order: OrderRow,
  refund: RefundRow,
): Result<Refund, 'refund-not-failed' | 'ticket-not-refundable' | 'order-not-paid'> {
  if (refund.kind !== 'tickets') {
    const { provider, payment_id: paymentId } = refund;
    if (provider === null || paymentId === null) return refuse('refund-not-failed');
    return ok(wireRefund(requestReturn(tx, order, { provider, paymentId }, refund.kind)));
  }
  const tickets = refundableTickets(tx.sql, order.order_id);
  const left = tickets.filter((ticket) => ticket.row.refund_id === refund.refund_id).map((ticket) => ticket.ticketId);
  const plan = decideRefund(order.status, tickets, left);
  return plan.ok ? ok(requestTicketRefund(tx, order, plan.value, refund.reason)) : plan;
}

function newerOf(sql: SqlStorage, refund: RefundRow): RefundRow | null {
  const stands = first<{ n: number }>(
    sql,
    `select count(*) as n from (${standing}) where refund_id = ?`,
    refund.refund_id,
  );
  if (stands?.n === 1) return null;
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
