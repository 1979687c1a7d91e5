// Sends a mailing: some letters in each invocation, until nobody waits. A run takes the recipients it will write to by putting
// off their next turn, so two runs never take the same one; those of a run that dies are due again minutes later, and the
// send log keeps a letter that went out from going out twice.

import { sql } from 'drizzle-orm';
import * as z from 'zod';
import type { MailingAudience, MailingFailure } from '#core/contracts/mailings.ts';
import { assertNever } from '#core/result.ts';
import type { OrderForDelivery } from '../../durable-objects/event-sales/rpc.ts';
import { databaseOf } from '../database.ts';
import { LetterWaits, mailToBuyer } from '../delivery/delivery.ts';
import { admittedOf } from '../door/door.ts';
import type { Env } from '../env.d.ts';
import { callEventSales } from '../event-object/event-object.ts';
import { log } from '../log.ts';
import { type MailingRow, mailingRecipients, mailings } from '../schema/mailings.ts';

export const MailingMessage = z.object({ kind: z.literal('mailing'), mailingId: z.string() });
type MailingMessage = z.infer<typeof MailingMessage>;

/** Each costs a call of the event's object, some of R2 and D1, and one of the mail service: an invocation has 1,000 calls. */
const slice = 40;
const atOnce = 4;
/** Longer than a slice may take, so that a recipient is due again only when the run has died. */
const turnMs = 5 * 60_000;
const overLimitWaitMs = 20 * 60_000;
const giveUpMs = 48 * 3_600_000;

/** The rows are there whatever happens to the message: the cron finds them. */
export async function wakeMailing(env: Env, mailingId: string): Promise<void> {
  try {
    await env.HOUSEKEEPING.send({ kind: 'mailing', mailingId } satisfies MailingMessage);
  } catch (error) {
    log('warn', 'mailing-not-queued', { mailingId, error });
  }
}

export async function runMailing(env: Env, mailingId: string, nowMs: number): Promise<void> {
  const [mailing] = await databaseOf(env)
    .select()
    .from(mailings)
    .where(sql`${mailings.id} = ${mailingId} and ${mailings.status} = 'running'`);
  if (mailing === undefined) return;
  const taken = await takeTurns(env, mailingId, nowMs);
  for (let at = 0; at < taken.length; at += atOnce) {
    await Promise.all(taken.slice(at, at + atOnce).map((one) => writeTo(env, mailing, one, nowMs)));
  }
  await endIfOver(env, mailingId);
  if (taken.length === slice) await wakeMailing(env, mailingId);
}

type Turn = { orderId: string; attempts: number };

function takeTurns(env: Env, mailingId: string, nowMs: number): Promise<Turn[]> {
  return databaseOf(env).all<Turn>(sql`
    update ${mailingRecipients} set next_at = ${nowMs + turnMs}, attempts = attempts + 1
    where mailing_id = ${mailingId} and order_id in (
      select order_id from ${mailingRecipients}
      where mailing_id = ${mailingId} and state = 'waiting' and next_at <= ${nowMs}
      order by next_at, order_id limit ${slice})
    returning order_id as orderId, attempts`);
}

async function writeTo(env: Env, mailing: MailingRow, turn: Turn, nowMs: number): Promise<void> {
  const outcome = await outcomeOf(env, mailing, turn, nowMs);
  const { state, reason, nextAt } = outcome;
  await databaseOf(env).run(sql`
    update ${mailingRecipients} set state = ${state}, reason = ${reason}, next_at = ${nextAt}
    where mailing_id = ${mailing.id} and order_id = ${turn.orderId} and state = 'waiting'`);
}

type Outcome = { state: 'waiting' | 'sent' | 'failed' | 'left-out'; reason: MailingFailure | null; nextAt: number };

const ended = (state: 'sent' | 'left-out') => ({ state, reason: null, nextAt: 0 }) as const;
const failed = (reason: MailingFailure) => ({ state: 'failed', reason, nextAt: 0 }) as const;

async function outcomeOf(env: Env, mailing: MailingRow, turn: Turn, nowMs: number): Promise<Outcome> {
  const isLast = nowMs - mailing.createdAt > giveUpMs;
  try {
    const order = await callEventSales(env, mailing.eventId, (sales) => sales.orderForDelivery(turn.orderId));
    if (order === null || !(await isWrittenTo(env, mailing, order))) return ended('left-out');
    const sent = await mailToBuyer(env, order, { id: mailing.id, subject: mailing.subject, text: mailing.body });
    switch (sent) {
      case 'accepted':
      case 'sent-before':
        return ended('sent');
      case 'refused':
        return failed('address-refused');
      // The class `mailing` waits when it is over a limit, so what is withheld is unwanted.
      case 'withheld':
        return failed('unwanted');
      default:
        return assertNever(sent);
    }
  } catch (error) {
    const isOverLimit = error instanceof LetterWaits;
    if (isLast) return failed(isOverLimit ? 'over-limit' : 'mail-down');
    if (!isOverLimit) log('warn', 'mailing-letter-failed', { mailingId: mailing.id, attempt: turn.attempts, error });
    const waitMs = isOverLimit ? overLimitWaitMs : Math.min(2 ** turn.attempts * 15_000, 3_600_000);
    return { state: 'waiting', reason: null, nextAt: nowMs + waitMs };
  }
}

/** Judged when their turn comes: an order may have been refunded since, and a guest may have come in. */
async function isWrittenTo(env: Env, { audience, eventId }: MailingRow, order: OrderForDelivery): Promise<boolean> {
  const valid = order.tickets.filter((ticket) => ticket.status === 'valid' && isOfAudience(audience, ticket));
  if (valid.length === 0) return false;
  if (audience.kind !== 'not-admitted') return true;
  const ids = valid.map(({ ticketId }) => ticketId);
  const inside = await admittedOf(env, eventId, ids);
  return ids.some((id) => !inside.has(id));
}

function isOfAudience(audience: MailingAudience, { ticketTypeId }: { ticketTypeId: string }): boolean {
  return audience.kind !== 'types' || audience.ticketTypeIds.includes(ticketTypeId);
}

async function endIfOver(env: Env, mailingId: string): Promise<void> {
  await databaseOf(env).run(sql`
    update ${mailings} set status = 'done' where id = ${mailingId} and status = 'running'
      and not exists (select 1 from ${mailingRecipients} where mailing_id = ${mailingId} and state = 'waiting')`);
}

const wokenAtOnce = 50;

/** Run by the cron: mailings whose message was lost, whose run died, and whose recipients had to wait. */
export async function wakeMailings(env: Env, nowMs: number): Promise<void> {
  const due = await databaseOf(env).all<{ id: string }>(sql`
    select id from ${mailings} where status = 'running' and exists (
      select 1 from ${mailingRecipients} where mailing_id = mailings.id and state = 'waiting' and next_at <= ${nowMs})
    order by created_at limit ${wokenAtOnce}`);
  for (const { id } of due) await wakeMailing(env, id);
}
