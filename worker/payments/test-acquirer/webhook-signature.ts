// Verifies `t=<seconds>,v1=<hex>` over `timestamp.rawBody`: HMAC-SHA256, in constant time, and not older than the
// tolerance, so that a recorded webhook can't be played again tomorrow.

import { createHmac, timingSafeEqual } from 'node:crypto';

const toleranceSeconds = 300;
/** A header with a thousand signatures would cost a thousand comparisons. */
const maxSignatures = 5;

type SignatureVerdict = 'genuine' | 'forged' | 'stale';

export function judgeSignature(
  secret: string,
  header: string | null,
  rawBody: string,
  nowMs: number,
): SignatureVerdict {
  const parts = (header ?? '').split(',').map((part) => part.trim().split('='));
  const timestamps = parts.flatMap(([name, value]) =>
    name === 't' && /^\d{1,12}$/.test(value ?? '') ? [value ?? ''] : [],
  );
  const signatures = parts.flatMap(([name, value]) =>
    name === 'v1' && /^[0-9a-f]{64}$/.test(value ?? '') ? [value ?? ''] : [],
  );
  const [timestamp, ...others] = timestamps;
  if (timestamp === undefined || others.length > 0) return 'forged';
  const expected = createHmac('sha256', secret).update(`${timestamp}.${rawBody}`).digest();
  const genuine = signatures
    .slice(0, maxSignatures)
    .some((signature) => timingSafeEqual(Buffer.from(signature, 'hex'), expected));
  if (!genuine) return 'forged';
  return Math.abs(nowMs / 1_000 - Number(timestamp)) > toleranceSeconds ? 'stale' : 'genuine';
}
