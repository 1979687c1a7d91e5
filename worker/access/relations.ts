// The relations that a route may demand between the caller and the object it names. Each loads the object *through* the
// right to it, so that a foreign object and a missing one give the same response. An id that we did not make is refused
// before any row is read.

import { and, eq, isNull, or, type SQL } from 'drizzle-orm';
import type { Context } from 'hono';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import type { Actor, AppEnv } from '../http/app-env.ts';
import type { Relation } from '../http/operation.ts';
import { eventIdOf } from '../ids/ids.ts';
import { sessions, users } from '../schema/accounts.ts';
import { events } from '../schema/catalog.ts';
import { deals } from '../schema/deals.ts';

export type EventRow = typeof events.$inferSelect;
type DealRow = typeof deals.$inferSelect;

async function eventWhere(c: { env: Env }, eventId: string | null, right: SQL | undefined) {
  if (eventId === null) return null;
  const [row] = await databaseOf(c.env)
    .select()
    .from(events)
    .where(and(eq(events.id, eventId), right));
  return row ?? null;
}

function namedEvent(c: Context<AppEnv>): string | null {
  return eventIdOf(c.env, 'evt', c.req.param('eventId') ?? '');
}

/** Null: the caller organizes no event. An admin may do with any event what its organizer may. */
function organizes(actor: Actor | null): { where: SQL | undefined } | null {
  if (actor?.role === 'admin') return { where: undefined };
  if (actor?.role !== 'organizer' || actor.partyId === null) return null;
  return { where: eq(events.organizerId, actor.partyId) };
}

/** The event, for its organizer; for an admin, any. */
export const ownEvent: Relation<'event', EventRow> = {
  as: 'event',
  means: 'organizer of the event',
  async load(c, actor) {
    const right = organizes(actor);
    return right === null ? null : eventWhere(c, namedEvent(c), right.where);
  },
};

/** The same right to an event that the body names, not the path. */
export async function ownedEvent(env: Env, actor: Actor, eventId: string): Promise<EventRow | null> {
  const right = organizes(actor);
  return right === null ? null : eventWhere({ env }, eventId, right.where);
}

/** The event, for everybody once published; a draft for its organizer and admins only. */
export const visibleEvent: Relation<'event', EventRow> = {
  as: 'event',
  means: 'anyone once it is published, before that its organizer',
  async load(c, actor) {
    const published = or(eq(events.status, 'published'), eq(events.status, 'cancelled'));
    const right = organizes(actor);
    if (right === null) return eventWhere(c, namedEvent(c), published);
    return eventWhere(c, namedEvent(c), right.where && or(published, right.where));
  },
};

/** The deal, for its two parties. */
export const ownDeal: Relation<'deal', DealRow> = {
  as: 'deal',
  means: 'party of the deal',
  async load(c, actor) {
    const dealId = c.req.param('dealId') ?? '';
    if (actor?.partyId == null || !/^dl_[0-9a-z]{16}$/.test(dealId)) return null;
    const mine = or(eq(deals.organizerId, actor.partyId), eq(deals.distributorId, actor.partyId));
    const [row] = await databaseOf(c.env)
      .select()
      .from(deals)
      .where(and(eq(deals.id, dealId), mine));
    return row ?? null;
  },
};

/**
 * The event whose ledger the caller may see: its organizer sees all entries, a distributor with a deal on it only their
 * own.
 */
export const ledgerSide: Relation<'side', { eventId: string; distributorId: string | null }> = {
  as: 'side',
  means: 'organizer of the event, or distributor with a deal on it',
  async load(c, actor) {
    const eventId = namedEvent(c);
    const right = organizes(actor);
    if (right !== null) {
      const event = await eventWhere(c, eventId, right.where);
      return event === null ? null : { eventId: event.id, distributorId: null };
    }
    if (eventId === null || actor?.role !== 'distributor' || actor.partyId === null) return null;
    const [deal] = await databaseOf(c.env)
      .select({ id: deals.id })
      .from(deals)
      .where(and(eq(deals.eventId, eventId), eq(deals.distributorId, actor.partyId)))
      .limit(1);
    return deal === undefined ? null : { eventId, distributorId: actor.partyId };
  },
};

/** The event an order belongs to, for its organizer; for an admin, any. The event's object knows the order itself. */
export const ownOrder: Relation<'order', { orderId: string; event: EventRow; actor: Actor }> = {
  as: 'order',
  means: 'organizer of the event the order belongs to',
  async load(c, actor) {
    const orderId = c.req.param('orderId') ?? '';
    const right = organizes(actor);
    if (right === null || actor === null) return null;
    const event = await eventWhere(c, eventIdOf(c.env, 'ord', orderId), right.where);
    return event === null ? null : { orderId, event, actor };
  },
};

/** One of the caller's own open sessions. */
export const ownSession: Relation<'session', { sessionId: string; userId: string }> = {
  as: 'session',
  means: 'owner of the session',
  async load(c, actor) {
    const sessionId = c.req.param('sessionId') ?? '';
    if (actor === null || !/^ses_[0-9a-z]{16}$/.test(sessionId)) return null;
    const [row] = await databaseOf(c.env)
      .select({ sessionId: sessions.id, userId: sessions.userId })
      .from(sessions)
      .where(and(eq(sessions.id, sessionId), eq(sessions.userId, actor.userId), isNull(sessions.endedAt)));
    return row ?? null;
  },
};

/** Anybody's account, for admins. */
export const anyAccount: Relation<'account', { id: string }> = {
  as: 'account',
  means: 'admin',
  async load(c, actor) {
    const userId = c.req.param('userId') ?? '';
    if (actor?.role !== 'admin' || !/^usr_[0-9a-z]{16}$/.test(userId)) return null;
    const [row] = await databaseOf(c.env).select({ id: users.id }).from(users).where(eq(users.id, userId));
    return row ?? null;
  },
};
