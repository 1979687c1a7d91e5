import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeBase32 } from './base32.ts';
import { idEndOf, orderNumber } from './order-number.ts';

const orderIds = fc
  .tuple(fc.uint8Array({ minLength: 6, maxLength: 6 }), fc.uint8Array({ minLength: 10, maxLength: 10 }))
  .map(([time, random]) => `ord_0123456789abcdef_${encodeBase32(time)}${encodeBase32(random)}`.toLowerCase());

it('is seven characters that nobody mistakes for one another', () => {
  fc.assert(
    fc.property(orderIds, (orderId) => {
      expect(orderNumber(orderId)).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{3}$/);
    }),
  );
  expect(orderNumber('ord_0123456789abcdef_06bdykjmr07h2k9q4m1x7k3f2qx')).toBe('7K3F-2QX');
});

it('is random to its last bit: each of its 35 bits comes from the random part of the id', () => {
  fc.assert(
    fc.property(orderIds, fc.integer({ min: 0, max: 34 }), (orderId, bit) => {
      const tail = [...orderId.slice(-7)];
      const at = Math.floor(bit / 5);
      const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
      tail[at] = alphabet.charAt(alphabet.indexOf(tail[at] ?? '') ^ (1 << (bit % 5)));
      expect(orderNumber(`${orderId.slice(0, -7)}${tail.join('')}`)).not.toBe(orderNumber(orderId));
    }),
  );
});

it('is found again however a person types it', () => {
  const dashes = fc.constantFrom('-', ' ', '', ' – ');
  fc.assert(
    fc.property(orderIds, dashes, fc.boolean(), (orderId, dash, lower) => {
      const number = orderNumber(orderId).replace('-', dash);
      const typed = (lower ? number.toLowerCase() : number).replaceAll('0', 'O').replaceAll('1', lower ? 'l' : 'I');
      expect(idEndOf(` ${typed} `)).toBe(orderId.slice(-7));
    }),
  );
});

// A Russian layout has letters on all Latin keys, so a number typed without switching it is still found.
it.each([
  ['7k3f2qx', '7k3f2qx'],
  ['7Л3А-2ЙЧ', '7k3f2qx'],
  ['Анна', null],
  ['7K3F-2Q', null],
  ['11G-AE8-K4M', null],
  ['', null],
])('"%s" is read as %s', (typed, end) => {
  expect(idEndOf(typed)).toBe(end);
});
