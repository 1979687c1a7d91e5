import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decideAvailability, publicAvailable, unsellable } from './availability.ts';
import { type AllotmentRule, availableTo, type Counts, type Stock } from './stock.ts';

const type = { salesFromMs: 10, salesToMs: null, minPerOrder: 4, retired: false };
const offered = { closed: false, event: { endsAtMs: 100 }, type, available: 4, returning: 4 };

it.each([
  ['the least is there', {}, 50, 'available'],
  ['one below the least, and nothing comes back', { available: 3, returning: 3 }, 50, 'sold-out'],
  ['one below the least, and holds could bring one back', { available: 3, returning: 4 }, 50, 'held'],
  ['none, and what comes back is below the least', { available: 0, returning: 3 }, 50, 'sold-out'],
  ['none at all', { available: 0, returning: 0 }, 50, 'sold-out'],
  ['before its sale', {}, 9, 'not-yet'],
  ['after the event', {}, 100, 'ended'],
  ['taken out of the event', { type: { ...type, retired: true } }, 50, 'closed'],
  ['its channel is closed', { closed: true }, 50, 'closed'],
] as const)('%s', (_, change, nowMs, availability) => {
  expect(decideAvailability({ ...offered, ...change }, nowMs)).toBe(availability);
});

it('anybody reads at most what one order takes, and nothing below the least', () => {
  const read = [0, 3, 4, 6, 7].map((available) => publicAvailable(available, { minPerOrder: 4, maxPerOrder: 6 }));
  expect(read).toEqual([0, 0, 4, 6, 6]);
});

const counts = (held: number, sold: number) => new Map<string, Counts>([['a', { held, sold }]]);
const channel = (allotment: AllotmentRule, taken = counts(0, 0), open = true) => ({ open, allotment, counts: taken });
const promise = (quantity: number): AllotmentRule => ({
  kind: 'guarantee',
  quantities: new Map([['a', quantity]]),
  releaseAtMs: 100,
});
const stockOf = (left: number, held: number, channels: Record<string, ReturnType<typeof channel>>): Stock => ({
  types: new Map([['a', { capacity: 100, held, sold: 100 - held - left }]]),
  channels: new Map(Object.entries(channels)),
});

it.each([
  ['enough is free', stockOf(4, 0, {}), 0],
  ['three are free, four is the least', stockOf(3, 0, {}), 3],
  ['a hold could bring the fourth back', stockOf(3, 1, {}), 0],
  ['enough, but all promised to a deal', stockOf(4, 0, { x: channel(promise(4)) }), 0],
  ['parted by a promise, the deal still reaches all', stockOf(4, 0, { x: channel(promise(2)) }), 0],
  [
    'parted by two promises, nobody reaches the least',
    stockOf(5, 0, { x: channel(promise(2)), y: channel(promise(2)) }),
    5,
  ],
] as [string, Stock, number][])('unsellable: %s', (_, stock, left) => {
  expect(unsellable(stock, 'a', 4, 50)).toBe(left);
});

it('with holds back a channel never reaches fewer than now', () => {
  const cap = fc.nat(10).map((quantity): AllotmentRule => ({ kind: 'cap', quantity }));
  const rule = fc.oneof(fc.constant<AllotmentRule>({ kind: 'open' }), cap, fc.nat(10).map(promise));
  const taken = fc.record({ rule, held: fc.nat(5), sold: fc.nat(5) });
  fc.assert(
    fc.property(fc.array(taken, { maxLength: 4 }), (all) => {
      const held = all.reduce((sum, one) => sum + one.held, 0);
      const sold = all.reduce((sum, one) => sum + one.sold, 0);
      const channels = all.map((one, i) => [String(i), channel(one.rule, counts(one.held, one.sold))] as const);
      const stock: Stock = { types: new Map([['a', { capacity: 40, held, sold }]]), channels: new Map(channels) };
      for (const id of [null, ...stock.channels.keys()]) {
        expect(availableTo(stock, 'a', id, 50, 'with-holds-back')).toBeGreaterThanOrEqual(
          availableTo(stock, 'a', id, 50),
        );
      }
    }),
  );
});
