import { expect, it } from 'vitest';
import { contactKey, decideContactLimit } from './purchase-limits.ts';

it.each([
  ['Anna@Example.org', 'anna@example.org'],
  [' anna@example.org ', 'anna@example.org'],
  ['anna+1@example.org', 'anna@example.org'],
  ['anna+a+b@example.org', 'anna@example.org'],
  ['+anna@example.org', '+anna@example.org'],
  ['anna@ex+ample.org', 'anna@ex+ample.org'],
  ['an.na@example.org', 'an.na@example.org'],
])('%s is compared as %s', (email, key) => {
  expect(contactKey(email)).toBe(key);
});

it('a contact is bounded only by a ticket type that has a limit of its own', () => {
  const type = {
    id: 'a',
    name: 'A',
    priceMinor: 1,
    salesFromMs: null,
    salesToMs: null,
    minPerOrder: 1,
    maxPerOrder: 9,
    retired: false,
  };
  const types = new Map([
    ['a', { ...type, maxPerContact: 4 }],
    ['b', { ...type, id: 'b' }],
  ]);
  const taken = () => 3;
  expect(decideContactLimit(types, [{ ticketTypeId: 'a', quantity: 1 }], taken)).toBeNull();
  expect(decideContactLimit(types, [{ ticketTypeId: 'a', quantity: 2 }], taken)).toEqual({
    ticketTypeId: 'a',
    max: 4,
    taken: 3,
  });
  expect(decideContactLimit(types, [{ ticketTypeId: 'b', quantity: 50 }], taken)).toBeNull();
  const both = ['b', 'a'].map((ticketTypeId) => ({ ticketTypeId, quantity: 2 }));
  expect(decideContactLimit(types, both, taken)).toMatchObject({ ticketTypeId: 'a' });
});
