// The table of tickets: inserted by a sale, void after a refund, never deleted.

import type { TicketSplit } from '#core/commission.ts';
import { ticketNumber, ticketNumberBytes } from '#core/ticket-number.ts';
import { insertRows } from '../../insert-rows.ts';
import { all, first } from '../engine/database.ts';
import { newId } from '../engine/ids.ts';
import type { Transaction } from '../engine/transaction.ts';
import type { GateTicket } from '../records.ts';
import type { tickets } from '../schema.ts';

export type TicketRow = typeof tickets.$inferSelect;

const gatePage = 1_000;

export function insertTicket(
  tx: Transaction,
  orderId: string,
  type: { ticketTypeId: string; name: string },
  split: TicketSplit,
): string {
  const ticketId = newId(tx, 'tkt');
  // If another ticket of the event has this number, the unique index makes the insert fail. The group is rolled back
  // and its commands run again one by one (`group-commit.ts`), with new numbers.
  const number = ticketNumber(tx.random(ticketNumberBytes));
  tx.write(insertTickets, [
    ticketId,
    number,
    orderId,
    type.ticketTypeId,
    type.name,
    'valid',
    1,
    split.faceMinor,
    split.feeMinor,
    split.commissionBps,
    split.commissionMinor,
    null,
  ]);
  return ticketId;
}

const insertTickets = insertRows('tickets', [
  'ticket_id',
  'number',
  'order_id',
  'ticket_type_id',
  'ticket_type_name',
  'status',
  'revision',
  'face_minor',
  'fee_minor',
  'commission_bps',
  'commission_minor',
  'refund_id',
]);

export function ticketRow(sql: SqlStorage, ticketId: string): TicketRow | null {
  return first<TicketRow>(sql, 'select * from tickets where ticket_id = ?', ticketId);
}

export function ticketsOfOrder(sql: SqlStorage, orderId: string): TicketRow[] {
  return all<TicketRow>(sql, 'select * from tickets where order_id = ? order by ticket_id', orderId);
}

export function ticketIdsOfOrder(sql: SqlStorage, orderId: string): string[] {
  return ticketsOfOrder(sql, orderId).map((ticket) => ticket.ticket_id);
}

export function splitOf(ticket: TicketRow): TicketSplit {
  return {
    faceMinor: ticket.face_minor,
    feeMinor: ticket.fee_minor,
    commissionBps: ticket.commission_bps,
    commissionMinor: ticket.commission_minor,
  };
}

export function gateTicket(ticket: TicketRow): GateTicket {
  return {
    ticketId: ticket.ticket_id,
    number: ticket.number,
    ticketTypeId: ticket.ticket_type_id,
    ticketTypeName: ticket.ticket_type_name,
    status: ticket.status,
    revision: ticket.revision,
  };
}

export function gateTicketPage(sql: SqlStorage, afterTicketId: string | null): GateTicket[] {
  return all<TicketRow>(
    sql,
    'select * from tickets where ticket_id > ? order by ticket_id limit ?',
    afterTicketId ?? '',
    gatePage,
  ).map(gateTicket);
}
