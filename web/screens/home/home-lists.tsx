// What comes next, who sells, and who bought last.

import type { OrganizersHome, SalesOfPeriod } from '#core/contracts/home.ts';
import type { OrderRow } from '#core/contracts/sales.ts';
import { titleIn } from '#core/event-text.ts';
import type { HelpKind } from '#core/next-help.ts';
import { dateTime, price, rowTime } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { EventThumb } from '../../parts/event-face.tsx';
import { SoldBar } from '../../parts/sold-bar.tsx';

/** The head of a card, with the way to all of what it shows. */
export function HomeHead({ title, href, all }: { title: string; href: string; all: string }) {
  return (
    <div class="home-head">
      <h2>{title}</h2>
      <a href={href}>{all}</a>
    </div>
  );
}

export function NextEvents({ home: { events } }: { home: OrganizersHome }) {
  const text = t().home;
  return (
    <section class="card">
      <HomeHead title={text.next} href="/my-events" all={text.allEvents} />
      {events.length === 0 && <p class="soft">{text.noEvents}</p>}
      <ul class="home-list">
        {events.map((event) => (
          <li key={event.id} class="home-event">
            <EventThumb event={event} />
            <div>
              <a class="row-title" href={`/my-events/${event.id}`}>
                {titleIn(event, locale.value)}
              </a>
              <p class="soft">{dateTime(event.startsAt, event.timeZone)}</p>
            </div>
            <div class="home-sold">
              <SoldBar event={event} />
            </div>
            <span class="home-revenue">{price(event.revenue)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Sellers({ money: { currency, sellers } }: { money: SalesOfPeriod }) {
  const text = t().home;
  const most = Math.max(1, ...sellers.map(({ sold }) => sold));
  return (
    <section class="card">
      <HomeHead title={text.sellers} href="/distributors" all={text.find} />
      {sellers.length === 0 && <p class="soft">{text.noSellers}</p>}
      <ul class="home-list">
        {sellers.map(({ distributor, sold }) => (
          <li key={distributor?.id ?? 'own'} class="home-seller">
            <span class="split">
              {distributor === null ? (
                <span>{text.ownWidget}</span>
              ) : (
                <a href={`/distributors/${distributor.id}`}>{distributor.name}</a>
              )}
              <strong>{price({ amount: sold, currency })}</strong>
            </span>
            <span class="bar" aria-hidden="true">
              <i class={distributor === null ? 'you' : 'partner'} style={{ width: `${(100 * sold) / most}%` }} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

type LatestOrdersProps = { orders: readonly OrderRow[]; href: string; namesEvent: boolean };

export function LatestOrders({ orders, href, namesEvent }: LatestOrdersProps) {
  const text = t().home;
  return (
    <section class="card">
      <HomeHead title={text.orders} href={href} all={text.allOrders} />
      {orders.length === 0 && <p class="soft">{text.noOrders}</p>}
      <ul class="home-list">
        {orders.map((order) => (
          <li key={order.orderId}>
            <span class="split">
              <b>{order.buyer.name}</b>
              <strong>{price(order.total)}</strong>
            </span>
            <span class="soft">
              {namesEvent && `${titleIn(order.event, locale.value)} · `}
              {order.distributorName ?? text.own} · {rowTime(order.createdAt, order.event.timeZone)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Where each suggestion is followed. */
const helpPages: Record<HelpKind, string> = { partners: 'open-terms', cover: 'edit', 'few-sold': 'tickets' };

export function NextHelps({ home: { helps, events } }: { home: OrganizersHome }) {
  const text = t().home;
  if (helps.length === 0) return null;
  return (
    <section class="card">
      <h2>{text.helps}</h2>
      <ul class="home-list">
        {helps.map(({ kind, eventId }) => {
          const event = events.find((one) => one.id === eventId);
          return (
            <li key={eventId}>
              <a class="row-title" href={`/my-events/${eventId}/${helpPages[kind]}`}>
                {text.help[kind].title}
              </a>
              <p class="soft">
                {event === undefined ? '' : `${titleIn(event, locale.value)}. `}
                {text.help[kind].text}
              </p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
