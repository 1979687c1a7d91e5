// All events of the platform. A row leads to the event as its organizer sees it.

import { useLocation } from 'preact-iso';
import type { MyEvent } from '#core/contracts/my-events.ts';
import { textsOf } from '#core/event-text.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { dateTime, price } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { EventThumb } from '../../parts/event-face.tsx';
import { Page } from '../../parts/page.tsx';
import { MoreButton, usePages } from '../../parts/pages.tsx';
import { SoldBar } from '../../parts/sold-bar.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { StatusBadge } from '../event/my-events.tsx';
import { AdminSearch } from './admin-search.tsx';

const statuses = ['draft', 'published', 'cancelled'] as const;

export function AdminEvents(_screen: ScreenProps) {
  const { query } = useLocation();
  const status = statuses.find((one) => one === query.status);
  const words = { q: query.q ?? '', status: status ?? '' };
  const pages = usePages<MyEvent>(`admin events ${JSON.stringify(words)}`, (cursor, signal) =>
    read(
      api.admin.events.$get(
        {
          query: {
            ...(words.q === '' ? {} : { q: words.q }),
            ...(status === undefined ? {} : { status }),
            ...(cursor === null ? {} : { cursor }),
          },
        },
        { init: { signal } },
      ),
    ),
  );
  const text = t().everything;
  return (
    <Page title={text.events} lead={text.eventsLead}>
      <AdminSearch
        key={JSON.stringify(words)}
        at="/admin/events"
        words={words}
        hint={text.eventsHint}
        states={statuses.map((value) => ({ value, label: t().eventStatus[value] }))}
      />
      <Loaded load={pages.load}>
        {({ items, next }) => (
          <>
            {items.length === 0 ? <Empty title={text.noEvents} text={text.tryOther} /> : <EventTable events={items} />}
            {next !== null && <MoreButton pages={pages} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function EventTable({ events }: { events: readonly MyEvent[] }) {
  const text = t().myEvents;
  return (
    <table class="orders events">
      <caption class="unseen">{t().everything.events}</caption>
      <thead>
        <tr>
          <th scope="col">{text.event}</th>
          <th scope="col" class="wide-only">
            {t().everything.organizer}
          </th>
          <th scope="col" class="wide-only">
            {text.sold}
          </th>
          <th scope="col" class="amount">
            {text.revenue}
          </th>
          <th scope="col" class="wide-only">
            {text.state}
          </th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <EventRow key={event.id} event={event} />
        ))}
      </tbody>
    </table>
  );
}

function EventRow({ event }: { event: MyEvent }) {
  const { title, venue } = textsOf(event, locale.value);
  return (
    <tr>
      <td>
        <div class="event-cell">
          <EventThumb event={event} />
          <div>
            <a class="row-title row-link" href={`/my-events/${event.id}`}>
              {title}
            </a>
            <span class="soft">
              {dateTime(event.startsAt, event.timeZone)} · {venue.city}
            </span>
            <span class="soft narrow-only">{event.organizerName}</span>
          </div>
        </div>
      </td>
      <td class="wide-only">{event.organizerName}</td>
      <td class="wide-only sold-cell">
        <SoldBar event={event} />
      </td>
      <td class="amount">{price(event.revenue)}</td>
      <td class="wide-only">
        <StatusBadge status={event.status} />
      </td>
    </tr>
  );
}
