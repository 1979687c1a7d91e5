// An event as a poster in the catalog and on the landing page: its face, when, where, for how much, and the way to its tickets.
// All posters of a row are equally high, whatever their texts are.

import type { Locale } from '#core/contracts/basics.ts';
import type { TicketedEvent } from '#core/contracts/events.ts';
import { faceSizes } from '#core/event-face/face-paths.ts';
import { textsOf } from '#core/event-text.ts';
import { moneyText } from '#core/money-text.ts';
import { cardText, dayLeaf, momentText } from '#core/when.ts';
import type { SaleState } from '../../catalog/catalog.ts';
import { catalogText } from './catalog-text.ts';
import { smallFace } from './event-card.tsx';

type Props = {
  events: readonly TicketedEvent[];
  states: ReadonlyMap<string, SaleState>;
  locale: Locale;
  /** Added to each link: the language that the page's address names, or nothing. */
  query: string;
  heading: 'h2' | 'h3';
};

/** Faces in the first row of a desk are asked for at once, the others when they come near. */
const firstRow = 4;

export function PosterCards({ events, states, ...rest }: Props) {
  return (
    <ul class="posters">
      {events.map((event, at) => (
        <Poster event={event} state={states.get(event.id) ?? { kind: 'unannounced' }} at={at} {...rest} />
      ))}
    </ul>
  );
}

type PosterProps = Omit<Props, 'events' | 'states'> & { event: TicketedEvent; state: SaleState; at: number };

function Poster({ event, state, locale, query, heading: Heading, at }: PosterProps) {
  const { title, venue } = textsOf(event, locale);
  const { startsAt, timeZone } = event;
  const leaf = dayLeaf(locale, startsAt, timeZone);
  return (
    <li class={state.kind === 'sold-out' || state.kind === 'ended' ? 'poster off' : 'poster'}>
      <div class="face">
        <img
          src={smallFace(event)}
          width={faceSizes.square.width}
          height={faceSizes.square.height}
          alt=""
          loading={at < firstRow ? 'eager' : 'lazy'}
          fetchpriority={at === 0 ? 'high' : undefined}
        />
        <span class="leaf" aria-hidden="true">
          <b>{leaf.day}</b>
          {leaf.month}
        </span>
        <Flag event={event} locale={locale} />
      </div>
      <Heading class="poster-title">
        <a href={`/e/${event.id}${query}`} dir="auto">
          {title}
        </a>
      </Heading>
      <p class="soft small">
        <time datetime={startsAt}>{cardText(locale, startsAt, timeZone)}</time>
        <br />
        <span dir="auto">
          {venue.name}, {venue.city}
        </span>
      </p>
      <Sale event={event} state={state} locale={locale} query={query} />
    </li>
  );
}

/** What a reader must know before the date is believed. */
function Flag({ event, locale }: { event: TicketedEvent; locale: Locale }) {
  const words = catalogText[locale];
  if (event.status === 'cancelled') return <span class="flag bad">{words.cancelled}</span>;
  if (event.postponements > 0) return <span class="flag warn">{words.postponed}</span>;
  return null;
}

function Sale({ event, state, locale, query }: Pick<PosterProps, 'event' | 'state' | 'locale' | 'query'>) {
  const words = catalogText[locale];
  switch (state.kind) {
    case 'on-sale': {
      const free = state.priceFrom.amount === 0;
      return (
        <p class="sale">
          <b>{free ? words.freePrice : words.from(moneyText(locale, state.priceFrom))}</b>
          <a
            class="button act"
            href={`/e/${event.id}/buy${query}`}
            rel="nofollow"
            aria-label={`${free ? words.take : words.buy}: ${textsOf(event, locale).title}`}
          >
            {free ? words.take : words.buy}
          </a>
        </p>
      );
    }
    case 'later':
      return (
        <p class="sale">
          <b>{state.priceFrom.amount === 0 ? words.freePrice : words.from(moneyText(locale, state.priceFrom))}</b>
          <span class="soft small">{words.later(momentText(locale, state.fromMs, event.timeZone))}</span>
        </p>
      );
    case 'sold-out':
      return <p class="sale soft">{words.soldOut}</p>;
    case 'ended':
      return <p class="sale soft">{words.ended}</p>;
    case 'unannounced':
      return <p class="sale soft">{words.unannounced}</p>;
  }
}
