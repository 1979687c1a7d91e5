import { expect, it } from 'vitest';
import { isCommonPassword } from './common-passwords.ts';

it.each([
  'password',
  'Password123!',
  '12345678',
  '87654321',
  '1234567890',
  'qwertyuiop',
  'qwerty123',
  'aaaaaaaa',
  '12121212',
  'йцукенгш',
  'Пароль2026',
  '1q2w3e4r5t',
  'admin123',
  '01011990',
  '19900101',
])('%s is what everybody tries first', (password) => {
  expect(isCommonPassword(password)).toBe(true);
});

it.each(['correct horse battery', 'long enough', 'синий трамвай у моря', 'x7!kQ2-pLm9', 'demo-season-2026'])(
  '%s is not',
  (password) => {
    expect(isCommonPassword(password)).toBe(false);
  },
);
