// Failed refunds: refunds that the provider rejected. The organizer sees them in the dashboard, gets a letter, and retries
// them. The event's object knows which of them are unresolved; D1 only holds which events to ask and whom to notify.

import { and, asc, eq, gt, isNull, lte, min, or, sql } from 'drizzle-orm';
import { clockSkewMs } from '#core/clock-skew.ts';
import { Currency } from '#core/contracts/basics.ts';
import type { FailedRefund } from '#core/contracts/reconciliation.ts';
import type { Refund } from '#core/contracts/sales.ts';
import { titleIn } from '#core/event-text.ts';
import type { Result } from '#core/result.ts';
import { configOf } from '../config.ts';
import { pageOf, positionOf } from '../cursor.ts';
import { databaseOf, isOneOf } from '../database.ts';
import { sendLetter } from '../delivery/mail/mail.ts';
import type { Env } from '../env.d.ts';
import { callEventSales } from '../event-object/event-object.ts';
import type { Actor } from '../http/app-env.ts';
import { log } from '../log.ts';
import { members, users } from '../schema/accounts.ts';
import { events } from '../schema/catalog.ts';
import { failedRefunds } from '../schema/refunds.ts';
import { titlesOf, titlesText } from '../titles.ts';
import { failedRefundLetter } from './failed-refund-letter.ts';

const pageSize = 50;
/** So many rows are looked through for one page while all of them have been retried; the next call goes on from there. */
const roundsAPage = 25;
const mailedAtOnce = 50;

/** Hearing the same again changes nothing. */
export async function noteFailedRefund(env: Env, eventId: string, refundId: string): Promise<void> {
  await databaseOf(env).insert(failedRefunds).values({ refundId, eventId, failedAt: Date.now() }).onConflictDoNothing();
}

type Query = { cursor?: string | undefined; eventId?: string | undefined };

/**
 * Failed refunds that nobody has retried yet, the one that failed first at the top. D1 names them and their events'
 * objects are asked which of them still stand; those that do not are marked as settled on the way. A page that would be
 * empty for that reason is filled from the rows that follow.
 */
export async function listFailedRefunds(
  env: Env,
  actor: Pick<Actor, 'role' | 'partyId'>,
  query: Query,
): Promise<{ items: FailedRefund[]; next: string | null }> {
  let page = await standingPage(env, actor, query);
  for (let round = 1; page.items.length === 0 && page.next !== null && round < roundsAPage; round++) {
    page = await standingPage(env, actor, { ...query, cursor: page.next });
  }
  return page;
}

type Row = { refundId: string; eventId: string; title: string; titles: string; at: number };

async function standingPage(env: Env, actor: Pick<Actor, 'role' | 'partyId'>, query: Query) {
  const after = positionOf(query.cursor);
  const rows: Row[] = await databaseOf(env)
    .select({
      refundId: failedRefunds.refundId,
      eventId: events.id,
      title: events.title,
      titles: titlesText(events.translations),
      at: failedRefunds.failedAt,
    })
    .from(failedRefunds)
    .innerJoin(events, eq(events.id, failedRefunds.eventId))
    .where(
      and(
        isNull(failedRefunds.settledAt),
        actor.role === 'admin' ? undefined : eq(events.organizerId, actor.partyId ?? ''),
        query.eventId === undefined ? undefined : eq(events.id, query.eventId),
        after === null
          ? undefined
          : sql`(${failedRefunds.failedAt}, ${failedRefunds.refundId}) > (${Number(after.at)}, ${after.id})`,
      ),
    )
    .orderBy(asc(failedRefunds.failedAt), asc(failedRefunds.refundId))
    .limit(pageSize + 1);
  const page = pageOf(
    rows,
    pageSize,
    ({ at, refundId }) => ({ at, id: refundId }),
    (row) => row,
  );
  const known = await knownOf(env, page.items);
  await markSettled(
    env,
    page.items.map(({ refundId }) => refundId).filter((refundId) => !known.has(refundId)),
  );
  const items = page.items.flatMap(({ refundId }) => known.get(refundId) ?? []);
  return { items, next: page.next };
}

/** What the events' objects say of these refunds, by their ids; one that was retried is missing. */
async function knownOf(env: Env, rows: Row[]): Promise<Map<string, FailedRefund>> {
  const asked = new Map(rows.map(({ eventId, title, titles }) => [eventId, { title, titles }]));
  const found = await Promise.all(
    [...asked].map(async ([eventId, { title, titles }]) => {
      const ids = rows.filter((row) => row.eventId === eventId).map(({ refundId }) => refundId);
      const known = await callEventSales(env, eventId, (sales) => sales.failedRefunds(ids));
      return known.map(({ refundId, orderId, kind, amountMinor, currency, requestedAtMs }) => ({
        refundId,
        orderId,
        eventId,
        eventTitle: title,
        eventTranslations: titlesOf(titles),
        kind,
        amount: { amount: amountMinor, currency: Currency.parse(currency) },
        requestedAt: new Date(requestedAtMs).toISOString(),
      }));
    }),
  );
  return new Map(found.flat().map((refund) => [refund.refundId, refund]));
}

async function markSettled(env: Env, refundIds: string[]): Promise<void> {
  if (refundIds.length === 0) return;
  await databaseOf(env)
    .update(failedRefunds)
    .set({ settledAt: Date.now() })
    .where(and(isNull(failedRefunds.settledAt), isOneOf(failedRefunds.refundId, refundIds)));
}

/** Until then, and whatever a clock that ran ahead has noted: nobody waits for that moment. */
function failedBy(nowMs: number) {
  return or(lte(failedRefunds.failedAt, nowMs), gt(failedRefunds.failedAt, nowMs + clockSkewMs));
}

type RetryRefusal = 'not-found' | 'refund-not-failed' | 'ticket-not-refundable' | 'order-not-paid';

export function retryRefund(
  env: Env,
  at: { eventId: string; orderId: string; refundId: string },
  { userId, role }: Pick<Actor, 'userId' | 'role'>,
): Promise<Result<Refund, RetryRefusal>> {
  return callEventSales(env, at.eventId, (sales) =>
    sales.retryRefund({ orderId: at.orderId, refundId: at.refundId, by: { userId, role } }),
  );
}

/** An event whose refunds fail one after the other makes one letter in this time, not one for each. */
const quietMs = 30 * 60_000;

/** One letter an event to each member of the organizer; what cannot be sent now is tried again by the cron. */
export async function mailFailedRefunds(env: Env, nowMs: number): Promise<void> {
  const db = databaseOf(env);
  const owed = await db
    .select({
      refundId: min(failedRefunds.refundId),
      eventId: events.id,
      title: events.title,
      titles: titlesText(events.translations),
      partyId: events.organizerId,
    })
    .from(failedRefunds)
    .innerJoin(events, eq(events.id, failedRefunds.eventId))
    .where(
      and(
        isNull(failedRefunds.mailedAt),
        failedBy(nowMs),
        sql`not exists (select 1 from failed_refunds told where told.event_id = ${events.id} and told.mailed_at > ${nowMs - quietMs}
          and told.mailed_at <= ${nowMs + clockSkewMs})`,
      ),
    )
    .groupBy(events.id)
    .orderBy(asc(min(failedRefunds.failedAt)))
    .limit(mailedAtOnce);
  for (const row of owed) {
    try {
      await mailOne(env, row);
      const told = and(eq(failedRefunds.eventId, row.eventId), isNull(failedRefunds.mailedAt), failedBy(nowMs));
      await db.update(failedRefunds).set({ mailedAt: nowMs }).where(told);
    } catch (error) {
      log('warn', 'failed-refund-not-mailed', { eventId: row.eventId, error });
    }
  }
}

type Owed = { refundId: string | null; eventId: string; title: string; titles: string; partyId: string };

async function mailOne(env: Env, { refundId, eventId, title, titles, partyId }: Owed): Promise<void> {
  const people = await databaseOf(env)
    .select({ id: users.id, name: users.displayName, email: users.email, locale: users.locale })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(eq(members.partyId, partyId));
  const url = `${configOf(env).PUBLIC_ORIGIN}/my-events/${eventId}`;
  for (const { id, name, email, locale } of people) {
    const to = { name, address: email };
    await sendLetter(
      env,
      { id: `failed-refund.${refundId}.${id}`, locale, to, class: 'account', senders: [], attachments: [] },
      () =>
        failedRefundLetter(locale, {
          eventTitle: titleIn({ title, translations: titlesOf(titles) }, locale),
          name,
          url,
        }),
    );
  }
}
