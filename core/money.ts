// Shares of money in integer minor units. One unit is never lost and never made: a share and its rest are the whole.

import { invariant } from './result.ts';

const wholeInBasisPoints = 10_000;

/** The most one amount may be, in minor units: far below 2^53, so sums of a season stay exact. */
export const maxAmountMinor = 1_000_000_000_000;

/**
 * The most one ticket may cost, and the most a fee on top of it may be. An order of as many tickets as it may have, each
 * with both, stays within `maxAmountMinor`; each bound holds by itself, so that neither side needs to know the other's.
 */
export const maxPriceMinor = 9_000_000_000;
export const maxServiceFeeMinor = 1_000_000_000;

function assertAmount(amountMinor: number, what: string): void {
  invariant(Number.isSafeInteger(amountMinor) && amountMinor >= 0, `${what} is a whole amount, not ${amountMinor}`);
}

/**
 * `bps` of an amount. The unit that can't be divided goes to the larger fraction, a tie to the rest (the organizer):
 * 1333 bps of 199900 are 26647 and 173253.
 */
export function shareOf(amountMinor: number, bps: number): { share: number; rest: number } {
  assertAmount(amountMinor, 'amount');
  invariant(Number.isInteger(bps) && bps >= 0 && bps <= wholeInBasisPoints, `basis points, not ${bps}`);
  // Multiplying the whole amount would leave 2^53; its hundredth-of-percent part and its remainder do not.
  const whole = Math.floor(amountMinor / wholeInBasisPoints);
  const scaled = (amountMinor % wholeInBasisPoints) * bps;
  const fraction = scaled % wholeInBasisPoints;
  const roundedUp = fraction * 2 > wholeInBasisPoints ? 1 : 0;
  const share = whole * bps + Math.floor(scaled / wholeInBasisPoints) + roundedUp;
  return { share, rest: amountMinor - share };
}

/** Splits an amount into `parts` that differ by one unit at most; the first ones carry the odd units. */
export function splitEvenly(amountMinor: number, parts: number): number[] {
  assertAmount(amountMinor, 'amount');
  invariant(Number.isInteger(parts) && parts > 0, `parts, not ${parts}`);
  const each = Math.floor(amountMinor / parts);
  const odd = amountMinor % parts;
  return Array.from({ length: parts }, (_, i) => each + (i < odd ? 1 : 0));
}

/** Splits an amount by weights, largest remainder first, ties to the earlier one; weights may hold zeros. */
export function splitByWeight(amountMinor: number, weights: readonly number[]): number[] {
  assertAmount(amountMinor, 'amount');
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return weights.map(() => 0);
  // BigInt: an amount times a weight may leave 2^53.
  const exact = weights.map((weight) => BigInt(amountMinor) * BigInt(weight));
  const parts = exact.map((product) => Number(product / BigInt(total)));
  let left = amountMinor - parts.reduce((sum, part) => sum + part, 0);
  const byRemainder = exact
    .map((product, index) => ({ index, remainder: product % BigInt(total) }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  for (const { index } of byRemainder) {
    if (left === 0) break;
    parts[index] = (parts[index] ?? 0) + 1;
    left -= 1;
  }
  return parts;
}
