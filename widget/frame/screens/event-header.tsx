// The event's title, time and place: on top of every stage, so that buyers see what they pay for.

import type { WidgetView } from '#core/contracts/sales.ts';
import { placeText, shownTexts } from '#core/event-text.ts';
import { spanText, zoneText } from '#core/when.ts';
import type { Texts } from '../app.tsx';

export function EventHeader({ view, texts: { m, locale } }: { view: WidgetView; texts: Texts }) {
  const { event } = view;
  const { title, description, venue } = shownTexts(event, locale);
  const when = spanText(locale, event);
  return (
    <header>
      <h1>
        {title} {event.ageRating && <span class="age">{event.ageRating}</span>}
      </h1>
      <p>
        <time dateTime={event.startsAt}>
          <b>{when.date}</b>, {when.time}
        </time>
        <span class="soft"> {zoneText(locale, event.startsAt, event.timeZone)}</span>
        <br />
        {placeText(venue)}
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
