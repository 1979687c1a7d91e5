// What a party earned in one month, by event and partner, from the sums that D1's triggers make of the ledger's postings.

import { type SQL, sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { BalanceMonth } from '#core/contracts/balance.ts';
import { Currency } from '#core/contracts/basics.ts';
import type { DealSide } from '#core/contracts/deals.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { ledgerSums } from '../schema/projection.ts';
import { titlesOf, titlesText } from '../titles.ts';

/** The rows of a currency that are named; the sums are of all. */
const mostRows = 100;

type Between = { fromMs: number; toMs: number };

type Row = {
  currency: string;
  eventId: string;
  title: string;
  titles: string;
  partnerId: string | null;
  partnerName: string | null;
  sold: number;
  earned: number;
};

/** When the month begins and ends by the clock of this time zone. `month` is "2026-11". */
export function monthBetween(month: string, timeZone: string): Between {
  const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 });
  const midnight = (date: Temporal.PlainDate) => date.toZonedDateTime(timeZone).epochMilliseconds;
  return { fromMs: midnight(first), toMs: midnight(first.add({ months: 1 })) };
}

export function monthOf(atMs: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone).toPlainDate().toString().slice(0, 7);
}

export async function balanceMonth(
  env: Env,
  mine: { partyId: string; side: DealSide },
  { month, timeZone }: { month: string; timeZone: string },
): Promise<BalanceMonth> {
  const db = databaseOf(env);
  const { own, partnerId, earned } = sideOf(mine);
  const { fromMs, toMs } = monthBetween(month, timeZone);
  const [rows, [first]] = await Promise.all([
    db.all<Row>(sql`
      select sums.currency as currency, sums.event_id as eventId, events.title as title,
        ${titlesText(sql`events.translations`)} as titles, parties.id as partnerId, parties.name as partnerName,
        sum(sums.organizer_minor + sums.distributor_minor) as sold, ${earned} as earned
      from ${ledgerSums} sums join events on events.id = sums.event_id left join parties on parties.id = ${partnerId}
      where ${own} and sums.at >= ${fromMs} and sums.at < ${toMs}
      group by 1, 2, 5 having sold <> 0 or earned <> 0 order by 1, earned desc, 2, 5`),
    db.all<{ at: number | null }>(sql`select min(sums.at) as at from ${ledgerSums} sums where ${own}`),
  ]);
  const currencies = [...new Set(rows.map(({ currency }) => currency))];
  const firstAt = first?.at ?? null;
  return {
    month,
    timeZone,
    first: firstAt === null ? null : monthOf(firstAt, timeZone),
    items: currencies.map((currency) => itemOf(currency, rows)),
  };
}

/** The service fee is of whoever sold: the distributor, or the organizer through their own widget. */
function sideOf({ partyId, side }: { partyId: string; side: DealSide }): Record<'own' | 'partnerId' | 'earned', SQL> {
  if (side === 'distributor') {
    return {
      own: sql`sums.distributor_id = ${partyId}`,
      partnerId: sql`sums.organizer_id`,
      earned: sql`sum(sums.distributor_minor + sums.fees_minor)`,
    };
  }
  return {
    own: sql`sums.organizer_id = ${partyId}`,
    partnerId: sql`sums.distributor_id`,
    earned: sql`sum(sums.organizer_minor + case sums.distributor_id when '' then sums.fees_minor else 0 end)`,
  };
}

function itemOf(currency: string, all: readonly Row[]): BalanceMonth['items'][number] {
  const rows = all.filter((row) => row.currency === currency);
  return {
    currency: Currency.parse(currency),
    sold: rows.reduce((sum, { sold }) => sum + sold, 0),
    earned: rows.reduce((sum, { earned }) => sum + earned, 0),
    more: Math.max(0, rows.length - mostRows),
    rows: rows.slice(0, mostRows).map(({ eventId, title, titles, partnerId, partnerName, sold, earned }) => ({
      event: { id: eventId, title, translations: titlesOf(titles) },
      partner: partnerId === null ? null : { id: partnerId, name: partnerName ?? '' },
      sold,
      earned,
    })),
  };
}
