import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  decideNetworkHold,
  freeGuesses,
  guessForgottenMs,
  highestLevel,
  levelOfGuess,
  networkLimits,
  wrongNow,
} from './purchase-limits.ts';

it.each([
  [1_000, 10, { free: 20, most: 200 }],
  [5_000, 10, { free: 100, most: 1_000 }],
  [50, 10, { free: 20, most: 20 }],
  [8, 1, { free: 2, most: 2 }],
  [0, 0, { free: 0, most: 0 }],
  [1_000_000, 50, { free: 20_000, most: 200_000 }],
])('of %d places with orders of %d: %j', (capacity, largestOrder, limits) => {
  expect(networkLimits(capacity, largestOrder)).toEqual(limits);
});

const limits = { free: 20, most: 200 };
const free = { kind: 'free' };
const proof = (level: number) => ({ kind: 'proof', level });

it.each([
  ['nothing held', [{ held: 0, lapsed: 0 }], 10, free],
  ['up to the free share', [{ held: 10, lapsed: 0 }], 10, free],
  ['lapsed holds, but within the free share', [{ held: 10, lapsed: 50 }], 10, free],
  ['one beyond the free share', [{ held: 20, lapsed: 0 }], 1, proof(1)],
  ['two free shares', [{ held: 30, lapsed: 0 }], 10, proof(1)],
  ['more than two', [{ held: 40, lapsed: 0 }], 1, proof(2)],
  ['one lapsed hold', [{ held: 20, lapsed: 1 }], 1, proof(2)],
  ['seven lapsed holds', [{ held: 20, lapsed: 7 }], 1, proof(4)],
  ['all of it', [{ held: 190, lapsed: 1_000 }], 10, proof(highestLevel)],
  ['a ticket more than a fifth', [{ held: 200, lapsed: 0 }], 1, { kind: 'over' }],
  ['a first order beyond the fifth', [{ held: 0, lapsed: 0 }], 201, proof(highestLevel)],
  [
    'a quiet /64 in a busy /48',
    [
      { held: 0, lapsed: 0 },
      { held: 195, lapsed: 0 },
    ],
    10,
    { kind: 'over' },
  ],
  [
    'a quiet /64 in a /48 beyond its share',
    [
      { held: 0, lapsed: 0 },
      { held: 30, lapsed: 0 },
    ],
    1,
    proof(1),
  ],
  ['no network at all', [], 500, free],
] as const)('%s', (_what, uses, quantity, decision) => {
  expect(decideNetworkHold(limits, uses, quantity)).toEqual(decision);
});

it('nobody passes the bound by any number of holds, and the price never falls while more is held', () => {
  const quantities = fc.array(fc.integer({ min: 1, max: 10 }), { maxLength: 200 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20_000 }), quantities, (capacity, asked) => {
      const own = networkLimits(capacity, 10);
      let held = 0;
      let before = 0;
      for (const quantity of asked) {
        const decision = decideNetworkHold(own, [{ held, lapsed: 0 }], quantity);
        if (decision.kind === 'over') continue;
        held += quantity;
        const level = decision.kind === 'proof' ? decision.level : 0;
        if (level < before && quantity >= 10) return false;
        before = quantity >= 10 ? level : before;
      }
      return held <= own.most;
    }),
  );
});

it.each([
  [0, 0],
  [freeGuesses - 1, 0],
  [freeGuesses, 1],
  [freeGuesses + 2, 2],
  [1_000, highestLevel],
])('after %d wrong codes a try is of level %d', (wrong, level) => {
  expect(levelOfGuess(wrong)).toBe(level);
});

it('wrong codes are forgotten one by one, and never below none', () => {
  expect(wrongNow(7, 0, guessForgottenMs - 1)).toBe(7);
  expect(wrongNow(7, 0, 3 * guessForgottenMs)).toBe(4);
  expect(wrongNow(7, 0, 100 * guessForgottenMs)).toBe(0);
  // A clock that was set back.
  expect(wrongNow(7, 1_000, 0)).toBe(7);
});
