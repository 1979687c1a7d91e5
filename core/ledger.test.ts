import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitTicket } from './commission.ts';
import { balanced, refundAmount, refundPostings, salePostings } from './ledger.ts';

const amount = fc.integer({ min: 0, max: 1_000_000_000_000 });
const bps = fc.integer({ min: 0, max: 10_000 });
const tickets = fc.array(fc.record({ face: amount, fee: fc.integer({ min: 0, max: 100_000 }), rate: bps }), {
  minLength: 1,
  maxLength: 50,
});
const parties = { organizerId: 'o', distributorId: 'd' };

function splits(list: { face: number; fee: number; rate: number }[]) {
  return list.map(({ face, fee, rate }) =>
    splitTicket(
      { commissionBps: rate, serviceFeeMinor: 0, commissionByType: [], commissionSteps: [] },
      { ticketTypeId: 't', faceMinor: face, feeMinor: fee },
      1,
    ),
  );
}

it('every sale sums to zero, and refunds of its tickets in any two parts undo it exactly', () => {
  fc.assert(
    fc.property(tickets, fc.nat(50), (list, cut) => {
      const sold = splits(list);
      const entries = [
        salePostings(sold, parties, 'test', 'RUB'),
        refundPostings(sold.slice(0, cut), parties, 'test', 'RUB'),
        refundPostings(sold.slice(cut), parties, 'test', 'RUB'),
      ];
      const balance = new Map<string, number>();
      for (const entry of entries) {
        expect(entry.reduce((sum, one) => sum + one.amountMinor, 0)).toBe(0);
        for (const { account, amountMinor } of entry) balance.set(account, (balance.get(account) ?? 0) + amountMinor);
      }
      expect([...balance.values()].every((one) => one === 0)).toBe(true);
    }),
  );
});

it('a commission without a distributor who earns it is a bug', () => {
  const sold = splits([{ face: 100, fee: 0, rate: 1_000 }]);
  expect(() => salePostings(sold, { organizerId: 'o', distributorId: null }, 'test', 'RUB')).toThrow('earns');
});

it('a sale is booked to the provider, the organizer, the distributor and the owner of the fees', () => {
  const sold = splits([{ face: 1_000, fee: 50, rate: 1_000 }]);
  const of = (account: string, partyId: string | null, amountMinor: number) => ({
    account,
    partyId,
    amountMinor,
    currency: 'RUB',
  });
  expect(salePostings(sold, parties, 'test', 'RUB')).toEqual([
    of('provider:test', null, -1_050),
    of('organizer', 'o', 900),
    of('distributor', 'd', 100),
    of('fees', 'd', 50),
  ]);
  const ownSale = splits([{ face: 1_000, fee: 50, rate: 0 }]);
  expect(salePostings(ownSale, { organizerId: 'o', distributorId: null }, 'test', 'RUB')).toEqual([
    of('provider:test', null, -1_050),
    of('organizer', 'o', 1_000),
    of('fees', 'o', 50),
  ]);
});

it('a buyer gets the face value and the fee of the refunded tickets back', () => {
  const sold = splits([
    { face: 1_000, fee: 50, rate: 1_000 },
    { face: 0, fee: 0, rate: 1_000 },
  ]);
  expect(refundAmount(sold)).toBe(1_050);
});

it('an entry that does not sum to zero in each of its currencies is a bug', () => {
  const one = (amountMinor: number, currency: string) => ({ account: 'a', partyId: null, amountMinor, currency });
  expect(() => balanced([one(5, 'RUB'), one(-5, 'EUR')])).toThrow('sums to zero in RUB');
  expect(balanced([one(5, 'RUB'), one(-5, 'RUB'), one(0, 'EUR')])).toEqual([one(5, 'RUB'), one(-5, 'RUB')]);
});
