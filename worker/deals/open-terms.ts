// Open terms: what an organizer offers to every distributor of an audience at once. Taking them is an accept without a
// round before it: the deal, its only version and the push request for its channel are one batch, and the insert itself
// checks the current terms. The event's object must confirm the stock before the distributor is told that it worked.

import { and, eq, inArray, sql } from 'drizzle-orm';
import type { DealTerms, OpenTerms, SetOpenTermsRequest, TakeOpenTermsRequest } from '#core/contracts/deals.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { auditIfChanged, dealAuditEntry, type NewAuditEntry } from '../audit/audit.ts';
import { databaseOf, statement } from '../database.ts';
import type { Env } from '../env.d.ts';
import { eventIdOf, newId, newIdIn } from '../ids/ids.ts';
import { type EventRow, pushChannel, requestPush } from '../publishing/publishing.ts';
import { parties } from '../schema/accounts.ts';
import { events } from '../schema/catalog.ts';
import { deals, invitations, openTerms } from '../schema/deals.ts';
import { notifyIfChanged, notifyInvited, notifyOfExpiry } from './notifications.ts';
import { expirePair, insertVersion, inZ, type TermsRefusal, termsFit, wasInvited } from './offers.ts';

type SetRefusal = TermsRefusal | 'event-cancelled' | 'offers-closed';

export async function setOpenTerms(
  env: Env,
  event: EventRow,
  request: SetOpenTermsRequest,
  by: NewAuditEntry['by'] = null,
): Promise<Result<null, SetRefusal>> {
  const nowMs = Date.now();
  const { audience, invited, ...wanted } = request;
  if (event.status === 'cancelled') return refuse('event-cancelled');
  if (event.endsAt <= nowMs) return refuse('offers-closed');
  const terms = inZ(wanted);
  const fit = await termsFit(env, event, terms, nowMs);
  if (!fit.ok) return fit;
  const db = databaseOf(env);
  const named = JSON.stringify(invited);
  const [known] = await db.all<{ n: number }>(
    sql`select count(*) as n from parties where kind = 'distributor' and id in (select value from json_each(${named}))`,
  );
  if (known?.n !== invited.length) {
    return refuse('invalid-request', { fields: [{ path: 'invited', problem: 'unknown-distributor' }] });
  }
  const { message: _theirs, ...figures } = terms;
  const validUntil = untilMs(terms);
  await db.batch([
    db
      .insert(openTerms)
      .values({ eventId: event.id, revision: 1, audience, terms, validUntil, updatedAt: nowMs })
      .onConflictDoUpdate({
        target: openTerms.eventId,
        set: { revision: sql`${openTerms.revision} + 1`, audience, terms, validUntil, updatedAt: nowMs },
      }),
    auditIfChanged(
      db,
      {
        what: 'standing-terms-set',
        by,
        subjectId: event.id,
        eventId: event.id,
        partyId: event.organizerId,
        after: { audience, ...figures },
      },
      nowMs,
    ),
    statement(
      db,
      sql`delete from invitations where event_id = ${event.id} and distributor_id not in (select value from json_each(${named}))`,
    ),
    statement(
      db,
      sql`insert into invitations (event_id, distributor_id, created_at)
        select ${event.id}, value, ${nowMs} from json_each(${named}) where true on conflict do nothing`,
    ),
  ]);
  await notifyInvited(env, nowMs);
  return ok(null);
}

/** An organizer sees all of them, with whom they invited. A distributor sees what they may take now. */
export async function openTermsFor(
  env: Env,
  event: EventRow,
  viewer: { side: 'organizer' } | { side: 'distributor'; partyId: string },
): Promise<OpenTerms | null> {
  const db = databaseOf(env);
  const [row] = await db.select().from(openTerms).where(eq(openTerms.eventId, event.id));
  if (row === undefined) return null;
  const { eventId, revision, audience, terms } = row;
  const shown = { eventId, revision, audience, ...terms, updatedAt: new Date(row.updatedAt).toISOString() };
  if (viewer.side === 'organizer') {
    const invited = await db
      .select({ id: parties.id, name: parties.name })
      .from(invitations)
      .innerJoin(parties, eq(parties.id, invitations.distributorId))
      .where(eq(invitations.eventId, eventId))
      .orderBy(parties.nameKey, parties.id);
    return { ...shown, invited };
  }
  const nowMs = Date.now();
  const over = event.status !== 'published' || event.endsAt <= nowMs || isOver(terms, nowMs);
  if (over || !(await mayTake(env, row, viewer.partyId))) return null;
  return { ...shown, invited: [] };
}

async function mayTake(env: Env, row: typeof openTerms.$inferSelect, partyId: string): Promise<boolean> {
  if (row.audience === 'anyone') return true;
  return row.audience === 'invited' && (await wasInvited(env, row.eventId, partyId));
}

/** Whether nobody can take them any more. */
export function isOver(terms: DealTerms, nowMs: number): boolean {
  const until = untilMs(terms);
  const releaseAt = terms.allotment.kind === 'guarantee' ? Date.parse(terms.allotment.releaseAt) : null;
  return (until !== null && until <= nowMs) || (releaseAt !== null && releaseAt <= nowMs);
}

function untilMs(terms: DealTerms): number | null {
  return terms.validUntil === null ? null : Date.parse(terms.validUntil);
}

type TakeRefusal =
  | 'not-found'
  | 'stale-version'
  | 'deal-exists'
  | 'offers-closed'
  | 'allotment-exceeds-stock'
  | 'event-not-published'
  | 'busy';

/** Idempotent: a second call finds the deal of the first. */
export async function takeOpenTerms(
  env: Env,
  partyId: string,
  request: TakeOpenTermsRequest,
  by: NewAuditEntry['by'] = null,
): Promise<Result<{ dealId: string }, TakeRefusal>> {
  const nowMs = Date.now();
  const db = databaseOf(env);
  const eventId = eventIdOf(env, 'evt', request.eventId);
  if (eventId === null) return refuse('not-found');
  const [found] = await db
    .select({ event: events, open: openTerms })
    .from(events)
    .innerJoin(openTerms, eq(openTerms.eventId, events.id))
    .where(eq(events.id, eventId));
  if (found === undefined || found.event.status === 'draft') return refuse('not-found');
  const { event, open } = found;
  if (!(await mayTake(env, open, partyId))) return refuse('not-found');
  const taken = { dealId: newId('dl'), widgetId: newIdIn(eventId, 'wgt') };
  const made =
    open.revision === request.revision && !isOver(open.terms, nowMs) && event.endsAt > nowMs
      ? await insertTaken(env, { ...taken, event, partyId, open, by, nowMs })
      : false;
  const dealId = made ? taken.dealId : await takenBefore(env, eventId, partyId, request.revision);
  if (dealId === null) return refuse(await whyNot(env, eventId, partyId, request.revision));
  const opened = await pushChannel(env, dealId);
  return opened.ok ? ok({ dealId }) : opened;
}

type Taken = {
  dealId: string;
  widgetId: string;
  event: EventRow;
  partyId: string;
  open: typeof openTerms.$inferSelect;
  by: NewAuditEntry['by'];
  nowMs: number;
};

// The insert selects from the current rows, so it does nothing when the event was unpublished, or the terms were closed
// or changed, since they were read.
async function insertTaken(env: Env, taken: Taken): Promise<boolean> {
  const db = databaseOf(env);
  const { dealId, widgetId, event, partyId, open, by, nowMs } = taken;
  const row = { id: dealId, eventId: event.id, organizerId: event.organizerId, distributorId: partyId };
  const { message: _theirs, ...figures } = open.terms;
  const [, , inserted] = await db.batch([
    notifyOfExpiry(db, nowMs),
    expirePair(env, event.id, partyId, nowMs),
    statement(
      db,
      sql`insert into deals (id, event_id, organizer_id, distributor_id, status, version, author, valid_until, widget_id,
          standing_revision, created_at, updated_at, decided_at)
        select ${dealId}, e.id, e.organizer_id, ${partyId}, 'ACCEPTED', 1, 'organizer', s.valid_until, ${widgetId},
          s.revision, ${nowMs}, ${nowMs}, ${nowMs}
        from events e join standing_terms s on s.event_id = e.id
        where e.id = ${event.id} and e.status = 'published' and e.ends_at > ${nowMs}
          and s.revision = ${open.revision} and s.audience <> 'nobody'
          and (s.valid_until is null or s.valid_until > ${nowMs})
        on conflict do nothing`,
    ),
    auditIfChanged(db, dealAuditEntry('standing-terms-taken', by, row, { version: 1, ...figures }), nowMs),
    insertVersion(env, dealId, 1, 'organizer', open.terms, nowMs),
    notifyIfChanged(db, dealId, 'taken', 'organizer', nowMs),
    requestPush(db, 'channel', widgetId, event.id),
  ]);
  return inserted.meta.changes === 1;
}

/** The deal this distributor has by these very terms. */
async function takenBefore(env: Env, eventId: string, partyId: string, revision: number): Promise<string | null> {
  const [deal] = await databaseOf(env)
    .select({ id: deals.id })
    .from(deals)
    .where(
      and(
        eq(deals.eventId, eventId),
        eq(deals.distributorId, partyId),
        eq(deals.status, 'ACCEPTED'),
        eq(deals.openTermsRevision, revision),
      ),
    );
  return deal?.id ?? null;
}

async function whyNot(
  env: Env,
  eventId: string,
  partyId: string,
  revision: number,
): Promise<'deal-exists' | 'stale-version' | 'offers-closed' | 'event-not-published'> {
  const db = databaseOf(env);
  const [[open], [event], [pair]] = await db.batch([
    db.select({ now: openTerms.revision }).from(openTerms).where(eq(openTerms.eventId, eventId)),
    db.select({ status: events.status }).from(events).where(eq(events.id, eventId)),
    db
      .select({ id: deals.id })
      .from(deals)
      .where(
        and(
          eq(deals.eventId, eventId),
          eq(deals.distributorId, partyId),
          inArray(deals.status, ['PENDING', 'ACCEPTED']),
        ),
      ),
  ]);
  if (pair !== undefined) return 'deal-exists';
  if (event?.status !== 'published') return 'event-not-published';
  return open?.now === revision ? 'offers-closed' : 'stale-version';
}
