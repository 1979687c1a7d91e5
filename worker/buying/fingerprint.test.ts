import { expect, it } from 'vitest';
import { fingerprintOf } from './buying.ts';

it('a fingerprint does not depend on the order of fields', () => {
  const one = fingerprintOf('placeHold', { promoCode: 'A', lines: [{ ticketTypeId: 't', quantity: 1 }] });
  const two = fingerprintOf('placeHold', { lines: [{ quantity: 1, ticketTypeId: 't' }], promoCode: 'A' });
  expect(one).toBe(two);
});

it('a field that is not there and one that is undefined are the same', () => {
  expect(fingerprintOf('r', { a: 1, b: undefined })).toBe(fingerprintOf('r', { a: 1 }));
});

it.each([
  ['another value', 'r', { a: 2 }],
  ['another type', 'r', { a: '1' }],
  ['one field more', 'r', { a: 1, b: null }],
  ['another route', 'q', { a: 1 }],
])('%s gives another fingerprint', (_name, route, body) => {
  expect(fingerprintOf(route, body)).not.toBe(fingerprintOf('r', { a: 1 }));
});

it('the order of a list counts', () => {
  expect(fingerprintOf('r', [1, 2])).not.toBe(fingerprintOf('r', [2, 1]));
});
