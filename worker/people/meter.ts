// A meter of attempts (GCRA): one number a key, one statement an attempt, so that parallel requests count exactly.

import { createHmac } from 'node:crypto';
import { lt, type SQL, sql } from 'drizzle-orm';
import { ok, type Result, refuse } from '#core/result.ts';
import { configOf } from '../config.ts';
import { type Database, databaseOf, statement } from '../database.ts';
import type { Env } from '../env.d.ts';
import { meters } from './schema.ts';

/** The clocks of several machines are apart by less. */
const clockSkewMs = 60_000;

export type Allowance = { perHour: number; burst: number };

/** What is counted and for whom; its subject is stored only as a keyed hash. */
export type Meter = {
  what: string;
  subject: string;
  allowance: Allowance;
  /**
   * Of a meter over everybody, which may narrow but never refuse: while it is over its allowance, this one decides. The
   * meter of everybody is the last of its list.
   */
  narrowedTo?: Meter;
};

export function meter(
  env: Env,
  what: string,
  subject: string,
  allowance: Allowance,
  nowMs: number,
): Promise<Result<readonly Meter[], 'too-many-requests'>> {
  return meterAll(env, [{ what, subject, allowance }], nowMs);
}

/**
 * Counts one attempt with every meter, the narrowest first. Who is refused by a narrow one is not counted by the wide
 * ones after it: hammering at one account must not use up what everybody shares. Answers which of them counted it.
 */
export async function meterAll(
  env: Env,
  meters: readonly Meter[],
  nowMs: number,
): Promise<Result<readonly Meter[], 'too-many-requests'>> {
  const db = databaseOf(env);
  const [first, ...rest] = meters.map((one, i) =>
    counting(env, db, one, nowMs, i === 0 ? sql`true` : sql`changes() = 1`),
  );
  if (first === undefined) return ok([]);
  const counted = await db.batch([first, ...rest]);
  const refusedAt = counted.findIndex((one) => one.meta.changes === 0);
  const refusedBy = meters[refusedAt];
  if (refusedBy === undefined) return ok(meters);
  if (refusedBy.narrowedTo !== undefined) {
    const narrowed = await meterAll(env, [refusedBy.narrowedTo], nowMs);
    return narrowed.ok ? ok([...meters.slice(0, refusedAt), ...narrowed.value]) : narrowed;
  }
  return refuse('too-many-requests', { retryAfterSeconds: Math.max(1, Math.ceil(3600 / refusedBy.allowance.perHour)) });
}

/** For an attempt that turned out to be the right person's: it counts against nobody. */
export async function giveBack(env: Env, meters: readonly Meter[]): Promise<void> {
  const db = databaseOf(env);
  const [first, ...rest] = meters.map((one) =>
    statement(db, sql`update meters set next_at = next_at - ${stepOf(one.allowance)} where key = ${keyOf(env, one)}`),
  );
  if (first !== undefined) await db.batch([first, ...rest]);
}

function counting(env: Env, db: Database, one: Meter, nowMs: number, condition: SQL) {
  const step = stepOf(one.allowance);
  const leewayMs = Math.round((3_600_000 / one.allowance.perHour) * (one.allowance.burst - 1));
  // Only a clock that ran ahead stored a later moment: it is not waited for.
  const impossible = nowMs + leewayMs + step + clockSkewMs;
  return statement(
    db,
    sql`
    insert into meters (key, next_at) select ${keyOf(env, one)}, ${nowMs + step} where ${condition}
    on conflict (key) do update set next_at = iif(next_at > ${impossible}, ${nowMs}, max(next_at, ${nowMs})) + ${step}
    where next_at <= ${nowMs + leewayMs} or next_at > ${impossible}`,
  );
}

function stepOf(allowance: Allowance): number {
  return Math.round(3_600_000 / allowance.perHour);
}

function keyOf(env: Env, { what, subject }: Meter): string {
  return `${what}:${createHmac('sha256', configOf(env).ID_SECRET).update(subject).digest('base64url')}`;
}

/** Rows whose allowance is long whole say nothing any more. */
export async function forgetOldMeters(env: Env, nowMs: number): Promise<void> {
  await databaseOf(env)
    .delete(meters)
    .where(lt(meters.nextAt, nowMs - 3_600_000));
}
