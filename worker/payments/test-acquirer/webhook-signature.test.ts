import { describe, expect, it } from 'vitest';
import { signatureOf } from '../../../durable-objects/test-acquirer/test-acquirer.ts';
import { judgeSignature } from './webhook-signature.ts';

const secret = 'a-secret-of-the-acquirer-and-the-merchant';
const body = '{"type":"payment.succeeded"}';
const nowMs = 1_800_000_000_000;
const nowSeconds = nowMs / 1_000;
const good = signatureOf(secret, nowSeconds, body);
const hex = good.split('v1=')[1] ?? '';

describe("a webhook's signature", () => {
  it('is genuine for the very bytes that were signed', () => {
    expect(judgeSignature(secret, good, body, nowMs)).toBe('genuine');
  });

  it('is genuine when one of two fits, as while a secret is changed', () => {
    expect(judgeSignature(secret, `t=${nowSeconds},v1=${'0'.repeat(64)},v1=${hex}`, body, nowMs)).toBe('genuine');
  });

  const forged: [string, string | null, string][] = [
    ['no header', null, body],
    ['an empty header', '', body],
    ['another secret', signatureOf('some-other-secret-of-some-other-merchant', nowSeconds, body), body],
    ['one byte more in the body', good, `${body} `],
    ['another time than the one signed', `t=${nowSeconds + 1},v1=${hex}`, body],
    ['two times', `t=${nowSeconds},t=${nowSeconds},v1=${hex}`, body],
    ['no time', `v1=${hex}`, body],
    ['no signature', `t=${nowSeconds}`, body],
    ['half a signature', `t=${nowSeconds},v1=${hex.slice(0, 32)}`, body],
    [
      'a genuine signature after more than five wrong ones',
      `t=${nowSeconds},${`v1=${'0'.repeat(64)},`.repeat(5)}v1=${hex}`,
      body,
    ],
  ];
  it.each(forged)('is forged with %s', (_name, header, text) => {
    expect(judgeSignature(secret, header, text, nowMs)).toBe('forged');
  });

  it('is stale when older or newer than five minutes', () => {
    expect(judgeSignature(secret, good, body, nowMs + 300_000)).toBe('genuine');
    expect(judgeSignature(secret, good, body, nowMs + 301_000)).toBe('stale');
    expect(judgeSignature(secret, good, body, nowMs - 301_000)).toBe('stale');
  });
});
