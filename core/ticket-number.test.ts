import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeBase32, plainBase32 } from './base32.ts';
import { ticketNumber, ticketNumberBytes } from './ticket-code.ts';

const newNumber = () => ticketNumber(randomBytes(ticketNumberBytes));
const bitsOf = (number: string) =>
  [...plainBase32(number)].reduce((value, one) => value * 32n + BigInt(alphabet.indexOf(one)), 0n);
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

it('says the first 45 of its random bits, and nothing else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 6, maxLength: 6 }), (random) => {
      const number = ticketNumber(random);
      expect(number).toMatch(/^[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}$/);
      const bits = random.reduce((value, byte) => value * 256n + BigInt(byte), 0n);
      expect(bitsOf(number)).toBe(bits >> 3n);
    }),
  );
});

it('is found again however a person types it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 6, maxLength: 6 }), (random) => {
      const number = ticketNumber(random);
      const typed = number.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('-', ' ');
      expect(plainBase32(typed)).toBe(plainBase32(number));
    }),
  );
  expect(plainBase32('np7 nt8')).toBe('NP7NT8');
});

// The numbers before were an ordinal mixed under 30 secret bits: two of them gave the secret, and with it all others.
it('two numbers tell nothing of a third: no bit of it follows from theirs', () => {
  const triples = Array.from({ length: 4_000 }, () => [newNumber(), newNumber(), newNumber()].map(bitsOf));
  for (let bit = 0n; bit < 45n; bit += 1n) {
    const one = (value = 0n) => Number((value >> bit) & 1n);
    const agree = triples.filter(([a, b, c]) => (one(a) ^ one(b)) === one(c)).length;
    const ones = triples.filter(([a]) => one(a) === 1).length;
    // Half of 4,000, give or take seven standard deviations (31.6).
    for (const count of [agree, ones]) expect(Math.abs(count - 2_000)).toBeLessThan(222);
  }
});

it('the old solver finds nothing: no order of issue, no constant step, no number twice', () => {
  const values = Array.from({ length: 20_000 }, () => bitsOf(newNumber()));
  expect(new Set(values).size).toBe(values.length);
  const rising = values.slice(1).filter((value, i) => value > (values[i] ?? 0n)).length;
  expect(Math.abs(rising - 10_000)).toBeLessThan(400);
  const steps = values.slice(1).map((value, i) => value - (values[i] ?? 0n));
  const xors = values.slice(1).map((value, i) => value ^ (values[i] ?? 0n));
  expect(new Set(steps).size).toBe(steps.length);
  expect(new Set(xors).size).toBe(xors.length);
});

it('takes six bytes and no other length', () => {
  expect(() => ticketNumber(new Uint8Array(5))).toThrow('6 random bytes');
  expect(encodeBase32(new Uint8Array(6))).toHaveLength(10);
});
