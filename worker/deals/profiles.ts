// The profile a distributor writes about itself, which organizers read before they offer a deal.

import { and, eq, sql } from 'drizzle-orm';
import type { DistributorProfile, SellerResults, UpdateDistributorProfileRequest } from '#core/contracts/people.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { parties } from '../schema/accounts.ts';
import { distributorProfiles } from '../schema/deals.ts';
import { reindexDistributor } from './distributors.ts';

/** More is shown as "more than": the count of a large seller would read as many rows as they sold tickets. */
const mostCounted = 1_000;
const yearMs = 365 * 86_400_000;

/** `isOwn`: the distributor reads it, who sees their results also while nobody else does. */
export async function profileOf(env: Env, partyId: string, isOwn: boolean): Promise<DistributorProfile | null> {
  const [row] = await databaseOf(env)
    .select({ id: parties.id, name: parties.name, profile: distributorProfiles })
    .from(parties)
    .leftJoin(distributorProfiles, eq(distributorProfiles.partyId, parties.id))
    .where(and(eq(parties.id, partyId), eq(parties.kind, 'distributor')));
  if (row === undefined) return null;
  const { about = '', audience = '', sites = [], showResults = false } = row.profile ?? {};
  const results = isOwn || showResults ? await resultsOf(env, partyId, Date.now() - yearMs) : null;
  return { id: row.id, name: row.name, about, audience, sites, showResults, results };
}

/** From D1's projection. Returned tickets are not counted, nor events of which all were returned. */
async function resultsOf(env: Env, distributorId: string, sinceMs: number): Promise<SellerResults> {
  const sold = sql`select orders.event_id from orders join tickets on tickets.order_id = orders.id
    where orders.distributor_id = ${distributorId} and orders.created_at >= ${sinceMs} and tickets.status = 'valid'`;
  const [row] = await databaseOf(env).all<{ events: number; tickets: number }>(sql`
    select
      (select count(*) from (select distinct event_id from deals where distributor_id = ${distributorId}) sold_on
        where exists (${sold} and orders.event_id = sold_on.event_id)) as events,
      (select count(*) from (${sold} limit ${mostCounted + 1})) as tickets`);
  const { events = 0, tickets = 0 } = row ?? {};
  return { events, tickets: Math.min(tickets, mostCounted), isMore: tickets > mostCounted };
}

export async function updateProfile(
  env: Env,
  partyId: string,
  request: UpdateDistributorProfileRequest,
): Promise<void> {
  const { about, audience, sites, showResults } = request;
  const changed = {
    ...(about === undefined ? {} : { about }),
    ...(audience === undefined ? {} : { audience }),
    ...(sites === undefined ? {} : { sites }),
    ...(showResults === undefined ? {} : { showResults }),
  };
  if (Object.keys(changed).length === 0) return;
  await databaseOf(env)
    .insert(distributorProfiles)
    .values({ partyId, about: '', audience: '', sites: [], ...changed })
    .onConflictDoUpdate({ target: distributorProfiles.partyId, set: changed });
  await reindexDistributor(env, partyId);
}
