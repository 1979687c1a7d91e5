// The catalog's index beside the events: the rows of `listed_events` and of the full-text index `event_words`. They are
// always derived from the event's own row, so reindexing may be repeated at any time.

import { and, eq, lt, lte, sql } from 'drizzle-orm';
import { type Database, databaseOf, statement } from '../database.ts';
import type { Env } from '../env.d.ts';
import { events, listedEvents } from '../schema/catalog.ts';
import { facetsOf, searchTextOf, searchVersion } from './search-words.ts';

const minuteMs = 60_000;
/** Events of one minute there is room for; a key stays below 2^53 until the year 18,000. */
const keysPerMinute = 2 ** 20;

/** The first key of events that start in this minute. */
export function keyAt(startsAtMs: number): number {
  return Math.floor(startsAtMs / minuteMs) * keysPerMinute;
}

/** Of the row `l` of `listed_events`. */
export const listedFacets = facetsOf({
  organizerId: sql`l.organizer_id`,
  currency: sql`l.currency`,
  priceFrom: sql`l.price_from`,
});

/** Statements for the end of the batch that changes an event; they read what the batch has written. */
export function reindexStatements(db: Database, eventId: string, nowMs: number) {
  // D1 binds every number as a float: without the cast an event that starts between two minutes has no whole key.
  const base = sql`(cast(e.starts_at / ${minuteMs} as integer) * ${keysPerMinute})`;
  return [
    ...unindexStatements(db, eventId),
    statement(
      db,
      sql`
      insert into listed_events (key, event_id, organizer_id, city_key, starts_at, ends_at, currency, price_from)
      select coalesce((select max(l.key) + 1 from listed_events l
          where l.key >= ${base} and l.key < ${base} + ${keysPerMinute}), ${base}),
        e.id, e.organizer_id, e.city_key, e.starts_at, e.ends_at, e.currency,
        (select min(t.price_minor) from ticket_types t where t.event_id = e.id and not t.hidden)
      from events e where e.id = ${eventId} and e.status = 'published' and e.ends_at > ${nowMs}`,
    ),
    statement(
      db,
      sql`
      insert into event_words (rowid, words)
      select l.key, e.search_text || ' ' || ${listedFacets} from listed_events l join events e on e.id = l.event_id
      where l.event_id = ${eventId}`,
    ),
  ];
}

function unindexStatements(db: Database, eventId: string) {
  return [
    statement(
      db,
      sql`delete from event_words where rowid = (select key from listed_events where event_id = ${eventId})`,
    ),
    statement(db, sql`delete from listed_events where event_id = ${eventId}`),
  ];
}

/** Rebuilds the event's catalog row and its full-text entry. */
export async function reindex(env: Env, eventId: string, nowMs: number): Promise<void> {
  const db = databaseOf(env);
  const found = await db.select().from(events).where(eq(events.id, eventId));
  await reindexRows(db, found, nowMs);
}

async function reindexRows(db: Database, rows: readonly (typeof events.$inferSelect)[], nowMs: number): Promise<void> {
  const [first, ...others] = rows.flatMap((event) => [
    db
      .update(events)
      .set({ searchText: searchTextOf(event), searchVersion })
      // A concurrent edit writes its own search text: this one is written only if the row is unchanged since it was read.
      .where(and(eq(events.id, event.id), eq(events.pushRevision, event.pushRevision))),
    ...reindexStatements(db, event.id, nowMs),
  ]);
  if (first !== undefined) await db.batch([first, ...others]);
}

/** D1 allows 1,000 statements an invocation: these make some 700. */
const perSlice = 100;
const perBatch = 20;

/**
 * The cron's part, a slice of it: events that are over leave the lists, those of an older index come in anew. True when
 * there is more to do.
 */
export async function reindexDue(env: Env, nowMs: number): Promise<boolean> {
  const db = databaseOf(env);
  const [over, old] = await db.batch([
    db.select({ id: listedEvents.eventId }).from(listedEvents).where(lte(listedEvents.endsAt, nowMs)).limit(perSlice),
    db
      .select()
      .from(events)
      .where(and(lt(events.searchVersion, searchVersion), eq(events.status, 'published')))
      .limit(perSlice),
  ]);
  for (let at = 0; at < over.length; at += perBatch) {
    const [first, ...others] = over.slice(at, at + perBatch).flatMap(({ id }) => unindexStatements(db, id));
    if (first !== undefined) await db.batch([first, ...others]);
  }
  for (let at = 0; at < old.length; at += perBatch) await reindexRows(db, old.slice(at, at + perBatch), nowMs);
  return over.length === perSlice || old.length === perSlice;
}
