// Coming events for everybody. What was searched stands in the address: it can be sent on, and "back" returns to it.

import { useMemo } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { TicketedEvent } from '#core/contracts/events.ts';
import { read } from '../answer.ts';
import { api } from '../api.ts';
import { browserTimeZone, dateTime, eventText, price } from '../format.ts';
import { locale, t } from '../language.ts';
import { Button, Form, TextField } from '../parts/controls.tsx';
import { Page } from '../parts/page.tsx';
import { MoreButton, usePages } from '../parts/pages.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
import { startOfDay } from '../typed-values.ts';
import { useForm } from '../use-form.ts';

type Search = { q: string; city: string; from: string; to: string };

export function Catalogue() {
  const { query } = useLocation();
  const search = useMemo(
    () => ({ q: query.q ?? '', city: query.city ?? '', from: query.from ?? '', to: query.to ?? '' }),
    [query],
  );
  const key = JSON.stringify(search);
  const searched = Object.values(search).some((value) => value !== '');
  const pages = usePages(`catalogue ${key}`, (cursor, signal) =>
    read(
      api.events.$get(
        { query: { ...queryOf(search), limit: '30', ...(cursor === null ? {} : { cursor }) } },
        { init: { signal } },
      ),
    ),
  );
  return (
    <Page title={t().catalogue.title} lead={t().catalogue.lead}>
      <SearchForm key={key} search={search} searched={searched} />
      <Loaded load={pages.load}>
        {({ items, next }) => (
          <>
            <p role="status" class="unseen">
              {t().catalogue.found(items.length)}
            </p>
            {items.length === 0 && (
              <Empty title={t().catalogue.empty} text={searched ? t().catalogue.emptyText : t().catalogue.noneYet} />
            )}
            <ul class="cards grid">
              {items.map((event) => (
                <EventCard key={event.id} event={event} />
              ))}
            </ul>
            {next !== null && <MoreButton pages={pages} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function SearchForm({ search, searched }: { search: Search; searched: boolean }) {
  const { route } = useLocation();
  const form = useForm<keyof Search>(search);
  const text = t().catalogue;
  function submit() {
    const filled = Object.entries(form.values).filter(([, value]) => value.trim() !== '');
    const address = new URLSearchParams(filled.map(([name, value]) => [name, value.trim()]));
    route(filled.length === 0 ? '/catalogue' : `/catalogue?${address}`);
  }
  return (
    <search class="search">
      <Form onSubmit={submit}>
        <TextField {...form.field('q')} label={text.search} type="search" maxLength={200} />
        <TextField {...form.field('city')} label={text.city} maxLength={100} />
        <TextField {...form.field('from')} label={text.from} type="date" />
        <TextField {...form.field('to')} label={text.to} type="date" />
        <div class="actions">
          <Button kind="main" submit>
            {text.submit}
          </Button>
          {searched && (
            <a class="button plain" href="/catalogue">
              {text.reset}
            </a>
          )}
        </div>
      </Form>
    </search>
  );
}

function EventCard({ event }: { event: TicketedEvent }) {
  return (
    <li class="card event-card">
      <a class="row-title" href={`/catalogue/${event.id}`}>
        {eventText(event, locale.value).title}
      </a>
      <p>
        <time dateTime={event.startsAt}>{dateTime(event.startsAt, event.timeZone)}</time>
      </p>
      <p class="soft">
        {event.venue.name}, {event.venue.city}
      </p>
      <p class="card-end">
        <span class="soft">{t().event.by(event.organizerName)}</span>
        {event.priceFrom !== null && (
          <strong>
            {event.priceFrom.amount === 0 ? t().common.free : t().catalogue.priceFrom(price(event.priceFrom))}
          </strong>
        )}
      </p>
    </li>
  );
}

function queryOf(search: Search) {
  const from = startOfDay(search.from, browserTimeZone());
  // The last day counts whole.
  const to = startOfDay(search.to, browserTimeZone(), 1);
  return {
    ...(search.q === '' ? {} : { q: search.q }),
    ...(search.city === '' ? {} : { city: search.city }),
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
  };
}
