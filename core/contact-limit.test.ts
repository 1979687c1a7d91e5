import { expect, it } from 'vitest';
import { contactKey } from './contact-limit.ts';

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
