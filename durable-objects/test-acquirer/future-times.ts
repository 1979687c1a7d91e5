// What a clock that ran ahead has left behind. The alarm is set for the earliest of these moments, so without this the
// bank's decisions and the webhooks would wait for as long as the clock was wrong.

import { gt } from 'drizzle-orm';
import type { Database } from './books.ts';
import { notices, payments, refunds } from './schema.ts';

type Longest = { nowMs: number; longestDecisionMs: number; longestPauseMs: number };

/** At each start: what no right clock could have stored is due now. */
export function mendFutureTimes(db: Database, { nowMs, longestDecisionMs, longestPauseMs }: Longest): void {
  const latestDecisionMs = nowMs + longestDecisionMs;
  db.update(payments).set({ decideAt: nowMs }).where(gt(payments.decideAt, latestDecisionMs)).run();
  db.update(refunds).set({ decideAt: nowMs }).where(gt(refunds.decideAt, latestDecisionMs)).run();
  db.update(notices)
    .set({ dueAt: nowMs })
    .where(gt(notices.dueAt, nowMs + longestPauseMs))
    .run();
}
