// The table of refunds, and the tickets of an order as refunding looks at them.

import { Currency } from '#core/contracts/basics.ts';
import type { OrderTickets, Refund } from '#core/contracts/sales.ts';
import { refundAmount } from '#core/ledger.ts';
import { all, first } from '../engine/database.ts';
import { newId } from '../engine/ids.ts';
import { type SalesState, translationsOf } from '../engine/state.ts';
import type { Transaction } from '../engine/transaction.ts';
import type { refunds } from '../schema.ts';
import { type OrderRow, orderReplies } from './orders.ts';
import { splitOf, type TicketRow, ticketReplies, ticketsOfOrder } from './tickets.ts';

export type RefundRow = typeof refunds.$inferSelect;

export function refundById(sql: SqlStorage, refundId: string): RefundRow | null {
  return first<RefundRow>(sql, 'select * from refunds where refund_id = ?', refundId);
}

export function refundsOfOrder(sql: SqlStorage, orderId: string): RefundRow[] {
  return all<RefundRow>(sql, 'select * from refunds where order_id = ? order by refund_id', orderId);
}

export function refundView(refund: RefundRow): Refund {
  return {
    refundId: refund.refund_id,
    orderId: refund.order_id,
    // Waiting for the gate is a step of ours; whoever asked for the refund sees a requested one.
    status: refund.status === 'voiding' ? 'requested' : refund.status,
    amount: { amount: refund.amount_minor, currency: Currency.parse(refund.currency) },
    ticketIds: JSON.parse(refund.ticket_ids),
  };
}

type NewRefund = Omit<RefundRow, 'refund_id' | 'order_id' | 'currency' | 'requested_at' | 'confirmed_at'>;

export function insertRefund(tx: Transaction, order: OrderRow, what: NewRefund): RefundRow {
  const refund: RefundRow = {
    ...what,
    refund_id: newId(tx, 'rfd'),
    order_id: order.order_id,
    currency: order.currency,
    requested_at: tx.nowMs,
    confirmed_at: null,
  };
  tx.sql.exec(
    `insert into refunds (refund_id, order_id, kind, status, amount_minor, currency, ticket_ids, provider, payment_id,
       reason, requested_at, confirmed_at, asked)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null, ?)`,
    refund.refund_id,
    refund.order_id,
    refund.kind,
    refund.status,
    refund.amount_minor,
    refund.currency,
    refund.ticket_ids,
    refund.provider,
    refund.payment_id,
    refund.reason,
    refund.requested_at,
    refund.asked,
  );
  return refund;
}

/**
 * A ticket whose refund waits for the gate is reserved: its `refundStatus` is `voiding`, so that no second refund can
 * begin.
 */
export function refundableTickets(sql: SqlStorage, orderId: string) {
  const known = refundsOfOrder(sql, orderId);
  const statuses = new Map(known.map((refund) => [refund.refund_id, refund.status]));
  const waiting = known.filter((refund) => refund.status === 'voiding');
  const reserved = new Set<string>(waiting.flatMap((refund) => JSON.parse(refund.ticket_ids)));
  return ticketsOfOrder(sql, orderId).map((row) => ({
    ...splitOf(row),
    row,
    ticketId: row.ticket_id,
    valid: row.status === 'valid',
    refundStatus: reserved.has(row.ticket_id) ? ('voiding' as const) : statusOf(row, statuses),
  }));
}

export type TicketToRefund = ReturnType<typeof refundableTickets>[number];

function statusOf(row: TicketRow, statuses: ReadonlyMap<string, RefundRow['status']>): RefundRow['status'] | null {
  return row.refund_id === null ? null : (statuses.get(row.refund_id) ?? null);
}

/** The tickets of an order as the organizer sees them before choosing which to refund. */
export function orderTickets(sql: SqlStorage, state: SalesState, order: OrderRow): OrderTickets {
  const currency = Currency.parse(order.currency);
  const items = refundableTickets(sql, order.order_id).map(({ row, refundStatus, ...split }) => ({
    id: row.ticket_id,
    number: row.number,
    ticketTypeId: row.ticket_type_id,
    ticketTypeName: row.ticket_type_name,
    ticketTypeTranslations: translationsOf(state.types.get(row.ticket_type_id)?.snapshot, 'name'),
    status: row.status,
    paid: { amount: refundAmount([split]), currency },
    holder: row.holder_name ?? order.buyer_name,
    replies: ticketReplies(row),
    refundStatus: refundStatus === 'voiding' ? ('requested' as const) : refundStatus,
  }));
  return { items, replies: orderReplies(order).order };
}
