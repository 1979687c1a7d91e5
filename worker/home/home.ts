// The organizer's first screen in one response, read from D1 alone: no event's object is asked, so it is quick with
// thousands of events, and it lags behind the sales as the projection does.

import { sql } from 'drizzle-orm';
import { Currency } from '#core/contracts/basics.ts';
import type { EventOverview, HomeMoney, OrganizersHome, SalesOfPeriod } from '#core/contracts/home.ts';
import type { EventRow } from '../access/relations.ts';
import { findMyEvents, shownEvent, withFigures } from '../catalog/catalog.ts';
import { databaseOf } from '../database.ts';
import { countDeals } from '../deals/deals.ts';
import type { Env } from '../env.d.ts';
import {
  balanceOf,
  type Day,
  type DaySum,
  lastDays,
  listOrders,
  type SellerSum,
  salesByDay,
  salesBySeller,
} from '../projection/projection.ts';
import { helpsOf } from './helps.ts';
import { marksOf } from './marks.ts';
import { timeZoneOf } from './time-zone.ts';

export { distributorsHome } from './distributors-home.ts';
export { timeZoneOf } from './time-zone.ts';

const shown = 5;

export async function organizersHome(env: Env, partyId: string, count: number): Promise<OrganizersHome> {
  const timeZone = await timeZoneOf(env, { partyId, side: 'organizer' });
  const nowMs = Date.now();
  const days = lastDays(nowMs, timeZone, 2 * count);
  const [salesOf, balance, waiting, { events, helps }, orders, marks] = await Promise.all([
    salesIn(env, { organizerId: partyId }, days),
    balanceOf(env, partyId),
    waitingFor(env, partyId),
    eventsWithHelps(env, partyId, nowMs),
    listOrders(env, { organizerId: partyId }, { after: null }),
    marksOf(env, { organizerId: partyId }, days.slice(count)),
  ]);
  const money = balance.items.map(({ currency, available }) => ({ ...salesOf(currency), available }));
  return { timeZone, waiting, money, events, orders: orders.items.slice(0, shown), marks, helps };
}

/** How one event sells: its own time zone's days, its own currency. */
export async function eventOverview(env: Env, event: EventRow, count: number): Promise<EventOverview> {
  const { id: eventId, organizerId, timeZone } = event;
  const days = lastDays(Date.now(), timeZone, 2 * count);
  const [figured, salesOf, orders, marks] = await Promise.all([
    shownEvent(env, eventId).then((now) => withFigures(env, [now])),
    salesIn(env, { organizerId, eventId }, days),
    listOrders(env, { eventId }, { after: null }),
    marksOf(env, { organizerId, eventId }, days.slice(count)),
  ]);
  const [shownNow] = figured;
  if (shownNow === undefined) throw new Error('figures of an event without the event');
  const sales = salesOf(shownNow.currency);
  return { timeZone, event: shownNow, sales, orders: orders.items.slice(0, shown), marks };
}

/** The sales of the later half of the days beside those of the earlier half, by currency. */
async function salesIn(
  env: Env,
  of: Parameters<typeof salesByDay>[1],
  days: readonly Day[],
): Promise<(currency: string) => SalesOfPeriod> {
  const [fromMs, toMs] = [days[days.length / 2]?.fromMs ?? 0, days.at(-1)?.toMs ?? 0];
  const [sums, sellers] = await Promise.all([salesByDay(env, of, days), salesBySeller(env, of, { fromMs, toMs })]);
  const dates = days.map(({ date }) => date);
  return (currency) => salesOfPeriod(currency, dates, sums, sellers);
}

/** `dates`: those of the period before, then as many of the period itself. */
function salesOfPeriod(
  currency: string,
  dates: readonly string[],
  sums: readonly DaySum[],
  sellers: readonly SellerSum[],
): SalesOfPeriod {
  const sumOf = new Map(sums.filter((sum) => sum.currency === currency).map((sum) => [sum.date, sum]));
  const days = dates.map((date) => {
    const { own = 0, partners = 0, earned = 0 } = sumOf.get(date) ?? {};
    return { date, own, partners, earned };
  });
  const [previous, now] = [days.slice(0, days.length / 2), days.slice(days.length / 2)];
  return {
    currency: Currency.parse(currency),
    now: periodOf(now),
    before: periodOf(previous),
    days: now,
    previous,
    sellers: sellers
      .filter((one) => one.currency === currency)
      .slice(0, shown)
      .map(({ distributorId, name, sold }) => ({
        distributor: distributorId === '' ? null : { id: distributorId, name: name ?? '' },
        sold,
      })),
  };
}

function periodOf(days: HomeMoney['days']): HomeMoney['now'] {
  const sum = (of: 'own' | 'partners' | 'earned') => days.reduce((all, day) => all + day[of], 0);
  return { own: sum('own'), partners: sum('partners'), earned: sum('earned') };
}

async function waitingFor(env: Env, partyId: string): Promise<OrganizersHome['waiting']> {
  const mine = sql`(select id from events where organizer_id = ${partyId})`;
  const [deals, [counts]] = await Promise.all([
    countDeals(env, { partyId, side: 'organizer' }),
    databaseOf(env).all<Omit<OrganizersHome['waiting'], 'offers'>>(sql`
      select
        (select count(*) from events where organizer_id = ${partyId} and status = 'draft') as drafts,
        (select count(*) from failed_refunds where settled_at is null and event_id in ${mine}) as failedRefunds,
        (select count(*) from failed_letters where settled_at is null and event_id in ${mine}) as failedLetters,
        (select count(*) from reconciliations where verdict = 'differs' and id in
          (select max(id) from reconciliations where event_id in ${mine} group by event_id)) as eventsWithDifferences`),
  ]);
  const { drafts = 0, failedRefunds = 0, failedLetters = 0, eventsWithDifferences = 0 } = counts ?? {};
  return { offers: deals.proposed, drafts, failedRefunds, failedLetters, eventsWithDifferences };
}

/** The next events, and what would help them to sell. */
async function eventsWithHelps(
  env: Env,
  partyId: string,
  nowMs: number,
): Promise<Pick<OrganizersHome, 'events' | 'helps'>> {
  const found = await findMyEvents(env, partyId, { show: 'upcoming', limit: shown });
  const events = found.ok ? await withFigures(env, found.value.items) : [];
  return { events, helps: await helpsOf(env, events, nowMs) };
}
