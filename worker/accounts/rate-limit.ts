// The rate limiter of attempts (GCRA, see core/rate-limit.ts), kept in D1: one number a key and one statement an attempt,
// so that attempts in parallel requests are counted exactly.

import { createHmac } from 'node:crypto';
import { lt, type SQL, sql } from 'drizzle-orm';
import { clockSkewMs } from '#core/clock-skew.ts';
import type { RateLimit } from '#core/rate-limit.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { configOf } from '../config.ts';
import { type Database, databaseOf, statement } from '../database.ts';
import type { Env } from '../env.d.ts';
import { counters } from '../schema/accounts.ts';

export function perHour(attempts: number, burst: number): RateLimit {
  return { burst, everyMs: Math.round(3_600_000 / attempts) };
}

/** What is counted, for whom, and how much of it is allowed. Only a keyed hash of the subject is stored. */
export type Counter = {
  what: string;
  subject: string;
  limit: RateLimit;
  /**
   * Of a counter that everybody shares, which is the last of its list: while it is over its limit, this one decides for
   * the caller's network instead, because a flood from elsewhere must not refuse everybody.
   */
  narrowedTo?: Counter;
};

/**
 * Counts one attempt with every counter, the narrowest first. An attempt that a narrow counter refuses is not counted by
 * the wider ones after it, so that guesses at one account do not use up what everybody shares. Returns the counters that
 * counted it, for `uncountAttempt`.
 */
export async function countAttempt(
  env: Env,
  counters: readonly Counter[],
  nowMs: number,
): Promise<Result<readonly Counter[], 'too-many-requests'>> {
  const db = databaseOf(env);
  const [first, ...rest] = counters.map((one, i) =>
    counting(env, db, one, nowMs, i === 0 ? sql`true` : sql`changes() = 1`),
  );
  if (first === undefined) return ok([]);
  const counted = await db.batch([first, ...rest]);
  const refusedAt = counted.findIndex((one) => one.meta.changes === 0);
  const refusedBy = counters[refusedAt];
  if (refusedBy === undefined) return ok(counters);
  if (refusedBy.narrowedTo !== undefined) {
    const narrowed = await countAttempt(env, [refusedBy.narrowedTo], nowMs);
    return narrowed.ok ? ok([...counters.slice(0, refusedAt), ...narrowed.value]) : narrowed;
  }
  return refuse('too-many-requests', { retryAfterSeconds: Math.max(1, Math.ceil(refusedBy.limit.everyMs / 1_000)) });
}

/** Takes an attempt back that proved to be the right person's: a correct password uses up no limit. */
export async function uncountAttempt(env: Env, counters: readonly Counter[]): Promise<void> {
  const db = databaseOf(env);
  const [first, ...rest] = counters.map((one) =>
    statement(db, sql`update meters set next_at = next_at - ${one.limit.everyMs} where key = ${keyOf(env, one)}`),
  );
  if (first !== undefined) await db.batch([first, ...rest]);
}

function counting(env: Env, db: Database, one: Counter, nowMs: number, condition: SQL) {
  const { burst, everyMs } = one.limit;
  const leewayMs = everyMs * (burst - 1);
  // A stored moment later than this was written by a clock that ran ahead. Without the check, the subject would be
  // refused until the right clock has caught up.
  const impossibleMs = nowMs + leewayMs + everyMs + clockSkewMs;
  return statement(
    db,
    sql`
    insert into meters (key, next_at) select ${keyOf(env, one)}, ${nowMs + everyMs} where ${condition}
    on conflict (key) do update
      set next_at = iif(next_at > ${impossibleMs}, ${nowMs}, max(next_at, ${nowMs})) + ${everyMs}
      where next_at <= ${nowMs + leewayMs} or next_at > ${impossibleMs}`,
  );
}

function keyOf(env: Env, { what, subject }: Counter): string {
  return `${what}:${createHmac('sha256', configOf(env).ID_SECRET).update(subject).digest('base64url')}`;
}

/** Deletes the counters whose whole limit has been free again for an hour: an unknown key counts the same. */
export async function deleteOldCounters(env: Env, nowMs: number): Promise<void> {
  await databaseOf(env)
    .delete(counters)
    .where(lt(counters.nextAt, nowMs - 3_600_000));
}
