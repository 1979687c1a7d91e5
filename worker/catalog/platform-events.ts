// All events of the platform for admins, drafts too: newest first, searched by title, organizer, place or id.

import { desc, eq, type SQL, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { AdminEventPage, AdminEventQuery } from '#core/contracts/admin.ts';
import { olderThan, type Paged } from '../cursor.ts';
import { databaseOf, folded, nameForms } from '../database.ts';
import type { Env } from '../env.d.ts';
import { parties } from '../schema/accounts.ts';
import { events } from '../schema/catalog.ts';
import { pageOfEvents } from './lists.ts';
import { withFigures } from './my-events.ts';

const pageSize = 30;

type Search = Omit<z.infer<typeof AdminEventQuery>, 'cursor'> & Paged;

export async function listPlatformEvents(
  env: Env,
  { q, status, after }: Search,
): Promise<z.infer<typeof AdminEventPage>> {
  // The page is found first by what is short: sorted whole, each row would carry its description.
  const found = sql`(select events.id from events join parties on parties.id = events.organizer_id
    where ${status === undefined ? sql`true` : sql`events.status = ${status}`}
      and ${q === undefined ? sql`true` : isFound(q)}
      and ${olderThan(after, sql`events.created_at`, sql`events.id`) ?? sql`true`}
    order by events.created_at desc, events.id desc limit ${pageSize + 1})`;
  const rows = await databaseOf(env)
    .select({ event: events, organizerName: parties.name })
    .from(events)
    .innerJoin(parties, eq(parties.id, events.organizerId))
    .where(sql`${events.id} in ${found}`)
    .orderBy(desc(events.createdAt), desc(events.id));
  const { items, next } = await pageOfEvents(env, rows, pageSize, ({ event }) => ({
    at: event.createdAt,
    id: event.id,
  }));
  return { items: await withFigures(env, items), next };
}

function isFound(q: string): SQL {
  const titles = [
    sql`events.title`,
    sql`coalesce(events.translations ->> '$.ru.title', '')`,
    sql`coalesce(events.translations ->> '$.en.title', '')`,
    sql`events.venue_name`,
  ];
  const found = [
    sql`events.id = ${q}`,
    sql`parties.id = ${q}`,
    sql`instr(parties.name_key, ${folded(q)}) > 0`,
    sql`instr(events.city_key, ${folded(q)}) > 0`,
    ...titles.flatMap((title) => nameForms(q).map((form) => sql`instr(${title}, ${form}) > 0`)),
  ];
  return sql`(${sql.join(found, sql` or `)})`;
}
