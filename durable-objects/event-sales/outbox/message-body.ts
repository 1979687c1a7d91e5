// Makes the body of a message at the moment it is sent, from the rows as they are then: a consumer never gets a state
// older than the message's `seq`.

import { ticketsOf } from '#core/holds.ts';
import { assertNever } from '#core/result.ts';
import { typeNames } from '../engine/state.ts';
import type { Transaction } from '../engine/transaction.ts';
import { entriesOfOrder } from '../rows/ledger.ts';
import { type OrderRow, orderLines, orderReplies, orderRow } from '../rows/orders.ts';
import { gateTicket, type TicketRow, ticketReplies, ticketsOfOrder } from '../rows/tickets.ts';
import type { MessageBody, OrderProjection } from './messages.ts';

/** What a row of the outbox stores: ids, and the few values that no row has when the message is sent. */
export type PendingMessage =
  | { kind: 'project-order' | 'tell-gate'; orderId: string }
  | { kind: 'name-types-at-gate' }
  | Omit<Extract<MessageBody, { kind: 'project-channel' }>, 'seq'>
  | Exclude<MessageBody, { kind: 'project-order' | 'tell-gate' | 'project-channel' | 'name-types-at-gate' }>;

/** Null when there is nothing to send any more. */
export function bodyOf(tx: Transaction, message: PendingMessage, seq: number): MessageBody | null {
  switch (message.kind) {
    case 'project-order': {
      const order = orderRow(tx.sql, message.orderId);
      return order === null ? null : { kind: 'project-order', seq, order: projectionOf(tx, order) };
    }
    case 'tell-gate': {
      const tickets = ticketsOfOrder(tx.sql, message.orderId).map(gateTicket);
      return tickets.length === 0 ? null : { kind: 'tell-gate', seq, tickets };
    }
    case 'name-types-at-gate':
      return { kind: message.kind, seq, names: typeNames(tx.state) };
    case 'project-channel':
      return { ...message, seq };
    case 'deliver-order':
    case 'tell-log':
    case 'tell-buyer':
    case 'letter-failed':
    case 'ask-provider':
    case 'cancel-payment':
    case 'refund-payment':
    case 'finish-refund':
      return message;
    default:
      return assertNever(message);
  }
}

export function projectionOf(tx: Transaction, order: OrderRow): OrderProjection {
  const tickets = ticketsOfOrder(tx.sql, order.order_id);
  // From the lines and not the tickets: an order whose late payment was returned never gets any.
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
    replies: orderReplies(order).order,
    surface: order.surface,
    subId: order.sub_id,
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
    holderName: ticket.holder_name,
    replies: ticketReplies(ticket),
  };
}
