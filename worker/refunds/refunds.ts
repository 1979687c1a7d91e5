// Failed refunds: refunds that the provider rejected. The organizer sees them in the dashboard, gets a letter, and retries
// them. The event's object knows which of them are unresolved; D1 only holds which events to ask and whom to notify.

import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { Currency } from '#core/contracts/basics.ts';
import type { FailedRefund } from '#core/contracts/reconciliation.ts';
import type { Refund } from '#core/contracts/sales.ts';
import type { Result } from '#core/result.ts';
import { type Paged, type Position, pageOf } from '../cursor.ts';
import { databaseOf, isOneOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { callEventSales } from '../event-object/event-object.ts';
import { eventNames, eventTitles, mailFailures, unsettledSeenBy } from '../failures/failures.ts';
import type { Actor } from '../http/app-env.ts';
import { events } from '../schema/catalog.ts';
import { failedRefunds } from '../schema/refunds.ts';
import { failedRefundTexts } from './letter-texts.ts';

const pageSize = 50;
/** So many rows are looked through for one page while all of them have been retried; the next call goes on from there. */
const roundsAPage = 25;

/** Idempotent. */
export async function noteFailedRefund(env: Env, eventId: string, refundId: string): Promise<void> {
  await databaseOf(env).insert(failedRefunds).values({ refundId, eventId, failedAt: Date.now() }).onConflictDoNothing();
}

type Query = { eventId?: string | undefined } & Paged;

/**
 * Failed refunds that nobody has retried yet, the one that failed first at the top. D1 names them and their events'
 * objects are asked which of them are still unresolved; those that are not are marked as settled on the way. A page that would be
 * empty for that reason is filled from the rows that follow.
 */
export async function listFailedRefunds(
  env: Env,
  actor: Pick<Actor, 'role' | 'partyId'>,
  query: Query,
): Promise<{ items: FailedRefund[]; next: string | null }> {
  let page = await unresolvedPage(env, actor, query);
  for (let round = 1; page.items.length === 0 && page.last !== null && round < roundsAPage; round++) {
    page = await unresolvedPage(env, actor, { ...query, after: page.last });
  }
  return { items: page.items, next: page.next };
}

type Row = { refundId: string; eventId: string; title: string; titles: string; at: number };

async function unresolvedPage(env: Env, actor: Pick<Actor, 'role' | 'partyId'>, query: Query) {
  const { after } = query;
  const rows: Row[] = await databaseOf(env)
    .select({
      refundId: failedRefunds.refundId,
      eventId: events.id,
      ...eventTitles,
      at: failedRefunds.failedAt,
    })
    .from(failedRefunds)
    .innerJoin(events, eq(events.id, failedRefunds.eventId))
    .where(
      and(
        unsettledSeenBy(failedRefunds, actor, query.eventId),
        after === null
          ? undefined
          : sql`(${failedRefunds.failedAt}, ${failedRefunds.refundId}) > (${after.at}, ${after.id})`,
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
  const lastRow = page.next === null ? undefined : page.items.at(-1);
  const last: Position | null = lastRow === undefined ? null : { at: lastRow.at, id: lastRow.refundId };
  return { items, next: page.next, last };
}

/** What the events' objects say of these refunds, by their ids; one that was retried is missing. */
async function knownOf(env: Env, rows: Row[]): Promise<Map<string, FailedRefund>> {
  const eventsOfPage = new Map(rows.map(({ eventId, title, titles }) => [eventId, { title, titles }]));
  const found = await Promise.all(
    [...eventsOfPage].map(async ([eventId, event]) => {
      const ids = rows.filter((row) => row.eventId === eventId).map(({ refundId }) => refundId);
      const known = await callEventSales(env, eventId, (sales) => sales.failedRefunds(ids));
      return known.map(({ refundId, orderId, kind, amountMinor, currency, requestedAtMs }) => ({
        refundId,
        orderId,
        eventId,
        ...eventNames(event),
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

const quietMs = 30 * 60_000;

/** Writes to the organizers of the events whose refunds failed. */
export function mailFailedRefunds(env: Env, nowMs: number): Promise<void> {
  return mailFailures(env, { table: failedRefunds, name: 'failed-refunds', quietMs, texts: failedRefundTexts }, nowMs);
}
