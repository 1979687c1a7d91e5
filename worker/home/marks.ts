// When partners began to show an organizer's tickets in a new place, as marks of the sales chart: a post, a newsletter, a site.
// Known from the first view that a widget reported there. What partners call the place is theirs and stays unsaid.

import { sql } from 'drizzle-orm';
import type { SalesMark } from '#core/contracts/home.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import type { Day } from '../projection/projection.ts';

const most = 30;

export function marksOf(
  env: Env,
  { organizerId, eventId }: { organizerId: string; eventId?: string },
  days: readonly Day[],
): Promise<SalesMark[]> {
  const ofEvent = eventId === undefined ? sql`` : sql`and deals.event_id = ${eventId}`;
  return databaseOf(env).all<SalesMark>(sql`
    select day.value ->> 'date' as date, parties.name as name
    from (select deals.distributor_id as partner, min(traffic.at) as at
      from deals join widget_traffic traffic on traffic.widget_id = deals.widget_id
      where deals.organizer_id = ${organizerId} ${ofEvent}
      group by deals.widget_id, traffic.surface, traffic.sub_id) first
    join parties on parties.id = first.partner
    join json_each(${JSON.stringify(days)}) day
      on first.at >= day.value ->> 'fromMs' and first.at < day.value ->> 'toMs'
    group by 1, first.partner order by 1 desc, 2 limit ${most}`);
}
