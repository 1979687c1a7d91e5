// The two headers of idempotency: the request's `Idempotency-Key`, and `Idempotency-Replayed` on a response that repeats
// what the same key was answered before.

import type { Context } from 'hono';
import { Refusal } from './refusal.ts';

export function idempotencyKeyOf(request: Request): string {
  const key = request.headers.get('idempotency-key');
  if (key === null) throw new Refusal('idempotency-key-required');
  if (!/^[\x21-\x7e]{16,255}$/.test(key)) throw new Refusal('idempotency-key-invalid');
  return key;
}

export function setReplayedHeader(c: Context, answered: { replayed: boolean }): void {
  if (answered.replayed) c.header('idempotency-replayed', 'true');
}
