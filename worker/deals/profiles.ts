// The profile a distributor writes about itself, which organizers read before they offer a deal.

import { and, eq } from 'drizzle-orm';
import type { DistributorProfile, UpdateDistributorProfileRequest } from '#core/contracts/people.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { parties } from '../schema/accounts.ts';
import { distributorProfiles } from '../schema/deals.ts';
import { reindexDistributor } from './distributors.ts';

export async function profileOf(env: Env, partyId: string): Promise<DistributorProfile | null> {
  const [row] = await databaseOf(env)
    .select({ id: parties.id, name: parties.name, profile: distributorProfiles })
    .from(parties)
    .leftJoin(distributorProfiles, eq(distributorProfiles.partyId, parties.id))
    .where(and(eq(parties.id, partyId), eq(parties.kind, 'distributor')));
  if (row === undefined) return null;
  const { about = '', audience = '', sites = [] } = row.profile ?? {};
  return { id: row.id, name: row.name, about, audience, sites };
}

export async function updateProfile(
  env: Env,
  partyId: string,
  request: UpdateDistributorProfileRequest,
): Promise<void> {
  const { about, audience, sites } = request;
  const changed = {
    ...(about === undefined ? {} : { about }),
    ...(audience === undefined ? {} : { audience }),
    ...(sites === undefined ? {} : { sites }),
  };
  if (Object.keys(changed).length === 0) return;
  await databaseOf(env)
    .insert(distributorProfiles)
    .values({ partyId, about: '', audience: '', sites: [], ...changed })
    .onConflictDoUpdate({ target: distributorProfiles.partyId, set: changed });
  await reindexDistributor(env, partyId);
}
