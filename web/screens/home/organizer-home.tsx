// The organizer's first screen: what waits, what was sold, what comes next.

import { useLocation } from 'preact-iso';
import type { OrganizersHome } from '#core/contracts/home.ts';
import { homePeriods } from '#core/home-periods.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { locale, t } from '../../language.ts';
import { Page } from '../../parts/page.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useLive } from '../../use-live.ts';
import { useLoad } from '../../use-load.ts';
import { HomeFigures } from './home-figures.tsx';
import { LatestOrders, NextEvents, NextHelps, Sellers } from './home-lists.tsx';
import { HomeTasks } from './home-tasks.tsx';
import { SalesChart } from './sales-chart.tsx';
import './home.css';

const day = 86_400_000;

export function OrganizerHome({ user }: ScreenProps) {
  const { query } = useLocation();
  const period = homePeriods.find((one) => one === query.days) ?? '30';
  const load = useLoad(`home ${period}`, (signal) =>
    read(api.home.$get({ query: period === '30' ? {} : { days: period } }, { init: { signal } })),
  );
  useLive(load, 30);
  const text = t().home;
  const add = (
    <a class="button main" href="/my-events/new">
      {text.add}
    </a>
  );
  return (
    <Page title={greeting()} lead={lead(load.data)} actions={add}>
      <Loaded load={load}>
        {(home) => (
          <div class="home">
            <HomeTasks home={home} hasPayout={user.payoutDetails !== null} />
            {home.money.length === 0 && <Empty title={text.noMoney} text={text.noMoneyText} />}
            {home.money.map((money) => (
              <div class="home-money" key={money.currency}>
                <HomeFigures money={money} period={period} />
                <SalesChart money={money} marks={home.marks} period={period} timeZone={home.timeZone} at="/" />
              </div>
            ))}
            <div class="home-columns">
              <div class="home-side">
                <NextEvents home={home} />
                <NextHelps home={home} />
              </div>
              <div class="home-side">
                {home.money.map((money) => (
                  <Sellers key={money.currency} money={money} />
                ))}
                <LatestOrders orders={home.orders} href="/orders" namesEvent />
              </div>
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function greeting(): string {
  const hour = new Date().getHours();
  const text = t().home.greeting;
  if (hour < 5) return text.night;
  if (hour < 12) return text.morning;
  return hour < 18 ? text.day : text.evening;
}

/**
 * "Thursday, 26 November. Your next event is in 3 days." The date is the person's own, from their clock, so it is there
 * before the data; the days are counted from it to the date of the event where it takes place.
 */
function lead(home: OrganizersHome | null): string {
  const now = new Date();
  const written = new Intl.DateTimeFormat(locale.value === 'ru' ? 'ru-RU' : 'en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  }).format(now);
  const date = `${written.charAt(0).toUpperCase()}${written.slice(1)}.`;
  if (home === null) return date;
  const text = t().home;
  const next = home.events[0];
  if (next === undefined) return `${date} ${text.noNext}`;
  return `${date} ${text.nextIn(dayNumber(new Date(next.startsAt), next.timeZone) - dayNumber(now))}`;
}

/** Of the calendar in this zone; in the person's own without one. */
function dayNumber(at: Date, timeZone?: string): number {
  // Swedish dates are written as ISO writes them.
  const date = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(at);
  return Date.parse(`${date}T00:00:00Z`) / day;
}
