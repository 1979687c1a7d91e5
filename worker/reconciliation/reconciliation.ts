// Reconciliation compares the event's object with itself, with D1 and with the payment providers, each hour and on demand.
// It stores a report for the organizer and for admins and repairs nothing, because a difference is a bug or a loss that a
// person has to understand. Only the projection in D1 may be rebuilt.

import { and, desc, eq, lt, sql } from 'drizzle-orm';
import * as z from 'zod';
import { isWithin } from '#core/clock-skew.ts';
import { type Check, ReconciliationReport } from '#core/contracts/reconciliation.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { callEventSales } from '../event-object/event-object.ts';
import { log } from '../log.ts';
import { reconciliations } from '../schema/reconciliation.ts';
import { checkChannels } from './channels.ts';
import { ownChecks, verdictOf } from './checks.ts';
import { checkPayments } from './payments.ts';
import { checkProjection } from './projection.ts';

export { eventsWithDifferences } from './events-with-differences.ts';
export { rebuildProjection } from './rebuild.ts';

const hourMs = 3_600_000;
/** A person's second click finds the report of the first. */
const freshMs = 5_000;
/** One wake of the cron; with one each minute the hour's work is spread over 60 of them. One `sendBatch` takes it. */
const mostPerWake = 2_000;
/** Five messages come in one invocation of the consumer, and each event costs some queries of its thousand. */
const perMessage = 20;
const reportsKept = 10;
/** How long after its end an event is still reconciled: refunds of a cancelled one go on after it. */
const lastingMs = 30 * 24 * hourMs;

/** Later than any clock shows: the event is long over, and is looked at no more. */
const never = 8_640_000_000_000_000;

export const ReconcileMessage = z.object({
  kind: z.literal('reconcile'),
  nowMs: z.int(),
  eventIds: z.array(z.string()).max(perMessage),
});
export type ReconcileMessage = z.infer<typeof ReconcileMessage>;

type Row = typeof reconciliations.$inferSelect;

/** Null: the event was never published, so there is nothing to agree. */
export async function reconcileEvent(env: Env, eventId: string, nowMs: number): Promise<ReconciliationReport | null> {
  const last = await latestRow(env, eventId);
  if (last !== null && isWithin(freshMs, last.at, nowMs)) return reportOf(last);
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
    jobsWaiting: own.messagesWaiting,
    failedRefunds: own.failedRefunds,
  };
  await keep(env, report, { nowMs, seq: own.seq, nextOrderId: projection.next });
  return report;
}

export async function latestReconciliation(env: Env, eventId: string): Promise<ReconciliationReport | null> {
  const row = await latestRow(env, eventId);
  return row && reportOf(row);
}

/**
 * Events not looked at for an hour, the longest unseen first. They are marked as seen in the same statement, so that the
 * next minute takes others: 2,000 a minute are 120,000 an hour, and the index finds them without walking through the rest.
 */
export async function claimDue(env: Env, nowMs: number): Promise<string[]> {
  const claimed = await databaseOf(env).all<{ id: string }>(sql`
    update events set reconciled_at = iif(ends_at > ${nowMs - lastingMs}, ${nowMs}, ${never})
    where id in (
      select id from (select id from events indexed by events_by_reconciliation
        where status in ('published', 'cancelled') and reconciled_at <= ${nowMs - hourMs}
        order by reconciled_at limit ${mostPerWake})
      union all
      select id from (select id from events indexed by events_by_reconciliation
        where status in ('published', 'cancelled') and reconciled_at > ${nowMs + hourMs} and reconciled_at < ${never}
        order by reconciled_at limit ${mostPerWake}))
    returning id`);
  return claimed.map((row) => row.id);
}

/** What the cron calls each minute: the claimed events go to the queue, a message for a few of them. */
export async function queueDue(env: Env, nowMs: number): Promise<void> {
  const due = await claimDue(env, nowMs);
  const messages = Array.from({ length: Math.ceil(due.length / perMessage) }, (_, i) => ({
    body: {
      kind: 'reconcile',
      nowMs,
      eventIds: due.slice(i * perMessage, (i + 1) * perMessage),
    } satisfies ReconcileMessage,
  }));
  if (messages.length > 0) await env.HOUSEKEEPING.sendBatch(messages);
}

/** One message's work. What fails is looked at again in an hour, and the log tells. */
export async function reconcileEvents(env: Env, eventIds: readonly string[], nowMs: number): Promise<void> {
  for (const id of eventIds) {
    try {
      if (!(await isAtRest(env, id, nowMs))) await reconcileEvent(env, id, nowMs);
    } catch (error) {
      log('error', 'reconciliation-failed', { eventId: id, error });
    }
  }
}

/** Green, wholly walked, nothing waiting and nothing happened since: looking again would find the same. */
async function isAtRest(env: Env, eventId: string, nowMs: number): Promise<boolean> {
  const last = await latestRow(env, eventId);
  if (last === null || last.verdict !== 'agrees' || last.nextOrderId !== null) return false;
  // Once a day everything is looked at all the same: a copy can be spoilt without the object doing anything.
  if (!isWithin(24 * hourMs, last.at, nowMs)) return false;
  const lag = await callEventSales(env, eventId, (sales) => sales.outboxLag());
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
  if (verdict !== 'agrees') log('error', 'reconciliation-differs', { eventId, code: verdict });
  const row = { eventId, verdict, at: at.nowMs, checkedAt: at.nowMs, seq: at.seq, nextOrderId: at.nextOrderId };
  await db.insert(reconciliations).values({ ...row, report: JSON.stringify(report) });
  const oldest = sql`(select id from reconciliations where event_id = ${eventId} order by id desc limit 1 offset ${reportsKept})`;
  await db.delete(reconciliations).where(and(eq(reconciliations.eventId, eventId), lt(reconciliations.id, oldest)));
}
