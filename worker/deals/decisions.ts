// What ends a round: accept, reject, counter, withdraw, terminate, expire. Each is one conditional update of the deal
// as it was read (an optimistic lock), so of two concurrent decisions exactly one has an effect, and the other is
// refused with the new state.

import { and, eq, lte, ne, type SQL, sql } from 'drizzle-orm';
import type { CounterDealRequest, DealSide } from '#core/contracts/deals.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { auditIfChanged, dealAuditEntry, type NewAuditEntry } from '../audit/audit.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { callEventSales } from '../event-object/event-object.ts';
import { newIdIn } from '../ids/ids.ts';
import { pushChannel, requestPush, unreachable } from '../publishing/publishing.ts';
import { events } from '../schema/catalog.ts';
import { deals, dealVersions } from '../schema/deals.ts';
import { type DealRow, hasExpired, stillValid } from './deal-view.ts';
import { notifyIfChanged, notifyOfExpiry, otherSide } from './notifications.ts';
import { counterTerms, termsFit, writeCounter } from './offers.ts';

type Undecided = 'stale-version' | 'own-version' | 'deal-decided' | 'deal-expired';

async function read(env: Env, dealId: string): Promise<DealRow> {
  const [row] = await databaseOf(env).select().from(deals).where(eq(deals.id, dealId));
  if (row === undefined) throw new Error('a deal that was just there is gone');
  return row;
}

/** Why a decision about `version` cannot be made, or null when it can. */
function obstacle(deal: DealRow, version: number, nowMs: number): Undecided | null {
  if (hasExpired(deal, nowMs) || deal.status === 'EXPIRED') return 'deal-expired';
  if (deal.status !== 'PENDING') return 'deal-decided';
  return deal.version === version ? null : 'stale-version';
}

type AcceptRefusal =
  | Undecided
  | 'event-cancelled'
  | 'event-not-published'
  | 'offers-closed'
  | 'allotment-exceeds-stock'
  | 'busy';

/** Returns only after the event's object has opened the new channel. Idempotent. */
export async function acceptDeal(
  env: Env,
  deal: DealRow,
  side: DealSide,
  version: number,
  by: NewAuditEntry['by'] = null,
): Promise<Result<null, AcceptRefusal>> {
  const nowMs = Date.now();
  const db = databaseOf(env);
  const [event] = await db
    .select({ status: events.status, endsAt: events.endsAt })
    .from(events)
    .where(eq(events.id, deal.eventId));
  if (event?.status === 'cancelled') return refuse('event-cancelled');
  const isAccepted = (row: DealRow) => row.status === 'ACCEPTED' && row.version === version && row.author !== side;
  if (!isAccepted(deal)) {
    const blocked = obstacle(deal, version, nowMs);
    if (blocked !== null) return refuse(blocked, { version: deal.version });
    if (deal.author === side) return refuse('own-version');
    if (event?.status !== 'published') return refuse('event-not-published');
    if (event.endsAt <= nowMs) return refuse('offers-closed');
    const won = await decide(
      env,
      deal,
      { status: 'ACCEPTED', widgetId: newIdIn(deal.eventId, 'wgt') },
      // Of a concurrent accept and unpublishing, one has no effect.
      and(
        ne(deals.author, side),
        sql`exists (select 1 from events where events.id = ${deal.eventId}
        and events.status = 'published')`,
      ) ?? ne(deals.author, side),
      by,
      nowMs,
      notifyIfChanged(db, deal.id, 'accepted', otherSide(side), nowMs),
    );
    if (!won) {
      const after = await read(env, deal.id);
      if (!isAccepted(after)) {
        const why = obstacle(after, version, nowMs) ?? (await saleEnded(env, deal.eventId)) ?? 'busy';
        return refuse(why, { version: after.version });
      }
    }
  }
  return pushChannel(env, deal.id);
}

/** Why the event is not on sale any more, when it changed while its deal was being accepted. */
async function saleEnded(env: Env, eventId: string): Promise<'event-cancelled' | 'event-not-published' | null> {
  const [event] = await databaseOf(env).select({ status: events.status }).from(events).where(eq(events.id, eventId));
  if (event?.status === 'published') return null;
  return event?.status === 'cancelled' ? 'event-cancelled' : 'event-not-published';
}

export async function rejectDeal(
  env: Env,
  deal: DealRow,
  side: DealSide,
  by: NewAuditEntry['by'] = null,
): Promise<Result<null, Undecided | 'busy'>> {
  return close(env, deal, 'REJECTED', side === 'organizer' ? 'distributor' : 'organizer', by);
}

export async function withdrawDeal(
  env: Env,
  deal: DealRow,
  side: DealSide,
  by: NewAuditEntry['by'] = null,
): Promise<Result<null, Undecided | 'busy'>> {
  return close(env, deal, 'WITHDRAWN', side, by);
}

/** `author`: who must have written the current version for this side to end it so. */
async function close(
  env: Env,
  deal: DealRow,
  status: 'REJECTED' | 'WITHDRAWN',
  author: DealSide,
  by: NewAuditEntry['by'],
): Promise<Result<null, Undecided | 'busy'>> {
  const nowMs = Date.now();
  const blocked = obstacle(deal, deal.version, nowMs);
  if (blocked !== null) return refuse(blocked);
  if (deal.author !== author) return refuse('own-version');
  const kind = status === 'REJECTED' ? 'rejected' : 'withdrawn';
  const receiver = status === 'REJECTED' ? author : otherSide(author);
  const notification = notifyIfChanged(databaseOf(env), deal.id, kind, receiver, nowMs);
  if (await decide(env, deal, { status, widgetId: null }, eq(deals.author, author), by, nowMs, notification))
    return ok(null);
  return refuse(obstacle(await read(env, deal.id), deal.version, nowMs) ?? 'busy');
}

const auditKindOf = { ACCEPTED: 'deal-accepted', REJECTED: 'deal-rejected', WITHDRAWN: 'deal-withdrawn' } as const;

async function decide(
  env: Env,
  deal: DealRow,
  outcome: { status: 'ACCEPTED' | 'REJECTED' | 'WITHDRAWN'; widgetId: string | null },
  author: SQL,
  by: NewAuditEntry['by'],
  nowMs: number,
  notification: ReturnType<typeof notifyIfChanged>,
): Promise<boolean> {
  const db = databaseOf(env);
  const update = db
    .update(deals)
    .set({ ...outcome, decidedAt: nowMs, updatedAt: nowMs })
    .where(
      and(
        eq(deals.id, deal.id),
        eq(deals.status, 'PENDING'),
        eq(deals.version, deal.version),
        stillValid(nowMs),
        author,
      ),
    );
  const entry = dealAuditEntry(auditKindOf[outcome.status], by, deal, {
    status: outcome.status,
    version: deal.version,
  });
  const alongside = [auditIfChanged(db, entry, nowMs), notification] as const;
  if (outcome.widgetId === null) return (await db.batch([update, ...alongside]))[0].meta.changes === 1;
  const [updated] = await db.batch([update, ...alongside, requestPush(db, 'channel', outcome.widgetId, deal.eventId)]);
  return updated.meta.changes === 1;
}

/** A negotiation that goes on for longer is no negotiation; all versions are shown at once. */
const mostVersions = 200;

type CounterRefusal =
  | Undecided
  | 'limit-exceeded'
  | 'busy'
  | 'currency-mismatch'
  | 'invalid-request'
  | 'allotment-exceeds-stock'
  | 'offers-closed'
  | 'event-cancelled';

export async function counterDeal(
  env: Env,
  deal: DealRow,
  side: DealSide,
  request: CounterDealRequest,
  by: NewAuditEntry['by'] = null,
): Promise<Result<null, CounterRefusal>> {
  const nowMs = Date.now();
  const blocked = obstacle(deal, request.version ?? deal.version, nowMs);
  if (blocked !== null) return refuse(blocked, { version: deal.version });
  if (deal.author === side) return refuse('own-version');
  if (deal.version >= mostVersions) return refuse('limit-exceeded', { most: mostVersions });
  const db = databaseOf(env);
  const [[current], [event]] = await db.batch([
    db
      .select({ terms: dealVersions.terms })
      .from(dealVersions)
      .where(and(eq(dealVersions.dealId, deal.id), eq(dealVersions.version, deal.version))),
    db.select().from(events).where(eq(events.id, deal.eventId)),
  ]);
  if (current === undefined || event === undefined) throw new Error('a deal without its version or event');
  if (event.status === 'cancelled') return refuse('event-cancelled');
  if (event.endsAt <= nowMs) return refuse('offers-closed');
  const terms = counterTerms(current.terms, request);
  const fit = await termsFit(env, event, terms, nowMs);
  if (!fit.ok) return fit;
  if (await writeCounter(env, deal, side, terms, by, nowMs)) return ok(null);
  return refuse(obstacle(await read(env, deal.id), deal.version, nowMs) ?? 'busy');
}

/** Closes the channel in the event's object first, for good, so that no embed sells after this returns. */
export async function terminateDeal(
  env: Env,
  deal: DealRow,
  by: NewAuditEntry['by'] = null,
): Promise<Result<null, 'deal-not-accepted' | 'busy'>> {
  const { widgetId } = deal;
  if (deal.status !== 'ACCEPTED' || widgetId === null) return refuse('deal-not-accepted');
  try {
    await callEventSales(env, deal.eventId, (sales) => sales.closeChannel(widgetId, deal.id));
  } catch (error) {
    return unreachable(deal.eventId, error);
  }
  const ended = await markTerminated(env, widgetId, Date.now(), dealAuditEntry('deal-terminated', by, deal, {}));
  if (ended) return ok(null);
  // The object's own message may have terminated the deal first, with the same result.
  return (await read(env, deal.id)).status === 'TERMINATED' ? ok(null) : refuse('deal-not-accepted');
}

/**
 * Also called for the object's message about a closed channel, which repeats what a crash of `terminateDeal` left out.
 */
export async function markTerminated(
  env: Env,
  widgetId: string,
  nowMs: number,
  entry?: NewAuditEntry,
): Promise<boolean> {
  const db = databaseOf(env);
  const [deal] = await db.select({ id: deals.id }).from(deals).where(eq(deals.widgetId, widgetId));
  if (deal === undefined) return false;
  // The side that terminated the deal needs no notification. The object's message does not say which side it was.
  const role = entry?.by?.role;
  const receivers: DealSide[] =
    role === 'organizer' || role === 'distributor' ? [otherSide(role)] : ['organizer', 'distributor'];
  const [ended] = await db.batch([
    db
      .update(deals)
      .set({ status: 'TERMINATED', decidedAt: nowMs, updatedAt: nowMs })
      .where(and(eq(deals.widgetId, widgetId), eq(deals.status, 'ACCEPTED'))),
    ...(entry === undefined ? [] : [auditIfChanged(db, entry, nowMs)]),
    ...receivers.map((side) => notifyIfChanged(db, deal.id, 'terminated', side, nowMs)),
  ]);
  return ended.meta.changes > 0;
}

/** Expires the offers that were not decided in time. */
export async function expireOffers(env: Env, nowMs: number): Promise<number> {
  const db = databaseOf(env);
  const [, expired] = await db.batch([
    notifyOfExpiry(db, nowMs),
    db
      .update(deals)
      .set({ status: 'EXPIRED', decidedAt: sql`${deals.validUntil}`, updatedAt: nowMs })
      .where(and(eq(deals.status, 'PENDING'), lte(deals.validUntil, nowMs))),
  ]);
  return expired.meta.changes;
}
