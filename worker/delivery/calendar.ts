// The calendar file of an event. Times go in as UTC, so no program can read them in a zone of its own; the id is
// the event's, so a file sent again after a change moves the entry instead of making a second one.

import ical from 'ical-generator';
import type { OrderForDelivery } from '../../durable-objects/event-sales/calls.ts';
import { titleIn } from './documents/documents.ts';

export function calendarFile(order: OrderForDelivery, orderUrl: string): string {
  const { event, locale, createdAt, paidAt } = order.view;
  const calendar = ical({ prodId: { company: 'Foyer', product: 'tickets', language: locale.toUpperCase() } });
  calendar.createEvent({
    id: `${event.id}@foyer`,
    start: new Date(event.startsAt),
    end: new Date(event.endsAt),
    // Not the clock's: the same order gives the same file.
    stamp: new Date(paidAt ?? createdAt),
    summary: titleIn(locale, event),
    location: [event.venue.name, event.venue.city, event.venue.address].filter((part) => part !== '').join(', '),
    url: orderUrl,
  });
  return calendar.toString();
}
