import { expect, it } from 'vitest';
import { call, newPerson } from '../test/calls.ts';
import { isWidelyUsed, NewPassword } from './new-password.ts';

it.each(['samantha', 'Samantha', 'samantha1!', 'MIDNIGHT', 'cocacola2026', 'blink182', '4815162342', 'zinedine'])(
  '%s is widely used',
  (password) => {
    expect(isWidelyUsed(password)).toBe(true);
  },
);

it.each(['', '\n', 'samantha\nmidnight', 'correct horse battery', 'samantha of the midnight', 'синий трамвай'])(
  '%j is not',
  (password) => {
    expect(isWidelyUsed(password)).toBe(false);
  },
);

it('is refused wherever a password is chosen, and said of its field', async () => {
  const { token } = await newPerson('buyer');
  const account = { login: 'someone', email: 'someone@example.org', role: 'buyer', password: 'samantha1' };
  const change = { currentPassword: 'correct horse battery', newPassword: 'midnight!' };
  const reset = { token: 'x'.repeat(43), password: 'cocacola' };
  const answers = [
    await call('POST', '/api/auth/register', { body: account }),
    await call('POST', '/api/me/password', { token, body: change }),
    await call('POST', '/api/auth/reset-password', { body: reset }),
  ];
  expect(answers.map((one) => [one.status, one.body.error.details])).toEqual(
    ['password', 'newPassword', 'password'].map((path) => [400, { fields: [{ path, problem: 'common-password' }] }]),
  );
});

it.each([64, 128, 256])('a long one is taken: %i characters', (length) => {
  const long = 'синий трамвай у моря, a quiet tram by the sea, '.repeat(10).slice(0, length);
  const plain = 'a quiet tram by the sea, '.repeat(20).slice(0, length);
  expect(NewPassword.safeParse(plain).success).toBe(true);
  // Of other alphabets as many bytes, not as many letters.
  expect(NewPassword.safeParse(long).success).toBe(length <= 128);
});
