import { expect, it } from 'vitest';
import { whereItBroke } from './where-it-broke.ts';

it('says the name of an error and where it was thrown', () => {
  expect(whereItBroke(new TypeError('x'))).toMatch(/^TypeError at .*where-it-broke\.test\.ts/);
});

it.each([
  'Failed query: insert into "users"\nparams: usr_1, anna@example.org, $argon2id$v=19$m=19456',
  'anna@example.org\n    at anna@example.org\n',
  'params: anna@example.org',
])('says nothing of its message: %s', (message) => {
  const told = whereItBroke(new Error(message, { cause: new Error(message) }));
  expect(told).not.toMatch(/anna|argon2|params|insert/);
  expect(told).toMatch(/^Error at .*where-it-broke\.test\.ts/);
});

it('is content with what is no error and with one without a stack', () => {
  expect(whereItBroke('anna@example.org')).toBe('not an error');
  expect(whereItBroke(Object.assign(new Error('anna@example.org'), { stack: undefined }))).toBe('Error at unknown');
});
