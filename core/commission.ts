// What a distributor earns on a ticket. It is computed once, at the sale, and stored with the ticket: a refund reverses
// exactly this split, also when the terms have changed since.

import { shareOf } from './money.ts';

/** The part of a deal's accepted terms that decides about money. */
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
 * The rate of one ticket: the rate of its type if the terms name one, because it is the more specific promise; else
 * that of the highest step reached; else the base rate. `ordinal` counts the deal's sold tickets from 1, refunded ones
 * too.
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
