// The vectors of RFC 6238 (SHA-1, eight digits), and base32 of RFC 4648.

import { expect, it } from 'vitest';
import { base32, codeAt, otpauthUri, stepOf } from './totp.ts';

const secret = Buffer.from('12345678901234567890');

it.each([
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
])('the code at %i seconds is that of the RFC', (seconds, code) => {
  expect(codeAt(secret, Math.floor(seconds / 30), 8)).toBe(code);
});

it('takes the code of the step before and after, not of two away', () => {
  const nowMs = 1_234_567_890_000;
  const step = Math.floor(nowMs / 30_000);
  expect([-2, -1, 0, 1, 2].map((by) => stepOf(secret, codeAt(secret, step + by), nowMs))).toEqual([
    null,
    step - 1,
    step,
    step + 1,
    null,
  ]);
});

it('writes secrets as apps read them', () => {
  const text = (value: string) => base32(Buffer.from(value));
  expect(['f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map(text)).toEqual([
    'MY',
    'MZXQ',
    'MZXW6',
    'MZXW6YQ',
    'MZXW6YTB',
    'MZXW6YTBOI',
  ]);
  expect(otpauthUri('Театр: касса', 'a@b.c', secret)).not.toMatch(/%3A/);
  expect(otpauthUri('Фойе', 'a@b.c', secret)).toMatch(/^otpauth:\/\/totp\/%D0.*:a%40b\.c\?secret=GEZDGNBVGY3TQOJQ/);
});
