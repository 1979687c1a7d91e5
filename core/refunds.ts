// The states of a refund: voiding at the gate, requested, sent to the provider, confirmed or failed. The ledger is
// posted when it is confirmed. From the first state on a ticket belongs to its refund, so no ticket is refunded twice.

import type { TicketSplit } from './commission.ts';
import type { OrderStatus } from './contracts/sales.ts';
import { refundAmount } from './ledger.ts';
import { ok, type Result, refuse } from './result.ts';

/** `voiding`: the gate has not confirmed yet that it will admit nobody with these tickets. */
export type RefundStatus = 'voiding' | 'requested' | 'sent' | 'confirmed' | 'failed';

type RefundableTicket = TicketSplit & { ticketId: string; valid: boolean; refundStatus: RefundStatus | null };

export type RefundPlan<Ticket> = { tickets: Ticket[]; amountMinor: number };

/** Which tickets are refunded. A failed refund leaves its tickets void, and they may be refunded again. */
export function decideRefund<Ticket extends RefundableTicket>(
  orderStatus: OrderStatus,
  tickets: readonly Ticket[],
  ticketIds: readonly string[] | null,
): Result<RefundPlan<Ticket>, 'order-not-paid' | 'ticket-not-refundable'> {
  if (orderStatus === 'refunded') return refuse('ticket-not-refundable');
  if (orderStatus !== 'paid' && orderStatus !== 'partly-refunded') return refuse('order-not-paid');
  const open = tickets.filter((ticket) => ticket.refundStatus === null || ticket.refundStatus === 'failed');
  const chosen = ticketIds === null ? open : open.filter((ticket) => ticketIds.includes(ticket.ticketId));
  const asked = ticketIds === null ? chosen.length : new Set(ticketIds).size;
  if (chosen.length === 0 || chosen.length !== asked) return refuse('ticket-not-refundable');
  return ok({ tickets: chosen, amountMinor: refundAmount(chosen) });
}

/**
 * What happens to the tickets once the gate has answered. Admitted people got what they paid for, so they get their
 * money back only when the organizer allows it, and their places are not sold again.
 */
export function decideVoided<Ticket extends { ticketId: string }>(
  tickets: readonly Ticket[],
  admitted: readonly string[],
  evenIfAdmitted: boolean,
): Result<{ ticket: Ticket; keepsPlace: boolean }[], 'already-admitted'> {
  const inside = new Set(admitted);
  if (inside.size > 0 && !evenIfAdmitted) return refuse('already-admitted');
  return ok(tickets.map((ticket) => ({ ticket, keepsPlace: inside.has(ticket.ticketId) })));
}

/** States never move back: a late or repeated report changes nothing. */
export function nextRefundStatus(now: RefundStatus, said: 'sent' | 'confirmed' | 'failed'): RefundStatus {
  const rank = { voiding: 0, requested: 0, sent: 1, failed: 2, confirmed: 2 } as const;
  return rank[said] > rank[now] ? said : now;
}
