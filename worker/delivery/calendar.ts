// Calendar files (iCalendar, RFC 5545): of an event's page, of an organizer's feed, and in letters to buyers. Times go in
// as UTC, so no program can read them in a zone of its own. Every file about one event has the same UID and the event's
// rising revision as SEQUENCE: a file that comes later replaces the entry that an earlier one made, and none is made
// twice, whichever way it came.

import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { Locale } from '#core/contracts/basics.ts';

export type CalendarEntry = {
  eventId: string;
  revision: number;
  startsAt: string;
  endsAt: string;
  cancelled: boolean;
  title: string;
  description?: string;
  place: { name: string; city: string; address: string };
  url: string;
};

type CalendarOptions = {
  locale: Locale;
  /** Who makes it, by the brand name. */
  company: string;
  /** Makes it a calendar to subscribe to. */
  name?: string;
  /** When the file was made. A program that already holds the same SEQUENCE takes the later file. */
  madeAtMs: number;
};

export function calendarText(
  entries: readonly CalendarEntry[],
  { locale, company, name, madeAtMs }: CalendarOptions,
): string {
  const calendar = ical({
    prodId: { company: productPart(company), product: 'events', language: locale.toUpperCase() },
  });
  if (name !== undefined) calendar.name(name).ttl(60 * 60);
  // A single cancelled event is taken out of the calendar; in a feed it stays, marked as cancelled.
  const isCancellation = name === undefined && entries.every((entry) => entry.cancelled);
  calendar.method(isCancellation ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH);
  for (const entry of entries) {
    const { name: venue, city, address } = entry.place;
    calendar.createEvent({
      id: `${entry.eventId}@foyer`,
      sequence: entry.revision,
      stamp: new Date(madeAtMs),
      start: new Date(entry.startsAt),
      end: new Date(entry.endsAt),
      status: entry.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      summary: entry.title,
      description: entry.description ?? null,
      location: [venue, city, address].filter((part) => part !== '').join(', '),
      url: entry.url,
    });
  }
  // RFC 5545 3.1: each line ends with CRLF, the last one too.
  return `${calendar.toString().replace(/\r?\n$/, '')}\r\n`;
}

/** Parts of a product id are separated by `//`. */
function productPart(company: string): string {
  return company.replaceAll('/', ' ');
}
