import { expect, it } from 'vitest';
import { saltOf, startsWithZeros, workOf } from './proof-of-work.ts';

it.each([
  [[0b1111_1111], 0, true],
  [[0b0111_1111], 1, true],
  [[0b0111_1111], 2, false],
  [[0b0000_0001], 7, true],
  [[0b0000_0001], 8, false],
  [[0, 0b0001_0000], 11, true],
  [[0, 0b0001_0000], 12, false],
  [[1, 0], 9, false],
])('a hash of the bytes %j begins with %i zero bits: %j', (bytes, bits, expected) => {
  expect(startsWithZeros(Uint8Array.from(bytes), bits)).toBe(expected);
});

it('each level of a proof doubles its work', () => {
  const tries = (level: number) => workOf(level).parts * workOf(level).iterations * 2 ** workOf(level).bits;
  for (let level = 1; level < 9; level += 1) expect(tries(level + 1)).toBe(2 * tries(level));
});

it('no two answers to the parts of a task are hashed with the same salt', () => {
  const salts = [0, 1, 11].flatMap((part) => [0, 1, 11].map((response) => saltOf(part, response)));
  expect(new Set(salts).size).toBe(salts.length);
});
