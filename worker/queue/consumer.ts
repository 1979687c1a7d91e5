// The queue's consumer. For every message of an event's outbox: its effect, which may happen twice, then the object's `done`,
// then the ack. Whatever fails between comes again, from the queue or from the outbox; only `done` ends it.
//
// A message nobody understands is set aside with its reason and acked: trying it again would only hold up the others.

import { assertNever } from '#core/result.ts';
import type { OutboxMessage } from '../../durable-objects/event-sales/outbox/messages.ts';
import type { GateTicket } from '../../durable-objects/event-sales/rpc.ts';
import { mailDueLetters, wakeOfMailer } from '../accounts/accounts.ts';
import { saveAuditMessage } from '../audit/audit.ts';
import { BackgroundJobMessage, runJob } from '../background-jobs/background-jobs.ts';
import { deliverOrder, tellBuyer } from '../delivery/delivery.ts';
import type { Env } from '../env.d.ts';
import { callEventSales, callGate } from '../event-object/event-object.ts';
import { noteFailedLetter } from '../failed-letters/failed-letters.ts';
import { eventIdOf } from '../ids/ids.ts';
import { log } from '../log.ts';
import { MailingMessage, runMailing } from '../mailings/mailings.ts';
import { askProvider, cancelPayment, refundPayment } from '../payments/payments.ts';
import { projectChannel, projectOrders } from '../projection/projection.ts';
import { ReconcileMessage, reconcileEvents } from '../reconciliation/reconciliation.ts';
import { CronMessage, runTask } from '../scheduled.ts';
import { MessageIds, QueuedMessage } from './message.ts';

const deadQueue = 'foyer-facts-dead';

type Pending = { delivery: Message<unknown>; message: OutboxMessage };

export async function consume(batch: MessageBatch<unknown>, env: Env): Promise<void> {
  if (batch.queue === deadQueue) return consumeDead(batch, env);
  if (batch.queue === 'foyer-housekeeping') return keepHouse(batch, env);
  const byEvent = new Map<string, Pending[]>();
  const wakes = batch.messages.filter((delivery) => wakeOfMailer(delivery.body));
  if (wakes.length > 0) await mailAccountLetters(env, wakes);
  for (const delivery of batch.messages) {
    if (wakes.includes(delivery)) continue;
    const parsed = QueuedMessage.safeParse(delivery.body);
    if (parsed.success && eventIdOf(env, 'evt', parsed.data.eventId) !== null) {
      const { eventId } = parsed.data;
      byEvent.set(eventId, [...(byEvent.get(eventId) ?? []), { delivery, message: parsed.data }]);
    } else await setAside(env, delivery, parsed.success ? 'unknown-event' : 'not-understood');
  }
  await Promise.all([...byEvent].map(([eventId, pending]) => workThrough(env, eventId, pending)));
}

/** The cron's work, a message for each task and each slice of the large ones; what is lost is due again. */
async function keepHouse(batch: MessageBatch<unknown>, env: Env): Promise<void> {
  for (const delivery of batch.messages) {
    const task = CronMessage.safeParse(delivery.body);
    const reconcile = ReconcileMessage.safeParse(delivery.body);
    const mailing = MailingMessage.safeParse(delivery.body);
    const background = BackgroundJobMessage.safeParse(delivery.body);
    if (task.success) await runTask(env, task.data);
    else if (background.success) await runJob(env, background.data.backgroundJobId);
    else if (mailing.success) await runMailing(env, mailing.data.mailingId, Date.now());
    else if (reconcile.success) await reconcileEvents(env, reconcile.data.eventIds, reconcile.data.nowMs);
    else {
      await setAside(env, delivery, 'not-understood');
      continue;
    }
    delivery.ack();
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

/** One event's messages, side by side: most of the time of one is waiting, for a provider, a bucket, a mail server, D1. */
async function workThrough(env: Env, eventId: string, pending: Pending[]): Promise<void> {
  // Order projections and gate updates arrive by the thousand after an on-sale: one batch per event.
  const news = pending.filter(({ message }) => message.kind === 'project-order' || message.kind === 'tell-gate');
  const together = news.length > 1 && (await haveEffectTogether(env, eventId, news)) ? news : [];
  const others = pending.filter((one) => !together.includes(one));
  const had = await Promise.all(others.map((one) => haveEffect(env, one)));
  const effective = [...together, ...others.filter((_, at) => had[at])];
  if (effective.length === 0) return;
  const jobIds = effective.map(({ message }) => message.jobId);
  try {
    await callEventSales(env, eventId, (sales) => sales.done(jobIds));
    for (const { delivery } of effective) delivery.ack();
  } catch (error) {
    // The effects are idempotent, so the redelivered messages change nothing.
    for (const { delivery, message } of effective) {
      logFailure(message, error);
      delivery.retry();
    }
  }
}

/** False when the batch failed: each message is then handled alone, so that a bad one does not block the others. */
async function haveEffectTogether(env: Env, eventId: string, pending: Pending[]): Promise<boolean> {
  const messages = pending.map(({ message }) => message);
  const orders = messages.filter((message) => message.kind === 'project-order');
  const tickets = messages.flatMap((message) => (message.kind === 'tell-gate' ? message.tickets : []));
  try {
    if (orders.length > 0) await projectOrders(env, orders);
    if (tickets.length > 0) await learnAtGate(env, eventId, tickets);
    return true;
  } catch (error) {
    log('warn', 'message-failed', { kind: 'together', eventId, messages: messages.length, error });
    return false;
  }
}

/** False: the message was given back to the queue and is delivered again. */
async function haveEffect(env: Env, { delivery, message }: Pending): Promise<boolean> {
  try {
    await effectOf(env, message);
    return true;
  } catch (error) {
    logFailure(message, error);
    // A letter comes again by its outbox alone, whose pauses grow: a relay that is down must not be asked at once again.
    if (message.kind === 'deliver-order' || message.kind === 'tell-buyer') delivery.ack();
    else delivery.retry();
    return false;
  }
}

async function effectOf(env: Env, message: OutboxMessage): Promise<void> {
  switch (message.kind) {
    case 'project-order':
      return projectOrders(env, [message]);
    case 'project-channel':
      return projectChannel(env, message);
    case 'deliver-order':
      return deliverOrder(env, message);
    case 'tell-buyer':
      return tellBuyer(env, message);
    case 'letter-failed':
      return noteFailedLetter(env, { ...message, reason: 'given-up' });
    case 'tell-log':
      return saveAuditMessage(env, message);
    case 'tell-gate':
      return learnAtGate(env, message.eventId, message.tickets);
    case 'name-types-at-gate':
      return callGate(env, message.eventId, (gate) => gate.nameTypes({ seq: message.seq, names: message.names }));
    case 'finish-refund':
      return finishRefund(env, message.eventId, message.refundId);
    case 'ask-provider':
      return noteRefusal(message, await askProvider(env, message.orderId, message));
    case 'cancel-payment':
      return noteRefusal(message, await cancelPayment(env, message.orderId, message));
    case 'refund-payment':
      return refundPayment(env, message.orderId, message);
    default:
      return assertNever(message);
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
// same, so the message is done and a person must look.
function noteRefusal(message: OutboxMessage, settled: { ok: boolean; code?: string }): void {
  if (settled.ok) return;
  log('error', 'provider-outcome-refused', { kind: message.kind, jobId: message.jobId, code: settled.code });
}

async function consumeDead(batch: MessageBatch<unknown>, env: Env): Promise<void> {
  for (const delivery of batch.messages) await setAside(env, delivery, 'retries-used-up');
}

/** Written where it survives, with ids alone: the outbox still has the message itself. */
async function setAside(env: Env, delivery: Message<unknown>, reason: string): Promise<void> {
  const { data: ids = {} } = MessageIds.safeParse(delivery.body);
  const record = { messageId: delivery.id, reason, attempts: delivery.attempts, sentAt: delivery.timestamp, ...ids };
  try {
    await env.FILES.put(`dead-letters/${delivery.id}.json`, JSON.stringify(record));
    log('error', 'dead-letter', record);
    delivery.ack();
  } catch (error) {
    log('error', 'dead-letter-not-stored', { messageId: delivery.id, error });
    delivery.retry();
  }
}

function logFailure(message: OutboxMessage, error: unknown): void {
  const { kind, jobId, eventId } = message;
  log('warn', 'message-failed', { kind, jobId, eventId, error });
}
