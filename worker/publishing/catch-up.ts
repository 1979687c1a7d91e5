// Events that were published before their snapshot said what it says today: their objects are given it anew, slice
// after slice. Each event is marked in the batch that asks for its push, so a run that dies goes on where it was, none is
// asked for twice, and with the last one there is nothing left to do.

import { and, count, eq, isNotNull, lt, sql } from 'drizzle-orm';
import { databaseOf, statement } from '../database.ts';
import type { Env } from '../env.d.ts';
import { events } from '../schema/catalog.ts';
import { publications } from '../schema/publishing.ts';
import { pendingPerRun } from './publishing.ts';
import { snapshotVersion } from './snapshots.ts';

/** Asks for the pushes of one slice; `pushPending` carries them out. True when there is more to ask for. */
export async function askForNewSnapshots(env: Env, nowMs: number): Promise<boolean> {
  const db = databaseOf(env);
  const [[waiting], older] = await db.batch([
    // What failed before waits by itself; what nobody has tried yet comes first, so that this never runs ahead of it.
    db
      .select({ n: count() })
      .from(publications)
      .where(and(isNotNull(publications.pendingSince), eq(publications.attempts, 0))),
    db
      .select({ id: events.id })
      .from(events)
      .where(and(lt(events.snapshotVersion, snapshotVersion), eq(events.status, 'published')))
      .limit(pendingPerRun),
  ]);
  if (older.length === 0 || (waiting?.n ?? 0) >= pendingPerRun) return false;
  const slice = sql`(select value from json_each(${JSON.stringify(older.map(({ id }) => id))}))`;
  await db.batch([
    // An event that is over is marked without a push: nobody reads it at a door or in a shop any more.
    statement(
      db,
      sql`
      insert into publications (subject_id, event_id, kind, pending_since, asked, attempts)
      select id, id, 'event', ${nowMs}, 1, 0 from events
      where id in ${slice} and status = 'published' and ends_at > ${nowMs}
      on conflict (subject_id) do update set pending_since = excluded.pending_since, asked = asked + 1, attempts = 0`,
    ),
    db.update(events).set({ snapshotVersion }).where(sql`${events.id} in ${slice}`),
  ]);
  return older.length === pendingPerRun;
}
