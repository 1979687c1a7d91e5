// The organizer's events by what is left to do with them, with how each sells. What is shown and searched for stands in the
// address, so that a link leads to the same list and "back" returns to it.

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { EventStatus } from '#core/contracts/events.ts';
import type { MyEvent, MyEventPage, MyEventsShown } from '#core/contracts/my-events.ts';
import { textsOf } from '#core/event-text.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { dateTime, price } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Button, Form, TextField } from '../../parts/controls.tsx';
import { EventThumb } from '../../parts/event-face.tsx';
import { Badge, Page, Tabs } from '../../parts/page.tsx';
import { MoreButton, usePages } from '../../parts/pages.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { SoldBar } from '../../parts/sold-bar.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useForm } from '../../use-form.ts';
import { useLive } from '../../use-live.ts';
import { Duplicate } from './event-moving.tsx';

const kinds: readonly MyEventsShown[] = ['upcoming', 'drafts', 'past', 'cancelled'];

type Narrowed = { show: MyEventsShown; q: string };

function addressOf({ show, q }: Narrowed): string {
  const query = new URLSearchParams({ ...(show === 'upcoming' ? {} : { show }), ...(q === '' ? {} : { q }) });
  return query.size === 0 ? '/my-events' : `/my-events?${query}`;
}

export function MyEvents(_screen: ScreenProps) {
  const { query } = useLocation();
  const show = kinds.find((one) => one === query.show) ?? 'upcoming';
  const q = query.q ?? '';
  const [copied, copy] = useState<MyEvent | null>(null);
  const pages = usePages<MyEvent, MyEventPage>(`my-events ${show} ${q}`, (cursor, signal) =>
    read(
      api.events.mine.$get(
        { query: { limit: '30', show, ...(q === '' ? {} : { q }), ...(cursor === null ? {} : { cursor }) } },
        { init: { signal } },
      ),
    ),
  );
  useLive(pages.load, 30);
  const text = t().myEvents;
  const add = (
    <a class="button main" href="/my-events/new">
      {text.add}
    </a>
  );
  return (
    <Page title={text.title} actions={add}>
      <Loaded load={pages.load}>
        {({ items, next, counts }) => {
          if (Object.values(counts).every((n) => n === 0)) {
            return (
              <Empty title={text.empty} text={text.emptyText}>
                {add}
              </Empty>
            );
          }
          return (
            <>
              <Tabs
                label={text.filter}
                current={addressOf({ show, q })}
                tabs={kinds.map((one) => ({
                  href: addressOf({ show: one, q }),
                  label: text.kinds[one],
                  count: counts[one],
                }))}
              />
              <EventSearch key={q} show={show} q={q} />
              {items.length === 0 ? (
                <Empty title={q === '' ? text.emptyKind[show] : text.nothingFound} />
              ) : (
                <EventTable events={items} onCopy={copy} />
              )}
              {next !== null && <MoreButton pages={pages} />}
            </>
          );
        }}
      </Loaded>
      {copied !== null && (
        <Sheet title={t().event.duplicate} onClose={() => copy(null)}>
          <p class="row-title">{textsOf(copied, locale.value).title}</p>
          <Duplicate event={copied} />
        </Sheet>
      )}
    </Page>
  );
}

function EventSearch({ show, q }: Narrowed) {
  const { route } = useLocation();
  const form = useForm({ q });
  const text = t().myEvents;
  return (
    <search class="search order-search">
      <Form onSubmit={() => route(addressOf({ show, q: form.values.q.trim() }))}>
        <div class="words">
          <TextField {...form.field('q')} label={text.search} hint={text.searchHint} type="search" maxLength={100} />
          <Button submit>{text.find}</Button>
        </div>
      </Form>
    </search>
  );
}

type TableProps = { events: readonly MyEvent[]; onCopy(event: MyEvent): void };

function EventTable({ events, onCopy }: TableProps) {
  const text = t().myEvents;
  return (
    <table class="orders events">
      <caption class="unseen">{text.title}</caption>
      <thead>
        <tr>
          <th scope="col">{text.event}</th>
          <th scope="col" class="wide-only">
            {text.sold}
          </th>
          <th scope="col" class="amount">
            {text.revenue}
          </th>
          <th scope="col" class="wide-only">
            {text.state}
          </th>
          <th scope="col" class="wide-only">
            <span class="unseen">{text.copy}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <EventRow key={event.id} event={event} onCopy={() => onCopy(event)} />
        ))}
      </tbody>
    </table>
  );
}

function EventRow({ event, onCopy }: { event: MyEvent; onCopy(): void }) {
  const { title, venue } = textsOf(event, locale.value);
  const text = t().myEvents;
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
              {dateTime(event.startsAt, event.timeZone)} · {venue.name}, {venue.city}
            </span>
            <div class="narrow-only">
              <SoldBar event={event} />
            </div>
          </div>
        </div>
      </td>
      <td class="wide-only sold-cell">
        <SoldBar event={event} />
      </td>
      <td class="amount">{isFree(event) ? t().common.free : price(event.revenue)}</td>
      <td class="wide-only">
        <StatusBadge status={event.status} />
      </td>
      <td class="wide-only">
        <button type="button" class="button plain above" onClick={onCopy}>
          {text.copy}
          <span class="unseen">: {title}</span>
        </button>
      </td>
    </tr>
  );
}

function isFree({ revenue, priceFrom }: MyEvent): boolean {
  return revenue.amount === 0 && priceFrom?.amount === 0;
}

export function StatusBadge({ status }: { status: EventStatus }) {
  const tone = status === 'published' ? 'good' : status === 'cancelled' ? 'bad' : 'plain';
  return <Badge tone={tone}>{t().eventStatus[status]}</Badge>;
}
