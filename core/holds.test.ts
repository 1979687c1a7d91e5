import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noCommission } from './commission.ts';
import {
  decideHold,
  endMoves,
  type Line,
  lineFee,
  lineTotal,
  maxTicketsPerHold,
  type SaleRules,
  saleWindow,
  sellMoves,
  type TicketTypeTerms,
  takeAgainMoves,
  ticketsOf,
} from './holds.ts';
import { maxAmountMinor, maxPriceMinor, maxServiceFeeMinor } from './money.ts';
import type { Promo } from './promo.ts';
import { type AllotmentRule, applyMoves, availableTo, type Stock } from './stock.ts';

const nowMs = 1_000_000;
const endsAtMs = 2_000_000;

const plainType: TicketTypeTerms = {
  id: 'a',
  name: 'Stalls',
  priceMinor: 1_000,
  salesFromMs: null,
  salesToMs: null,
  minPerOrder: 1,
  maxPerOrder: 50,
  retired: false,
};
const plainPromo: Promo = {
  code: 'SPRING',
  discount: { kind: 'percent', bps: 1_000 },
  maxUses: 2,
  fromMs: null,
  toMs: null,
  ticketTypeIds: null,
  used: 0,
};
const guarantee = (quantity: number, releaseAtMs = endsAtMs): AllotmentRule => ({
  kind: 'guarantee',
  quantities: new Map([['a', quantity]]),
  releaseAtMs,
});

/** One request to hold tickets. What a case does not name has a plain value, so that the hold succeeds. */
type Case = {
  rules?: Partial<SaleRules>;
  /** Changes to type `a`; type `b` stays plain. */
  a?: Partial<TicketTypeTerms>;
  b?: Partial<TicketTypeTerms>;
  capacity?: { a?: number; b?: number };
  /** The allotment of the channel that asks, `deal`. */
  allotment?: AllotmentRule;
  /** The allotment of another channel, `other`. */
  other?: AllotmentRule;
  /** What `deal` holds already of type `a`. */
  held?: number;
  promo?: Partial<Promo>;
  promoCode?: string;
  serviceFeeMinor?: number;
  channel?: 'closed' | 'unknown';
  lines?: [ticketTypeId: string, quantity: number][];
};

function stockOf({ capacity, allotment = { kind: 'open' }, other = { kind: 'open' }, held = 0 }: Case): Stock {
  const types = new Map([
    ['a', { capacity: capacity?.a ?? 1_000, held: 0, sold: 0 }],
    ['b', { capacity: capacity?.b ?? 1_000, held: 0, sold: 0 }],
  ]);
  const channels: Stock['channels'] = new Map([
    ['deal', { open: true, allotment, counts: new Map() }],
    ['other', { open: true, allotment: other, counts: new Map() }],
  ]);
  const stock = { types, channels };
  if (held > 0) applyMoves(stock, [{ widgetId: 'deal', ticketTypeId: 'a', held, sold: 0 }]);
  return stock;
}

function hold(one: Case, stock = stockOf(one)) {
  const types = [
    { ...plainType, ...one.a },
    { ...plainType, id: 'b', name: 'Balcony', priceMinor: 500, ...one.b },
  ];
  const rules: SaleRules = {
    cancelled: false,
    endsAtMs,
    holdMinutes: 10,
    currency: 'RUB',
    types: new Map(types.map((type) => [type.id, type])),
    promos: new Map([['SPRING', { ...plainPromo, ...one.promo }]]),
    ...one.rules,
  };
  const channel =
    one.channel === 'unknown'
      ? null
      : {
          widgetId: 'deal',
          open: one.channel !== 'closed',
          terms: { ...noCommission, serviceFeeMinor: one.serviceFeeMinor ?? 0 },
        };
  const lines = (one.lines ?? [['a', 2]]).map(([ticketTypeId, quantity]) => ({ ticketTypeId, quantity }));
  return decideHold(rules, channel, stock, { lines, promoCode: one.promoCode }, nowMs);
}

describe('a hold', () => {
  it.each<[string, Case]>([
    ['of two tickets of a plain event', {}],
    ['from the very moment sales open', { a: { salesFromMs: nowMs } }],
    ['a millisecond before sales end', { a: { salesToMs: nowMs + 1 } }],
    ['a millisecond before the event ends', { rules: { endsAtMs: nowMs + 1 } }],
    ['of exactly the minimum of an order', { a: { minPerOrder: 2 } }],
    ['of exactly the maximum of an order', { a: { maxPerOrder: 2 } }],
    [
      'of as many tickets as one hold may have',
      {
        lines: [
          ['a', maxTicketsPerHold / 2],
          ['b', maxTicketsPerHold / 2],
        ],
      },
    ],
    ['of the last free tickets', { capacity: { a: 2 } }],
    ['of exactly what is left of the cap', { allotment: { kind: 'cap', quantity: 5 }, held: 3 }],
    ['of exactly what another guarantee leaves', { capacity: { a: 6 }, other: guarantee(4) }],
    ['through its own guarantee, which leaves nothing for others', { capacity: { a: 2 }, allotment: guarantee(2) }],
    ['beyond its own guarantee, from what is free', { capacity: { a: 5 }, allotment: guarantee(1) }],
    ['of what another guarantee has released', { capacity: { a: 2 }, other: guarantee(2, nowMs) }],
    ['past a cap of another channel', { other: { kind: 'cap', quantity: 0 } }],
    ['with a promo code typed in lower case with spaces', { promoCode: ' spring ' }],
    ['with the last use of a promo code', { promo: { used: 1 }, promoCode: 'SPRING' }],
    ['of a free ticket without a code', { a: { priceMinor: 0 } }],
  ])('is placed %s', (_what, one) => {
    expect(hold(one)).toMatchObject({ ok: true });
  });

  const about = { ticketTypeId: 'a' };
  it.each<[string, Case, string, object?]>([
    ['through a widget the event does not know', { channel: 'unknown' }, 'not-found'],
    ['of a cancelled event', { rules: { cancelled: true } }, 'event-cancelled'],
    ['through a closed channel', { channel: 'closed' }, 'channel-closed'],
    ['of a ticket type the event does not know', { lines: [['z', 1]] }, 'not-found'],
    ['a millisecond before sales open', { a: { salesFromMs: nowMs + 1 } }, 'not-on-sale', about],
    ['from the very moment sales end', { a: { salesToMs: nowMs } }, 'not-on-sale', about],
    ['from the very moment the event ends', { rules: { endsAtMs: nowMs } }, 'not-on-sale', about],
    [
      'after the event, though the sale of the type was to end later',
      { rules: { endsAtMs: nowMs }, a: { salesToMs: nowMs + 1 } },
      'not-on-sale',
      about,
    ],
    ['of a retired ticket type', { a: { retired: true } }, 'not-on-sale', about],
    [
      'of one ticket less than the minimum',
      { a: { minPerOrder: 3, maxPerOrder: 6 } },
      'limit-exceeded',
      { ...about, min: 3, max: 6 },
    ],
    ['of one ticket more than the maximum', { a: { maxPerOrder: 1 } }, 'limit-exceeded', { ...about, min: 1, max: 1 }],
    [
      'of more tickets than one hold may have, though no type forbids it',
      {
        a: { maxPerOrder: 90 },
        lines: [
          ['a', 51],
          ['b', 50],
        ],
      },
      'limit-exceeded',
      { min: 1, max: maxTicketsPerHold },
    ],
    ['of one ticket more than is free', { capacity: { a: 1 } }, 'sold-out', { ...about, available: 1 }],
    [
      'of the second line alone when it is short',
      {
        capacity: { b: 1 },
        lines: [
          ['a', 1],
          ['b', 2],
        ],
      },
      'sold-out',
      { ticketTypeId: 'b', available: 1 },
    ],
    [
      'of one ticket more than the cap leaves',
      { allotment: { kind: 'cap', quantity: 5 }, held: 4 },
      'sold-out',
      { ...about, available: 1 },
    ],
    [
      'of lines that only together are over the cap',
      {
        allotment: { kind: 'cap', quantity: 3 },
        lines: [
          ['a', 2],
          ['b', 2],
        ],
      },
      'sold-out',
      { ticketTypeId: 'b', available: 1 },
    ],
    [
      'of tickets that another channel was guaranteed',
      { capacity: { a: 5 }, other: guarantee(4) },
      'sold-out',
      { ...about, available: 1 },
    ],
    ['with a promo code nobody made', { promoCode: 'WINTER' }, 'promo-code-unknown'],
    [
      'with a promo code that is not valid yet',
      { promo: { fromMs: nowMs + 1 }, promoCode: 'SPRING' },
      'promo-code-unknown',
    ],
    ['with a promo code whose time is over', { promo: { toMs: nowMs }, promoCode: 'SPRING' }, 'promo-code-expired'],
    ['with a promo code that was used up', { promo: { used: 2 }, promoCode: 'SPRING' }, 'promo-code-used-up'],
    [
      'with a promo code of another ticket type',
      { promo: { ticketTypeIds: ['b'] }, promoCode: 'SPRING' },
      'promo-code-not-applicable',
    ],
    ['with a promo code on free tickets', { a: { priceMinor: 0 }, promoCode: 'SPRING' }, 'promo-code-not-applicable'],
    ['that costs more than can be paid', { a: { priceMinor: maxAmountMinor } }, 'total-too-large'],
  ])('is refused %s', (_what, one, code, details) => {
    expect(hold(one)).toEqual({ ok: false, code, ...(details !== undefined && { details }) });
  });

  // Every later check fails too in each row, so that the refusal a buyer reads is always the first of this order.
  const later: Case[] = [
    { channel: 'unknown' },
    { rules: { cancelled: true } },
    { channel: 'closed' },
    { a: { retired: true } },
    { a: { maxPerOrder: 1 } },
    {
      lines: [
        ['a', 2],
        ['b', 50],
        ['b', 49],
      ],
    },
    { capacity: { a: 1 } },
    { promo: { toMs: nowMs }, promoCode: 'SPRING' },
    {
      b: { priceMinor: maxAmountMinor },
      lines: [
        ['a', 2],
        ['b', 2],
      ],
    },
  ];
  it.each<[string, number, string]>([
    ['an unknown widget', 0, 'not-found'],
    ['a cancelled event', 1, 'event-cancelled'],
    ['a closed channel', 2, 'channel-closed'],
    ['a type not on sale', 3, 'not-on-sale'],
    ['a limit of the type', 4, 'limit-exceeded'],
    ['the limit of a hold', 5, 'limit-exceeded'],
    ['missing stock', 6, 'sold-out'],
    ['a promo code', 7, 'promo-code-expired'],
    ['a total too large', 8, 'total-too-large'],
  ])('names %s before anything that is checked later', (_what, first, code) => {
    const failing: Case = Object.assign({}, ...later.slice(first).reverse());
    failing.a = Object.assign({}, ...later.slice(first).map((one) => one.a));
    expect(hold(failing)).toMatchObject({ ok: false, code });
  });

  it('names the first line that cannot be sold, whatever is wrong with the next ones', () => {
    const lines: Case['lines'] = [
      ['a', 2],
      ['z', 1],
    ];
    expect(hold({ a: { maxPerOrder: 1 }, lines })).toMatchObject({ code: 'limit-exceeded', details: about });
    expect(hold({ lines })).toMatchObject({ code: 'not-found' });
  });
});

describe('the plan of a hold', () => {
  it('has the price, the discount, the fee and the name as they are now, and ends after the minutes of the event', () => {
    const one: Case = {
      rules: { holdMinutes: 7 },
      serviceFeeMinor: 30,
      promo: { ticketTypeIds: ['a'], maxTickets: 1 },
      promoCode: 'spring',
      lines: [
        ['a', 2],
        ['b', 1],
      ],
    };
    expect(hold(one)).toEqual({
      ok: true,
      value: {
        lines: [
          {
            ticketTypeId: 'a',
            name: 'Stalls',
            quantity: 2,
            priceMinor: 1_000,
            discountMinor: 100,
            covered: 1,
            feeEachMinor: 30,
          },
          { ticketTypeId: 'b', name: 'Balcony', quantity: 1, priceMinor: 500, discountMinor: 0, feeEachMinor: 30 },
        ],
        totalMinor: 900 + 1_000 + 500 + 3 * 30,
        expiresAtMs: nowMs + 7 * 60_000,
        moves: [
          { widgetId: 'deal', ticketTypeId: 'a', held: 2, sold: 0 },
          { widgetId: 'deal', ticketTypeId: 'b', held: 1, sold: 0 },
        ],
        promo: { ...plainPromo, ticketTypeIds: ['a'], maxTickets: 1 },
      },
    });
  });

  it('takes a fee of no free ticket', () => {
    const one: Case = {
      a: { priceMinor: 0 },
      serviceFeeMinor: 30,
      lines: [
        ['a', 2],
        ['b', 1],
      ],
    };
    expect(hold(one)).toMatchObject({ ok: true, value: { totalMinor: 530, lines: [{ feeEachMinor: 0 }, {}] } });
  });

  it('takes no fee of a ticket that its promo code made free', () => {
    const off = { discount: { kind: 'percent', bps: 10_000 }, maxTickets: 1 } as const;
    expect(hold({ serviceFeeMinor: 30, promo: off, promoCode: 'SPRING' })).toMatchObject({
      ok: true,
      value: { totalMinor: 1_030 },
    });
  });
});

it.each<[string, Partial<TicketTypeTerms>, ReturnType<typeof saleWindow>]>([
  ['open without dates of its own', {}, 'open'],
  ['not yet open before its first moment', { salesFromMs: nowMs + 1 }, 'not-yet'],
  ['open from its first moment', { salesFromMs: nowMs }, 'open'],
  ['ended at its last moment', { salesToMs: nowMs }, 'ended'],
  ['closed when it was retired, whatever its dates', { retired: true, salesFromMs: nowMs + 1 }, 'closed'],
  [
    'not yet open rather than ended, when its dates are the wrong way round',
    { salesFromMs: nowMs + 1, salesToMs: nowMs },
    'not-yet',
  ],
])('the sale of a ticket type is %s', (_what, change, window) => {
  expect(saleWindow({ endsAtMs }, { ...plainType, ...change }, nowMs)).toBe(window);
});

function holdDearest(priceMinor: number, serviceFeeMinor: number, quantity: number) {
  return hold({
    a: { priceMinor },
    b: { priceMinor },
    serviceFeeMinor,
    lines: [
      ['a', quantity],
      ['b', quantity],
    ],
  });
}

it('the largest order of the dearest tickets with the highest fee costs what can be paid, to the kopeck', () => {
  expect(holdDearest(maxPriceMinor, maxServiceFeeMinor, maxTicketsPerHold / 2)).toMatchObject({
    ok: true,
    value: { totalMinor: maxAmountMinor },
  });
});

it('a hold that costs more is refused by name before anything is written: some prices are older than their bound', () => {
  expect(holdDearest(maxPriceMinor + 1, maxServiceFeeMinor, 50)).toEqual({ ok: false, code: 'total-too-large' });
  expect(holdDearest(maxAmountMinor, maxAmountMinor, 50)).toEqual({ ok: false, code: 'total-too-large' });
  expect(holdDearest(maxAmountMinor / 2, 0, 1)).toMatchObject({ ok: true });
});

// --- whatever the event and the request are -------------------------------------------------------------------

const anyAllotment = fc.oneof(
  fc.constant<AllotmentRule>({ kind: 'open' }),
  fc.nat(8).map((quantity): AllotmentRule => ({ kind: 'cap', quantity })),
  fc.tuple(fc.nat(8), fc.constantFrom(nowMs, endsAtMs)).map(([quantity, at]) => guarantee(quantity, at)),
);
const anyCase: fc.Arbitrary<Case> = fc.record({
  a: fc.record({ priceMinor: fc.constantFrom(0, 1, 3, 999), minPerOrder: fc.integer({ min: 1, max: 3 }) }),
  capacity: fc.record({ a: fc.nat(12), b: fc.nat(12) }),
  allotment: anyAllotment,
  other: anyAllotment,
  serviceFeeMinor: fc.nat(50),
  promo: fc.record({
    discount: fc.oneof(
      fc.integer({ min: 1, max: 10_000 }).map((bps) => ({ kind: 'percent' as const, bps })),
      fc.integer({ min: 1, max: 3_000 }).map((amountMinor) => ({ kind: 'amount' as const, amountMinor })),
    ),
    maxTickets: fc.option(fc.integer({ min: 1, max: 9 })),
    ticketTypeIds: fc.constantFrom(null, ['a'], ['b']),
    used: fc.nat(2),
  }),
  lines: fc
    .record({ a: fc.nat(6), b: fc.nat(6) })
    .filter(({ a, b }) => a + b > 0)
    .map(({ a, b }) => [['a', a] as [string, number], ['b', b] as [string, number]].filter(([, count]) => count > 0)),
});
const withCode = (one: Case): Case => ({ ...one, promoCode: 'SPRING' });

it('a hold that is placed fits the stock, the cap and the guarantees of others', () => {
  fc.assert(
    fc.property(anyCase, (one) => {
      const stock = stockOf(one);
      const plan = hold(one, stock);
      if (!plan.ok) return;
      const left = (id: string) => availableTo(stock, id, 'other', nowMs);
      const promised = { a: one.other?.kind === 'guarantee' ? left('a') : 0 };
      applyMoves(stock, plan.value.moves);
      const counts = [...(stock.channels.get('deal')?.counts.values() ?? [])];
      const taken = counts.reduce((sum, { held }) => sum + held, 0);
      if (one.allotment?.kind === 'cap') expect(taken).toBeLessThanOrEqual(one.allotment.quantity);
      if (one.other?.kind === 'guarantee' && nowMs < one.other.releaseAtMs) {
        const own = one.other.quantities.get('a') ?? 0;
        expect(left('a')).toBeGreaterThanOrEqual(Math.min(own, promised.a));
      }
    }),
  );
});

it('a hold is refused as sold out only when it does not fit, and says what does', () => {
  fc.assert(
    fc.property(anyCase, (one) => {
      const stock = stockOf(one);
      const plan = hold(one, stock);
      if (plan.ok || plan.code !== 'sold-out') return;
      const { ticketTypeId, available } = plan.details ?? {};
      const asked = (one.lines ?? []).map(([id, quantity]) => ({ id, quantity }));
      const short = asked.findIndex(({ id }) => id === ticketTypeId);
      const before = asked.slice(0, short).reduce((sum, { quantity }) => sum + quantity, 0);
      const left = one.allotment?.kind === 'cap' ? Math.max(0, one.allotment.quantity - before) : Infinity;
      expect(available).toBe(Math.min(left, availableTo(stock, String(ticketTypeId), 'deal', nowMs)));
      expect(Number(available)).toBeLessThan(asked[short]?.quantity ?? 0);
    }),
  );
});

it('the tickets of a placed hold cost its total to the kopeck, with a promo code and without', () => {
  fc.assert(
    fc.property(fc.oneof(anyCase, anyCase.map(withCode)), (one) => {
      const plan = hold(one);
      if (!plan.ok) return;
      const { lines, totalMinor } = plan.value;
      const tickets = lines.flatMap(ticketsOf);
      expect(tickets.length).toBe((one.lines ?? []).reduce((sum, [, quantity]) => sum + quantity, 0));
      expect(tickets.reduce((sum, { faceMinor, feeMinor }) => sum + faceMinor + feeMinor, 0)).toBe(totalMinor);
      expect(tickets.reduce((sum, { feeMinor }) => sum + feeMinor, 0)).toBe(
        lines.reduce((sum, line) => sum + lineFee(line), 0),
      );
      expect(tickets.every(({ faceMinor, feeMinor }) => faceMinor > 0 || feeMinor === 0)).toBe(true);
    }),
  );
});

it('a promo code never makes an order dearer, and takes something off where it is accepted', () => {
  fc.assert(
    fc.property(anyCase, (one) => {
      const [plain, reduced] = [hold(one), hold(withCode(one))];
      if (!reduced.ok) return;
      expect(plain.ok && plain.value.totalMinor > reduced.value.totalMinor).toBe(true);
      expect(reduced.value.lines.every((line) => lineTotal(line) >= 0 && line.discountMinor >= 0)).toBe(true);
    }),
  );
});

const counters = (stock: Stock) => [
  [...stock.types],
  [...stock.channels].map(([id, channel]) => [id, [...channel.counts]]),
];

it('a hold that ends gives back what it took; one that is sold, and one sold after its end, count the same', () => {
  fc.assert(
    fc.property(anyCase, (one) => {
      const [ended, sold, late] = [stockOf(one), stockOf(one), stockOf(one)];
      const plan = hold(one, ended);
      if (!plan.ok) return;
      const lines: readonly Line[] = plan.value.lines;
      for (const stock of [ended, sold, late]) applyMoves(stock, plan.value.moves);
      applyMoves(ended, endMoves(lines, 'deal'));
      applyMoves(late, endMoves(lines, 'deal'));
      expect(counters(ended)).toEqual(counters(late));
      for (const { held, sold: taken } of ended.types.values()) expect([held, taken]).toEqual([0, 0]);
      applyMoves(sold, sellMoves(lines, 'deal'));
      applyMoves(late, takeAgainMoves(lines, 'deal'));
      expect(counters(sold)).toEqual(counters(late));
      for (const { ticketTypeId, quantity } of lines) {
        expect(sold.types.get(ticketTypeId)).toMatchObject({ held: 0, sold: quantity });
      }
    }),
  );
});
