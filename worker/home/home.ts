// The organizer's first screen in one response, read from D1 alone: no event's object is asked, so it is quick with
// thousands of events, and it lags behind the sales as the projection does.

import { sql } from 'drizzle-orm';
import type { Balance } from '#core/contracts/balance.ts';
import { Currency } from '#core/contracts/basics.ts';
import type { TicketedEvent } from '#core/contracts/events.ts';
import type { HomeMoney, OrganizersHome } from '#core/contracts/home.ts';
import { listMyEvents } from '../catalog/catalog.ts';
import { databaseOf, isOneOf } from '../database.ts';
import { countDeals } from '../deals/deals.ts';
import type { Env } from '../env.d.ts';
import {
  balanceOf,
  type DaySum,
  lastDays,
  listOrders,
  type SellerSum,
  salesByDay,
  salesBySeller,
} from '../projection/projection.ts';

const shown = 5;

export async function organizersHome(env: Env, partyId: string, count: number): Promise<OrganizersHome> {
  const timeZone = await timeZoneOf(env, partyId);
  const days = lastDays(Date.now(), timeZone, 2 * count);
  const [fromMs, toMs] = [days[count]?.fromMs ?? 0, days.at(-1)?.toMs ?? 0];
  const [sums, sellers, balance, waiting, events, orders] = await Promise.all([
    salesByDay(env, partyId, days),
    salesBySeller(env, partyId, { fromMs, toMs }),
    balanceOf(env, partyId),
    waitingFor(env, partyId),
    nextEvents(env, partyId),
    listOrders(env, { organizerId: partyId }, { after: null }),
  ]);
  const dates = days.map(({ date }) => date);
  const money = balance.items.map((line) => moneyOf(line, dates, sums, sellers));
  return { timeZone, waiting, money, events, orders: orders.items.slice(0, shown) };
}

function moneyOf(
  { currency, available }: Balance['items'][number],
  dates: readonly string[],
  sums: readonly DaySum[],
  sellers: readonly SellerSum[],
): HomeMoney {
  const sumOf = new Map(sums.filter((sum) => sum.currency === currency).map((sum) => [sum.date, sum]));
  const days = dates.map((date) => {
    const { own = 0, partners = 0, earned = 0 } = sumOf.get(date) ?? {};
    return { date, own, partners, earned };
  });
  const [previous, now] = [days.slice(0, days.length / 2), days.slice(days.length / 2)];
  return {
    currency: Currency.parse(currency),
    available,
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

/** A party has no time zone of its own: its days are those of the place where most of its events are. */
async function timeZoneOf(env: Env, partyId: string): Promise<string> {
  const [most] = await databaseOf(env).all<{ timeZone: string }>(sql`
    select time_zone as timeZone from events where organizer_id = ${partyId}
    group by time_zone order by count(*) desc, time_zone limit 1`);
  return most?.timeZone ?? 'UTC';
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

async function nextEvents(env: Env, partyId: string): Promise<OrganizersHome['events']> {
  const listed = await listMyEvents(env, partyId, { status: 'published', limit: shown });
  const events = (listed.ok ? listed.value.items : []).filter(({ endsAt }) => Date.parse(endsAt) > Date.now());
  const stock = await stockOf(env, events);
  return events.map((event) => ({ event, ...(stock.get(event.id) ?? { sold: 0, capacity: 0 }) }));
}

async function stockOf(env: Env, events: readonly TicketedEvent[]) {
  const rows = await databaseOf(env).all<{ id: string; sold: number; capacity: number }>(sql`
    select events.id as id,
      (select coalesce(sum(capacity), 0) from ticket_types where event_id = events.id) as capacity,
      (select count(*) from ticket_types type join tickets on tickets.ticket_type_id = type.id and tickets.status = 'valid'
        where type.event_id = events.id) as sold
    from events where ${isOneOf(
      sql`events.id`,
      events.map(({ id }) => id),
    )}`);
  return new Map(rows.map(({ id, sold, capacity }) => [id, { sold, capacity }]));
}
