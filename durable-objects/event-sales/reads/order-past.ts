// What happened to an order, as far as this object knows it.

import { orderRow } from '../rows/orders.ts';
import { refundsOfOrder } from '../rows/refunds.ts';
import { holderChanges, ticketsOfOrder } from '../rows/tickets.ts';
import type { OrderPast } from '../rpc.ts';

export function orderPast(sql: SqlStorage, orderId: string): OrderPast | null {
  const order = orderRow(sql, orderId);
  if (order === null) return null;
  const tickets = ticketsOfOrder(sql, orderId).map((ticket) => ({ ticketId: ticket.ticket_id, number: ticket.number }));
  const numbers = new Map(tickets.map(({ ticketId, number }) => [ticketId, number]));
  return {
    currency: order.currency,
    totalMinor: order.total_minor,
    createdAtMs: order.created_at,
    paidAtMs: order.paid_at,
    byHand: order.hold_id === null,
    tickets,
    renames: holderChanges(sql, [...numbers.keys()]).map((change) => ({
      changeId: change.change_id,
      ticketNumber: numbers.get(change.ticket_id) ?? '',
      atMs: change.at,
      from: change.name_before,
      to: change.name_after,
      reason: change.reason,
    })),
    // A refund that waits for the gate is not decided yet: the gate may refuse it, and then its row is gone.
    refunds: refundsOfOrder(sql, orderId)
      .filter((refund) => refund.status !== 'voiding')
      .map((refund) => ({
        refundId: refund.refund_id,
        why: refund.kind,
        amountMinor: refund.amount_minor,
        requestedAtMs: refund.requested_at,
        confirmedAtMs: refund.confirmed_at,
      })),
  };
}
