// Carries the catalog and the deals into the events' objects. A change in D1 is written in one batch with a push request, a
// row of `publications`. `pending_since` is cleared only after the object has confirmed; the cron retries the rest. Pushes
// are idempotent: the object ignores a revision older than the one it holds.

import { and, asc, countDistinct, eq, gt, isNotNull, lt, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { assertNever, ok, type Result, refuse } from '#core/result.ts';
import { partyStoppedAt } from '../accounts/stopped-party.ts';
import { type Database, databaseOf, statement } from '../database.ts';
import type { Env } from '../env.d.ts';
import { callEventSales, callGate } from '../event-object/event-object.ts';
import { newIdIn } from '../ids/ids.ts';
import { log } from '../log.ts';
import { parties } from '../schema/accounts.ts';
import { events, promoCodes, ticketTypes } from '../schema/catalog.ts';
import { deals, dealVersions } from '../schema/deals.ts';
import { doorLinks } from '../schema/door.ts';
import { publications } from '../schema/publishing.ts';
import { dealChannel, eventSnapshot, ownChannel } from './snapshots.ts';

export { askForNewSnapshots } from './catch-up.ts';
export type { EventRow, PromoCodeRow, TicketTypeRow } from './snapshots.ts';
export { eventSnapshot, snapshotVersion } from './snapshots.ts';

/** A statement for the batch of the change: it requests a push only if the statement before it changed a row. */
export function requestPush(db: Database, kind: 'event' | 'channel', subjectId: string, eventId: string) {
  return statement(
    db,
    sql`
    insert into publications (subject_id, event_id, kind, pending_since, asked, attempts)
    select ${subjectId}, ${eventId}, ${kind}, ${Date.now()}, 1, 0 where changes() = 1
    on conflict (subject_id) do update set pending_since = excluded.pending_since, asked = asked + 1, attempts = 0`,
  );
}

export function pushRequest(db: Database, subjectId: string) {
  return db
    .select({ requests: publications.requests, pendingSince: publications.pendingSince })
    .from(publications)
    .where(eq(publications.subjectId, subjectId));
}

/** Clears the push request, unless another push was requested since: its number of requests is then higher. */
export async function pushDone(db: Database, subjectId: string, requests: number): Promise<void> {
  await db
    .update(publications)
    .set({ pendingSince: null, attempts: 0 })
    .where(and(eq(publications.subjectId, subjectId), eq(publications.requests, requests)));
}

/**
 * For an object that answered a push with a newer revision than it was sent. Either another push overtook this one, or
 * D1 was put back to an earlier moment, and then everything it sends would be ignored as old. True for the second: D1
 * counts on from the object's revision, and the caller pushes again.
 */
export async function raisePushRevision(db: Database, eventId: string, heldRevision: number): Promise<boolean> {
  const raised = await db
    .update(events)
    .set({ pushRevision: heldRevision })
    .where(and(eq(events.id, eventId), lt(events.pushRevision, heldRevision)));
  if (raised.meta.changes === 0) return false;
  log('warn', 'd1-behind-object', { eventId, heldRevision });
  return true;
}

/** D1's event as it stands, with a fresh revision, and the organizer's own channel. `busy`: try again later. */
export async function pushEvent(env: Env, eventId: string): Promise<Result<null, 'busy' | 'capacity-below-sold'>> {
  const db = databaseOf(env);
  const [[request], [event], types, promos, [organizer]] = await db.batch([
    pushRequest(db, eventId),
    db
      .update(events)
      .set({ pushRevision: sql`${events.pushRevision} + 1` })
      .where(and(eq(events.id, eventId), sql`${events.status} <> 'draft'`))
      .returning(),
    selectTypes(db, eventId),
    selectPromoCodes(db, eventId),
    db
      .select({ organizerName: parties.name, organizerStoppedAt: partyStoppedAt })
      .from(events)
      .innerJoin(parties, eq(parties.id, events.organizerId))
      .where(eq(events.id, eventId)),
  ]);
  if (event === undefined || organizer === undefined) return ok(null);
  try {
    const snapshot = eventSnapshot({ event, types, promoCodes: promos, ...organizer });
    const published = await callEventSales(env, eventId, (sales) => sales.publish(snapshot, event.pushRevision));
    if (!published.ok) return refuse(published.code, published.details);
    const { revision } = published.value;
    if (revision > event.pushRevision && (await raisePushRevision(db, eventId, revision)))
      return pushEvent(env, eventId);
    if (event.widgetId !== null && event.status === 'published') {
      const channel = ownChannel(event.widgetId);
      const opened = await callEventSales(env, eventId, (sales) => sales.openChannel(channel, 1));
      if (!opened.ok && opened.code === 'channel-closed') await replaceClosedChannel(env, event.id, event.widgetId);
    }
  } catch (error) {
    return unreachable(eventId, error);
  }
  if (request !== undefined) await pushDone(db, eventId, request.requests);
  return ok(null);
}

// An unpublishing died after it had closed the channel. A closed channel never opens again, so the event gets a new one.
async function replaceClosedChannel(env: Env, eventId: string, closed: string): Promise<void> {
  const [event] = await databaseOf(env)
    .update(events)
    .set({ widgetId: newIdIn(eventId, 'wgt') })
    .where(and(eq(events.id, eventId), eq(events.widgetId, closed), eq(events.status, 'published')))
    .returning({ widgetId: events.widgetId });
  if (event?.widgetId == null) return;
  const channel = ownChannel(event.widgetId);
  await callEventSales(env, eventId, (sales) => sales.openChannel(channel, 1));
}

export function selectTypes(db: Database, eventId: string) {
  return db
    .select()
    .from(ticketTypes)
    .where(eq(ticketTypes.eventId, eventId))
    .orderBy(asc(ticketTypes.position), asc(ticketTypes.createdAt), asc(ticketTypes.id));
}

export function selectPromoCodes(db: Database, eventId: string) {
  return db
    .select()
    .from(promoCodes)
    .where(eq(promoCodes.eventId, eventId))
    .orderBy(asc(promoCodes.createdAt), asc(promoCodes.id));
}

/**
 * Opens the channel of an accepted deal. A guarantee the object cannot give takes the accept back: the deal is
 * pending again, as if it had never been accepted.
 */
export async function pushChannel(env: Env, dealId: string): Promise<Result<null, 'busy' | 'allotment-exceeds-stock'>> {
  const db = databaseOf(env);
  const [row] = await db
    .select({ deal: deals, terms: dealVersions.terms, distributorName: parties.name, requests: publications.requests })
    .from(deals)
    .innerJoin(dealVersions, and(eq(dealVersions.dealId, deals.id), eq(dealVersions.version, deals.version)))
    .innerJoin(parties, eq(parties.id, deals.distributorId))
    .innerJoin(publications, eq(publications.subjectId, deals.widgetId))
    .where(and(eq(deals.id, dealId), eq(deals.status, 'ACCEPTED'), isNotNull(publications.pendingSince)));
  if (row === undefined || row.deal.widgetId === null) return ok(null);
  const { deal, widgetId } = { deal: row.deal, widgetId: row.deal.widgetId };
  const channel = dealChannel({ ...deal, widgetId }, row.distributorName, row.terms);
  try {
    const open = () => callEventSales(env, deal.eventId, (sales) => sales.openChannel(channel, deal.version));
    let opened = await open();
    if (!opened.ok && opened.code === 'not-found') {
      const pushed = await pushEvent(env, deal.eventId);
      if (!pushed.ok) return refuse('busy');
      opened = await open();
    }
    if (!opened.ok && opened.code === 'not-found') return refuse('busy');
    if (!opened.ok && opened.code === 'allotment-exceeds-stock') {
      await revertAcceptance(db, dealId, widgetId);
      return refuse(opened.code, opened.details);
    }
    // `channel-closed`: the deal was ended in the object first; D1 follows by the message it sent.
  } catch (error) {
    return unreachable(deal.eventId, error);
  }
  await pushDone(db, widgetId, row.requests);
  return ok(null);
}

async function revertAcceptance(db: Database, dealId: string, widgetId: string): Promise<void> {
  const accepted = and(eq(deals.id, dealId), eq(deals.widgetId, widgetId), eq(deals.status, 'ACCEPTED'));
  await db.batch([
    // Of open terms nobody negotiated: left pending, they could be accepted after the organizer has closed them.
    db
      .update(deals)
      .set({
        status: sql`case when standing_revision is null then 'PENDING' else 'WITHDRAWN' end`,
        widgetId: null,
        decidedAt: sql`case when standing_revision is null then null else decided_at end`,
      })
      .where(accepted),
    statement(db, sql`delete from publications where subject_id = ${widgetId} and changes() = 1`),
    // Withdraw the "accepted" notification if it was not mailed yet; if it was, the deal page shows the real state.
    statement(
      db,
      sql`delete from notices where deal_id = ${dealId} and kind in ('accepted', 'taken') and mailed_at is null and changes() = 1`,
    ),
  ]);
}

/** How many push requests one cron task takes: more than a crash leaves behind, and few enough for its time limit. */
export const pendingPerRun = 100;

/** Pushes again what was changed in D1 and never confirmed by the object. */
export async function pushPending(env: Env): Promise<{ pushed: number; failed: number }> {
  const db = databaseOf(env);
  const pending = await db
    .select()
    .from(publications)
    .where(isNotNull(publications.pendingSince))
    .orderBy(asc(publications.attempts), asc(publications.pendingSince))
    .limit(pendingPerRun);
  return pushRows(env, pending);
}

/** The same at once for some events, gates first. Returns how many events are left to the cron. */
export async function pushPendingOf(env: Env, eventIds: SQL): Promise<number> {
  const ofThese = and(isNotNull(publications.pendingSince), sql`${publications.eventId} in ${eventIds}`);
  const db = databaseOf(env);
  const soonest = sql`${publications.kind} <> 'door'`;
  await pushRows(env, await db.select().from(publications).where(ofThese).orderBy(soonest).limit(pendingPerRun));
  const [left] = await db
    .select({ n: countDistinct(publications.eventId) })
    .from(publications)
    .where(ofThese);
  return left?.n ?? 0;
}

async function pushRows(env: Env, rows: (typeof publications.$inferSelect)[]) {
  const counts = { pushed: 0, failed: 0 };
  for (const row of rows) {
    const result = await pushRow(env, row);
    if (result.ok) counts.pushed++;
    else {
      counts.failed++;
      await countAttempt(databaseOf(env), publications.subjectId, row.subjectId);
    }
  }
  return counts;
}

function pushRow(env: Env, { kind, eventId, subjectId }: typeof publications.$inferSelect) {
  switch (kind) {
    case 'event':
      return pushEvent(env, eventId);
    case 'channel':
      return pushWidget(env, subjectId);
    case 'door':
      return pushDoor(env, eventId, subjectId);
    default:
      return assertNever(kind);
  }
}

/** Tells the gate whether its organizer is disabled, and which door links were revoked with that. */
async function pushDoor(env: Env, eventId: string, subjectId: string): Promise<Result<null, 'busy'>> {
  const db = databaseOf(env);
  const [[request], [organizer], links] = await db.batch([
    pushRequest(db, subjectId),
    db
      .select({ stoppedAt: partyStoppedAt })
      .from(events)
      .innerJoin(parties, eq(parties.id, events.organizerId))
      .where(eq(events.id, eventId)),
    db
      .select({ id: doorLinks.id })
      .from(doorLinks)
      .where(and(eq(doorLinks.eventId, eventId), isNotNull(doorLinks.revokedAt), gt(doorLinks.expiresAt, Date.now()))),
  ]);
  if (request === undefined || organizer === undefined) return ok(null);
  const revokedLinks = links.map((link) => link.id);
  const told = { revision: request.requests, disabled: organizer.stoppedAt !== null, revokedLinks };
  try {
    await callGate(env, eventId, (gate) => gate.setOrganizer(told));
  } catch (error) {
    return unreachable(eventId, error);
  }
  await pushDone(db, subjectId, request.requests);
  return ok(null);
}

async function pushWidget(env: Env, widgetId: string) {
  const db = databaseOf(env);
  const [deal] = await db
    .select({ id: deals.id, status: deals.status })
    .from(deals)
    .where(eq(deals.widgetId, widgetId));
  if (deal?.status === 'ACCEPTED') return pushChannel(env, deal.id);
  // The deal was ended before its channel was ever opened: there is nothing to open any more.
  await db.update(publications).set({ pendingSince: null }).where(eq(publications.subjectId, widgetId));
  return ok(null);
}

async function countAttempt(db: Database, column: SQLiteColumn, subjectId: string): Promise<void> {
  await db
    .update(publications)
    .set({ attempts: sql`${publications.attempts} + 1` })
    .where(eq(column, subjectId));
}

export function unreachable(eventId: string, error: unknown) {
  log('warn', 'event-object-unreachable', { eventId, error });
  return refuse('busy');
}
