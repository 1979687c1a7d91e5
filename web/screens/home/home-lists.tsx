// What comes next, who sells, and who bought last.

import type { HomeMoney, OrganizersHome } from '#core/contracts/home.ts';
import { titleIn } from '#core/event-text.ts';
import { dateTime, number, price } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { EventFace } from '../../parts/event-face.tsx';

function Head({ title, href, all }: { title: string; href: string; all: string }) {
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
      <Head title={text.next} href="/my-events" all={text.allEvents} />
      {events.length === 0 && <p class="soft">{text.noEvents}</p>}
      <ul class="home-list">
        {events.map(({ event, sold, capacity }) => (
          <li key={event.id} class="home-event">
            <EventFace event={event} kind="thumb" sizes="56px" />
            <div>
              <a class="row-title" href={`/my-events/${event.id}`}>
                {titleIn(event, locale.value)}
              </a>
              <p class="soft">{dateTime(event.startsAt, event.timeZone)}</p>
            </div>
            <div class="home-sold">
              <span>{text.soldOf(number(sold), number(capacity))}</span>
              <span class="home-bar" aria-hidden="true">
                <i class="you" style={{ width: `${(100 * sold) / Math.max(1, capacity)}%` }} />
              </span>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Sellers({ money: { currency, sellers } }: { money: HomeMoney }) {
  const text = t().home;
  const most = Math.max(1, ...sellers.map(({ sold }) => sold));
  return (
    <section class="card">
      <Head title={text.sellers} href="/distributors" all={text.find} />
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
            <span class="home-bar" aria-hidden="true">
              <i class={distributor === null ? 'you' : 'partner'} style={{ width: `${(100 * sold) / most}%` }} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function LatestOrders({ home: { orders } }: { home: OrganizersHome }) {
  const text = t().home;
  return (
    <section class="card">
      <Head title={text.orders} href="/orders" all={text.allOrders} />
      {orders.length === 0 && <p class="soft">{text.noOrders}</p>}
      <ul class="home-list">
        {orders.map((order) => (
          <li key={order.orderId}>
            <span class="split">
              <b>{order.buyer.name}</b>
              <strong>{price(order.total)}</strong>
            </span>
            <span class="soft">
              {titleIn(order.event, locale.value)} · {order.distributorName ?? text.own}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
