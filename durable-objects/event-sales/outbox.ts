// Facts and jobs on their way to the queue. A row is written with its effect and leaves only when the consumer says
// `done`: the queue may lose what it took (the local one is memory), so a row is sent again, by a lease that doubles.
//
// A row carries ids; the body is made from the truth at the moment of sending. A newer fact of the same thing takes the
// older one's place, told apart by `seq`.

import { insertRows } from '../insert-rows.ts';
import { earlier, minimum, nextSeq } from './book.ts';
import { all, first } from './database.ts';
import { bodyOf, type JobNote } from './job-body.ts';
import type { Job, JobBody } from './jobs.ts';
import { eventKeyOf, type Transaction } from './sale.ts';
import type { outbox } from './schema.ts';

/** Longer than a consumer needs for a full batch, so that work under way is not sent twice. */
const firstLeaseMs = 15_000;
export const longestLeaseMs = 10 * 60_000;
/** Letters take a hundred times as long as facts (a PDF each), so they have a queue of their own: lists stay fresh. */
export const lanes = ['facts', 'letters'] as const;
export type Lane = (typeof lanes)[number];
/** Sent and not done: more would only queue up behind the consumer and be sent again. */
const largestWindow: Record<Lane, number> = { facts: 300, letters: 60 };
/** What `sendBatch` takes: 100 messages, 256 KB. */
const largestBatch = 100;
const largestBatchBytes = 200_000;

/** `delayMs`: for work that is under way already and is done by the queue only if it dies. */
export function enqueue(tx: Transaction, note: JobNote, delayMs = 0): void {
  const seq = nextSeq(tx.state);
  const lane = laneOf(note);
  const dueAtMs = tx.nowMs + delayMs;
  tx.write(upsertJobs, [nameOf(note), seq, JSON.stringify(note), 0, dueAtMs, tx.nowMs, lane]);
  // A lane whose window is full has no use for a wake now: in a rush each commit would bring one.
  tx.state.nextJobMs = earlier(tx.state.nextJobMs, tx.state.fullUntilMs[lane] ?? dueAtMs);
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
    case 'finish-refund':
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
export function leaseJobs(tx: Transaction, lane: Lane, random: () => number): Job[] {
  const room = Math.min(largestBatch, roomOn(tx, lane));
  const due =
    room <= 0
      ? []
      : all<Leased>(
          tx.sql,
          'select job_id, seq, body, sends from outbox where due_at <= ? and lane = ? order by sends, due_at limit ?',
          tx.nowMs,
          lane,
          room,
        );
  const jobs: Job[] = [];
  const leased: Leased[] = [];
  const gone: Leased[] = [];
  let bytes = 0;
  for (const row of due) {
    const body = bodyOf(tx, JSON.parse(row.body), row.seq);
    if (body === null) {
      gone.push(row);
      continue;
    }
    const job = jobOf(tx, row, body);
    bytes += JSON.stringify(job).length * 2;
    if (jobs.length > 0 && bytes > largestBatchBytes) break;
    leased.push(row);
    jobs.push(job);
  }
  // After the bodies are read: a write before each reading would be a statement of its own.
  for (const row of leased) lease(tx, row, random);
  for (const row of gone) tx.write(deleteJobs, [row.job_id, row.seq]);
  tx.state.nextJobMs = nextJob(tx);
  return jobs;
}

function jobOf(tx: Transaction, row: Leased, body: JobBody): Job {
  return { version: 1, eventId: `evt_${eventKeyOf(tx.state)}`, jobId: `${row.job_id}.${row.seq}`, ...body };
}

function lease(tx: Transaction, row: Leased, random: () => number): void {
  const wait = Math.min(longestLeaseMs, firstLeaseMs * 2 ** Math.min(row.sends, 10));
  // Jitter, so that a thousand rows of one crash do not come back in one wave.
  const dueAt = Math.round(tx.nowMs + wait * (0.85 + random() * 0.3));
  tx.write(leaseRows, [row.job_id, dueAt]);
}

function roomOn(tx: Transaction, lane: Lane): number {
  const inFlight = first<{ n: number }>(
    tx.sql,
    'select count(*) as n from outbox where sends > 0 and due_at > ? and lane = ?',
    tx.nowMs,
    lane,
  );
  return largestWindow[lane] - (inFlight?.n ?? 0);
}

/** On a lane with a full window the next wake is when a lease ends; `done` wakes earlier. */
function nextJob(tx: Transaction): number | null {
  return lanes.reduce<number | null>((soonest, lane) => {
    const full = roomOn(tx, lane) <= 0;
    const next = minimum(tx.sql, full ? soonestLeaseEnd : soonestDue, lane, full ? tx.nowMs : 0);
    tx.state.fullUntilMs[lane] = full ? next : null;
    return next === null ? soonest : earlier(soonest, next);
  }, null);
}

// Each part finds its rows by the index: what was never sent, of which there may be many thousands, is not walked through.
const soonestLeaseEnd = 'select min(due_at) as at from outbox where lane = ? and sends > 0 and due_at > ?';
const soonestDue = `select min(at) as at from (
  select min(due_at) as at from outbox where lane = ?1 and sends = 0 and due_at > ?2
  union all select min(due_at) from outbox where lane = ?1 and sends > 0 and due_at > ?2)`;
const leaseRows = `update outbox set sends = sends + 1, due_at = q.value ->> 1 from json_each(?) q
  where job_id = q.value ->> 0`;
const deleteJobs = `delete from outbox where (job_id, seq) in (select value ->> 0, value ->> 1 from json_each(?))`;

/** For work that was done without the queue. */
export function forget(tx: Transaction, note: JobNote): void {
  tx.sql.exec('delete from outbox where job_id = ?', nameOf(note));
}

export function finishJobs(tx: Transaction, jobIds: readonly string[]): void {
  for (const jobId of jobIds) {
    const dot = jobId.lastIndexOf('.');
    const seq = Number(jobId.slice(dot + 1));
    // Done with an older fact says nothing of the newer one that took its place.
    if (Number.isSafeInteger(seq)) tx.write(deleteJobs, [jobId.slice(0, Math.max(0, dot)), seq]);
  }
  tx.state.nextJobMs = nextJob(tx);
}
