// Money that did not go back: told to the organizer in the dashboard and by letter, and tried again at his word. Which
// refunds stand is the truth of the event's object; D1 only knows whom to tell and whom to ask.

import { and, asc, eq, isNull, lt, lte, min, not, sql } from 'drizzle-orm';
import { Currency } from '#core/contracts/basics.ts';
import type { FailedRefund } from '#core/contracts/reconciliation.ts';
import type { Refund } from '#core/contracts/sales.ts';
import type { Result } from '#core/result.ts';
import { members, users } from '../accounts/schema.ts';
import { events } from '../catalog/schema.ts';
import { configOf } from '../config.ts';
import { pageOf, positionOf } from '../cursor.ts';
import { databaseOf, isOneOf } from '../database.ts';
import { sendLetter } from '../delivery/mail/mail.ts';
import type { Env } from '../env.d.ts';
import { callEventSales } from '../event-object/event-object.ts';
import type { Actor } from '../http/app-env.ts';
import { failedRefundLetter } from './letter.ts';
import { failedRefunds } from './schema.ts';

const eventsAtOnce = 20;
const mailedAtOnce = 50;

/** Hearing the same again changes nothing. */
export async function noteFailedRefund(env: Env, eventId: string, refundId: string): Promise<void> {
  await databaseOf(env).insert(failedRefunds).values({ refundId, eventId, failedAt: Date.now() }).onConflictDoNothing();
}

/**
 * Failed refunds that nobody has retried yet, the event that failed first at the top, a page of events at a time: each
 * event's object is asked for its own. What was retried since is marked as settled on the way.
 */
export async function listFailedRefunds(
  env: Env,
  actor: Pick<Actor, 'role' | 'partyId'>,
  query: { cursor?: string | undefined; eventId?: string | undefined },
): Promise<{ items: FailedRefund[]; next: string | null }> {
  const mine = actor.role === 'admin' ? undefined : eq(events.organizerId, actor.partyId ?? '');
  const ofEvent = query.eventId === undefined ? undefined : eq(events.id, query.eventId);
  const after = positionOf(query.cursor);
  const first = min(failedRefunds.failedAt);
  const rows = await databaseOf(env)
    .select({ eventId: events.id, title: events.title, at: sql<number>`${first}` })
    .from(failedRefunds)
    .innerJoin(events, eq(events.id, failedRefunds.eventId))
    .where(and(isNull(failedRefunds.settledAt), mine, ofEvent))
    .groupBy(events.id)
    .having(after === null ? sql`true` : sql`(${first}, ${events.id}) > (${Number(after.at)}, ${after.id})`)
    .orderBy(asc(first), asc(events.id))
    .limit(eventsAtOnce + 1);
  const { items, next } = pageOf(
    rows,
    eventsAtOnce,
    ({ at, eventId }) => ({ at, id: eventId }),
    (row) => row,
  );
  const askedAtMs = Date.now();
  const found = (await Promise.all(items.map(({ eventId, title }) => unsettledOf(env, eventId, title)))).flat();
  await markSettled(
    env,
    items.map(({ eventId }) => eventId),
    found.map(({ refundId }) => refundId),
    askedAtMs,
  );
  return { items: found, next };
}

async function unsettledOf(env: Env, eventId: string, eventTitle: string): Promise<FailedRefund[]> {
  const known = await callEventSales(env, eventId, (sales) => sales.failedRefunds());
  return known.map(({ refundId, orderId, kind, amountMinor, currency, requestedAtMs }) => ({
    refundId,
    orderId,
    eventId,
    eventTitle,
    kind,
    amount: { amount: amountMinor, currency: Currency.parse(currency) },
    requestedAt: new Date(requestedAtMs).toISOString(),
  }));
}

/**
 * Of these events, every failed refund that their objects no longer name has been retried. One that failed after they
 * were asked is not judged.
 */
async function markSettled(env: Env, eventIds: string[], unsettledIds: string[], askedAtMs: number): Promise<void> {
  await databaseOf(env)
    .update(failedRefunds)
    .set({ settledAt: Date.now() })
    .where(
      and(
        isNull(failedRefunds.settledAt),
        lt(failedRefunds.failedAt, askedAtMs),
        isOneOf(failedRefunds.eventId, eventIds),
        not(isOneOf(failedRefunds.refundId, unsettledIds)),
      ),
    );
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
      partyId: events.organizerId,
    })
    .from(failedRefunds)
    .innerJoin(events, eq(events.id, failedRefunds.eventId))
    .where(
      and(
        isNull(failedRefunds.mailedAt),
        lte(failedRefunds.failedAt, nowMs),
        sql`not exists (select 1 from failed_refunds told where told.event_id = ${events.id} and told.mailed_at > ${nowMs - quietMs})`,
      ),
    )
    .groupBy(events.id)
    .orderBy(asc(min(failedRefunds.failedAt)))
    .limit(mailedAtOnce);
  for (const row of owed) {
    try {
      await mailOne(env, row);
      const told = and(
        eq(failedRefunds.eventId, row.eventId),
        isNull(failedRefunds.mailedAt),
        lte(failedRefunds.failedAt, nowMs),
      );
      await db.update(failedRefunds).set({ mailedAt: nowMs }).where(told);
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown';
      console.warn(
        JSON.stringify({ level: 'warn', what: 'failed-refund-not-mailed', eventId: row.eventId, error: name }),
      );
    }
  }
}

type Owed = { refundId: string | null; eventId: string; title: string; partyId: string };

async function mailOne(env: Env, { refundId, eventId, title, partyId }: Owed): Promise<void> {
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
      () => failedRefundLetter(locale, { eventTitle: title, name, url }),
    );
  }
}
