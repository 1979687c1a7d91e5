// What an organizer's events sold by day, from the sums that D1's triggers make of the ledger's postings.

import { type SQL, sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { TitleTranslations } from '#core/contracts/events.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { events } from '../schema/catalog.ts';
import { ledgerSums } from '../schema/projection.ts';
import { titlesOf, titlesText } from '../titles.ts';

export type Day = { date: string; fromMs: number; toMs: number };
export type DaySum = { currency: string; date: string; own: number; partners: number; earned: number };
type EarnedSum = { currency: string; date: string; sold: number; earned: number };
type EventSum = {
  currency: string;
  eventId: string;
  title: string;
  titles: TitleTranslations;
  sold: number;
  earned: number;
};
export type SellerSum = { currency: string; distributorId: string; name: string | null; sold: number };

/** The last `count` days of a time zone, oldest first, with today as the last. A day of a clock change has 23 or 25 hours. */
export function lastDays(nowMs: number, timeZone: string, count: number): Day[] {
  const today = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(timeZone).toPlainDate();
  const midnight = (date: Temporal.PlainDate) => date.toZonedDateTime(timeZone).epochMilliseconds;
  return Array.from({ length: count }, (_, i) => {
    const date = today.subtract({ days: count - 1 - i });
    return { date: date.toString(), fromMs: midnight(date), toMs: midnight(date.add({ days: 1 })) };
  });
}

/** All events of an organizer, or one of them. */
type SalesOf = { organizerId: string; eventId?: string };

function areOf({ organizerId, eventId }: SalesOf): SQL {
  const whose = sql`sums.organizer_id = ${organizerId}`;
  return eventId === undefined ? whose : sql`${whose} and sums.event_id = ${eventId}`;
}

/** By currency and day; days on which nothing moved have no row. */
export function salesByDay(env: Env, of: SalesOf, days: readonly Day[]): Promise<DaySum[]> {
  return databaseOf(env).all<DaySum>(sql`
    select sums.currency as currency, day.value ->> 'date' as date,
      sum(case sums.distributor_id when '' then sums.organizer_minor + sums.distributor_minor else 0 end) as own,
      sum(case sums.distributor_id when '' then 0 else sums.organizer_minor + sums.distributor_minor end) as partners,
      sum(sums.organizer_minor + case sums.distributor_id when '' then sums.fees_minor else 0 end) as earned
    from (select distinct currency from ${ledgerSums} where organizer_id = ${of.organizerId}) currencies
    cross join json_each(${JSON.stringify(days)}) day
    cross join ${ledgerSums} sums on ${areOf(of)} and sums.currency = currencies.currency
      and sums.at >= day.value ->> 'fromMs' and sums.at < day.value ->> 'toMs'
    group by 1, 2 order by 1, 2`);
}

/** By currency, who sold most first. */
export function salesBySeller(env: Env, of: SalesOf, between: { fromMs: number; toMs: number }): Promise<SellerSum[]> {
  return databaseOf(env).all<SellerSum>(sql`
    select sums.currency as currency, sums.distributor_id as distributorId, parties.name as name,
      sum(sums.organizer_minor + sums.distributor_minor) as sold
    from ${ledgerSums} sums left join parties on parties.id = sums.distributor_id
    where ${areOf(of)} and sums.at >= ${between.fromMs} and sums.at < ${between.toMs}
    group by 1, 2 having sold > 0 order by sold desc, 2`);
}

/** What a distributor sold and earned, by currency and day: the commission and the service fee are theirs. */
export function earnedByDay(env: Env, distributorId: string, days: readonly Day[]): Promise<EarnedSum[]> {
  return databaseOf(env).all<EarnedSum>(sql`
    select sums.currency as currency, day.value ->> 'date' as date,
      sum(sums.organizer_minor + sums.distributor_minor) as sold,
      sum(sums.distributor_minor + sums.fees_minor) as earned
    from (select distinct currency from ${ledgerSums} where distributor_id = ${distributorId}) currencies
    cross join json_each(${JSON.stringify(days)}) day
    cross join ${ledgerSums} sums on sums.distributor_id = ${distributorId} and sums.currency = currencies.currency
      and sums.at >= day.value ->> 'fromMs' and sums.at < day.value ->> 'toMs'
    group by 1, 2 order by 1, 2`);
}

/** The same by event, of each currency what earned most first. */
export async function earnedByEvent(
  env: Env,
  distributorId: string,
  between: { fromMs: number; toMs: number },
  most: number,
): Promise<EventSum[]> {
  const rows = await databaseOf(env).all<Omit<EventSum, 'titles'> & { titles: string }>(sql`
    select * from (
      select sums.currency as currency, sums.event_id as eventId, events.title as title,
        ${titlesText(events.translations)} as titles,
        sum(sums.organizer_minor + sums.distributor_minor) as sold,
        sum(sums.distributor_minor + sums.fees_minor) as earned,
        row_number() over (partition by sums.currency
          order by sum(sums.distributor_minor + sums.fees_minor) desc, sums.event_id) as place
      from ${ledgerSums} sums join ${events} on events.id = sums.event_id
      where sums.distributor_id = ${distributorId} and sums.at >= ${between.fromMs} and sums.at < ${between.toMs}
      group by 1, 2 having sold <> 0 or earned <> 0)
    where place <= ${most} order by currency, place`);
  return rows.map(({ titles, ...row }) => ({ ...row, titles: titlesOf(titles) }));
}
