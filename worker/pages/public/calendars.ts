// The calendar files of public pages and feeds.

import type { Locale } from '#core/contracts/basics.ts';
import type { TicketedEvent } from '#core/contracts/events.ts';
import type { Settings } from '#core/contracts/settings.ts';
import { cutText } from '#core/cut-text.ts';
import { textsOf } from '#core/event-text.ts';
import { plainText } from '#core/markdown.ts';
import { type CalendarEntry, calendarText } from '../../delivery/calendar.ts';

export type Entry = { event: TicketedEvent; url: string };

/** `name` makes it a calendar to subscribe to. */
export function calendarOf(entries: Entry[], { brandName }: Settings, locale: Locale | null, name?: string): string {
  const language = locale ?? 'ru';
  return calendarText(
    entries.map((entry) => entryOf(entry, locale)),
    { locale: language, company: brandName[language], madeAtMs: Date.now(), ...(name === undefined ? {} : { name }) },
  );
}

function entryOf({ event, url }: Entry, locale: Locale | null): CalendarEntry {
  const texts = textsOf(event, locale ?? event.language);
  return {
    eventId: event.id,
    revision: event.revision,
    startsAt: event.startsAt,
    endsAt: event.endsAt,
    cancelled: event.status === 'cancelled',
    title: texts.title,
    description: cutText(plainText(texts.description), 1_000),
    place: texts.venue,
    url,
  };
}
