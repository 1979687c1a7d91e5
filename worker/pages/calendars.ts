// Events as a calendar program reads them. Times go out in UTC, so no program can read them in a zone of its own; an
// event keeps its id, so a calendar that is asked again moves the entry instead of making a second one.

import ical, { ICalEventStatus } from 'ical-generator';
import type { Locale } from '#core/contracts/basics.ts';
import type { TicketedEvent } from '#core/contracts/events.ts';
import { cutText } from '#core/cut-text.ts';
import { textsOf } from '#core/event-text.ts';
import { plainText } from '#core/markdown.ts';

export type Entry = { event: TicketedEvent; url: string };

/** `name` makes it a calendar to subscribe to. */
export function calendarOf(entries: Entry[], locale: Locale | null, name: string | null): string {
  const calendar = ical({ prodId: { company: 'Foyer', product: 'events', language: (locale ?? 'ru').toUpperCase() } });
  if (name !== null) calendar.name(name).ttl(60 * 60);
  for (const { event, url } of entries) {
    const texts = textsOf(event, locale ?? event.language);
    calendar.createEvent({
      id: `${event.id}@foyer`,
      sequence: event.revision,
      // Not the clock's: what has not changed gives the same file.
      stamp: new Date(event.publishedAt ?? event.createdAt),
      start: new Date(event.startsAt),
      end: new Date(event.endsAt),
      status: event.status === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      summary: texts.title,
      description: cutText(plainText(texts.description), 1_000),
      location: [texts.venue.name, texts.venue.city, texts.venue.address].filter((part) => part !== '').join(', '),
      url,
    });
  }
  return calendar.toString();
}
