// Work that a request starts and somebody asks about afterwards, such as the export of a long list. The row in D1 is the
// truth; a message in the queue only wakes it, and the cron wakes what was forgotten.
//
// A run claims the job for `leaseMs` and reports its progress, which prolongs the claim. A run that dies stops reporting,
// so the job is begun again, up to `mostAttempts` times.

import { and, count, eq, lt, sql } from 'drizzle-orm';
import * as z from 'zod';
import type { JobView } from '#core/contracts/exports.ts';
import { assertNever, ok, type Result, refuse } from '#core/result.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { exportOrders, ordersToExport } from '../exports/exports.ts';
import type { Actor } from '../http/app-env.ts';
import type { Relation } from '../http/operation.ts';
import { newId } from '../ids/ids.ts';
import { log } from '../log.ts';
import { users } from '../schema/accounts.ts';
import { backgroundJobs, type JobRequest } from '../schema/background-jobs.ts';

type BackgroundJob = typeof backgroundJobs.$inferSelect;

const leaseMs = 90_000;
const mostAttempts = 5;
/** Of one person at a time: each reads a whole list. */
const mostRunning = 3;
const filesLiveMs = 7 * 86_400_000;

export const BackgroundJobMessage = z.object({ kind: z.literal('background-job'), backgroundJobId: z.string() });
type BackgroundJobMessage = z.infer<typeof BackgroundJobMessage>;

export async function startJob(
  env: Env,
  actor: Actor,
  request: JobRequest,
): Promise<Result<BackgroundJob, 'too-many-requests'>> {
  const db = databaseOf(env);
  const running = and(eq(backgroundJobs.userId, actor.userId), eq(backgroundJobs.status, 'running'));
  const [found] = await db.select({ count: count() }).from(backgroundJobs).where(running);
  if ((found?.count ?? 0) >= mostRunning) return refuse('too-many-requests', { retryAfterSeconds: 30 });
  const now = Date.now();
  const job: BackgroundJob = {
    id: newId('job'),
    userId: actor.userId,
    request,
    status: 'running',
    done: 0,
    total: 0,
    attempts: 0,
    createdAt: now,
    touchedAt: now,
  };
  await db.insert(backgroundJobs).values(job);
  await wake(env, job.id);
  return ok(job);
}

/** The row is there whatever happens to the message: the cron finds it. */
async function wake(env: Env, backgroundJobId: string): Promise<void> {
  try {
    await env.HOUSEKEEPING.send({ kind: 'background-job', backgroundJobId } satisfies BackgroundJobMessage);
  } catch (error) {
    log('warn', 'background-job-not-queued', { backgroundJobId, error });
  }
}

/** Does nothing when another run has the job, or when it has ended. */
export async function runJob(env: Env, jobId: string): Promise<void> {
  const db = databaseOf(env);
  const [job] = await db
    .update(backgroundJobs)
    .set({ attempts: sql`${backgroundJobs.attempts} + 1`, touchedAt: Date.now() })
    .where(
      and(
        eq(backgroundJobs.id, jobId),
        eq(backgroundJobs.status, 'running'),
        sql`(${backgroundJobs.attempts} = 0 or ${backgroundJobs.touchedAt} < ${Date.now() - leaseMs})`,
      ),
    )
    .returning();
  if (job === undefined) return;
  if (job.attempts > mostAttempts) return endJob(env, job, 'failed');
  try {
    await carryOut(env, job);
  } catch (error) {
    log('error', 'background-job-failed', {
      backgroundJobId: jobId,
      kind: job.request.kind,
      attempt: job.attempts,
      error,
    });
    return;
  }
  await endJob(env, job, 'done');
}

async function carryOut(env: Env, job: BackgroundJob): Promise<void> {
  const db = databaseOf(env);
  const { request } = job;
  switch (request.kind) {
    case 'orders-export': {
      const [user] = await db.select({ locale: users.locale }).from(users).where(eq(users.id, job.userId));
      const wanted = { ...request, locale: user?.locale ?? 'ru', askedAtMs: job.createdAt };
      const total = await ordersToExport(env, wanted);
      const report = (done: number) => reportProgress(env, job, done, total);
      await report(0);
      await exportOrders(env, wanted, fileKey(job.id), report);
      return;
    }
    default:
      assertNever(request.kind);
  }
}

/** Throws when the job was begun again meanwhile, so that one run at a time writes the file. */
async function reportProgress(env: Env, { id, attempts }: BackgroundJob, done: number, total: number): Promise<void> {
  const [row] = await databaseOf(env)
    .update(backgroundJobs)
    .set({ done, total, touchedAt: Date.now() })
    .where(and(eq(backgroundJobs.id, id), eq(backgroundJobs.attempts, attempts)))
    .returning({ id: backgroundJobs.id });
  if (row === undefined) throw new Error('another run has taken the job over');
}

async function endJob(env: Env, { id, attempts }: BackgroundJob, status: 'done' | 'failed'): Promise<void> {
  await databaseOf(env)
    .update(backgroundJobs)
    .set({ status })
    .where(and(eq(backgroundJobs.id, id), eq(backgroundJobs.attempts, attempts)));
}

const slice = 50;

/** Wakes jobs whose run has died or whose message was lost, and deletes old files. */
export async function keepJobs(env: Env, nowMs: number): Promise<void> {
  const db = databaseOf(env);
  const silent = await db
    .select({ id: backgroundJobs.id })
    .from(backgroundJobs)
    .where(and(eq(backgroundJobs.status, 'running'), lt(backgroundJobs.touchedAt, nowMs - leaseMs)))
    .limit(slice);
  for (const { id } of silent) await wake(env, id);
  const old = await db
    .select({ id: backgroundJobs.id })
    .from(backgroundJobs)
    .where(lt(backgroundJobs.createdAt, nowMs - filesLiveMs))
    .limit(slice);
  for (const { id } of old) {
    await env.FILES.delete(fileKey(id));
    await db.delete(backgroundJobs).where(eq(backgroundJobs.id, id));
  }
}

/** A job, for the person who started it. */
export const ownJob: Relation<'job', BackgroundJob> = {
  as: 'job',
  means: 'who started the job',
  async load(c, actor) {
    const id = c.req.param('jobId') ?? '';
    if (actor === null || !/^job_[0-9a-z]{16}$/.test(id)) return null;
    const mine = and(eq(backgroundJobs.id, id), eq(backgroundJobs.userId, actor.userId));
    const [row] = await databaseOf(c.env).select().from(backgroundJobs).where(mine);
    return row ?? null;
  },
};

export function jobView({ id, request, status, done, total, createdAt }: BackgroundJob): JobView {
  const day = new Date(createdAt).toISOString().slice(0, 10);
  const file = { url: `/api/jobs/${id}/file`, name: `orders-${day}.${request.format}` };
  return {
    jobId: id,
    status,
    done,
    total,
    createdAt: new Date(createdAt).toISOString(),
    file: status === 'done' ? file : null,
  };
}

/** Null while it is not done, and when it was deleted. */
export async function jobFile(env: Env, { id, status }: BackgroundJob): Promise<R2ObjectBody | null> {
  return status === 'done' ? env.FILES.get(fileKey(id)) : null;
}

function fileKey(jobId: string): string {
  return `exports/${jobId}`;
}
