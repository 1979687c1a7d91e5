// The outbox: rows written in the transaction of their effect and sent to the queue until the consumer reports `done`.
// The queue may lose what it took (the local one keeps messages in memory), so a row is sent again when its lease ends;
// leases double.
//
// A row stores ids, and the body is made when it is sent. There is one row for each subject (`nameOf`): a newer message
// about it replaces the older one, and `seq` tells them apart.

import { assertNever } from '#core/result.ts';
import { insertRows } from '../../insert-rows.ts';
import { all, first } from '../engine/database.ts';
import { eventKeyOf } from '../engine/ids.ts';
import { earlier, minimum, nextSeq } from '../engine/state.ts';
import type { Transaction } from '../engine/transaction.ts';
import type { outbox } from '../schema.ts';
import { bodyOf, type PendingMessage } from './message-body.ts';
import type { MessageBody, OutboxMessage } from './messages.ts';

/**
 * Longer than a consumer takes for a full batch. A shorter lease would send messages again that are being worked on.
 */
const firstLeaseMs = 15_000;
export const longestLeaseMs = 10 * 60_000;
/**
 * A letter takes a hundred times as long as other messages (it makes PDFs), so letters have a queue of their own and
 * hold nothing up.
 */
export const lanes = ['facts', 'letters'] as const;
export type Lane = (typeof lanes)[number];
/**
 * How many messages may be sent and not done. More would wait in the queue behind the consumer until their leases end,
 * and be sent again for nothing.
 */
const largestWindow: Record<Lane, number> = { facts: 300, letters: 60 };
/** `sendBatch` takes at most 100 messages and 256 KB. */
const largestBatch = 100;
const largestBatchBytes = 200_000;

/** `delayMs`: for work that its command does itself, so that the queue does it only when the command died. */
export function enqueue(tx: Transaction, message: PendingMessage, delayMs = 0): void {
  const seq = nextSeq(tx.state);
  const lane = laneOf(message);
  const dueAtMs = tx.nowMs + delayMs;
  tx.write(upsertMessages, [nameOf(message), seq, JSON.stringify(message), 0, dueAtMs, tx.nowMs, lane]);
  // While the lane's window is full the alarm could send nothing. Arming it here would wake it at every commit of an
  // on-sale.
  tx.state.nextMessageMs = earlier(tx.state.nextMessageMs, tx.state.fullUntilMs[lane] ?? dueAtMs);
}

const upsertMessages = insertRows(
  'outbox',
  ['job_id', 'seq', 'body', 'sends', 'due_at', 'made_at', 'lane'],
  'on conflict (job_id) do update set seq = excluded.seq, body = excluded.body, sends = 0, due_at = excluded.due_at',
);

function laneOf(message: PendingMessage): Lane {
  return message.kind === 'deliver-order' || message.kind === 'tell-buyer' ? 'letters' : 'facts';
}

/** The key of the row: one for each subject of each kind. */
function nameOf(message: PendingMessage): string {
  switch (message.kind) {
    case 'project-channel':
      return `${message.kind}.${message.widgetId}`;
    case 'deliver-order':
      return `${message.kind}.${message.orderId}.${message.mailing}`;
    case 'tell-buyer':
      return `${message.kind}.${message.orderId}.${message.what}`;
    case 'letter-failed':
      return `${message.kind}.${message.orderId}.${message.letter}`;
    case 'tell-log':
      return `${message.kind}.${message.deedId}`;
    case 'refund-payment':
    case 'finish-refund':
      return `${message.kind}.${message.refundId}`;
    case 'ask-provider':
    case 'cancel-payment':
      return `${message.kind}.${message.orderId}.${message.provider}.${message.paymentId}`;
    case 'name-types-at-gate':
      return message.kind;
    case 'project-order':
    case 'tell-gate':
      return `${message.kind}.${message.orderId}`;
    default:
      return assertNever(message);
  }
}

type Leased = Pick<typeof outbox.$inferSelect, 'job_id' | 'seq' | 'body' | 'sends' | 'made_at'>;

/** How long a letter is sent again and again before it is given up; its leases grow up to the longest one. */
const letterLifeMs = 3 * 24 * 60 * 60_000;
/**
 * How often it is sent at least. Without this a clock that jumps ahead would give letters up that were hardly tried.
 */
const leastSends = 20;

/** The message that reports a letter as given up. Null while it is still tried, and for all other messages. */
function givenUp(tx: Transaction, row: Leased, message: PendingMessage): PendingMessage | null {
  if (row.sends < leastSends || tx.nowMs - row.made_at < letterLifeMs) return null;
  if (message.kind === 'deliver-order') return { kind: 'letter-failed', orderId: message.orderId, letter: 'tickets' };
  if (message.kind !== 'tell-buyer') return null;
  return { kind: 'letter-failed', orderId: message.orderId, letter: message.what };
}

/** Takes what may be sent now on this lane, messages never sent first, and sets when each would be sent again. */
export function leaseMessages(tx: Transaction, lane: Lane, random: () => number): OutboxMessage[] {
  const room = Math.min(largestBatch, roomOn(tx, lane));
  const due =
    room <= 0
      ? []
      : all<Leased>(
          tx.sql,
          'select job_id, seq, body, sends, made_at from outbox where due_at <= ? and lane = ? order by sends, due_at limit ?',
          tx.nowMs,
          lane,
          room,
        );
  const messages: OutboxMessage[] = [];
  const leased: Leased[] = [];
  const gone: Leased[] = [];
  const failures: PendingMessage[] = [];
  let bytes = 0;
  for (const row of due) {
    const pending: PendingMessage = JSON.parse(row.body);
    const failed = givenUp(tx, row, pending);
    if (failed !== null) failures.push(failed);
    const body = failed === null ? bodyOf(tx, pending, row.seq) : null;
    if (body === null) {
      gone.push(row);
      continue;
    }
    const message = messageOf(tx, row, body);
    bytes += JSON.stringify(message).length * 2;
    if (messages.length > 0 && bytes > largestBatchBytes) break;
    leased.push(row);
    messages.push(message);
  }
  // Only after all bodies are read: reading flushes the buffered writes (`transaction.ts`), so mixing them would cost
  // one statement a row.
  for (const row of leased) lease(tx, row, random);
  for (const row of gone) tx.write(deleteRows, [row.job_id, row.seq]);
  for (const failed of failures) enqueue(tx, failed);
  tx.state.nextMessageMs = nextMessage(tx);
  return messages;
}

function messageOf(tx: Transaction, row: Leased, body: MessageBody): OutboxMessage {
  return { version: 1, eventId: `evt_${eventKeyOf(tx.state)}`, jobId: `${row.job_id}.${row.seq}`, ...body };
}

function lease(tx: Transaction, row: Leased, random: () => number): void {
  const wait = Math.min(longestLeaseMs, firstLeaseMs * 2 ** Math.min(row.sends, 10));
  // Jitter, so that the rows that one crash left behind are not all sent again at the same moment.
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

/**
 * While a window is full, its lane wakes the alarm when the first lease ends; the consumer's `done` wakes it earlier.
 */
function nextMessage(tx: Transaction): number | null {
  return lanes.reduce<number | null>((soonest, lane) => {
    const full = roomOn(tx, lane) <= 0;
    const next = minimum(tx.sql, full ? soonestLeaseEnd : soonestDue, lane, full ? tx.nowMs : 0);
    tx.state.fullUntilMs[lane] = full ? next : null;
    return next === null ? soonest : earlier(soonest, next);
  }, null);
}

// The two parts of `soonestDue` are separate so that the index finds each minimum at once. One query over both would go
// through all rows that were never sent, of which there may be many thousands.
const soonestLeaseEnd = 'select min(due_at) as at from outbox where lane = ? and sends > 0 and due_at > ?';
const soonestDue = `select min(at) as at from (
  select min(due_at) as at from outbox where lane = ?1 and sends = 0 and due_at > ?2
  union all select min(due_at) from outbox where lane = ?1 and sends > 0 and due_at > ?2)`;
const leaseRows = `update outbox set sends = sends + 1, due_at = q.value ->> 1 from json_each(?) q
  where job_id = q.value ->> 0`;
const deleteRows = `delete from outbox where (job_id, seq) in (select value ->> 0, value ->> 1 from json_each(?))`;

/** For work that its command has done itself. */
export function removeMessage(tx: Transaction, message: PendingMessage): void {
  tx.sql.exec('delete from outbox where job_id = ?', nameOf(message));
}

export function removeDone(tx: Transaction, messageIds: readonly string[]): void {
  for (const messageId of messageIds) {
    const dot = messageId.lastIndexOf('.');
    const seq = Number(messageId.slice(dot + 1));
    // Deletes by `seq` too: the row may have been replaced by a newer message, which is not done yet.
    if (Number.isSafeInteger(seq)) tx.write(deleteRows, [messageId.slice(0, Math.max(0, dot)), seq]);
  }
  tx.state.nextMessageMs = nextMessage(tx);
}
