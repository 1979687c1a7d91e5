// The organizer's events by status, with how many there are of each.

import { useLocation } from 'preact-iso';
import type { EventStatus, TicketedEvent } from '#core/contracts/events.ts';
import { textsOf } from '#core/event-text.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { dateTime, price } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { EventFace } from '../../parts/event-face.tsx';
import { Badge, Page, Tabs } from '../../parts/page.tsx';
import { MoreButton, usePages } from '../../parts/pages.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';

const statuses = ['draft', 'published', 'cancelled'] as const;

export function MyEvents(_screen: ScreenProps) {
  const { query } = useLocation();
  const status = statuses.find((one) => one === query.status) ?? null;
  const pages = usePages('my-events', (cursor, signal) =>
    read(
      api.events.mine.$get({ query: { limit: '100', ...(cursor === null ? {} : { cursor }) } }, { init: { signal } }),
    ),
  );
  const text = t().myEvents;
  const add = (
    <a class="button main" href="/my-events/new">
      {text.add}
    </a>
  );
  return (
    <Page title={text.title} actions={add}>
      <Loaded load={pages.load}>
        {({ items, next }) => {
          if (items.length === 0) {
            return (
              <Empty title={text.empty} text={text.emptyText}>
                {add}
              </Empty>
            );
          }
          const shown = status === null ? items : items.filter((event) => event.status === status);
          return (
            <>
              <Tabs
                label={text.filter}
                current={status === null ? '/my-events' : `/my-events?status=${status}`}
                tabs={[
                  { href: '/my-events', label: t().common.all, count: items.length },
                  ...statuses.map((one) => ({
                    href: `/my-events?status=${one}`,
                    label: t().eventStatus[one],
                    count: items.filter((event) => event.status === one).length,
                  })),
                ]}
              />
              {shown.length === 0 && <Empty title={text.emptyStatus} />}
              <ul class="cards">
                {shown.map((event) => (
                  <EventRow key={event.id} event={event} />
                ))}
              </ul>
              {next !== null && <MoreButton pages={pages} />}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

function EventRow({ event }: { event: TicketedEvent }) {
  const { title, venue } = textsOf(event, locale.value);
  return (
    <li class="card row-card">
      <EventFace event={event} kind="thumb" sizes="56px" />
      <div>
        <a class="row-title" href={`/my-events/${event.id}`}>
          {title}
        </a>
        <p class="soft">
          {dateTime(event.startsAt, event.timeZone)} · {venue.name}, {venue.city}
        </p>
      </div>
      <div class="row-end">
        {event.priceFrom !== null && (
          <span class="soft">
            {event.priceFrom.amount === 0 ? t().common.free : t().common.from(price(event.priceFrom))}
          </span>
        )}
        <StatusBadge status={event.status} />
      </div>
    </li>
  );
}

export function StatusBadge({ status }: { status: EventStatus }) {
  const tone = status === 'published' ? 'good' : status === 'cancelled' ? 'bad' : 'plain';
  return <Badge tone={tone}>{t().eventStatus[status]}</Badge>;
}
