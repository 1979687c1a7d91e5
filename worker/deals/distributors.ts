// Distributors as an organizer finds them: by name, with what they have agreed on before, never with whom.

import { and, asc, eq, gt, or, sql } from 'drizzle-orm';
import type * as z from 'zod';
import type { DistributorCard } from '#core/contracts/people.ts';
import { pageOf, positionOf } from '../cursor.ts';
import { containing, databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { parties } from '../people/schema.ts';

const pageSize = 30;

export async function findDistributors(
  env: Env,
  query: { q?: string | undefined; cursor?: string | undefined },
): Promise<{ items: z.infer<typeof DistributorCard>[]; next: string | null }> {
  const after = positionOf(query.cursor);
  const rows = await databaseOf(env)
    .select({
      id: parties.id,
      name: parties.name,
      nameKey: parties.nameKey,
      acceptedDeals: sql<number>`(select count(*) from deals
        where deals.distributor_id = parties.id and deals.widget_id is not null)`,
      usualCommissionBps: sql<number | null>`(select cast(round(avg(terms ->> 'commissionBps')) as integer) from deals
        join deal_versions on deal_versions.deal_id = deals.id and deal_versions.version = deals.version
        where deals.distributor_id = parties.id and deals.widget_id is not null)`,
    })
    .from(parties)
    .where(
      and(
        eq(parties.kind, 'distributor'),
        query.q === undefined ? undefined : sql`${parties.nameKey} like ${containing(query.q.trim())} escape '\\'`,
        after === null
          ? undefined
          : or(
              gt(parties.nameKey, String(after.at)),
              and(eq(parties.nameKey, String(after.at)), gt(parties.id, after.id)),
            ),
      ),
    )
    .orderBy(asc(parties.nameKey), asc(parties.id))
    .limit(pageSize + 1);
  return pageOf(
    rows,
    pageSize,
    (row) => ({ at: row.nameKey, id: row.id }),
    ({ id, name, acceptedDeals, usualCommissionBps }) => ({ id, name, acceptedDeals, usualCommissionBps }),
  );
}
