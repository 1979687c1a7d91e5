import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type MoneyTerms, splitTicket } from './commission.ts';
import type { Allotment } from './contracts/deals.ts';
import { fullHouse, type HouseType, saleOrders, soldInTurn, splitOne } from './full-house.ts';
import { ticketsOf } from './holds.ts';

const open: Allotment = { kind: 'open' };
const plain: MoneyTerms = { commissionBps: 800, serviceFeeMinor: 0, commissionByType: [], commissionSteps: [] };

it('8 % up to 100 tickets and 12 % beyond are counted as they are sold', () => {
  const terms = { ...plain, commissionSteps: [{ fromTicket: 101, commissionBps: 1_200 }] };
  const hall = [{ id: 'a', priceMinor: 100_000, capacity: 250 }];
  // 100 tickets at 80 rubles and 150 at 120.
  expect(fullHouse(terms, open, hall, 'cheapest-first')?.all).toEqual({
    tickets: 250,
    faceMinor: 25_000_000,
    feeMinor: 0,
    commissionMinor: 100 * 8_000 + 150 * 12_000,
  });
});

it('a cap, a guarantee and the order of sale bound what a full house is', () => {
  const hall = [
    { id: 'dear', priceMinor: 200_000, capacity: 10 },
    { id: 'cheap', priceMinor: 100_000, capacity: 30 },
    { id: 'free', priceMinor: 0, capacity: 5 },
  ];
  const terms = { ...plain, serviceFeeMinor: 5_000 };
  const cap: Allotment = { kind: 'cap', quantity: 12 };
  expect(fullHouse(terms, cap, hall, 'dearest-first')).toEqual({
    all: { tickets: 12, faceMinor: 2_200_000, feeMinor: 60_000, commissionMinor: 176_000 },
    types: [
      { ticketTypeId: 'dear', tickets: 10, faceMinor: 2_000_000, feeMinor: 50_000, commissionMinor: 160_000 },
      { ticketTypeId: 'cheap', tickets: 2, faceMinor: 200_000, feeMinor: 10_000, commissionMinor: 16_000 },
    ],
  });
  // A free ticket has no fee and earns no commission, but it counts.
  expect(fullHouse(terms, cap, hall, 'cheapest-first')?.all).toMatchObject({ tickets: 12, feeMinor: 35_000 });
  const kept: Allotment = {
    kind: 'guarantee',
    lines: [{ ticketTypeId: 'cheap', quantity: 4 }],
    releaseAt: '2036-01-01T00:00:00Z',
  };
  expect(fullHouse(terms, kept, hall, 'dearest-first')?.all).toMatchObject({ tickets: 4, faceMinor: 400_000 });
});

it('figures that no number holds exactly are not shown at all', () => {
  const hall = [{ id: 'a', priceMinor: 1_000_000_000_000, capacity: 1_000_000 }];
  expect(fullHouse(plain, open, hall, 'cheapest-first')).toBeNull();
});

const bps = fc.integer({ min: 0, max: 10_000 });
const priceMinor = fc.integer({ min: 0, max: 10_000_000 });
const capacity = fc.integer({ min: 0, max: 40 });
const hallOf = (prices: fc.Arbitrary<number>[]) =>
  fc
    .tuple(...prices.map((price) => fc.record({ priceMinor: price, capacity })))
    .map((types) => types.map((type, i): HouseType => ({ id: `t${i}`, ...type })));
const steps = fc
  .uniqueArray(fc.record({ fromTicket: fc.integer({ min: 2, max: 90 }), commissionBps: bps }), {
    maxLength: 4,
    selector: (step) => step.fromTicket,
  })
  .map((some) => some.toSorted((a, b) => a.fromTicket - b.fromTicket));
const termsWith = (commissionSteps: fc.Arbitrary<MoneyTerms['commissionSteps']>) =>
  fc.record({
    commissionBps: bps,
    serviceFeeMinor: fc.integer({ min: 0, max: 100_000 }),
    commissionByType: fc.option(bps).map((own) => (own === null ? [] : [{ ticketTypeId: 't0', commissionBps: own }])),
    commissionSteps,
  });

/** One sale after another, as the event's object does it. */
function soldOneByOne(terms: MoneyTerms, tickets: readonly HouseType[]) {
  const sum = { tickets: 0, faceMinor: 0, feeMinor: 0, commissionMinor: 0 };
  for (const { id, priceMinor: price } of tickets) {
    const line = { ticketTypeId: id, name: id, quantity: 1, priceMinor: price, discountMinor: 0 };
    for (const ticket of ticketsOf({ ...line, feeEachMinor: terms.serviceFeeMinor })) {
      sum.tickets += 1;
      const split = splitTicket(terms, ticket, sum.tickets);
      sum.faceMinor += split.faceMinor;
      sum.feeMinor += split.feeMinor;
      sum.commissionMinor += split.commissionMinor;
    }
  }
  return sum;
}

const seats = (hall: readonly HouseType[]) =>
  hall.flatMap((type) => Array.from({ length: type.capacity }, (): HouseType => type));

const anyOrder = (terms: fc.Arbitrary<MoneyTerms>, hall: fc.Arbitrary<HouseType[]>) =>
  fc.tuple(terms, hall).chain(([one, types]) =>
    fc.record({
      terms: fc.constant(one),
      hall: fc.constant(types),
      sold: fc.shuffledSubarray(seats(types), { minLength: seats(types).length }),
    }),
  );

it('without steps a full house is the sum of single sales in any order', () => {
  fc.assert(
    fc.property(anyOrder(termsWith(fc.constant([])), hallOf([priceMinor, priceMinor, priceMinor])), (one) => {
      for (const order of saleOrders) {
        expect(fullHouse(one.terms, open, one.hall, order)?.all).toEqual(soldOneByOne(one.terms, one.sold));
      }
    }),
  );
});

it('with steps and one price for all it is the sum of single sales in any order', () => {
  const samePrice = priceMinor.chain((price) => hallOf([fc.constant(price), fc.constant(price)]));
  const noneOwn = termsWith(steps).map((terms) => ({ ...terms, commissionByType: [] }));
  fc.assert(
    fc.property(anyOrder(noneOwn, samePrice), (one) => {
      for (const order of saleOrders) {
        expect(fullHouse(one.terms, open, one.hall, order)?.all).toEqual(soldOneByOne(one.terms, one.sold));
      }
    }),
  );
});

it('with steps and several prices it is the sum of single sales in the order it names, up to the cap', () => {
  const cap = fc.option(fc.integer({ min: 1, max: 100 }));
  fc.assert(
    fc.property(termsWith(steps), hallOf([priceMinor, priceMinor, priceMinor]), cap, (terms, hall, most) => {
      const allotment: Allotment = most === null ? open : { kind: 'cap', quantity: most };
      const rising = seats(hall.toSorted((a, b) => a.priceMinor - b.priceMinor)).slice(0, most ?? undefined);
      expect(fullHouse(terms, allotment, hall, 'cheapest-first')?.all).toEqual(soldOneByOne(terms, rising));
      const falling = seats(hall.toSorted((a, b) => b.priceMinor - a.priceMinor)).slice(0, most ?? undefined);
      expect(fullHouse(terms, allotment, hall, 'dearest-first')?.all).toEqual(soldOneByOne(terms, falling));
    }),
  );
});

it('tickets sold in turn are split as one after another, whatever runs out first', () => {
  fc.assert(
    fc.property(
      fc.record({ commissionBps: bps, serviceFeeMinor: fc.integer({ min: 0, max: 9_000 }), steps }),
      hallOf([priceMinor, priceMinor, priceMinor]),
      fc.integer({ min: 0, max: 130 }),
      fc.option(fc.integer({ min: 1, max: 60 })),
      (given, hall, count, cap) => {
        const { commissionBps, serviceFeeMinor } = given;
        const terms = { commissionBps, serviceFeeMinor, commissionByType: [], commissionSteps: given.steps };
        const allotment: Allotment = cap === null ? open : { kind: 'cap', quantity: cap };
        const expected = oneByOne(terms, hall, count, cap);
        expect(soldInTurn(terms, allotment, hall, count)).toEqual(expected);
      },
    ),
  );
});

/** One of each type in turn, ticket by ticket. */
function oneByOne(terms: MoneyTerms, hall: readonly HouseType[], count: number, cap: number | null) {
  const all = hall.reduce((sum, type) => sum + type.capacity, 0);
  if (count > Math.min(all, cap ?? all)) return null;
  const sums = { tickets: 0, faceMinor: 0, feeMinor: 0, commissionMinor: 0 };
  for (let round = 0; sums.tickets < count; round += 1) {
    for (const type of hall.filter((one) => one.capacity > round)) {
      if (sums.tickets === count) break;
      const split = splitOne(terms, type, sums.tickets + 1);
      sums.tickets += 1;
      sums.faceMinor += split.faceMinor;
      sums.feeMinor += split.feeMinor;
      sums.commissionMinor += split.commissionMinor;
    }
  }
  return sums;
}
