// Repairs times that were stored while the clock ran ahead. The alarm is set for the earliest of them, so without this
// the late decisions and the webhooks would wait for as long as the clock was wrong.

import { gt } from 'drizzle-orm';
import type { DrizzleSqliteDODatabase } from 'drizzle-orm/durable-sqlite';
import { payments, refunds, webhooks } from './schema.ts';

type Longest = { nowMs: number; longestDecisionMs: number; longestPauseMs: number };

/** Runs at each start. A time that a right clock could not have stored becomes due now. */
export function mendFutureTimes(
  db: DrizzleSqliteDODatabase,
  { nowMs, longestDecisionMs, longestPauseMs }: Longest,
): void {
  const latestDecisionMs = nowMs + longestDecisionMs;
  db.update(payments).set({ decideAt: nowMs }).where(gt(payments.decideAt, latestDecisionMs)).run();
  db.update(refunds).set({ decideAt: nowMs }).where(gt(refunds.decideAt, latestDecisionMs)).run();
  db.update(webhooks)
    .set({ dueAt: nowMs })
    .where(gt(webhooks.dueAt, nowMs + longestPauseMs))
    .run();
}
