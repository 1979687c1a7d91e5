// The event as schema.org describes one, so that search engines show date, place and prices beside the link.

import type { Locale } from '#core/contracts/basics.ts';
import type { TicketedEvent, TicketType, Venue } from '#core/contracts/events.ts';
import type { WidgetView } from '#core/contracts/sales.ts';
import { facePicturePath } from '#core/event-face/face-paths.ts';
import { shownTexts, textsOf, typeName } from '#core/event-text.ts';
import { plainText } from '#core/markdown.ts';
import { decimalText } from '#core/money-text.ts';

type Availability = WidgetView['ticketTypes'][number]['availability'];

const stockWord: Record<Availability, string> = {
  available: 'InStock',
  held: 'LimitedAvailability',
  'sold-out': 'SoldOut',
  'not-yet': 'PreOrder',
  ended: 'Discontinued',
  closed: 'Discontinued',
};

const schema = (word: string) => `https://schema.org/${word}`;

function placeOf({ name, address, city }: Venue): Record<string, unknown> {
  return {
    '@type': 'Place',
    name,
    address: { '@type': 'PostalAddress', streetAddress: address, addressLocality: city },
  };
}

export function structuredData(view: WidgetView, locale: Locale, url: string): Record<string, unknown> {
  const { event } = view;
  const { title, description, venue } = shownTexts(event, locale);
  return {
    '@context': 'https://schema.org',
    '@type': 'Event',
    name: title,
    description: plainText(description),
    url,
    startDate: event.startsAt,
    endDate: event.endsAt,
    eventStatus: schema(event.status === 'cancelled' ? 'EventCancelled' : 'EventScheduled'),
    eventAttendanceMode: schema('OfflineEventAttendanceMode'),
    location: placeOf(venue),
    organizer: { '@type': 'Organization', name: event.organizerName },
    image: imagesOf(event).map((path) => new URL(path, url).href),
    offers: view.ticketTypes.map((type) => ({
      '@type': 'Offer',
      name: type.translations[locale] ?? type.name,
      // What the buyer pays: the service fee of this channel is part of it.
      price: decimalText(type.price.amount + type.serviceFee.amount, type.price.currency),
      priceCurrency: type.price.currency,
      availability: schema(view.status === 'closed' ? 'Discontinued' : stockWord[type.availability]),
      ...(type.salesFrom !== null && { validFrom: type.salesFrom }),
      url,
    })),
  };
}

/** The event's own page, which is about the event and sells through the organizer's channel. */
export function schemaOfEvent(about: {
  event: TicketedEvent;
  types: TicketType[];
  locale: Locale;
  url: string;
}): Record<string, unknown> {
  const { event, types, locale, url } = about;
  const { title, description, venue } = textsOf(event, locale);
  return {
    '@context': 'https://schema.org',
    '@type': 'Event',
    name: title,
    description: plainText(description),
    url,
    inLanguage: locale,
    startDate: event.startsAt,
    endDate: event.endsAt,
    eventStatus: schema(statusWord(event)),
    eventAttendanceMode: schema('OfflineEventAttendanceMode'),
    location: placeOf(venue),
    organizer: {
      '@type': 'Organization',
      name: event.organizerName,
      url: new URL(`/org/${event.organizerId}`, url).href,
    },
    image: imagesOf(event).map((path) => new URL(path, url).href),
    ...(event.tags.length > 0 && { keywords: event.tags }),
    ...(event.ageRating !== null && { typicalAgeRange: event.ageRating.replace('+', '-') }),
    offers: types.map((type) => ({
      '@type': 'Offer',
      name: typeName(type, locale),
      price: decimalText(type.price.amount, type.price.currency),
      priceCurrency: type.price.currency,
      availability: schema(stockWord[type.availability]),
      ...(type.salesFrom !== null && { validFrom: type.salesFrom }),
      url,
    })),
  };
}

function statusWord(event: TicketedEvent): string {
  if (event.status === 'cancelled') return 'EventCancelled';
  return event.postponements > 0 ? 'EventRescheduled' : 'EventScheduled';
}

function imagesOf({ id, cover }: Pick<TicketedEvent, 'id' | 'cover'>): string[] {
  if (cover === null) return [facePicturePath(id)];
  return [cover, ...(cover.social === null ? [] : [cover.social])].map((file) => file.url);
}
