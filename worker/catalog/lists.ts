// The catalogue as people look through it: to come, past, and the organizer's own. Pages by keyset, so that a page
// never repeats or skips an event because another was added.

import { and, asc, desc, eq, gt, gte, inArray, lt, lte, min, or, type SQL, sql } from 'drizzle-orm';
import type * as z from 'zod';
import type { EventPage, EventQuery, MyEventQuery, PastEventQuery } from '#core/contracts/events.ts';
import { pageOf, positionOf } from '../cursor.ts';
import { containing, databaseOf, folded } from '../database.ts';
import type { Env } from '../env.d.ts';
import { parties } from '../people/schema.ts';
import { eventAnswer } from './event-answer.ts';
import { events, ticketTypes } from './schema.ts';

type Page = z.infer<typeof EventPage>;
const maxWords = 8;

/** Published and not over yet, soonest first. */
export async function listEvents(env: Env, query: z.infer<typeof EventQuery>): Promise<Page> {
  const words = (query.q ?? '').split(/\s+/).filter((word) => word !== '');
  const where = [
    eq(events.status, 'published'),
    gt(events.endsAt, Date.now()),
    ...words.slice(0, maxWords).map((word) => sql`${events.searchText} like ${containing(word)} escape '\\'`),
    query.city === undefined ? undefined : eq(events.cityKey, folded(query.city.trim())),
    query.from === undefined ? undefined : gte(events.startsAt, Date.parse(query.from)),
    query.to === undefined ? undefined : lte(events.startsAt, Date.parse(query.to)),
    query.organizerId === undefined ? undefined : eq(events.organizerId, query.organizerId),
  ];
  return list(env, where, 'rising', query);
}

/** Over, or would be: cancelled ones are not shown as having been. Latest first. */
export async function listPastEvents(env: Env, query: z.infer<typeof PastEventQuery>): Promise<Page> {
  const where = [
    eq(events.status, 'published'),
    lte(events.endsAt, Date.now()),
    query.organizerId === undefined ? undefined : eq(events.organizerId, query.organizerId),
  ];
  return list(env, where, 'falling', query);
}

export async function listMyEvents(env: Env, partyId: string, query: z.infer<typeof MyEventQuery>): Promise<Page> {
  const where = [
    eq(events.organizerId, partyId),
    query.status === undefined ? undefined : eq(events.status, query.status),
  ];
  return list(env, where, 'falling', query);
}

async function list(
  env: Env,
  where: (SQL | undefined)[],
  order: 'rising' | 'falling',
  query: { cursor?: string | undefined; limit: number },
): Promise<Page> {
  const db = databaseOf(env);
  const after = positionOf(query.cursor);
  const beyond = order === 'rising' ? gt : lt;
  const towards = order === 'rising' ? asc : desc;
  const position =
    after === null
      ? undefined
      : or(
          beyond(events.startsAt, Number(after.at)),
          and(eq(events.startsAt, Number(after.at)), beyond(events.id, after.id)),
        );
  const rows = await db
    .select({ event: events, organizerName: parties.name })
    .from(events)
    .innerJoin(parties, eq(parties.id, events.organizerId))
    .where(and(...where, position))
    .orderBy(towards(events.startsAt), towards(events.id))
    .limit(query.limit + 1);
  const prices = await cheapest(
    env,
    rows.map((row) => row.event.id),
  );
  return pageOf(
    rows,
    query.limit,
    ({ event }) => ({ at: event.startsAt, id: event.id }),
    ({ event, organizerName }) => eventAnswer(event, organizerName, prices.get(event.id) ?? null),
  );
}

// D1 takes 100 parameters a statement; a page of 100 and the one that tells of a next page are more.
async function cheapest(env: Env, eventIds: string[]): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (let at = 0; at < eventIds.length; at += 90) {
    const rows = await databaseOf(env)
      .select({ eventId: ticketTypes.eventId, from: min(ticketTypes.priceMinor) })
      .from(ticketTypes)
      .where(inArray(ticketTypes.eventId, eventIds.slice(at, at + 90)))
      .groupBy(ticketTypes.eventId);
    for (const row of rows) if (row.from !== null) found.set(row.eventId, row.from);
  }
  return found;
}
