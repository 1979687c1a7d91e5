// How the mailings of an event go: whom each has reached, whose letter failed and why, and ending one.

import { and, desc, eq, sql } from 'drizzle-orm';
import type { FailedRecipientPage, Mailing } from '#core/contracts/mailings.ts';
import { orderNumber } from '#core/order-number.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { olderThan, type Paged, pageOf } from '../cursor.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { type MailingRow, mailingRecipients, mailings } from '../schema/mailings.ts';
import { orders } from '../schema/projection.ts';

const pageSize = 20;

export async function listMailings(env: Env, eventId: string, { after }: Paged) {
  const rows = await databaseOf(env)
    .select()
    .from(mailings)
    .where(and(eq(mailings.eventId, eventId), olderThan(after, mailings.createdAt, mailings.id)))
    .orderBy(desc(mailings.createdAt), desc(mailings.id))
    .limit(pageSize + 1);
  const counts = await countsOf(
    env,
    rows.map(({ id }) => id),
  );
  return pageOf(
    rows,
    pageSize,
    ({ createdAt, id }) => ({ at: createdAt, id }),
    (row) => viewOf(row, counts.get(row.id) ?? noCounts),
  );
}

const noCounts: Mailing['counts'] = { all: 0, waiting: 0, sent: 0, failed: 0, leftOut: 0 };

async function countsOf(env: Env, ids: readonly string[]): Promise<Map<string, Mailing['counts']>> {
  const rows = await databaseOf(env).all<{ id: string } & Mailing['counts']>(sql`
    select mailing_id as id, count(*) as "all", sum(state = 'waiting') as waiting, sum(state = 'sent') as sent,
      sum(state = 'failed') as failed, sum(state = 'left-out') as leftOut
    from ${mailingRecipients} where mailing_id in (select value from json_each(${JSON.stringify(ids)})) group by 1`);
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}

function viewOf({ id, createdAt, subject, body, audience, status }: MailingRow, counts: Mailing['counts']): Mailing {
  return { id, at: new Date(createdAt).toISOString(), subject, text: body, audience, status, counts };
}

/** A mailing of this event, or null: foreign and missing are the same. */
export async function mailingOf(env: Env, eventId: string, mailingId: string): Promise<Mailing | null> {
  const row = await rowOf(env, eventId, mailingId);
  return row === null ? null : viewOf(row, (await countsOf(env, [row.id])).get(row.id) ?? noCounts);
}

async function rowOf(env: Env, eventId: string, mailingId: string): Promise<MailingRow | null> {
  const named = and(eq(mailings.id, mailingId), eq(mailings.eventId, eventId));
  const [row] = await databaseOf(env).select().from(mailings).where(named);
  return row ?? null;
}

const failuresOnPage = 50;

export async function failedRecipients(
  env: Env,
  eventId: string,
  mailingId: string,
  { after }: Paged,
): Promise<Result<FailedRecipientPage, 'not-found'>> {
  if ((await rowOf(env, eventId, mailingId)) === null) return refuse('not-found');
  const rows = await databaseOf(env)
    .select({ recipient: mailingRecipients, name: orders.buyerName, email: orders.buyerEmail, at: orders.createdAt })
    .from(mailingRecipients)
    .innerJoin(orders, eq(orders.id, mailingRecipients.orderId))
    .where(
      and(
        eq(mailingRecipients.mailingId, mailingId),
        eq(mailingRecipients.state, 'failed'),
        olderThan(after, orders.createdAt, orders.id),
      ),
    )
    .orderBy(desc(orders.createdAt), desc(orders.id))
    .limit(failuresOnPage + 1);
  return ok(
    pageOf(
      rows,
      failuresOnPage,
      ({ at, recipient }) => ({ at, id: recipient.orderId }),
      ({ recipient: { orderId, reason }, name, email }) => ({
        ...{ orderId, number: orderNumber(orderId), name, email },
        reason: reason ?? 'mail-down',
      }),
    ),
  );
}

/** Whoever waits gets no letter. Repeatable; a mailing that is over stays as it is. */
export async function cancelMailing(
  env: Env,
  eventId: string,
  mailingId: string,
): Promise<Result<Mailing, 'not-found'>> {
  const running = and(eq(mailings.id, mailingId), eq(mailings.eventId, eventId), eq(mailings.status, 'running'));
  await databaseOf(env).update(mailings).set({ status: 'cancelled' }).where(running);
  const mailing = await mailingOf(env, eventId, mailingId);
  return mailing === null ? refuse('not-found') : ok(mailing);
}
