// The page of an event as a reader sees it: its face, when and where, what it is about, and a card that sells tickets. On a
// phone the button to buy stays at the lower edge.

import type { Locale } from '#core/contracts/basics.ts';
import type { TicketedEvent, TicketType } from '#core/contracts/events.ts';
import type { PublicContacts } from '#core/contracts/people.ts';
import { facePath, faceSizes } from '#core/event-face/face-paths.ts';
import { textsOf } from '#core/event-text.ts';
import { tagIn } from '#core/known-tags.ts';
import { programmeOf } from '#core/programme.ts';
import { dayLeaf, spanText, zoneText } from '#core/when.ts';
import { hasAnyContact } from '../../contacts/contacts.ts';
import { ContactLinks } from '../contact-links.tsx';
import { MapLinks } from '../map-links.tsx';
import { EventCards, smallFace } from './event-card.tsx';
import { canBeBought, Dock, type EventWidget, Tickets } from './event-tickets.tsx';
import { CalendarIcon, PinIcon, WayIcon } from './icons.tsx';
import { Markdown } from './markdown.tsx';
import { publicText } from './public-text.ts';

type EventViewProps = {
  event: TicketedEvent;
  /** How the organizer is reached. */
  contacts: PublicContacts;
  types: readonly TicketType[];
  locale: Locale;
  /** `?lang=…` for links when the reader chose a language, else nothing. */
  query: string;
  isOver: boolean;
  /** Null while nothing is on sale. */
  widget: EventWidget | null;
  /** Other coming events of the organizer. */
  others: readonly TicketedEvent[];
};

export function EventView(props: EventViewProps) {
  const { event, contacts, types, locale, query, others, isOver, widget } = props;
  const words = publicText[locale];
  return (
    <>
      <div class="glow" aria-hidden="true">
        <img src={smallFace(event)} alt="" />
      </div>
      <div class="event">
        <div class="hero">
          <figure>
            <Face event={event} locale={locale} />
          </figure>
          <div>
            <Intro event={event} locale={locale} query={query} isOver={isOver} />
          </div>
        </div>
        <div class="text">
          <Texts event={event} locale={locale} />
          {hasAnyContact(contacts) && (
            <section>
              <h2>{words.contactOrganizer}</h2>
              <p class="maps">
                <ContactLinks contacts={contacts} subject={textsOf(event, locale).title} />
              </p>
            </section>
          )}
          {others.length > 0 && (
            <section>
              <h2>{words.moreOf(event.organizerName)}</h2>
              <EventCards events={others} locale={locale} query={query} />
            </section>
          )}
          <Legal event={event} locale={locale} />
        </div>
        {event.status === 'published' && <Tickets event={event} types={types} locale={locale} widget={widget} />}
      </div>
      {widget !== null && canBeBought(types) && <Dock event={event} types={types} locale={locale} />}
    </>
  );
}

function Face({ event, locale }: { event: TicketedEvent; locale: Locale }) {
  const { cover, id } = event;
  if (cover === null) {
    // The art says nothing about the event, so screen readers pass it by.
    const { width, height } = faceSizes.square;
    return <img class="art" src={facePath(id)} width={width} height={height} alt="" fetchpriority="high" />;
  }
  return (
    <img
      src={cover.url}
      srcset={[...cover.smaller, cover].map((file) => `${file.url} ${file.width}w`).join(', ')}
      sizes="(max-width: 640px) 100vw, 280px"
      width={cover.width}
      height={cover.height}
      alt={textsOf(event, locale).coverAlt}
      fetchpriority="high"
    />
  );
}

function Intro({ event, locale, query, isOver }: Pick<EventViewProps, 'event' | 'locale' | 'query' | 'isOver'>) {
  const words = publicText[locale];
  const { title } = textsOf(event, locale);
  const tags = [...event.tags.map((tag) => tagIn(tag, locale)), ...(event.ageRating === null ? [] : [event.ageRating])];
  return (
    <>
      {event.status === 'cancelled' && <p class="note bad">{words.cancelled}</p>}
      {event.status === 'published' && isOver && <p class="note plain">{words.over}</p>}
      {event.status === 'published' && !isOver && event.postponements > 0 && <p class="note warn">{words.postponed}</p>}
      {tags.length > 0 && (
        <ul class="tags">
          {tags.map((tag) => (
            <li>{tag}</li>
          ))}
        </ul>
      )}
      <h1 class={title.length > 60 ? 'long' : undefined}>{title}</h1>
      <ul class="facts">
        <When event={event} locale={locale} query={query} isOver={isOver} />
        <Where event={event} locale={locale} />
      </ul>
      <Organizer event={event} locale={locale} query={query} />
    </>
  );
}

function When({ event, locale, query, isOver }: Pick<EventViewProps, 'event' | 'locale' | 'query' | 'isOver'>) {
  const words = publicText[locale];
  const { startsAt, timeZone } = event;
  const span = spanText(locale, event);
  const leaf = dayLeaf(locale, startsAt, timeZone);
  return (
    <li>
      <span class="tile" aria-hidden="true">
        <b>{leaf.day}</b>
        {leaf.month}
      </span>
      <time datetime={startsAt}>
        <strong>{span.date}</strong>
        <small>
          {span.time} {zoneText(locale, startsAt, timeZone)}
        </small>
      </time>
      {event.status === 'published' && !isOver && (
        <a
          class="square"
          href={`/e/${event.id}/calendar.ics${query}`}
          aria-label={words.calendar}
          title={words.calendar}
        >
          <CalendarIcon />
        </a>
      )}
    </li>
  );
}

function Where({ event, locale }: Pick<EventViewProps, 'event' | 'locale'>) {
  const words = publicText[locale];
  const { name, city, address } = textsOf(event, locale).venue;
  const rest = [city, address].filter((part) => part !== '').join(', ');
  return (
    <li>
      <span class="tile" aria-hidden="true">
        <PinIcon />
      </span>
      <span>
        <strong>{name}</strong>
        <small>{rest}</small>
      </span>
      <a class="square" href="#way" aria-label={words.way} title={words.way}>
        <WayIcon />
      </a>
    </li>
  );
}

function Organizer({ event, locale, query }: Pick<EventViewProps, 'event' | 'locale' | 'query'>) {
  const words = publicText[locale];
  return (
    <div class="org">
      <span class="avatar" aria-hidden="true">
        {initialOf(event.organizerName)}
      </span>
      <span>
        <small>{words.organizer}</small>
        <a href={`/org/${event.organizerId}${query}`}>
          <strong>{event.organizerName}</strong>
        </a>
      </span>
      <a class="button" href={`/feed/${event.organizerId}.ics`} title={words.feed}>
        {words.follow}
      </a>
    </div>
  );
}

/** The first letter or digit of a name: «Клуб „Маяк“» is К. */
function initialOf(name: string): string {
  return /[\p{L}\p{N}]/u.exec(name)?.[0]?.toUpperCase() ?? '·';
}

function Texts({ event, locale }: Pick<EventViewProps, 'event' | 'locale'>) {
  const words = publicText[locale];
  const { description, programme, venue } = textsOf(event, locale);
  return (
    <>
      {description !== '' && (
        <section class="prose">
          <h2>{words.about}</h2>
          <Markdown text={description} />
        </section>
      )}
      {programme !== '' && (
        <section>
          <h2>{words.programme}</h2>
          <Programme text={programme} />
        </section>
      )}
      <section id="way">
        <h2>{words.way}</h2>
        <p>{[venue.name, venue.city, venue.address].filter((part) => part !== '').join(', ')}</p>
        <p class="maps">
          <MapLinks venue={venue} locale={locale} />
        </p>
      </section>
    </>
  );
}

function Programme({ text }: { text: string }) {
  const items = programmeOf(text);
  if (items === null) {
    return (
      <div class="prose">
        <Markdown text={text} />
      </div>
    );
  }
  return (
    <ol class="programme">
      {items.map(({ time, title, details }) => (
        <li>
          <time>{time}</time>
          <span>
            {details.length === 0 ? title : <strong>{title}</strong>}
            {details.map((line) => (
              <>
                <br />
                {line}
              </>
            ))}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Legal({ event, locale }: Pick<EventViewProps, 'event' | 'locale'>) {
  const { legalDetails } = textsOf(event, locale);
  if (legalDetails === '') return null;
  return (
    <section class="soft small">
      <h2>{publicText[locale].legal}</h2>
      {legalDetails.split('\n').map((line) => (
        <p>{line}</p>
      ))}
    </section>
  );
}
