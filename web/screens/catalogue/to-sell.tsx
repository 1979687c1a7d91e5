// The events a distributor may sell, each leading to its deal or offer. What was searched stands in the address: it can be
// sent on, and "back" returns to it. Everybody buys in the catalog, which the Worker draws.

import { useMemo } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { Currency } from '#core/contracts/basics.ts';
import type { TicketedEvent } from '#core/contracts/events.ts';
import { textsOf } from '#core/event-text.ts';
import { tagIn } from '#core/known-tags.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { browserTimeZone, dateTime, price } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Button, Choice, Form, TextField } from '../../parts/controls.tsx';
import { EventFace } from '../../parts/event-face.tsx';
import { Page } from '../../parts/page.tsx';
import { MoreButton, usePages } from '../../parts/pages.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { startOfDay } from '../../typed-times.ts';
import { readMoney } from '../../typed-values.ts';
import { useForm } from '../../use-form.ts';
import { currencies } from '../event/event-draft.ts';

type Search = Record<'q' | 'city' | 'tag' | 'from' | 'to' | 'price' | 'currency', string>;

export function ToSell() {
  const { query } = useLocation();
  const search = useMemo(
    () => ({
      q: query.q ?? '',
      city: query.city ?? '',
      tag: query.tag ?? '',
      from: query.from ?? '',
      to: query.to ?? '',
      price: query.price ?? '',
      currency: currencies.find((one) => one === query.currency) ?? '',
    }),
    [query],
  );
  const key = JSON.stringify(search);
  const searched = Object.values(search).some((value) => value !== '');
  const pages = usePages(`to sell ${key}`, (cursor, signal) =>
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
  const currency = currencyOf(search);
  function submit() {
    const typed = readMoney(form.values.price, currencyOf(form.values), locale.value);
    const wrong = form.values.price.trim() !== '' && !typed.ok ? t().typed.money[typed.problem] : null;
    form.refuse(wrong === null ? {} : { price: wrong });
    if (wrong !== null) return;
    const filled = Object.entries(form.values).filter(
      ([name, value]) => value.trim() !== '' && (name !== 'currency' || form.values.price.trim() !== ''),
    );
    const address = new URLSearchParams(filled.map(([name, value]) => [name, value.trim()]));
    route(filled.length === 0 ? '/to-sell' : `/to-sell?${address}`);
  }
  return (
    <search class="search">
      <Form onSubmit={submit}>
        <TextField {...form.field('q')} label={text.search} hint={text.searchHint} type="search" maxLength={200} />
        <TextField {...form.field('city')} label={text.city} maxLength={100} />
        <TextField {...form.field('from')} label={text.from} type="date" />
        <TextField {...form.field('to')} label={text.to} type="date" />
        <TextField {...form.field('tag')} label={text.tag} maxLength={40} />
        <TextField {...form.field('price')} label={text.priceMax(currency)} inputMode="decimal" />
        <Choice
          {...form.field('currency')}
          value={currencyOf(form.values)}
          label={text.priceCurrency}
          options={currencies.map((value) => ({ value, label: value }))}
        />
        <div class="actions">
          <Button kind="main" submit>
            {text.submit}
          </Button>
          {searched && (
            <a class="button plain" href="/to-sell">
              {text.reset}
            </a>
          )}
        </div>
      </Form>
    </search>
  );
}

function EventCard({ event }: { event: TicketedEvent }) {
  const { title, venue } = textsOf(event, locale.value);
  return (
    <li class="card event-card">
      <EventFace event={event} kind="on-card" sizes="(max-width: 760px) 100vw, 360px" />
      <a class="row-title" id={`title-${event.id}`} href={`/catalogue/${event.id}`}>
        {title}
      </a>
      <p>
        <time dateTime={event.startsAt}>{dateTime(event.startsAt, event.timeZone)}</time>
      </p>
      <p class="soft">
        {venue.name}, {venue.city}
      </p>
      {event.tags.length > 0 && <Tags tags={event.tags} />}
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

function Tags({ tags }: { tags: readonly string[] }) {
  return (
    <p class="tags">
      {tags.map((tag) => (
        <a key={tag} href={`/to-sell?${new URLSearchParams({ tag })}`}>
          {tagIn(tag, locale.value)}
        </a>
      ))}
    </p>
  );
}

function currencyOf(search: { currency: string }): Currency {
  return currencies.find((one) => one === search.currency) ?? 'RUB';
}

function queryOf(search: Search) {
  const from = startOfDay(search.from, browserTimeZone());
  const currency = currencyOf(search);
  const price = search.price === '' ? null : readMoney(search.price, currency, locale.value);
  // The last day counts as a whole.
  const to = startOfDay(search.to, browserTimeZone(), 1);
  return {
    ...(search.q === '' ? {} : { q: search.q }),
    ...(search.city === '' ? {} : { city: search.city }),
    ...(search.tag === '' ? {} : { tag: search.tag }),
    ...(price?.ok === true ? { priceMax: String(price.value), currency } : {}),
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
  };
}
