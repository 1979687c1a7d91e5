import { expect, it } from 'vitest';
import { clockSkewMs, isWithin } from './clock-skew.ts';

const now = 1_800_000_000_000;
const hour = 3_600_000;

it.each([
  ['a moment ago', -1, true],
  ['just within', -hour + 1, true],
  ['just over', -hour, false],
  ['by a machine whose clock is a little ahead', clockSkewMs, true],
  ['by a clock that ran ahead', clockSkewMs + 1, false],
  ['by a clock that ran a day ahead', 24 * hour, false],
])('stored %s', (_name, offset, within) => {
  expect(isWithin(hour, now + offset, now)).toBe(within);
});
