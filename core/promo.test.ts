import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lineTotal, ticketsOf } from './holds.ts';
import { decidePromo, discountsOf, type Promo, type PromoTerms, promoKey, refundGivesUseBack } from './promo.ts';

const spring: Promo = {
  code: 'SPRING',
  discount: { kind: 'amount', amountMinor: 100 },
  maxUses: 2,
  fromMs: 10,
  toMs: 20,
  ticketTypeIds: ['a', 'b'],
  used: 0,
};

it.each<[string, Partial<Promo>, string | undefined, number, object]>([
  ['no code was typed', {}, undefined, 15, { ok: true, value: null }],
  ['it is typed as it is', {}, 'SPRING', 15, { ok: true }],
  ['it is typed in lower case with spaces around it', {}, ' spring ', 15, { ok: true }],
  ['its first moment has come', {}, 'SPRING', 10, { ok: true }],
  ['its last moment has not come', {}, 'SPRING', 19, { ok: true }],
  ['it has no dates', { fromMs: null, toMs: null }, 'SPRING', 99, { ok: true }],
  ['one use is left', { used: 1 }, 'SPRING', 15, { ok: true }],
  ['it has no bound on its uses', { maxUses: null, used: 99 }, 'SPRING', 15, { ok: true }],
  ['nobody made it', {}, 'WINTER', 15, { ok: false, code: 'promo-code-unknown' }],
  ['its first moment has not come', {}, 'SPRING', 9, { ok: false, code: 'promo-code-unknown' }],
  ['its last moment has come', {}, 'SPRING', 20, { ok: false, code: 'promo-code-expired' }],
  ['it was used as often as it may be', { used: 2 }, 'SPRING', 15, { ok: false, code: 'promo-code-used-up' }],
  [
    'it was used up before its time, which tells nobody that it exists',
    { used: 2 },
    'SPRING',
    9,
    { ok: false, code: 'promo-code-unknown' },
  ],
  ['it was used up and is over', { used: 2 }, 'SPRING', 20, { ok: false, code: 'promo-code-expired' }],
])('a promo code, when %s', (_what, change, typed, nowMs, expected) => {
  expect(decidePromo(new Map([['SPRING', { ...spring, ...change }]]), typed, nowMs)).toMatchObject(expected);
});

it('a promo code is one code however its letters are composed', () => {
  expect(promoKey('  зи\u0438\u0306 ')).toBe(promoKey('ЗИЙ'));
});

it('a discount is for the types of its code alone, and an amount is shared by what the tickets cost', () => {
  const lines = [
    { ticketTypeId: 'a', priceMinor: 15, quantity: 2 },
    { ticketTypeId: 'b', priceMinor: 60, quantity: 1 },
    { ticketTypeId: 'c', priceMinor: 500, quantity: 1 },
  ];
  const off = (terms: Partial<Promo>) => discountsOf({ ...spring, ...terms }, lines).map((line) => line.discountMinor);
  expect(off({})).toEqual([30, 60, 0]);
  expect(off({ discount: { kind: 'amount', amountMinor: 10 } })).toEqual([3, 7, 0]);
  expect(off({ discount: { kind: 'percent', bps: 5_000 }, ticketTypeIds: null })).toEqual([15, 30, 250]);
});

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
    'without a bound all tickets are covered',
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
    'one use then covers the next dearest',
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
])('the discount of a promo code: %s', (_, terms, expected) => {
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
])('a refund gives the use of a promo code back or not: %s', (_, terms, tickets, gives) => {
  expect(refundGivesUseBack(terms, tickets)).toBe(gives);
});
