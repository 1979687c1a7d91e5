// What the rule of suggestions (`core/next-help.ts`) needs of an organizer's next events.

import { sql } from 'drizzle-orm';
import type { MyEvent } from '#core/contracts/my-events.ts';
import { type Help, helpsFor } from '#core/next-help.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';

export async function helpsOf(env: Env, events: readonly MyEvent[], nowMs: number): Promise<Help[]> {
  const rows = await databaseOf(env).all<{ id: string; partners: number; hasOpenTerms: 0 | 1 }>(sql`
    select event.value as id,
      (select count(*) from deals where deals.event_id = event.value and deals.status = 'ACCEPTED') as partners,
      exists (select 1 from standing_terms terms where terms.event_id = event.value
        and terms.audience <> 'nobody' and (terms.valid_until is null or terms.valid_until > ${nowMs})) as hasOpenTerms
    from json_each(${JSON.stringify(events.map(({ id }) => id))}) event`);
  const known = new Map(rows.map((row) => [row.id, row]));
  const selling = events.map(({ id, startsAt, cover, sold, capacity }) => {
    const { partners = 0, hasOpenTerms = 0 } = known.get(id) ?? {};
    const startsAtMs = Date.parse(startsAt);
    return { id, startsAtMs, hasCover: cover !== null, sold, capacity, partners, hasOpenTerms: hasOpenTerms === 1 };
  });
  return helpsFor(selling, nowMs);
}
