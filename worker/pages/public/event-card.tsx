// An event as a card: its face, title, date, place and cheapest price. Used on the organizer's page and below an event.

import type { Locale } from '#core/contracts/basics.ts';
import type { TicketedEvent } from '#core/contracts/events.ts';
import { facePath, faceSizes } from '#core/event-face/face-paths.ts';
import { textsOf } from '#core/event-text.ts';
import { moneyText } from '#core/money-text.ts';
import { cardText, dateTimeText } from '#core/when.ts';
import { publicText } from './public-text.ts';

/** `query` is added to each link: the language that the reader chose, or nothing. `past` dates name their year. */
type Props = { events: readonly TicketedEvent[]; locale: Locale; query: string; past?: boolean };

export function EventCards({ events, locale, query, past = false }: Props) {
  return (
    <ul class="cards">
      {events.map((event) => (
        <EventCard event={event} locale={locale} query={query} past={past} />
      ))}
    </ul>
  );
}

function EventCard({ event, locale, query, past }: Required<Omit<Props, 'events'>> & { event: TicketedEvent }) {
  const { title, venue } = textsOf(event, locale);
  const words = publicText[locale];
  const { priceFrom } = event;
  return (
    <li class="card">
      <img
        src={smallFace(event)}
        width={faceSizes.square.width}
        height={faceSizes.square.height}
        alt=""
        loading="lazy"
      />
      <a href={`/e/${event.id}${query}`}>{title}</a>
      <p class="soft small">
        {(past ? dateTimeText : cardText)(locale, event.startsAt, event.timeZone)} · {venue.name}
        {priceFrom !== null && !past && (
          <>
            {' '}
            <b>{priceFrom.amount === 0 ? words.free : words.from(moneyText(locale, priceFrom))}</b>
          </>
        )}
      </p>
    </li>
  );
}

/** The face where a small picture is enough: the narrowest file of the cover, or the art. */
export function smallFace({ id, cover }: TicketedEvent): string {
  return cover === null ? facePath(id) : (cover.smaller[0] ?? cover).url;
}
