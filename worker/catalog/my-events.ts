// An organizer's own events: what is worked on first, narrowed to a kind or to words, each with how it sells.

import { and, eq, type SQL, sql } from 'drizzle-orm';
import type * as z from 'zod';
import type { EventPage, TicketedEvent } from '#core/contracts/events.ts';
import type { MyEvent, MyEventPage, MyEventQuery, MyEventsShown } from '#core/contracts/my-events.ts';
import { assertNever, ok, type Result } from '#core/result.ts';
import { type CursorRefusal, textPositionOf, unknownCursor } from '../cursor.ts';
import { databaseOf, folded, isOneOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { eventFigures } from '../projection/projection.ts';
import { parties } from '../schema/accounts.ts';
import { events } from '../schema/catalog.ts';
import { pageOfEvents } from './lists.ts';

type Query = z.infer<typeof MyEventQuery>;

/** The organizer's list: a page of events with how each sells, and how many there are of each kind. */
export async function listMyEvents(
  env: Env,
  partyId: string,
  query: Query,
): Promise<Result<MyEventPage, CursorRefusal>> {
  const found = await findMyEvents(env, partyId, query);
  if (!found.ok) return found;
  const { items, next, nowMs } = found.value;
  const [figured, counts] = await Promise.all([withFigures(env, items), countsOf(env, partyId, nowMs)]);
  return ok({ items: figured, next, counts });
}

/**
 * What is worked on comes first: on sale, the soonest first; then drafts; then what is over or cancelled, the latest
 * first. `nowMs`: the clock that the pages are cut by.
 */
export async function findMyEvents(
  env: Env,
  partyId: string,
  query: Query,
): Promise<Result<z.infer<typeof EventPage> & { nowMs: number }, CursorRefusal>> {
  const position = myPositionOf(query.cursor);
  if (!position.ok) return position;
  const after = position.value;
  // All pages are cut by the clock of the first: an event that ends in between would be shown twice.
  const nowMs = after?.nowMs ?? Date.now();
  const over = sql`${events.status} = 'cancelled' or ${events.endsAt} <= ${nowMs}`;
  const group = sql<number>`case when ${over} then 2 when ${events.status} = 'draft' then 1 else 0 end`;
  const order = sql<number>`case when ${over} then -${events.startsAt} else ${events.startsAt} end`;
  const rows = await databaseOf(env)
    .select({ event: events, organizerName: parties.name, group, order })
    .from(events)
    .innerJoin(parties, eq(parties.id, events.organizerId))
    .where(
      and(
        eq(events.organizerId, partyId),
        query.status === undefined ? undefined : eq(events.status, query.status),
        query.show === undefined ? undefined : isShownAs(query.show, nowMs),
        query.q === undefined ? undefined : isOneOf(events.id, await eventsNamed(env, partyId, query.q)),
        after === null
          ? undefined
          : sql`(${group}, ${order}, ${events.id}) > (${after.group}, ${after.order}, ${after.id})`,
      ),
    )
    .orderBy(group, order, events.id)
    .limit(query.limit + 1);
  const page = await pageOfEvents(env, rows, query.limit, (row) => ({
    at: `${nowMs} ${row.group} ${row.order}`,
    id: row.event.id,
  }));
  return ok({ ...page, nowMs });
}

/** The events as their organizer sees them: each with how it sells. */
export async function withFigures(env: Env, shown: readonly TicketedEvent[]): Promise<MyEvent[]> {
  const figures = await eventFigures(
    env,
    shown.map(({ id }) => id),
  );
  return shown.map((event) => {
    const { sold = 0, capacity = 0, revenueMinor = 0 } = figures.get(event.id) ?? {};
    return { ...event, sold, capacity, revenue: { amount: revenueMinor, currency: event.currency } };
  });
}

function isShownAs(show: MyEventsShown, nowMs: number): SQL {
  switch (show) {
    case 'upcoming':
      return sql`${events.status} = 'published' and ${events.endsAt} > ${nowMs}`;
    case 'past':
      return sql`${events.status} = 'published' and ${events.endsAt} <= ${nowMs}`;
    case 'drafts':
      return sql`${events.status} = 'draft'`;
    case 'cancelled':
      return sql`${events.status} = 'cancelled'`;
    default:
      return assertNever(show);
  }
}

async function countsOf(env: Env, partyId: string, nowMs: number): Promise<MyEventPage['counts']> {
  const [counts] = await databaseOf(env).all<MyEventPage['counts']>(sql`
    select count(case when ${isShownAs('upcoming', nowMs)} then 1 end) as upcoming,
      count(case when ${isShownAs('drafts', nowMs)} then 1 end) as drafts,
      count(case when ${isShownAs('past', nowMs)} then 1 end) as past,
      count(case when ${isShownAs('cancelled', nowMs)} then 1 end) as cancelled
    from ${events} where ${events.organizerId} = ${partyId}`);
  return counts ?? { upcoming: 0, drafts: 0, past: 0, cancelled: 0 };
}

/**
 * By a part of the title, the place or the city in any language. SQLite folds ASCII only and drafts are not in the
 * full-text index, so the names are compared here: an organizer has thousands of events at most.
 */
async function eventsNamed(env: Env, partyId: string, q: string): Promise<string[]> {
  const names = await databaseOf(env).all<{ id: string; names: string }>(sql`
    select id, title || ' ' || venue_name || ' ' || city || ' ' ||
      coalesce(translations ->> '$.ru.title', '') || ' ' || coalesce(translations ->> '$.en.title', '') || ' ' ||
      coalesce(translations ->> '$.ru.venue.name', '') || ' ' || coalesce(translations ->> '$.en.venue.name', '') as names
    from ${events} where ${events.organizerId} = ${partyId}`);
  const words = nameForSearch(q).split(/\s+/);
  return names.filter((one) => words.every((word) => nameForSearch(one.names).includes(word))).map(({ id }) => id);
}

/** «Е» is commonly written for «ё». */
function nameForSearch(text: string): string {
  return folded(text).replaceAll('ё', 'е').trim();
}

type MyPosition = { nowMs: number; group: number; order: number; id: string };

function myPositionOf(cursor: string | undefined): Result<MyPosition | null, CursorRefusal> {
  const position = textPositionOf(cursor);
  if (!position.ok) return position;
  if (position.value === null) return ok(null);
  const { at, id } = position.value;
  const sortValue = /^(\d+) (\d) (-?\d+)$/.exec(at);
  if (sortValue === null) return unknownCursor;
  const [, nowMs, group, order] = sortValue;
  return ok({ nowMs: Number(nowMs), group: Number(group), order: Number(order), id });
}
