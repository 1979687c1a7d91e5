import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shareOf, splitByWeight, splitEvenly } from './money.ts';

it.each([
  [199_900, 1_333, 26_647, 173_253],
  [1, 5_000, 0, 1],
  [1, 5_001, 1, 0],
  [3, 5_000, 1, 2],
  [100, 0, 0, 100],
  [100, 10_000, 100, 0],
  [0, 3_333, 0, 0],
  [101, 50, 1, 100],
  [1_000_000_000_000, 3_333, 333_300_000_000, 666_700_000_000],
])('the share of %i at %i basis points is %i, and %i is left', (amount, bps, share, rest) => {
  expect(shareOf(amount, bps)).toEqual({ share, rest });
});

const amount = fc.integer({ min: 0, max: 1_000_000_000_000 });
const bps = fc.integer({ min: 0, max: 10_000 });

it('a share and its rest are the whole, and the odd unit goes to the larger fraction', () => {
  fc.assert(
    fc.property(amount, bps, (whole, rate) => {
      const { share, rest } = shareOf(whole, rate);
      expect(share + rest).toBe(whole);
      // Exact arithmetic as the judge: half a unit at most, and exactly half falls to the rest.
      const twiceOff = (BigInt(share) * 10_000n - BigInt(whole) * BigInt(rate)) * 2n;
      expect(twiceOff < 10_000n && twiceOff >= -10_000n).toBe(true);
    }),
  );
});

it('a split by weight or in even parts loses nothing and favours nobody by more than a unit', () => {
  fc.assert(
    fc.property(
      amount,
      fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 20 }),
      (whole, weights) => {
        const parts = splitByWeight(whole, weights);
        const total = weights.reduce((sum, one) => sum + one, 0);
        expect(parts.reduce((sum, one) => sum + one, 0)).toBe(total === 0 ? 0 : whole);
        parts.forEach((part, i) => {
          if (total === 0) return;
          const exact = (BigInt(whole) * BigInt(weights[i] ?? 0)) / BigInt(total);
          expect(BigInt(part) - exact === 0n || BigInt(part) - exact === 1n).toBe(true);
        });
        const even = splitEvenly(whole, weights.length);
        expect(even.reduce((sum, one) => sum + one, 0)).toBe(whole);
        expect(Math.max(...even) - Math.min(...even)).toBeLessThanOrEqual(1);
      },
    ),
  );
});

it.each([1.5, -1, Number.NaN, 2 ** 53])('%d is not an amount of money', (wrong) => {
  expect(() => shareOf(wrong, 100)).toThrow('amount');
});
