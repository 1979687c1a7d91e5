// The coming events a distributor sells by their deals, with the widget of each.

import { and, asc, eq, gt } from 'drizzle-orm';
import type { TicketedEvent } from '#core/contracts/events.ts';
import { eventView } from '../catalog/catalog.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { parties } from '../schema/accounts.ts';
import { events, listedEvents } from '../schema/catalog.ts';
import { deals } from '../schema/deals.ts';

export async function eventsSoldBy(
  env: Env,
  distributorId: string,
  most: number,
): Promise<{ event: TicketedEvent; widgetId: string }[]> {
  const rows = await databaseOf(env)
    .select({
      event: events,
      organizerName: parties.name,
      priceFrom: listedEvents.priceFrom,
      widgetId: deals.widgetId,
    })
    .from(deals)
    .innerJoin(listedEvents, eq(listedEvents.eventId, deals.eventId))
    .innerJoin(events, eq(events.id, deals.eventId))
    .innerJoin(parties, eq(parties.id, deals.organizerId))
    .where(
      and(eq(deals.distributorId, distributorId), eq(deals.status, 'ACCEPTED'), gt(listedEvents.endsAt, Date.now())),
    )
    .orderBy(asc(listedEvents.key))
    .limit(most);
  return rows.flatMap(({ event, organizerName, priceFrom, widgetId }) =>
    widgetId === null ? [] : [{ event: eventView(event, organizerName, priceFrom), widgetId }],
  );
}
