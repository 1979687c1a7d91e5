// Refunds: requested, sent to the provider, confirmed or failed. The ledger is told when one is confirmed; the tickets
// are void from the request on, so that two refunds of a ticket can't be under way.

import type { TicketSplit } from './commission.ts';
import type { OrderStatus } from './contracts/sales.ts';
import { refundAmount } from './ledger.ts';
import { ok, type Result, refuse } from './result.ts';

export type RefundStatus = 'requested' | 'sent' | 'confirmed' | 'failed';

export type RefundableTicket = TicketSplit & { ticketId: string; valid: boolean; refundStatus: RefundStatus | null };

export type RefundPlan<Ticket> = { tickets: Ticket[]; amountMinor: number };

/** Which tickets go back. A refund that failed leaves its tickets void and may be asked for again. */
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

/** States only move on: what came late or twice changes nothing. */
export function nextRefundStatus(now: RefundStatus, said: 'sent' | 'confirmed' | 'failed'): RefundStatus {
  const rank = { requested: 0, sent: 1, failed: 2, confirmed: 2 } as const;
  return rank[said] > rank[now] ? said : now;
}
