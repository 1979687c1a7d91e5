// How a seller's widgets did in the last days: shown, held, bought, earned; by event, by day, or by the place they were put.
// A sale counts on the day its order was made, and what was returned later is taken off that day.

import { type SQL, sql } from 'drizzle-orm';
import * as z from 'zod';
import { Currency } from '#core/contracts/basics.ts';
import type { DealSide } from '#core/contracts/deals.ts';
import type { ResultRow, Results, ResultsQuery } from '#core/contracts/results.ts';
import { coverView } from '#core/event-cover.ts';
import { surfaces } from '#core/order-source.ts';
import { configOf } from '../config.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { timeZoneOf } from '../home/home.ts';
import { type Day, lastDays } from '../projection/projection.ts';
import { events } from '../schema/catalog.ts';

export { countTraffic, deleteOldTraffic } from './traffic.ts';

type Seller = { partyId: string; side: DealSide };
type Query = z.infer<typeof ResultsQuery>;
type By = Query['by'];

const maxRows = 200;
/** How many sums are read: sub-ids can be made up by anybody. */
const maxRead = 5_000;

export async function resultsOf(env: Env, seller: Seller, query: Query): Promise<Results> {
  const timeZone = await timeZoneOf(env, seller);
  const days = lastDays(Date.now(), timeZone, Number(query.days));
  const found = (await sumsOf(env, seller, query, days)).map((sum) => (query.by === 'day' ? dated(sum, days) : sum));
  const nameOf = await namesOf(env, query.by, found);
  const rows = new Map<string, ResultRow>();
  const total = { views: 0, holds: 0, orders: 0, sums: [] };
  for (const sum of found) {
    const row = rows.get(sum.key) ?? { ...nameOf(sum), views: 0, holds: 0, orders: 0, sums: [] };
    rows.set(sum.key, row);
    add(row, sum);
    add(total, sum);
  }
  const sorted = [...rows.values()].sort(query.by === 'day' ? newestFirst : mostFirst);
  return { timeZone, total, rows: sorted.slice(0, maxRows), more: sorted.length > maxRows };
}

/** Sums of a quarter of an hour as those of its day: every time zone begins its days at one. */
function dated(sum: Sum, days: readonly Day[]): Sum {
  const at = Number(sum.key);
  const date = days.find(({ fromMs, toMs }) => at >= fromMs && at < toMs)?.date;
  if (date === undefined) throw new Error('a sum is of no day that was asked for');
  return { ...sum, key: date };
}

type Named = Pick<ResultRow, 'event' | 'date' | 'source'>;

async function namesOf(env: Env, by: By, sums: readonly Sum[]): Promise<(sum: Sum) => Named> {
  const none: Named = { event: null, date: null, source: null };
  if (by === 'day') return ({ key }) => ({ ...none, date: key });
  if (by === 'source') return ({ surface, subId }) => ({ ...none, source: { surface, subId } });
  const found = await databaseOf(env)
    .select()
    .from(events)
    .where(sql`${events.id} in (select value from json_each(${JSON.stringify(sums.map(({ eventId }) => eventId))}))`);
  const known = new Map(found.map((row) => [row.id, row]));
  const origin = configOf(env).PUBLIC_ORIGIN;
  return ({ eventId, widgetId, dealId, isOpen }) => {
    const row = known.get(eventId);
    if (row === undefined) throw new Error('a widget is of no event');
    const { id, title, timeZone } = row;
    const event = {
      ...{ id, title, timeZone, dealId, widgetId, url: `${origin}/w/${widgetId}`, isOpen: isOpen === 1 },
      translations: { ru: { title: row.translations.ru?.title }, en: { title: row.translations.en?.title } },
      startsAt: new Date(row.startsAt).toISOString(),
      cover: row.cover === null ? null : coverView(row.id, row.cover),
    };
    return { ...none, event };
  };
}

/** One row of each currency, and one without for what was only shown and held. */
const Sum = z.object({
  key: z.string(),
  currency: Currency.nullable(),
  views: z.int(),
  holds: z.int(),
  orders: z.int(),
  sold: z.int(),
  earned: z.int(),
  /** Of any of the places that the row sums up, where they differ. */
  surface: z.enum(surfaces),
  subId: z.string(),
  widgetId: z.string(),
  dealId: z.string().nullable(),
  eventId: z.string(),
  isOpen: z.literal([0, 1]),
});
type Sum = z.infer<typeof Sum>;

type Counted = Pick<ResultRow, 'views' | 'holds' | 'orders' | 'sums'>;

function add(to: Counted, { currency, views, holds, orders, sold, earned }: Sum): void {
  to.views += views;
  to.holds += holds;
  to.orders += orders;
  if (currency === null) return;
  const known = to.sums.find((one) => one.currency === currency);
  if (known === undefined) to.sums.push({ currency, sold, earned });
  else {
    known.sold += sold;
    known.earned += earned;
  }
}

const mostFirst = (a: ResultRow, b: ResultRow) => b.orders - a.orders || b.holds - a.holds || b.views - a.views;
const newestFirst = (a: ResultRow, b: ResultRow) => ((a.date ?? '') < (b.date ?? '') ? 1 : -1);

const keys: Record<By, SQL> = {
  event: sql`one.widget_id`,
  day: sql`cast(one.at - one.at % 900000 as text)`,
  source: sql`one.surface || ' ' || one.sub_id`,
};

async function sumsOf(env: Env, seller: Seller, query: Query, days: readonly Day[]): Promise<Sum[]> {
  const [from, to] = [days[0]?.fromMs ?? 0, days.at(-1)?.toMs ?? 0];
  // Ninety days have a bounded number of quarters; widgets and sub-ids are bounded here.
  const most = query.by === 'day' ? sql`` : sql`order by sum(one.orders) desc, sum(one.views) desc, 1 limit ${maxRead}`;
  const rows = await databaseOf(env).all(sql`
    with widgets as (${widgetsOf(seller, query.widgetId)}),
      places as (
        select widget_id, at, surface, sub_id, null as currency, views, holds, 0 as orders, 0 as sold, 0 as earned
        from widget_traffic where widget_id in (select widget_id from widgets) and at >= ${from}
        union all ${soldBy(seller, from)}
        ${query.by === 'event' ? openNow : sql``})
    select ${keys[query.by]} as key, one.currency as currency, sum(one.views) as views, sum(one.holds) as holds,
      sum(one.orders) as orders, sum(one.sold) as sold, sum(one.earned) as earned,
      min(one.surface) as surface, min(one.sub_id) as subId,
      min(widgets.widget_id) as widgetId, min(widgets.deal_id) as dealId, min(widgets.event_id) as eventId,
      min(widgets.is_open) as isOpen
    from places one
    join widgets on widgets.widget_id = one.widget_id
    where one.at >= ${from} and one.at < ${to}
    group by 1, 2 ${most}`);
  return rows.map((row) => Sum.parse(row));
}

function widgetsOf({ partyId, side }: Seller, widgetId: string | undefined): SQL {
  const of = side === 'distributor' ? sql.raw('deals') : sql.raw('events');
  const only = widgetId === undefined ? sql`` : sql`and ${of}.widget_id = ${widgetId}`;
  const isToCome = sql`events.status = 'published' and events.ends_at > ${Date.now()}`;
  return side === 'distributor'
    ? sql`select deals.widget_id, deals.event_id, deals.id as deal_id, deals.status = 'ACCEPTED' and ${isToCome} as is_open
        from deals join events on events.id = deals.event_id
        where deals.distributor_id = ${partyId} and deals.widget_id is not null ${only}`
    : sql`select events.widget_id, events.id as event_id, null as deal_id, ${isToCome} as is_open from events
        where events.organizer_id = ${partyId} and events.widget_id is not null ${only}`;
}

/** A row of nothing for each widget that sells, so that one that nobody has seen yet is there too. */
const openNow = sql`union all select widget_id, unixepoch('now') * 1000, 'other', '', null, 0, 0, 0, 0, 0
  from widgets where is_open`;

/** Orders that were paid, also those that were refunded, with what the ledger has left of each. */
function soldBy({ partyId, side }: Seller, from: number): SQL {
  const isDistributor = side === 'distributor';
  const whose = isDistributor
    ? sql`orders.distributor_id = ${partyId}`
    : sql`orders.organizer_id = ${partyId} and orders.distributor_id is null`;
  const earned = isDistributor
    ? sql`orders.net_commission_minor + orders.net_fees_minor`
    : sql`orders.net_face_minor - orders.net_commission_minor + orders.net_fees_minor`;
  return sql`select orders.widget_id, orders.created_at, orders.surface, orders.sub_id, orders.currency, 0, 0, 1,
      orders.net_face_minor, ${earned}
    from orders where ${whose} and orders.created_at >= ${from} and orders.paid_at is not null
      and orders.widget_id in (select widget_id from widgets)`;
}
