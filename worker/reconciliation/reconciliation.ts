// Do the books of an event agree? Looked at each hour and on demand, kept, and shown to its organizer and to admins.
// A report, never a repair: what differs is a bug or a loss somebody has to understand. Only D1's copy may simply be
// made anew.

import { and, desc, eq, lt, sql } from 'drizzle-orm';
import { type Check, ReconciliationReport } from '#core/contracts/reconciliation.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { callEventSales } from '../event-object/event-object.ts';
import { checkChannels } from './channels.ts';
import { ownChecks, verdictOf } from './checks.ts';
import { checkPayments } from './payments.ts';
import { checkProjection } from './projection.ts';
import { reconciliations } from './schema.ts';

export { rebuildProjection } from './rebuild.ts';
export { redEvents } from './red-events.ts';

const hourMs = 3_600_000;
/** A person's second click finds the report of the first. */
const freshMs = 5_000;
/** One wake of the cron; with one each minute the hour's work is spread over 60 of them. */
const mostPerWake = 10;
const reportsKept = 100;
/** Refunds of a cancelled event still move after its end. */
const lastingMs = 30 * 24 * hourMs;

type Row = typeof reconciliations.$inferSelect;

/** Null: the event was never published, so there is nothing to agree. */
export async function reconcileEvent(env: Env, eventId: string, nowMs: number): Promise<ReconciliationReport | null> {
  const last = await latestRow(env, eventId);
  if (last !== null && nowMs - last.at < freshMs) return reportOf(last);
  const own = await callEventSales(env, eventId, (sales) => sales.reconcile());
  if (own === null) return null;
  const payments = await checkPayments(env, eventId);
  const channels = await checkChannels(env, eventId);
  const projection = await checkProjection(env, eventId, last?.nextOrderId ?? null);
  const checks: Check[] = [...ownChecks(own), payments, channels, projection.check];
  const report: ReconciliationReport = {
    eventId,
    at: new Date(nowMs).toISOString(),
    verdict: verdictOf(checks),
    checks,
    jobsWaiting: own.jobsWaiting,
    failedRefunds: own.failedRefunds,
  };
  await keep(env, report, { nowMs, seq: own.seq, nextOrderId: projection.next });
  return report;
}

export async function latestReconciliation(env: Env, eventId: string): Promise<ReconciliationReport | null> {
  const row = await latestRow(env, eventId);
  return row && reportOf(row);
}

/** What the cron calls each minute: events not looked at for an hour, the longest unseen first. */
export async function reconcileDue(env: Env, nowMs: number): Promise<number> {
  const due = await databaseOf(env).all<{ id: string }>(sql`
    select events.id from events
    left join (select event_id, max(checked_at) as checked_at from reconciliations group by event_id) as seen
      on seen.event_id = events.id
    where events.status in ('published', 'cancelled') and events.ends_at > ${nowMs - lastingMs}
      and coalesce(seen.checked_at, 0) <= ${nowMs - hourMs}
    order by coalesce(seen.checked_at, 0), events.id limit ${mostPerWake}`);
  let failed = 0;
  for (const { id } of due) {
    try {
      if (!(await isAtRest(env, id, nowMs))) await reconcileEvent(env, id, nowMs);
    } catch (error) {
      failed += 1;
      const name = error instanceof Error ? error.name : 'unknown';
      console.error(JSON.stringify({ level: 'error', at: 'reconciliation', eventId: id, error: name }));
    }
  }
  return due.length - failed;
}

/** Green, wholly walked, nothing waiting and nothing happened since: looking again would find the same. */
async function isAtRest(env: Env, eventId: string, nowMs: number): Promise<boolean> {
  const last = await latestRow(env, eventId);
  if (last === null || last.verdict !== 'agrees' || last.nextOrderId !== null) return false;
  // Once a day everything is looked at all the same: a copy can be spoilt without the object doing anything.
  if (nowMs - last.at > 24 * hourMs) return false;
  const lag = await callEventSales(env, eventId, (sales) => sales.factLag());
  if (lag.seq !== last.seq || lag.waiting > 0) return false;
  await databaseOf(env).update(reconciliations).set({ checkedAt: nowMs }).where(eq(reconciliations.id, last.id));
  return true;
}

async function latestRow(env: Env, eventId: string): Promise<Row | null> {
  const [row] = await databaseOf(env)
    .select()
    .from(reconciliations)
    .where(eq(reconciliations.eventId, eventId))
    .orderBy(desc(reconciliations.id))
    .limit(1);
  return row ?? null;
}

function reportOf(row: Row): ReconciliationReport {
  return ReconciliationReport.parse(JSON.parse(row.report));
}

async function keep(
  env: Env,
  report: ReconciliationReport,
  at: { nowMs: number; seq: number; nextOrderId: string | null },
): Promise<void> {
  const db = databaseOf(env);
  const { eventId, verdict } = report;
  if (verdict !== 'agrees') console.error(JSON.stringify({ level: 'error', at: 'reconciliation', eventId, verdict }));
  const row = { eventId, verdict, at: at.nowMs, checkedAt: at.nowMs, seq: at.seq, nextOrderId: at.nextOrderId };
  await db.insert(reconciliations).values({ ...row, report: JSON.stringify(report) });
  const oldest = sql`(select id from reconciliations where event_id = ${eventId} order by id desc limit 1 offset ${reportsKept})`;
  await db.delete(reconciliations).where(and(eq(reconciliations.eventId, eventId), lt(reconciliations.id, oldest)));
}
