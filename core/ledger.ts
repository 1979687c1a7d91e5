// Double entry. The postings of every entry sum to zero per currency; entries are added and never changed. Credit is
// positive: what an account has earned. The account of a payment provider is negative by the money it holds for us.

import type { TicketSplit } from './commission.ts';
import { invariant } from './result.ts';

export type Posting = { account: string; partyId: string | null; amountMinor: number; currency: string };

/** Who earns on a sale. Without a distributor the service fee is the organizer's. */
type Parties = { organizerId: string; distributorId: string | null };

export function salePostings(
  tickets: readonly TicketSplit[],
  parties: Parties,
  provider: string,
  currency: string,
): Posting[] {
  const face = sum(tickets.map((one) => one.faceMinor));
  const fees = sum(tickets.map((one) => one.feeMinor));
  const commission = sum(tickets.map((one) => one.commissionMinor));
  invariant(commission === 0 || parties.distributorId !== null, 'a commission has somebody who earns it');
  return balanced([
    { account: `provider:${provider}`, partyId: null, amountMinor: -(face + fees), currency },
    { account: 'organizer', partyId: parties.organizerId, amountMinor: face - commission, currency },
    { account: 'distributor', partyId: parties.distributorId, amountMinor: commission, currency },
    { account: 'fees', partyId: parties.distributorId ?? parties.organizerId, amountMinor: fees, currency },
  ]);
}

/** Reverses the split that was stored with these tickets. The terms of today do not matter. */
export function refundPostings(
  tickets: readonly TicketSplit[],
  parties: Parties,
  provider: string,
  currency: string,
): Posting[] {
  return salePostings(tickets, parties, provider, currency).map((posting) => ({
    ...posting,
    amountMinor: -posting.amountMinor,
  }));
}

/** What a buyer gets back for these tickets: the face value and the fee on top. */
export function refundAmount(tickets: readonly Pick<TicketSplit, 'faceMinor' | 'feeMinor'>[]): number {
  return sum(tickets.map((one) => one.faceMinor + one.feeMinor));
}

export function balanced(postings: readonly Posting[]): Posting[] {
  for (const { currency } of postings) {
    const total = sum(postings.filter((one) => one.currency === currency).map((one) => one.amountMinor));
    invariant(total === 0, `an entry sums to zero in ${currency}, not to ${total}`);
  }
  return postings.filter((one) => one.amountMinor !== 0);
}

function sum(amounts: readonly number[]): number {
  const total = amounts.reduce((all, one) => all + one, 0);
  invariant(Number.isSafeInteger(total), 'a sum stays exact');
  return total;
}
