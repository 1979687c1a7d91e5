// The version of a public page or feed: a short text that changes with everything the page shows. It is part of the edge
// cache's key, so the next reader everywhere sees an edit, a cancellation or a new date (docs/decisions/0094).

import { and, count, eq, max, ne, sum } from 'drizzle-orm';
import { partyStoppedAt } from '../accounts/stopped-party.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { eventIdOf } from '../ids/ids.ts';
import { parties } from '../schema/accounts.ts';
import { events } from '../schema/catalog.ts';
import { deals } from '../schema/deals.ts';

/** Null for drafts and what does not exist. */
export async function eventVersion(env: Env, named: string): Promise<string | null> {
  const eventId = eventIdOf(env, 'evt', named);
  if (eventId === null) return null;
  const [row] = await databaseOf(env)
    .select({
      revision: events.pushRevision,
      widgetId: events.widgetId,
      contacts: parties.publicContacts,
      stoppedAt: partyStoppedAt,
    })
    .from(events)
    .innerJoin(parties, eq(parties.id, events.organizerId))
    .where(and(eq(events.id, eventId), ne(events.status, 'draft')));
  if (row === undefined) return null;
  // The page leads to the event's own widget, which is replaced without an edit when a channel had to be closed. It shows
  // the organizer's contacts, which change without an edit of the event.
  return `${row.revision} ${row.widgetId} ${row.stoppedAt} ${JSON.stringify(row.contacts)}`;
}

/** Of the events a party shows: an organizer's own, for a distributor those that their deals sell. */
export async function partyVersion(env: Env, party: { id: string; kind: string; name: string }): Promise<string> {
  const db = databaseOf(env);
  const shown = { many: count(), revisions: sum(events.pushRevision) };
  const [row] =
    party.kind === 'organizer'
      ? await db
          .select(shown)
          .from(events)
          .where(and(eq(events.organizerId, party.id), ne(events.status, 'draft')))
      : await db
          .select({ ...shown, versions: sum(deals.version), changed: max(deals.updatedAt) })
          .from(deals)
          .innerJoin(events, eq(events.id, deals.eventId))
          .where(and(eq(deals.distributorId, party.id), eq(deals.status, 'ACCEPTED')));
  return `${party.name} ${Object.values(row ?? {}).join(' ')}`;
}
