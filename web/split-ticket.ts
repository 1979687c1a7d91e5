// The split of one ticket's price by a commission, as the sale will do it: on the face value, the odd kopeck to the
// larger fraction, a tie to the organizer; the service fee is on top and the distributor's. A free ticket has no fee.

export type TicketSplit = { buyerPays: number; distributorGets: number; organizerGets: number };

export function splitTicket(priceMinor: number, commissionBps: number, serviceFeeMinor: number): TicketSplit {
  // Up to 10^12 times 10^4 is more than a double holds exactly.
  const scaled = BigInt(priceMinor) * BigInt(commissionBps);
  const whole = scaled / 10_000n;
  const commission = Number(scaled % 10_000n > 5_000n ? whole + 1n : whole);
  const fee = priceMinor === 0 ? 0 : serviceFeeMinor;
  return {
    buyerPays: priceMinor + fee,
    distributorGets: commission + fee,
    organizerGets: priceMinor - commission,
  };
}
