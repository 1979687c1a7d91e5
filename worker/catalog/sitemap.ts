// The addresses in the sitemap: upcoming published events, and organizers who have published anything. Each part begins
// at a named row (a keyset), so that a change in one part does not shift the others.

import { sql } from 'drizzle-orm';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';

/** A file of a sitemap may hold 50,000 addresses; this many are read from D1 at once without hurry. */
const addressesPerPart = 5_000;

const published = sql`parties.kind = 'organizer' and exists
  (select 1 from events where events.organizer_id = parties.id and events.status = 'published')`;

/** The first row of each part. */
export async function sitemapParts(env: Env, nowMs: number): Promise<{ events: number[]; organizers: string[] }> {
  const db = databaseOf(env);
  const [events, organizers] = await Promise.all([
    db.all<{ first: number }>(sql`select key as first from
      (select key, row_number() over (order by key) - 1 as n from listed_events where ends_at > ${nowMs})
      where n % ${addressesPerPart} = 0`),
    db.all<{ first: string }>(sql`select id as first from
      (select id, row_number() over (order by id) - 1 as n from parties where ${published})
      where n % ${addressesPerPart} = 0`),
  ]);
  return { events: events.map((row) => row.first), organizers: organizers.map((row) => row.first) };
}

export async function sitemapEvents(env: Env, first: number, nowMs: number): Promise<string[]> {
  const rows = await databaseOf(env).all<{ id: string }>(sql`select event_id as id from listed_events
    where key >= ${first} and ends_at > ${nowMs} order by key limit ${addressesPerPart}`);
  return rows.map((row) => row.id);
}

export async function sitemapOrganizers(env: Env, first: string): Promise<string[]> {
  const rows = await databaseOf(env).all<{ id: string }>(sql`select id from parties
    where id >= ${first} and ${published} order by id limit ${addressesPerPart}`);
  return rows.map((row) => row.id);
}
