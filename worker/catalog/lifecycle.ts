// An event on sale and off it: published, taken back to a draft, cancelled for good, deleted while nothing was sold.

import { and, eq, sql } from 'drizzle-orm';
import type { TicketedEvent } from '#core/contracts/events.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { auditIfChanged, type NewAuditEntry } from '../audit/audit.ts';
import { databaseOf, statement } from '../database.ts';
import type { Env } from '../env.d.ts';
import { callEventSales } from '../event-object/event-object.ts';
import { newIdIn } from '../ids/ids.ts';
import { type EventRow, pushEvent, requestPush, unreachable } from '../publishing/publishing.ts';
import { events } from '../schema/catalog.ts';
import { orders } from '../schema/projection.ts';
import { readCatalog } from './change.ts';
import { removeCoverFiles } from './cover-files.ts';
import { shownEvent } from './events.ts';
import { reindexStatements } from './reindex.ts';

type UnpublishRefusal = 'event-not-published' | 'event-has-sales' | 'event-in-deal' | 'busy';

/**
 * Back to a draft, while nothing is sold and no deal sells it. Its own channel is closed first, for good, so that
 * nothing is sold while we look; publishing again opens a new one.
 */
export async function unpublishEvent(env: Env, event: EventRow): Promise<Result<TicketedEvent, UnpublishRefusal>> {
  const { widgetId } = event;
  if (event.status !== 'published' || widgetId === null) return refuse('event-not-published');
  const empty = await isEmpty(env, event.id);
  if (!empty.ok) return empty;
  const db = databaseOf(env);
  const accepted = sql`select 1 from deals where deals.event_id = ${event.id} and deals.status = 'ACCEPTED'`;
  const [dealt] = await db.all(accepted);
  if (dealt !== undefined) return refuse('event-in-deal');
  // Asked for before the channel is closed: if we die in between, the cron finds a published event whose channel is
  // closed for good and opens another one.
  await db.batch([
    db
      .update(events)
      .set({ widgetId })
      .where(and(eq(events.id, event.id), eq(events.widgetId, widgetId))),
    requestPush(db, 'event', event.id, event.id),
  ]);
  try {
    await callEventSales(env, event.id, (sales) => sales.closeChannel(widgetId, null));
  } catch (error) {
    return unreachable(event.id, error);
  }
  const still = await isEmpty(env, event.id);
  const [written] = still.ok
    ? await db.batch([
        db
          .update(events)
          .set({
            status: 'draft',
            widgetId: null,
            publishedAt: null,
            revision: sql`${events.revision} + 1`,
            pushRevision: sql`${events.pushRevision} + 1`,
          })
          .where(and(eq(events.id, event.id), eq(events.widgetId, widgetId), sql`not exists (${accepted})`)),
        statement(
          db,
          sql`update publications set pending_since = null where subject_id = ${event.id} and changes() = 1`,
        ),
        ...reindexStatements(db, event.id, Date.now()),
      ])
    : [];
  if (written !== undefined && written.meta.changes > 0) return ok(await shownEvent(env, event.id));
  // A concurrent change won: the event stays on sale, and the push opens another channel.
  await pushEvent(env, event.id);
  if (!still.ok) return still;
  const [faster] = await db.all(accepted);
  return refuse(faster === undefined ? 'busy' : 'event-in-deal');
}

type PublishRefusal = 'no-ticket-types' | 'starts-in-past' | 'event-cancelled' | 'busy' | 'not-found';

/** Idempotent. Returns only after the event's object holds the event. */
export async function publishEvent(
  env: Env,
  eventId: string,
  by: NewAuditEntry['by'] = null,
): Promise<Result<TicketedEvent, PublishRefusal>> {
  const db = databaseOf(env);
  const nowMs = Date.now();
  const now = await readCatalog(db, eventId);
  if (now === null) return refuse('not-found');
  if (now.event.status === 'cancelled') return refuse('event-cancelled');
  if (now.event.status === 'draft') {
    if (now.types.length === 0) return refuse('no-ticket-types');
    if (now.event.startsAt <= nowMs) return refuse('starts-in-past');
    const [written] = await db.batch([
      db
        .update(events)
        .set({
          status: 'published',
          publishedAt: nowMs,
          widgetId: newIdIn(eventId, 'wgt'),
          revision: now.event.revision + 1,
          pushRevision: now.event.pushRevision + 1,
        })
        .where(and(eq(events.id, eventId), eq(events.pushRevision, now.event.pushRevision))),
      auditIfChanged(
        db,
        { what: 'event-published', by, subjectId: eventId, eventId, partyId: now.event.organizerId },
        nowMs,
      ),
      requestPush(db, 'event', eventId, eventId),
      ...reindexStatements(db, eventId, nowMs),
    ]);
    // The draft changed since it was read: check it again.
    if (written.meta.changes === 0) return publishEvent(env, eventId, by);
  }
  return pushed(env, eventId);
}

/** Final: the event's object then refunds every buyer. */
export async function cancelEvent(
  env: Env,
  { id: eventId, organizerId: partyId }: { id: string; organizerId: string },
  by: NewAuditEntry['by'] = null,
): Promise<Result<TicketedEvent, 'event-not-published' | 'busy'>> {
  const db = databaseOf(env);
  const [, , , [after]] = await db.batch([
    db
      .update(events)
      .set({
        status: 'cancelled',
        cancelledAt: Date.now(),
        revision: sql`${events.revision} + 1`,
        pushRevision: sql`${events.pushRevision} + 1`,
      })
      .where(and(eq(events.id, eventId), eq(events.status, 'published'))),
    auditIfChanged(db, { what: 'event-cancelled', by, subjectId: eventId, eventId, partyId }, Date.now()),
    requestPush(db, 'event', eventId, eventId),
    db.select({ status: events.status }).from(events).where(eq(events.id, eventId)),
    ...reindexStatements(db, eventId, Date.now()),
  ]);
  if (after?.status !== 'cancelled') return refuse('event-not-published');
  return pushed(env, eventId);
}

async function pushed(env: Env, eventId: string): Promise<Result<TicketedEvent, 'busy'>> {
  const result = await pushEvent(env, eventId);
  // The object refuses a capacity only in an edit, and an edit is pushed before it is written to D1.
  if (!result.ok) return refuse('busy');
  return ok(await shownEvent(env, eventId));
}

/** Refused once something was sold. An event on sale is cancelled first, so that nothing is sold during the check. */
export async function deleteEvent(
  env: Env,
  event: EventRow,
  by: NewAuditEntry['by'] = null,
): Promise<Result<null, 'event-has-sales' | 'busy'>> {
  const db = databaseOf(env);
  const [sold] = await db
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.eventId, event.id), sql`${orders.paidAt} is not null`))
    .limit(1);
  if (sold !== undefined) return refuse('event-has-sales');
  if (event.status !== 'draft') {
    const empty = await isEmpty(env, event.id);
    if (!empty.ok) return empty;
    if (event.status === 'published') {
      const cancelled = await cancelEvent(env, event, by);
      if (!cancelled.ok && cancelled.code === 'busy') return refuse('busy');
      const still = await isEmpty(env, event.id);
      if (!still.ok) return still;
    }
  }
  const gone = await db.batch([
    // A draft that was published since it was read is not deleted from under its buyers.
    db.delete(events).where(and(eq(events.id, event.id), sql`(${events.status} <> 'published')`)),
    statement(db, sql`delete from publications where event_id = ${event.id} and changes() > 0`),
  ]);
  if (gone[0].meta.changes === 0) return refuse('event-has-sales');
  await removeCoverFiles(env, event.id);
  return ok(null);
}

async function isEmpty(env: Env, eventId: string): Promise<Result<null, 'event-has-sales' | 'busy'>> {
  try {
    const stock = await callEventSales(env, eventId, (sales) => sales.stock());
    return stock.every((type) => type.sold + type.held === 0) ? ok(null) : refuse('event-has-sales');
  } catch (error) {
    return unreachable(eventId, error);
  }
}
