// How events sell, for lists of events: tickets by the projection, money by the sums that triggers make of the ledger.

import { sql } from 'drizzle-orm';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { ledgerSums } from '../schema/projection.ts';

/** `revenueMinor`: the face value of what was sold through all channels, less what was returned. */
type EventFigures = { sold: number; capacity: number; revenueMinor: number };

export async function eventFigures(env: Env, eventIds: readonly string[]): Promise<Map<string, EventFigures>> {
  const rows = await databaseOf(env).all<EventFigures & { id: string }>(sql`
    select event.value as id,
      (select coalesce(sum(capacity), 0) from ticket_types where event_id = event.value) as capacity,
      (select count(*) from ticket_types type join tickets on tickets.ticket_type_id = type.id and tickets.status = 'valid'
        where type.event_id = event.value) as sold,
      (select coalesce(sum(organizer_minor + distributor_minor), 0) from ${ledgerSums}
        where event_id = event.value) as revenueMinor
    from json_each(${JSON.stringify(eventIds)}) event`);
  return new Map(rows.map(({ id, ...figures }) => [id, figures]));
}
