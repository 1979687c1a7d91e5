// What a distributor earns on a ticket. Decided once, at the sale, and kept with the ticket: a refund reverses
// exactly this split, whatever the terms say by then.

import { shareOf } from './money.ts';

/** The part of a deal's accepted terms that turns into money. */
export type MoneyTerms = {
  commissionBps: number;
  /** On top of each ticket that is not free. */
  serviceFeeMinor: number;
  commissionByType: readonly { ticketTypeId: string; commissionBps: number }[];
  commissionSteps: readonly { fromTicket: number; commissionBps: number }[];
};

export const noCommission: MoneyTerms = {
  commissionBps: 0,
  serviceFeeMinor: 0,
  commissionByType: [],
  commissionSteps: [],
};

/**
 * The rate of one ticket. A rate named for its type wins, for it is the more particular promise; then the highest step
 * reached; then the base rate. `ordinal` counts the deal's sold tickets from 1, refunded ones included.
 */
function commissionRate(terms: MoneyTerms, ticketTypeId: string, ordinal: number): number {
  const named = terms.commissionByType.find((one) => one.ticketTypeId === ticketTypeId);
  if (named !== undefined) return named.commissionBps;
  const reached = terms.commissionSteps.findLast((step) => ordinal >= step.fromTicket);
  return reached?.commissionBps ?? terms.commissionBps;
}

export type TicketSplit = {
  /** What the buyer paid for the ticket itself, after a discount. */
  faceMinor: number;
  feeMinor: number;
  commissionBps: number;
  /** The distributor's share of the face value; the rest is the organizer's. */
  commissionMinor: number;
};

export function splitTicket(
  terms: MoneyTerms,
  ticket: { ticketTypeId: string; faceMinor: number; feeMinor: number },
  ordinal: number,
): TicketSplit {
  const commissionBps = commissionRate(terms, ticket.ticketTypeId, ordinal);
  return {
    faceMinor: ticket.faceMinor,
    feeMinor: ticket.feeMinor,
    commissionBps,
    commissionMinor: shareOf(ticket.faceMinor, commissionBps).share,
  };
}
