// Splits money in integer minor units. No unit is lost or created: the parts always sum to the whole.

import { invariant } from './result.ts';

const wholeInBasisPoints = 10_000;

/** The maximum of one amount in minor units. It is far below 2^53, so that sums over a season stay exact. */
export const maxAmountMinor = 1_000_000_000_000;

/**
 * The maximum price of a ticket, and of the service fee on top of it. An order with the maximum number of tickets at
 * both maxima stays within `maxAmountMinor`. The two are limited separately, so that neither party needs to know what
 * the other sets.
 */
export const maxPriceMinor = 9_000_000_000;
export const maxServiceFeeMinor = 1_000_000_000;

function assertAmount(amountMinor: number, what: string): void {
  invariant(Number.isSafeInteger(amountMinor) && amountMinor >= 0, `${what} is a whole amount, not ${amountMinor}`);
}

/**
 * `bps` of an amount. The unit that cannot be divided goes to the larger fraction, and at a tie to the rest (the
 * organizer): 1333 bps of 199900 are 26647 and 173253.
 */
export function shareOf(amountMinor: number, bps: number): { share: number; rest: number } {
  assertAmount(amountMinor, 'amount');
  invariant(Number.isInteger(bps) && bps >= 0 && bps <= wholeInBasisPoints, `basis points, not ${bps}`);
  // The product of the whole amount could exceed 2^53, so quotient and remainder by 10,000 are multiplied separately.
  const whole = Math.floor(amountMinor / wholeInBasisPoints);
  const scaled = (amountMinor % wholeInBasisPoints) * bps;
  const fraction = scaled % wholeInBasisPoints;
  const roundedUp = fraction * 2 > wholeInBasisPoints ? 1 : 0;
  const share = whole * bps + Math.floor(scaled / wholeInBasisPoints) + roundedUp;
  return { share, rest: amountMinor - share };
}

/** Splits an amount into `parts` that differ by at most one unit; the first ones get the extra units. */
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
  // BigInt, because an amount times a weight may exceed 2^53.
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
