// A meter of attempts (GCRA): one number a key, one statement an attempt, so that parallel requests count exactly.

import { createHmac } from 'node:crypto';
import { lt, sql } from 'drizzle-orm';
import { ok, type Result, refuse } from '#core/result.ts';
import { configOf } from '../config.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { meters } from './schema.ts';

export type Allowance = { perHour: number; burst: number };

export async function meter(
  env: Env,
  what: string,
  subject: string,
  allowance: Allowance,
  nowMs: number,
): Promise<Result<null, 'too-many-requests'>> {
  const intervalMs = 3_600_000 / allowance.perHour;
  const leewayMs = Math.round(intervalMs * (allowance.burst - 1));
  const step = Math.round(intervalMs);
  const key = `${what}:${createHmac('sha256', configOf(env).ID_SECRET).update(subject).digest('base64url')}`;
  const counted = await databaseOf(env).run(sql`
    insert into meters (key, next_at) values (${key}, ${nowMs + step})
    on conflict (key) do update set next_at = max(next_at, ${nowMs}) + ${step} where next_at <= ${nowMs + leewayMs}`);
  if (counted.meta.changes === 1) return ok(null);
  return refuse('too-many-requests', { retryAfterSeconds: Math.max(1, Math.ceil(intervalMs / 1000)) });
}

/** Rows whose allowance is long whole say nothing any more. */
export async function forgetOldMeters(env: Env, nowMs: number): Promise<void> {
  await databaseOf(env)
    .delete(meters)
    .where(lt(meters.nextAt, nowMs - 3_600_000));
}

/** The address a request came from; of IPv6 the network, because one home has 2^64 addresses. */
export function networkOf(address: string | undefined): string {
  if (address === undefined) return 'unknown';
  if (!address.includes(':')) return address;
  const [head = '', tail = ''] = address.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const after = tail.split(':').filter((group) => group !== '');
  const zeros = address.includes('::') ? Array.from({ length: 8 - groups.length - after.length }, () => '0') : [];
  return [...groups, ...zeros, ...after].slice(0, 4).join(':').toLowerCase();
}
