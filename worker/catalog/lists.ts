// The public lists of the catalog: upcoming and past. They are paged by keyset, so that a page never
// repeats or skips an event because another one was added.

import { createHash } from 'node:crypto';
import { and, desc, eq, lte, min, type SQL, sql } from 'drizzle-orm';
import type * as z from 'zod';
import type { EventPage, EventQuery, PastEventQuery } from '#core/contracts/events.ts';
import { olderThan, type Position, pageOf } from '../cursor.ts';
import { databaseOf, isOneOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { parties } from '../schema/accounts.ts';
import { events, ticketTypes } from '../schema/catalog.ts';
import { type DaysByZone, daysByZone } from './days-by-zone.ts';
import { eventView } from './event-view.ts';
import { keyAt } from './reindex.ts';
import { matchOf } from './search-words.ts';

type Page = z.infer<typeof EventPage>;
/** Without `after`: the first page. */
type Listed<Query> = Omit<Query, 'cursor'> & { after?: Position | null };
type ListQuery = Listed<z.infer<typeof EventQuery>>;
type PastQuery = Listed<z.infer<typeof PastEventQuery>>;

/** Published and not over yet, soonest first. */
export async function listEvents(env: Env, query: ListQuery): Promise<Page> {
  const db = databaseOf(env);
  const found = await db.all<Found>(await queryOfList(env, query, Date.now()));
  const shown = await eventsById(
    env,
    found.map((row) => row.eventId),
  );
  const rows = found.flatMap((row) => {
    const event = shown.get(row.eventId);
    return event === undefined ? [] : [{ ...row, ...event }];
  });
  return pageOf(
    rows,
    query.limit,
    (row) => ({ at: row.key, id: row.eventId }),
    (row) => eventView(row.event, row.organizerName, row.priceFrom),
  );
}

/** The version of one page of the list: it changes with every event on it, and with what is on it. Null for no events. */
export async function listVersion(env: Env, query: ListQuery): Promise<string | null> {
  const found = await queryOfList(env, query, Date.now());
  const rows = await databaseOf(env).all<{ eventId: string; revision: number }>(
    sql`select f.eventId, e.push_revision as revision from (${found}) f cross join events e on e.id = f.eventId`,
  );
  if (rows.length === 0) return null;
  const text = rows.map(({ eventId, revision }) => `${eventId} ${revision}`).join(',');
  return createHash('sha256').update(text).digest('base64url');
}

async function queryOfList(env: Env, query: ListQuery, nowMs: number): Promise<SQL> {
  return listedQuery(query, nowMs, query.days === undefined ? null : await daysByZone(env, query.days, nowMs));
}

type Found = { key: number; eventId: string; priceFrom: number | null };
const noKey = Number.MAX_SAFE_INTEGER;

/**
 * One pass in the order of keys that stops when the page is full: through the full-text index when words, city or tag
 * are asked for, else through the list itself. `cross join` keeps SQLite from turning the two around.
 */
export function listedQuery(query: ListQuery, nowMs: number, days: DaysByZone | null = null): SQL {
  const match = matchOf(query);
  const { after = null } = query;
  const from = query.from === undefined ? null : Date.parse(query.from);
  const to = query.to === undefined ? null : Date.parse(query.to);
  const least = Math.max(after === null ? 0 : after.at + 1, from === null ? 0 : keyAt(from));
  const most = Math.min(to === null ? noKey : keyAt(to + 60_000), days === null ? noKey : keyAt(days.endMs + 60_000));
  const key = match === null ? sql`l.key` : sql`w.rowid`;
  const listed =
    match === null ? sql`listed_events l` : sql`event_words w cross join listed_events l on l.key = w.rowid`;
  // An event's zone is asked for only where its days depend on it.
  const source = days === null ? listed : sql`${listed} cross join events e on e.id = l.event_id`;
  const where = [
    ...(match === null ? [] : [sql`w.event_words match ${match}`]),
    sql`${key} >= ${least} and ${key} < ${most} and l.ends_at > ${nowMs}`,
    ...(from === null ? [] : [sql`l.starts_at >= ${from}`]),
    ...(to === null ? [] : [sql`l.starts_at <= ${to}`]),
    ...(query.organizerId === undefined ? [] : [sql`l.organizer_id = ${query.organizerId}`]),
    ...(days === null ? [] : [days.condition]),
    ...(query.free === undefined ? [] : [sql`l.price_from = 0`]),
    ...(query.currency === undefined ? [] : [sql`l.currency = ${query.currency}`]),
    ...(query.priceMin === undefined ? [] : [sql`l.price_from >= ${query.priceMin}`]),
    ...(query.priceMax === undefined ? [] : [sql`l.price_from <= ${query.priceMax}`]),
  ];
  return sql`select l.key, l.event_id as eventId, l.price_from as priceFrom from ${source}
    where ${sql.join(where, sql` and `)} order by ${key} limit ${query.limit + 1}`;
}

async function eventsById(env: Env, eventIds: string[]) {
  const rows = await databaseOf(env)
    .select({ event: events, organizerName: parties.name })
    .from(events)
    .innerJoin(parties, eq(parties.id, events.organizerId))
    .where(isOneOf(events.id, eventIds));
  return new Map(rows.map((row) => [row.event.id, row]));
}

/** Over, or would be: cancelled ones are not shown as having been. Latest first. */
export async function listPastEvents(env: Env, query: PastQuery): Promise<Page> {
  const rows = await databaseOf(env)
    .select({ event: events, organizerName: parties.name })
    .from(events)
    .innerJoin(parties, eq(parties.id, events.organizerId))
    .where(
      and(
        eq(events.status, 'published'),
        lte(events.endsAt, Date.now()),
        query.organizerId === undefined ? undefined : eq(events.organizerId, query.organizerId),
        olderThan(query.after ?? null, events.startsAt, events.id),
      ),
    )
    .orderBy(desc(events.startsAt), desc(events.id))
    .limit(query.limit + 1);
  return pageOfEvents(env, rows, query.limit, ({ event }) => ({ at: event.startsAt, id: event.id }));
}

type EventOfPage = { event: typeof events.$inferSelect; organizerName: string };

export async function pageOfEvents<Row extends EventOfPage>(
  env: Env,
  rows: Row[],
  limit: number,
  position: (row: Row) => Position<number | string>,
): Promise<Page> {
  const prices = await cheapest(
    env,
    rows.map((row) => row.event.id),
  );
  return pageOf(rows, limit, position, ({ event, organizerName }) =>
    eventView(event, organizerName, prices.get(event.id) ?? null),
  );
}

async function cheapest(env: Env, eventIds: string[]): Promise<Map<string, number>> {
  const rows = await databaseOf(env)
    .select({ eventId: ticketTypes.eventId, from: min(ticketTypes.priceMinor) })
    .from(ticketTypes)
    .where(and(isOneOf(ticketTypes.eventId, eventIds), eq(ticketTypes.hidden, false)))
    .groupBy(ticketTypes.eventId);
  return new Map(rows.flatMap(({ eventId, from }) => (from === null ? [] : [[eventId, from] as const])));
}
