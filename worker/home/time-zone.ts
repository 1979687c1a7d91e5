// A party has no time zone of its own: its days and months are those of the place where most of its events are.

import { sql } from 'drizzle-orm';
import type { DealSide } from '#core/contracts/deals.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';

/** An organizer's events, or the events that a distributor sells. UTC while there are none. */
export async function timeZoneOf(env: Env, { partyId, side }: { partyId: string; side: DealSide }): Promise<string> {
  const zones =
    side === 'organizer'
      ? sql`select time_zone from events where organizer_id = ${partyId}`
      : sql`select events.time_zone from deals join events on events.id = deals.event_id
          where deals.distributor_id = ${partyId} and deals.status = 'ACCEPTED'`;
  const [most] = await databaseOf(env).all<{ timeZone: string }>(sql`
    select time_zone as timeZone from (${zones}) group by 1 order by count(*) desc, 1 limit 1`);
  return most?.timeZone ?? 'UTC';
}
