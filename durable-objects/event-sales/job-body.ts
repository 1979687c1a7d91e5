// The body of a job, made from the truth at the moment of sending: a consumer never hears a state older than its `seq`.

import { ticketsOf } from '#core/holds.ts';
import { assertNever } from '#core/result.ts';
import type { JobBody, OrderProjection } from './jobs.ts';
import { entriesOfOrder } from './ledger.ts';
import { type OrderRow, orderLines, orderRow } from './order-rows.ts';
import type { Transaction } from './sale.ts';
import { gateTicket, type TicketRow, ticketsOfOrder } from './tickets.ts';

/** What the outbox keeps: ids, and the few things that are not read again. */
export type JobNote =
  | { kind: 'project-order' | 'tell-gate'; orderId: string }
  | Omit<Extract<JobBody, { kind: 'project-channel' }>, 'seq'>
  | Exclude<JobBody, { kind: 'project-order' | 'tell-gate' | 'project-channel' }>;

/** Null when there is nothing left to tell. */
export function bodyOf(tx: Transaction, note: JobNote, seq: number): JobBody | null {
  switch (note.kind) {
    case 'project-order': {
      const order = orderRow(tx.sql, note.orderId);
      return order === null ? null : { kind: 'project-order', seq, order: projectionOf(tx, order) };
    }
    case 'tell-gate': {
      const tickets = ticketsOfOrder(tx.sql, note.orderId).map(gateTicket);
      return tickets.length === 0 ? null : { kind: 'tell-gate', seq, tickets };
    }
    case 'project-channel':
      return { ...note, seq };
    case 'deliver-order':
    case 'tell-log':
    case 'tell-buyer':
    case 'ask-provider':
    case 'cancel-payment':
    case 'refund-payment':
    case 'finish-refund':
      return note;
    default:
      return assertNever(note);
  }
}

export function projectionOf(tx: Transaction, order: OrderRow): OrderProjection {
  const tickets = ticketsOfOrder(tx.sql, order.order_id);
  // Before they are tickets (and after money came for nothing) the lines tell what was to be sold.
  const sold = orderLines(order).flatMap(ticketsOf);
  return {
    orderId: order.order_id,
    widgetId: order.widget_id,
    dealId: order.deal_id,
    organizerId: tx.state.event?.organizerId ?? '',
    distributorId: order.distributor_id,
    termsVersion: order.terms_version,
    status: order.status,
    paidLate: order.paid_late === 1,
    currency: order.currency,
    faceMinor: sold.reduce((sum, one) => sum + one.faceMinor, 0),
    serviceFeeMinor: sold.reduce((sum, one) => sum + one.feeMinor, 0),
    totalMinor: order.total_minor,
    refundedMinor: order.refunded_minor,
    commissionMinor: tickets.reduce((sum, one) => sum + one.commission_minor, 0),
    buyerName: order.buyer_name,
    buyerEmail: order.buyer_email,
    locale: order.locale,
    createdAtMs: order.created_at,
    paidAtMs: order.paid_at,
    tickets: tickets.map(projectedTicket),
    entries: entriesOfOrder(tx.sql, order.order_id),
  };
}

function projectedTicket(ticket: TicketRow): OrderProjection['tickets'][number] {
  return {
    ticketId: ticket.ticket_id,
    number: ticket.number,
    ticketTypeId: ticket.ticket_type_id,
    status: ticket.status,
    faceMinor: ticket.face_minor,
  };
}
