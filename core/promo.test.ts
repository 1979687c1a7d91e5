import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lineTotal, ticketsOf } from './holds.ts';
import { discountsOf, type PromoTerms, refundGivesUseBack } from './promo.ts';

const half: PromoTerms = {
  code: 'HALF',
  discount: { kind: 'percent', bps: 5_000 },
  maxUses: null,
  fromMs: null,
  toMs: null,
  ticketTypeIds: null,
};
const lines = [
  { ticketTypeId: 'cheap', priceMinor: 100, quantity: 2 },
  { ticketTypeId: 'dear', priceMinor: 1_000, quantity: 2 },
];

it.each<[string, Partial<PromoTerms>, [number, number][]]>([
  [
    'without a bound all are covered',
    {},
    [
      [100, 2],
      [1_000, 2],
    ],
  ],
  [
    'one use covers the dearest first',
    { maxTickets: 1 },
    [
      [0, 0],
      [500, 1],
    ],
  ],
  [
    'then the next',
    { maxTickets: 3 },
    [
      [50, 1],
      [1_000, 2],
    ],
  ],
  [
    'a bound above the order changes nothing',
    { maxTickets: 9 },
    [
      [100, 2],
      [1_000, 2],
    ],
  ],
  [
    'tickets the code is not for count for nothing',
    { maxTickets: 1, ticketTypeIds: ['cheap'] },
    [
      [50, 1],
      [0, 0],
    ],
  ],
  [
    'an amount is bounded by what is covered',
    { maxTickets: 1, discount: { kind: 'amount', amountMinor: 5_000 } },
    [
      [0, 0],
      [1_000, 1],
    ],
  ],
])('%s', (_, terms, expected) => {
  const found = discountsOf({ ...half, ...terms }, lines);
  expect(found.map(({ discountMinor, covered }) => [discountMinor, covered])).toEqual(expected);
});

it('the tickets of a line sum to its total, whatever part of them is covered', () => {
  fc.assert(
    fc.property(
      fc.record({
        price: fc.nat(999),
        quantity: fc.integer({ min: 1, max: 9 }),
        most: fc.integer({ min: 1, max: 12 }),
      }),
      fc.integer({ min: 1, max: 10_000 }),
      fc.nat(50),
      ({ price, quantity, most }, bps, feeEachMinor) => {
        const promo = { ...half, discount: { kind: 'percent' as const, bps }, maxTickets: most };
        const [off] = discountsOf(promo, [{ ticketTypeId: 'a', priceMinor: price, quantity }]);
        const line = { ticketTypeId: 'a', name: 'A', quantity, priceMinor: price, feeEachMinor, ...off };
        const tickets = ticketsOf({ ...line, discountMinor: off?.discountMinor ?? 0 });
        expect(tickets).toHaveLength(quantity);
        const sum = tickets.reduce((all, ticket) => all + ticket.faceMinor + ticket.feeMinor, 0);
        expect(sum).toBe(lineTotal({ ...line, discountMinor: off?.discountMinor ?? 0 }));
        expect(tickets.filter((ticket) => ticket.faceMinor === price).length).toBeGreaterThanOrEqual(quantity - most);
      },
    ),
  );
});

const valid = { valid: true, keepsPlace: false };
const back = { valid: false, keepsPlace: false };
const inside = { valid: false, keepsPlace: true };

it.each([
  ['all tickets went back', {}, [back, back], true],
  ['one is left', {}, [back, valid], false],
  ['one guest is in', {}, [back, inside], false],
  ['the code says otherwise', { refundRestoresUse: false }, [back], false],
  ['the code says so', { refundRestoresUse: true }, [back], true],
])('a use: %s', (_, terms, tickets, gives) => {
  expect(refundGivesUseBack(terms, tickets)).toBe(gives);
});
