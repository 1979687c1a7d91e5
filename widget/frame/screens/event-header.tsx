// The event above every step: whole before the choice of tickets, one line with its face afterwards, so that buyers see what
// they pay for. On the event's own page (`view=compact`) the page says it all, and nothing is shown here.

import type { WidgetView } from '#core/contracts/sales.ts';
import { placeText, shownTexts } from '#core/event-text.ts';
import { cardText, spanText, zoneText } from '#core/when.ts';
import type { Texts } from '../app.tsx';
import { EventFace } from './event-face.tsx';

type Props = { view: WidgetView; texts: Texts };

export function isCompact(): boolean {
  return document.documentElement.dataset.view === 'compact';
}

export function EventHeader({ view: { event }, texts: { m, locale } }: Props) {
  const { title, description, venue } = shownTexts(event, locale);
  const when = spanText(locale, event);
  return (
    <header class="event">
      <EventFace event={event} shape="wide" />
      {event.ageRating && <span class="age">{event.ageRating}</span>}
      <h1 dir="auto" class={title.length > 60 ? 'long' : undefined}>
        {title}
      </h1>
      <p>
        <time dateTime={event.startsAt}>
          <b>{when.date}</b>
          {when.time}
        </time>
        <span class="soft"> {zoneText(locale, event.startsAt, event.timeZone)}</span>
        <br />
        <span class="soft">{placeText(venue)}</span>
        <br />
        <span class="soft">
          {m.organizer}: {event.organizerName}
        </span>
      </p>
      {description && (
        <details>
          <summary>{m.readMore}</summary>
          <p class="text">{description}</p>
        </details>
      )}
    </header>
  );
}

export function MiniHeader({ view: { event }, texts: { locale } }: Props) {
  const { title, venue } = shownTexts(event, locale);
  return (
    <header class="event mini">
      <EventFace event={event} shape="small" />
      <div>
        <h1 dir="auto">{title}</h1>
        <p class="soft">
          {cardText(locale, event.startsAt, event.timeZone)}, {venue.name}
        </p>
      </div>
    </header>
  );
}
