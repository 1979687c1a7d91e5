// The open terms that a distributor may take now without an answer: of coming events that they have no deal on, the newest
// terms first.

import { and, desc, eq, gt, sql } from 'drizzle-orm';
import type { TicketedEvent } from '#core/contracts/events.ts';
import { eventView } from '../catalog/catalog.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { parties } from '../schema/accounts.ts';
import { events, listedEvents } from '../schema/catalog.ts';
import { deals, openTerms } from '../schema/deals.ts';
import { isInvited } from './offers.ts';
import { isOver } from './open-terms.ts';

type TermsToTake = { event: TicketedEvent; commissionBps: number };

/** Terms that ran out are dropped after they are read, so a few more are read than are shown. */
const spare = 20;

export async function termsToTake(env: Env, distributorId: string, most: number): Promise<TermsToTake[]> {
  const nowMs = Date.now();
  const rows = await databaseOf(env)
    .select({
      event: events,
      organizerName: parties.name,
      priceFrom: listedEvents.priceFrom,
      terms: openTerms.terms,
    })
    .from(openTerms)
    .innerJoin(listedEvents, eq(listedEvents.eventId, openTerms.eventId))
    .innerJoin(events, eq(events.id, openTerms.eventId))
    .innerJoin(parties, eq(parties.id, events.organizerId))
    .where(
      and(
        gt(listedEvents.endsAt, nowMs),
        sql`(${openTerms.audience} = 'anyone'
          or (${openTerms.audience} = 'invited' and ${isInvited(openTerms.eventId, distributorId)}))`,
        sql`not exists (select 1 from ${deals} where ${deals.eventId} = ${openTerms.eventId}
          and ${deals.distributorId} = ${distributorId} and ${deals.status} in ('PENDING', 'ACCEPTED'))`,
      ),
    )
    .orderBy(desc(openTerms.updatedAt), desc(openTerms.eventId))
    .limit(most + spare);
  return rows
    .filter(({ terms }) => !isOver(terms, nowMs))
    .slice(0, most)
    .map(({ event, organizerName, priceFrom, terms }) => ({
      event: eventView(event, organizerName, priceFrom),
      commissionBps: terms.commissionBps,
    }));
}
