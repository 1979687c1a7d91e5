// What an organizer writes to the buyers of an event: started with all its recipients in one statement, sent by runs of the
// queue (`run.ts`), seen with its progress and its failures.

import { and, count, eq, sql } from 'drizzle-orm';
import type { MailingAudience, MailingRequest } from '#core/contracts/mailings.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import type { EventRow } from '../access/relations.ts';
import { countAttempt, perHour } from '../accounts/rate-limit.ts';
import { auditIfChanged } from '../audit/audit.ts';
import { databaseOf, statement } from '../database.ts';
import type { Env } from '../env.d.ts';
import type { Actor } from '../http/app-env.ts';
import { newId } from '../ids/ids.ts';
import { type MailingRow, mailingRecipients, mailings } from '../schema/mailings.ts';
import { wakeMailing } from './run.ts';

export { previewMailing, testMailing } from './before-sending.ts';
export { cancelMailing, failedRecipients, listMailings, mailingOf } from './progress.ts';
export { MailingMessage, runMailing, wakeMailings } from './run.ts';

/** Buyers get few letters besides those about their order; who has more to say can wait until tomorrow. */
const perEvent = perHour(4 / 24, 4);
const perOrganizer = perHour(20 / 24, 20);

type Started = { mailingId: string; recipients: number };

/** The same key starts one mailing. `nobody`: no buyer of the audience has a valid ticket. */
export async function startMailing(
  env: Env,
  { event, actor, key }: { event: EventRow; actor: Actor; key: string },
  request: MailingRequest,
): Promise<Result<Started, 'too-many-requests' | 'invalid-request' | 'idempotency-key-reused'>> {
  const before = await startedWith(env, event.id, key);
  if (before !== null) return sameAsBefore(env, before, request);
  if ((await audienceSize(env, event.id, request.audience)) === 0) {
    return refuse('invalid-request', { fields: [{ path: 'audience', problem: 'nobody' }] });
  }
  const nowMs = Date.now();
  const counted = await countAttempt(
    env,
    [
      { what: 'mailings-of-event', subject: event.id, limit: perEvent },
      { what: 'mailings-of-organizer', subject: event.organizerId, limit: perOrganizer },
    ],
    nowMs,
  );
  if (!counted.ok) return counted;
  const db = databaseOf(env);
  const id = newId('mlg');
  const { audience, subject, text } = request;
  const row: MailingRow = {
    ...{ id, eventId: event.id, organizerId: event.organizerId, userId: actor.userId, idempotencyKey: key },
    ...{ audience, subject, body: text, status: 'running', createdAt: nowMs },
  };
  // Of two requests with one key the second makes no row, and so no recipients.
  await db.batch([
    db.insert(mailings).values(row).onConflictDoNothing(),
    auditIfChanged(
      db,
      {
        ...({
          what: 'buyers-mailed',
          by: actor,
          subjectId: id,
          eventId: event.id,
          partyId: event.organizerId,
        } as const),
        after: { audience: audience.kind },
      },
      nowMs,
    ),
    statement(
      db,
      sql`insert into ${mailingRecipients} (mailing_id, order_id, state, attempts, next_at)
        select ${id}, order_id, 'waiting', 0, ${nowMs} from (${recipientsOf(event.id, audience)})
        where exists (select 1 from ${mailings} where id = ${id})`,
    ),
  ]);
  const started = await startedWith(env, event.id, key);
  if (started === null) throw new Error('a mailing that was started is missing');
  if (started.id !== id) return sameAsBefore(env, started, request);
  await wakeMailing(env, id);
  return ok({ mailingId: id, recipients: await recipientsIn(env, id) });
}

async function startedWith(env: Env, eventId: string, key: string): Promise<MailingRow | null> {
  const same = and(eq(mailings.eventId, eventId), eq(mailings.idempotencyKey, key));
  const [row] = await databaseOf(env).select().from(mailings).where(same);
  return row ?? null;
}

async function sameAsBefore(
  env: Env,
  row: MailingRow,
  { subject, text, audience }: MailingRequest,
): Promise<Result<Started, 'idempotency-key-reused'>> {
  const isSame =
    row.subject === subject && row.body === text && JSON.stringify(row.audience) === JSON.stringify(audience);
  if (!isSame) return refuse('idempotency-key-reused');
  return ok({ mailingId: row.id, recipients: await recipientsIn(env, row.id) });
}

async function recipientsIn(env: Env, mailingId: string): Promise<number> {
  const of = eq(mailingRecipients.mailingId, mailingId);
  const [found] = await databaseOf(env).select({ n: count() }).from(mailingRecipients).where(of);
  return found?.n ?? 0;
}

/** Of each address the newest order with a valid ticket of the audience: a refund of the last order hides no earlier one. */
function recipientsOf(eventId: string, audience: MailingAudience) {
  const ofTypes =
    audience.kind === 'types'
      ? sql`and tickets.ticket_type_id in (select value from json_each(${JSON.stringify(audience.ticketTypeIds)}))`
      : sql``;
  return sql`select order_id from (
    select orders.id as order_id, row_number() over (
      partition by lower(orders.buyer_email) order by orders.created_at desc, orders.id desc) as nth
    from orders where orders.event_id = ${eventId} and exists (
      select 1 from tickets where tickets.order_id = orders.id and tickets.status = 'valid' ${ofTypes}))
    where nth = 1`;
}

/** How many will be written to; of `not-admitted` as many as could be, because the door goes on meanwhile. */
export async function audienceSize(env: Env, eventId: string, audience: MailingAudience): Promise<number> {
  const [found] = await databaseOf(env).all<{ n: number }>(
    sql`select count(*) as n from (${recipientsOf(eventId, audience)})`,
  );
  return found?.n ?? 0;
}
