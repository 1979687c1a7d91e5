// The queue's consumer. Every message is one idempotent job of an event's outbox: its effect, then the object's `done`,
// then the ack. Whatever fails between comes again, from the queue or from the outbox; only `done` ends it.
//
// A message nobody understands is set aside with its reason and acked: trying it again would only hold up the others.

import { assertNever } from '#core/result.ts';
import type { OutboxMessage } from '../../durable-objects/event-sales/outbox/messages.ts';
import type { GateTicket } from '../../durable-objects/event-sales/rpc.ts';
import { mailDueLetters, wakeOfMailer } from '../accounts/accounts.ts';
import { saveAuditMessage } from '../audit/audit.ts';
import { deliverOrder, tellBuyer } from '../delivery/delivery.ts';
import type { Env } from '../env.d.ts';
import { callEventSales, callGate } from '../event-object/event-object.ts';
import { noteFailedLetter } from '../failed-letters/failed-letters.ts';
import { eventIdOf } from '../ids/ids.ts';
import { log } from '../log.ts';
import { askProvider, cancelPayment, refundPayment } from '../payments/payments.ts';
import { projectChannel, projectOrders } from '../projection/projection.ts';
import { ReconcileMessage, reconcileEvents } from '../reconciliation/reconciliation.ts';
import { CronMessage, runTask } from '../scheduled.ts';
import { JobIds, JobMessage } from './message.ts';

const deadQueue = 'foyer-facts-dead';

type Pending = { message: Message<unknown>; job: OutboxMessage };

export async function consume(batch: MessageBatch<unknown>, env: Env): Promise<void> {
  if (batch.queue === deadQueue) return consumeDead(batch, env);
  if (batch.queue === 'foyer-housekeeping') return keepHouse(batch, env);
  const byEvent = new Map<string, Pending[]>();
  const wakes = batch.messages.filter((message) => wakeOfMailer(message.body));
  if (wakes.length > 0) await mailAccountLetters(env, wakes);
  for (const message of batch.messages) {
    if (wakes.includes(message)) continue;
    const parsed = JobMessage.safeParse(message.body);
    if (parsed.success && eventIdOf(env, 'evt', parsed.data.eventId) !== null) {
      const { eventId } = parsed.data;
      byEvent.set(eventId, [...(byEvent.get(eventId) ?? []), { message, job: parsed.data }]);
    } else await setAside(env, message, parsed.success ? 'unknown-event' : 'not-understood');
  }
  await Promise.all([...byEvent].map(([eventId, pending]) => workThrough(env, eventId, pending)));
}

/** The cron's work, a message for each task and each slice of the large ones; what is lost is due again. */
async function keepHouse(batch: MessageBatch<unknown>, env: Env): Promise<void> {
  for (const message of batch.messages) {
    const task = CronMessage.safeParse(message.body);
    const reconcile = ReconcileMessage.safeParse(message.body);
    if (task.success) await runTask(env, task.data);
    else if (reconcile.success) await reconcileEvents(env, reconcile.data.eventIds, reconcile.data.nowMs);
    else {
      await setAside(env, message, 'not-understood');
      continue;
    }
    message.ack();
  }
}

// The letters are rows in D1, so the cron mails whatever fails here.
async function mailAccountLetters(env: Env, wakes: readonly Message<unknown>[]): Promise<void> {
  try {
    await mailDueLetters(env, Date.now());
  } catch (error) {
    log('warn', 'message-failed', { kind: 'mail-account-letters', error });
  }
  for (const wake of wakes) wake.ack();
}

/** One event's jobs, side by side: most of a job is waiting, for a provider, a bucket, a mail server, D1. */
async function workThrough(env: Env, eventId: string, pending: Pending[]): Promise<void> {
  // Order projections and gate updates arrive by the thousand after an on-sale: one batch per event.
  const news = pending.filter(({ job }) => job.kind === 'project-order' || job.kind === 'tell-gate');
  const together = news.length > 1 && (await haveEffectTogether(env, eventId, news)) ? news : [];
  const others = pending.filter((one) => !together.includes(one));
  const had = await Promise.all(others.map((one) => haveEffect(env, one)));
  const effective = [...together, ...others.filter((_, at) => had[at])];
  if (effective.length === 0) return;
  const jobIds = effective.map(({ job }) => job.jobId);
  try {
    await callEventSales(env, eventId, (sales) => sales.done(jobIds));
    for (const { message } of effective) message.ack();
  } catch (error) {
    // The effects are idempotent, so the redelivered messages change nothing.
    for (const { message, job } of effective) {
      logFailure(job, error);
      message.retry();
    }
  }
}

/** False when the batch failed: each message is then handled alone, so that a bad one does not block the others. */
async function haveEffectTogether(env: Env, eventId: string, pending: Pending[]): Promise<boolean> {
  const jobs = pending.map(({ job }) => job);
  const facts = jobs.filter((job) => job.kind === 'project-order');
  const tickets = jobs.flatMap((job) => (job.kind === 'tell-gate' ? job.tickets : []));
  try {
    if (facts.length > 0) await projectOrders(env, facts);
    if (tickets.length > 0) await learnAtGate(env, eventId, tickets);
    return true;
  } catch (error) {
    log('warn', 'message-failed', { kind: 'together', eventId, jobs: jobs.length, error });
    return false;
  }
}

/** False: the message was given back to the queue and is delivered again. */
async function haveEffect(env: Env, { message, job }: Pending): Promise<boolean> {
  try {
    await effectOf(env, job);
    return true;
  } catch (error) {
    logFailure(job, error);
    // A letter comes again by its outbox alone, whose pauses grow: a relay that is down must not be asked at once again.
    if (job.kind === 'deliver-order' || job.kind === 'tell-buyer') message.ack();
    else message.retry();
    return false;
  }
}

async function effectOf(env: Env, job: OutboxMessage): Promise<void> {
  switch (job.kind) {
    case 'project-order':
      return projectOrders(env, [job]);
    case 'project-channel':
      return projectChannel(env, job);
    case 'deliver-order':
      return deliverOrder(env, job);
    case 'tell-buyer':
      return tellBuyer(env, job);
    case 'letter-failed':
      return noteFailedLetter(env, { ...job, reason: 'given-up' });
    case 'tell-log':
      return saveAuditMessage(env, job);
    case 'tell-gate':
      return learnAtGate(env, job.eventId, job.tickets);
    case 'name-types-at-gate':
      return callGate(env, job.eventId, (gate) => gate.nameTypes({ seq: job.seq, names: job.names }));
    case 'finish-refund':
      return finishRefund(env, job.eventId, job.refundId);
    case 'ask-provider':
      return noteRefusal(job, await askProvider(env, job.orderId, job));
    case 'cancel-payment':
      return noteRefusal(job, await cancelPayment(env, job.orderId, job));
    case 'refund-payment':
      return refundPayment(env, job.orderId, job);
    default:
      return assertNever(job);
  }
}

async function finishRefund(env: Env, eventId: string, refundId: string): Promise<void> {
  const finished = await callEventSales(env, eventId, (sales) => sales.finishRefund(refundId));
  if (!finished) throw new Error('the gate did not answer');
}

function learnAtGate(env: Env, eventId: string, tickets: GateTicket[]): Promise<void> {
  return callGate(env, eventId, (gate) => gate.learn(tickets));
}

// The object said no to what the provider said (another amount, a payment of another order). Asking again gives the
// same, so the job is done and a person must look.
function noteRefusal(job: OutboxMessage, settled: { ok: boolean; code?: string }): void {
  if (settled.ok) return;
  log('error', 'provider-outcome-refused', { kind: job.kind, jobId: job.jobId, code: settled.code });
}

async function consumeDead(batch: MessageBatch<unknown>, env: Env): Promise<void> {
  for (const message of batch.messages) await setAside(env, message, 'retries-used-up');
}

/** Written where it survives, with ids alone: the outbox still has the job itself. */
async function setAside(env: Env, message: Message<unknown>, reason: string): Promise<void> {
  const { data: ids = {} } = JobIds.safeParse(message.body);
  const record = { messageId: message.id, reason, attempts: message.attempts, sentAt: message.timestamp, ...ids };
  try {
    await env.FILES.put(`dead-letters/${message.id}.json`, JSON.stringify(record));
    log('error', 'dead-letter', record);
    message.ack();
  } catch (error) {
    log('error', 'dead-letter-not-stored', { messageId: message.id, error });
    message.retry();
  }
}

function logFailure(job: OutboxMessage, error: unknown): void {
  const { kind, jobId, eventId } = job;
  log('warn', 'message-failed', { kind, jobId, eventId, error });
}
