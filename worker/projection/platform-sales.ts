// What the whole platform sold, for admins. The sums have no index by time alone, because each posting would have to write
// it: the organizers are walked, each by the key of the table.

import { sql } from 'drizzle-orm';
import { Currency } from '#core/contracts/basics.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { ledgerSums } from '../schema/projection.ts';
import type { Day } from './sales-by-day.ts';

/** The face value sold by currency and day, less what was returned; days on which nothing moved have no row. */
export async function platformSales(
  env: Env,
  days: readonly Day[],
): Promise<{ currency: string; date: string; sold: number }[]> {
  const [fromMs, toMs] = [days[0]?.fromMs ?? 0, days.at(-1)?.toMs ?? 0];
  return databaseOf(env).all(sql`
    select quarter.currency as currency, day.value ->> 'date' as date, sum(quarter.sold) as sold
    from (
      select sums.currency as currency, sums.at as at, sum(sums.organizer_minor + sums.distributor_minor) as sold
      from parties
      cross join json_each(${JSON.stringify(Currency.options)}) currency
      cross join ${ledgerSums} sums on sums.organizer_id = parties.id and sums.currency = currency.value
        and sums.at >= ${fromMs} and sums.at < ${toMs}
      where parties.kind = 'organizer'
      group by 1, 2) quarter
    join json_each(${JSON.stringify(days)}) day
      on quarter.at >= day.value ->> 'fromMs' and quarter.at < day.value ->> 'toMs'
    group by 1, 2 order by 1, 2`);
}

/** Valid tickets of the orders made since then. */
export async function ticketsSoldSince(env: Env, fromMs: number): Promise<number> {
  const [found] = await databaseOf(env).all<{ n: number }>(sql`
    select count(*) as n
    from parties
    cross join orders on orders.organizer_id = parties.id and orders.created_at >= ${fromMs}
    cross join tickets on tickets.order_id = orders.id and tickets.status = 'valid'
    where parties.kind = 'organizer'`);
  return found?.n ?? 0;
}
