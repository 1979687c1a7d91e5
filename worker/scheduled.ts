// What the cron does each minute: heal what a crash left, and let time have its effect.

import * as z from 'zod';
import { isWithin } from '#core/clock-skew.ts';
import { carryOutAccountChanges, deleteOldCounters, forgetOldLetters, mailDueLetters } from './accounts/accounts.ts';
import { keepJobs } from './background-jobs/background-jobs.ts';
import { reindexDue } from './catalog/catalog.ts';
import {
  expireOffers,
  mailNotifications,
  makeUsualCommissions,
  notifyInvited,
  reindexDueDistributors,
  remindOfExpiry,
} from './deals/deals.ts';
import type { Env } from './env.d.ts';
import { mailFailedLetters } from './failed-letters/failed-letters.ts';
import { log } from './log.ts';
import { wakeMailings } from './mailings/mailings.ts';
import { askForNewSnapshots, pushPending } from './publishing/publishing.ts';
import { queueDue } from './reconciliation/reconciliation.ts';
import { mailFailedRefunds } from './refunds/refunds.ts';
import { deleteOldTraffic } from './results/results.ts';

/** Each task may run any number of times, beside itself too; what one run leaves, the next minute's finds. */
const tasks = {
  publications: pushPublications,
  deals: (env, nowMs) =>
    expireOffers(env, nowMs)
      .then(() => remindOfExpiry(env, nowMs))
      .then(() => notifyInvited(env, nowMs))
      .then(() => mailNotifications(env, nowMs)),
  'rate-limits': deleteOldCounters,
  reconciliation: queueDue,
  'failed-refunds': mailFailedRefunds,
  'failed-letters': mailFailedLetters,
  'account-letters': (env, nowMs) => mailDueLetters(env, nowMs).then(() => forgetOldLetters(env, nowMs)),
  'background-jobs': keepJobs,
  'widget-traffic': deleteOldTraffic,
  mailings: wakeMailings,
  listing: reindexSlices,
  distributors: (env, nowMs) => reindexDueDistributors(env).then(() => makeUsualCommissions(env, nowMs)),
} as const satisfies Record<string, (env: Env, nowMs: number) => Promise<unknown>>;

type TaskName = keyof typeof tasks;
const taskNames = Object.keys(tasks) as TaskName[];

export const CronMessage = z.object({
  kind: z.literal('cron-task'),
  task: z.enum(taskNames),
  nowMs: z.number(),
});
type CronMessage = z.infer<typeof CronMessage>;

/**
 * What the cron does each minute: every task goes to the queue as a message of its own, because D1 bounds the statements
 * of one invocation, and one task must not use up another's. While the queue is away they run here.
 */
export async function queueScheduled(env: Env, nowMs: number): Promise<void> {
  const messages = taskNames.map((task) => ({ body: { kind: 'cron-task', task, nowMs } satisfies CronMessage }));
  try {
    await env.HOUSEKEEPING.sendBatch(messages);
  } catch {
    await runScheduled(env, nowMs);
  }
}

/** All tasks, here and now. */
export async function runScheduled(env: Env, nowMs: number): Promise<void> {
  await Promise.all(taskNames.map((task) => runTask(env, { kind: 'cron-task', task, nowMs })));
}

/** A task that fails must not keep the others from running; the next minute tries it again. */
export async function runTask(env: Env, { task, nowMs }: CronMessage): Promise<void> {
  try {
    await tasks[task](env, nowMs);
  } catch (error) {
    log('error', 'cron-task-failed', { task, error });
  }
}

/** A round of the cron goes on from message to message until the next round begins. */
const roundMs = 55_000;

/** Slice after slice, a message each, so that an index of 100,000 events is made anew in minutes. */
async function reindexSlices(env: Env, nowMs: number): Promise<void> {
  if (await reindexDue(env, nowMs)) await goOn(env, 'listing', nowMs);
}

/** The same for events whose objects know them by an older snapshot. */
async function pushPublications(env: Env, nowMs: number): Promise<void> {
  await carryOutAccountChanges(env, nowMs);
  const hasMore = await askForNewSnapshots(env, nowMs);
  await pushPending(env);
  if (hasMore) await goOn(env, 'publications', nowMs);
}

async function goOn(env: Env, task: TaskName, nowMs: number): Promise<void> {
  if (!isWithin(roundMs, nowMs, Date.now())) return;
  await env.HOUSEKEEPING.send({ kind: 'cron-task', task, nowMs } satisfies CronMessage);
}
