// Offers and counter-offers: who may propose which terms to whom.

import { and, eq, lte, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Allotment, CounterDealRequest, DealSide, DealTerms, OfferDealRequest } from '#core/contracts/deals.ts';
import { maxServiceFeeMinor } from '#core/money.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { auditIfChanged, dealAuditEntry, type NewAuditEntry } from '../audit/audit.ts';
import { databaseOf, statement } from '../database.ts';
import type { Env } from '../env.d.ts';
import { eventIdOf, newId } from '../ids/ids.ts';
import { parties } from '../schema/accounts.ts';
import { events, ticketTypes } from '../schema/catalog.ts';
import { deals, dealVersions, invitations } from '../schema/deals.ts';
import { type DealRow, stillValid } from './deal-view.ts';
import { notifyIfChanged, notifyOfExpiry, otherSide } from './notifications.ts';

type EventRow = typeof events.$inferSelect;
export type TermsRefusal = 'currency-mismatch' | 'invalid-request' | 'allotment-exceeds-stock';
type OfferRefusal = TermsRefusal | 'not-found' | 'deal-exists' | 'event-cancelled' | 'offers-closed';

export async function offerDeal(
  env: Env,
  mine: { partyId: string; side: DealSide },
  request: OfferDealRequest,
  by: NewAuditEntry['by'] = null,
): Promise<Result<{ dealId: string }, OfferRefusal>> {
  const nowMs = Date.now();
  const { eventId, distributorId, ...wanted } = request;
  const event = await offeredEvent(env, mine, eventId);
  if (event === null) return refuse('not-found');
  const distributor = await namedDistributor(env, mine, distributorId);
  if (!distributor.ok) return distributor;
  if (event.status === 'cancelled') return refuse('event-cancelled');
  if (event.endsAt <= nowMs) return refuse('offers-closed');
  if (mine.side === 'distributor' && event.offers !== 'anyone') {
    const invited = event.offers === 'invited' && (await wasInvited(env, event.id, mine.partyId));
    if (!invited) return refuse('offers-closed');
  }
  const terms = inZ(wanted);
  const fit = await termsFit(env, event, terms, nowMs);
  if (!fit.ok) return fit;
  const dealId = newId('dl');
  const inserted = await insertDeal(env, event, {
    dealId,
    distributorId: distributor.value,
    side: mine.side,
    terms,
    by,
    nowMs,
  });
  return inserted ? ok({ dealId }) : refuse('deal-exists');
}

export async function wasInvited(env: Env, eventId: string, distributorId: string): Promise<boolean> {
  const [row] = await databaseOf(env).all<{ invited: 0 | 1 }>(
    sql`select ${isInvited(sql`${eventId}`, distributorId)} as invited`,
  );
  return row?.invited === 1;
}

/**
 * For a query: a distributor is invited when the organizer named them, or has offered them a deal on this event, however
 * that ended.
 */
export function isInvited(eventId: SQLWrapper, distributorId: string): SQL {
  return sql`(exists (select 1 from ${invitations} where ${invitations.eventId} = ${eventId}
      and ${invitations.distributorId} = ${distributorId})
    or exists (select 1 from ${deals} join ${dealVersions} on ${dealVersions.dealId} = ${deals.id}
      and ${dealVersions.version} = 1 and ${dealVersions.author} = 'organizer'
      where ${deals.eventId} = ${eventId} and ${deals.distributorId} = ${distributorId}
        and ${deals.openTermsRevision} is null))`;
}

// A distributor may offer on published events, an organizer on their own, drafts included.
async function offeredEvent(
  env: Env,
  mine: { partyId: string; side: DealSide },
  named: string,
): Promise<EventRow | null> {
  const eventId = eventIdOf(env, 'evt', named);
  if (eventId === null) return null;
  const right = mine.side === 'organizer' ? eq(events.organizerId, mine.partyId) : sql`${events.status} <> 'draft'`;
  const [event] = await databaseOf(env)
    .select()
    .from(events)
    .where(and(eq(events.id, eventId), right));
  return event ?? null;
}

async function namedDistributor(
  env: Env,
  mine: { partyId: string; side: DealSide },
  named: string | undefined,
): Promise<Result<string, 'not-found' | 'invalid-request'>> {
  if (mine.side === 'distributor') {
    if (named === undefined || named === mine.partyId) return ok(mine.partyId);
    return refuse('invalid-request', { fields: [{ path: 'distributorId', problem: 'not-yourself' }] });
  }
  if (named === undefined) {
    return refuse('invalid-request', { fields: [{ path: 'distributorId', problem: 'required' }] });
  }
  const [party] = await databaseOf(env)
    .select({ id: parties.id })
    .from(parties)
    .where(and(eq(parties.id, named), eq(parties.kind, 'distributor')));
  return party === undefined ? refuse('not-found') : ok(party.id);
}

/** Checks terms against the event: currency, ticket types, stock and dates. */
export async function termsFit(
  env: Env,
  event: EventRow,
  terms: DealTerms,
  nowMs: number,
): Promise<Result<null, TermsRefusal>> {
  if (terms.serviceFee !== null && terms.serviceFee.currency !== event.currency) return refuse('currency-mismatch');
  // Also of terms a counter inherits: some were offered before fees were bounded.
  if (terms.serviceFee !== null && terms.serviceFee.amount > maxServiceFeeMinor) return bad('serviceFee', 'too_big');
  if (terms.validUntil !== null && Date.parse(terms.validUntil) <= nowMs) return bad('validUntil', 'in-past');
  const types = await databaseOf(env)
    .select({ id: ticketTypes.id, capacity: ticketTypes.capacity, hidden: ticketTypes.hidden })
    .from(ticketTypes)
    .where(eq(ticketTypes.eventId, event.id));
  if (terms.commissionByType.some((one) => !types.some((type) => type.id === one.ticketTypeId))) {
    return bad('commissionByType', 'unknown-ticket-type');
  }
  return allotmentFits(terms.allotment, types, nowMs);
}

// Hidden ticket types are issued by the organizer alone, so an allotment cannot contain them.
function allotmentFits(
  allotment: Allotment,
  types: readonly { id: string; capacity: number; hidden: boolean }[],
  nowMs: number,
): Result<null, TermsRefusal> {
  const capacityOf = new Map(types.flatMap((type) => (type.hidden ? [] : [[type.id, type.capacity] as const])));
  if (allotment.kind === 'open') return ok(null);
  if (allotment.kind === 'cap') {
    const available = [...capacityOf.values()].reduce((sum, capacity) => sum + capacity, 0);
    return allotment.quantity > available ? refuse('allotment-exceeds-stock', { available }) : ok(null);
  }
  if (allotment.lines.some((one) => !capacityOf.has(one.ticketTypeId))) return bad('allotment', 'unknown-ticket-type');
  if (Date.parse(allotment.releaseAt) <= nowMs) return bad('allotment.releaseAt', 'in-past');
  const tooMuch = allotment.lines.find((one) => one.quantity > (capacityOf.get(one.ticketTypeId) ?? 0));
  if (tooMuch === undefined) return ok(null);
  const available = capacityOf.get(tooMuch.ticketTypeId) ?? 0;
  return refuse('allotment-exceeds-stock', { ticketTypeId: tooMuch.ticketTypeId, available });
}

function bad(path: string, problem: string) {
  return refuse('invalid-request', { fields: [{ path, problem }] });
}

/** Times of terms as they are answered: in Z. */
export function inZ(terms: DealTerms): DealTerms {
  const { allotment, validUntil } = terms;
  return {
    ...terms,
    validUntil: validUntil === null ? null : new Date(validUntil).toISOString(),
    allotment:
      allotment.kind === 'guarantee'
        ? { ...allotment, releaseAt: new Date(allotment.releaseAt).toISOString() }
        : allotment,
  };
}

type NewDeal = {
  dealId: string;
  distributorId: string;
  side: DealSide;
  terms: DealTerms;
  by: NewAuditEntry['by'];
  nowMs: number;
};

// The unique index of active deals decides between two offers of one moment; the second one changes nothing.
async function insertDeal(env: Env, event: EventRow, deal: NewDeal): Promise<boolean> {
  const db = databaseOf(env);
  const { dealId, distributorId, side, terms, nowMs } = deal;
  const row = { id: dealId, eventId: event.id, organizerId: event.organizerId, distributorId };
  const [, , inserted] = await db.batch([
    // Before `expirePair` rewrites the status: afterwards the cron would find nothing to notify about.
    notifyOfExpiry(db, nowMs),
    expirePair(env, event.id, distributorId, nowMs),
    db
      .insert(deals)
      .values({
        ...row,
        status: 'PENDING',
        version: 1,
        author: side,
        validUntil: terms.validUntil === null ? null : Date.parse(terms.validUntil),
        createdAt: nowMs,
        updatedAt: nowMs,
      })
      .onConflictDoNothing(),
    auditIfChanged(db, dealAuditEntry('deal-offered', deal.by, row, termsTold(1, side, terms)), nowMs),
    insertVersion(env, dealId, 1, side, terms, nowMs),
    notifyIfChanged(db, dealId, 'offered', otherSide(side), nowMs),
  ]);
  return inserted.meta.changes === 1;
}

// Expires an old offer of the pair at once, so that it does not block a new one until the cron runs.
export function expirePair(env: Env, eventId: string, distributorId: string, nowMs: number) {
  return databaseOf(env)
    .update(deals)
    .set({ status: 'EXPIRED', decidedAt: sql`${deals.validUntil}`, updatedAt: nowMs })
    .where(
      and(
        eq(deals.eventId, eventId),
        eq(deals.distributorId, distributorId),
        eq(deals.status, 'PENDING'),
        lte(deals.validUntil, nowMs),
      ),
    );
}

export function insertVersion(
  env: Env,
  dealId: string,
  version: number,
  author: DealSide,
  terms: DealTerms,
  nowMs: number,
) {
  return statement(
    databaseOf(env),
    sql`
    insert into deal_versions (deal_id, version, author, terms, created_at)
    select ${dealId}, ${version}, ${author}, ${JSON.stringify(terms)}, ${nowMs} where changes() = 1`,
  );
}

/** The next version, if the deal still stands as it was read; false when somebody was faster. */
export async function writeCounter(
  env: Env,
  deal: DealRow,
  side: DealSide,
  terms: DealTerms,
  by: NewAuditEntry['by'],
  nowMs: number,
): Promise<boolean> {
  const db = databaseOf(env);
  const version = deal.version + 1;
  const [updated] = await db.batch([
    db
      .update(deals)
      .set({
        version,
        author: side,
        validUntil: terms.validUntil === null ? null : Date.parse(terms.validUntil),
        updatedAt: nowMs,
      })
      .where(
        and(eq(deals.id, deal.id), eq(deals.status, 'PENDING'), eq(deals.version, deal.version), stillValid(nowMs)),
      ),
    auditIfChanged(db, dealAuditEntry('deal-countered', by, deal, termsTold(version, side, terms)), nowMs),
    insertVersion(env, deal.id, version, side, terms, nowMs),
    notifyIfChanged(db, deal.id, 'countered', otherSide(side), nowMs),
  ]);
  return updated.meta.changes === 1;
}

// The figures of the terms for the audit log. The message is private text and stays out of it.
function termsTold(version: number, author: DealSide, terms: DealTerms): Record<string, unknown> {
  const { message: _theirs, ...figures } = terms;
  return { version, author, ...figures };
}

/** Terms not named are inherited from the current version; the message is not: it belongs to its round. */
export function counterTerms(current: DealTerms, request: CounterDealRequest): DealTerms {
  return inZ({
    commissionBps: request.commissionBps ?? current.commissionBps,
    serviceFee: request.serviceFee === undefined ? current.serviceFee : request.serviceFee,
    commissionByType: request.commissionByType ?? current.commissionByType,
    commissionSteps: request.commissionSteps ?? current.commissionSteps,
    allotment: request.allotment ?? current.allotment,
    validUntil: request.validUntil === undefined ? current.validUntil : request.validUntil,
    message: request.message ?? '',
  });
}
