// Facts and jobs on their way to the queue. A row is written with its effect and leaves only when the consumer says
// `done`: the queue may lose what it took (the local one is memory), so a row is sent again, by a lease that doubles.
//
// A row carries ids; the body is made from the truth at the moment of sending. A newer fact of the same thing takes the
// older one's place, told apart by `seq`.

import { earlier, minimum, nextSeq } from './book.ts';
import type { Job, JobBody } from './calls.ts';
import { all, first, insertRows } from './database.ts';
import { bodyOf, type JobNote } from './job-body.ts';
import { eventKeyOf, type Sale } from './sale.ts';
import type { outbox } from './schema.ts';

/** Longer than a consumer needs for a full batch, so that work under way is not sent twice. */
const firstLeaseMs = 15_000;
const longestLeaseMs = 10 * 60_000;
/** Letters take a hundred times as long as facts (a PDF each), so they have a queue of their own: lists stay fresh. */
export const lanes = ['facts', 'letters'] as const;
export type Lane = (typeof lanes)[number];
/** Sent and not done: more would only queue up behind the consumer and be sent again. */
const largestWindow: Record<Lane, number> = { facts: 300, letters: 60 };
/** What `sendBatch` takes: 100 messages, 256 KB. */
const largestBatch = 100;
const largestBatchBytes = 200_000;

export function enqueue(sale: Sale, note: JobNote): void {
  const seq = nextSeq(sale.book);
  sale.write(upsertJobs, [nameOf(note), seq, JSON.stringify(note), 0, sale.nowMs, sale.nowMs, laneOf(note)]);
  sale.book.nextJobMs = earlier(sale.book.nextJobMs, sale.nowMs);
}

const upsertJobs = insertRows(
  'outbox',
  ['job_id', 'seq', 'body', 'sends', 'due_at', 'made_at', 'lane'],
  'on conflict (job_id) do update set seq = excluded.seq, body = excluded.body, sends = 0, due_at = excluded.due_at',
);

function laneOf(note: JobNote): Lane {
  return note.kind === 'deliver-order' || note.kind === 'tell-buyer' ? 'letters' : 'facts';
}

/** One row for each thing there is to tell. */
function nameOf(note: JobNote): string {
  switch (note.kind) {
    case 'project-channel':
      return `${note.kind}.${note.widgetId}`;
    case 'deliver-order':
      return `${note.kind}.${note.orderId}.${note.mailing}`;
    case 'tell-buyer':
      return `${note.kind}.${note.orderId}.${note.what}`;
    case 'tell-log':
      return `${note.kind}.${note.deedId}`;
    case 'refund-payment':
      return `${note.kind}.${note.refundId}`;
    case 'ask-provider':
    case 'cancel-payment':
      return `${note.kind}.${note.orderId}.${note.provider}.${note.paymentId}`;
    case 'project-order':
    case 'tell-gate':
      return `${note.kind}.${note.orderId}`;
  }
}

type Leased = Pick<typeof outbox.$inferSelect, 'job_id' | 'seq' | 'body' | 'sends'>;

/** Takes what may be sent now on this lane, never-sent first, and puts off its next sending. */
export function leaseJobs(sale: Sale, lane: Lane, random: () => number): Job[] {
  const room = Math.min(largestBatch, roomOn(sale, lane));
  const due =
    room <= 0
      ? []
      : all<Leased>(
          sale.sql,
          'select job_id, seq, body, sends from outbox where due_at <= ? and lane = ? order by sends, due_at limit ?',
          sale.nowMs,
          lane,
          room,
        );
  const jobs: Job[] = [];
  let bytes = 0;
  for (const row of due) {
    const body = bodyOf(sale, JSON.parse(row.body), row.seq);
    const job = body === null ? null : jobOf(sale, row, body);
    if (job === null) {
      sale.sql.exec('delete from outbox where job_id = ?', row.job_id);
      continue;
    }
    bytes += JSON.stringify(job).length * 2;
    if (jobs.length > 0 && bytes > largestBatchBytes) break;
    lease(sale, row, random);
    jobs.push(job);
  }
  sale.book.nextJobMs = nextJob(sale);
  return jobs;
}

function jobOf(sale: Sale, row: Leased, body: JobBody): Job {
  return { version: 1, eventId: `evt_${eventKeyOf(sale.book)}`, jobId: `${row.job_id}.${row.seq}`, ...body };
}

function lease(sale: Sale, row: Leased, random: () => number): void {
  const wait = Math.min(longestLeaseMs, firstLeaseMs * 2 ** Math.min(row.sends, 10));
  // Jitter, so that a thousand rows of one crash do not come back in one wave.
  const dueAt = Math.round(sale.nowMs + wait * (0.85 + random() * 0.3));
  sale.sql.exec('update outbox set sends = sends + 1, due_at = ? where job_id = ?', dueAt, row.job_id);
}

function roomOn(sale: Sale, lane: Lane): number {
  const inFlight = first<{ n: number }>(
    sale.sql,
    'select count(*) as n from outbox where sends > 0 and due_at > ? and lane = ?',
    sale.nowMs,
    lane,
  );
  return largestWindow[lane] - (inFlight?.n ?? 0);
}

/** On a lane with a full window the next wake is when a lease ends; `done` wakes earlier. */
function nextJob(sale: Sale): number | null {
  return lanes.reduce<number | null>((soonest, lane) => {
    const after = roomOn(sale, lane) > 0 ? -1 : sale.nowMs;
    const next = minimum(sale.sql, 'select min(due_at) as at from outbox where due_at > ? and lane = ?', after, lane);
    return next === null ? soonest : earlier(soonest, next);
  }, null);
}

export function finishJobs(sale: Sale, jobIds: readonly string[]): void {
  for (const jobId of jobIds) {
    const dot = jobId.lastIndexOf('.');
    const seq = Number(jobId.slice(dot + 1));
    // Done with an older fact says nothing of the newer one that took its place.
    if (Number.isSafeInteger(seq)) {
      sale.sql.exec('delete from outbox where job_id = ? and seq = ?', jobId.slice(0, Math.max(0, dot)), seq);
    }
  }
  sale.book.nextJobMs = nextJob(sale);
}
