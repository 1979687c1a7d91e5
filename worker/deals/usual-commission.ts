// The commission a distributor usually has, for organizers who look for one. It is made of terms that others agreed on,
// so it must not give them away: it needs several deals of several organizers, each organizer counts once however many
// deals they have, it is a range and not a number, and it is made once a day, so that nobody watches one deal change it.

import { sql } from 'drizzle-orm';
import { clockSkewMs } from '#core/clock-skew.ts';
import type { DistributorCard } from '#core/contracts/people.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';

const leastDeals = 5;
const leastOrganizers = 3;
const bandBps = 500;
const highestBandBps = 10_000 - bandBps;
const madePerRun = 200;
const dayMs = 86_400_000;

export function commissionBand(fromBps: number | null): DistributorCard['usualCommission'] {
  return fromBps === null ? null : { fromBps, toBps: fromBps + bandBps };
}

/** The cron's part: what was not made since midnight (UTC) is made, a part of all distributors in each run. */
export async function makeUsualCommissions(env: Env, nowMs: number): Promise<void> {
  const today = nowMs - (nowMs % dayMs);
  await databaseOf(env).run(sql`
    update listed_distributors set usual_commission_made_at = ${nowMs}, usual_commission_from = (
      select case when sum(n) >= ${leastDeals} and count(*) >= ${leastOrganizers}
        then min(${highestBandBps}, cast(avg(bps) / ${bandBps} as integer) * ${bandBps}) end
      from (
        select count(*) as n, avg(v.terms ->> 'commissionBps') as bps
        from deals d join deal_versions v on v.deal_id = d.id and v.version = d.version
        where d.distributor_id = listed_distributors.party_id and d.widget_id is not null
        group by d.organizer_id
      )
    )
    where key in (
      select key from listed_distributors where usual_commission_made_at < ${today} or usual_commission_made_at > ${nowMs + clockSkewMs}
      order by usual_commission_made_at limit ${madePerRun}
    )`);
}
