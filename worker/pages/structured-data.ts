// The event as schema.org describes one, so that search engines show date, place and prices beside the link.

import type { Locale } from '#core/contracts/basics.ts';
import type { WidgetView } from '#core/contracts/sales.ts';
import { decimalText, eventText } from './page-text.ts';

type Availability = WidgetView['ticketTypes'][number]['availability'];

const stockWord: Record<Availability, string> = {
  available: 'InStock',
  held: 'LimitedAvailability',
  'sold-out': 'SoldOut',
  'not-yet': 'PreOrder',
  ended: 'Discontinued',
  closed: 'Discontinued',
};

export function structuredData(view: WidgetView, locale: Locale, url: string): Record<string, unknown> {
  const { event } = view;
  const { title, description } = eventText(event, locale);
  const schema = (word: string) => `https://schema.org/${word}`;
  return {
    '@context': 'https://schema.org',
    '@type': 'Event',
    name: title,
    description,
    url,
    startDate: event.startsAt,
    endDate: event.endsAt,
    eventStatus: schema(event.status === 'cancelled' ? 'EventCancelled' : 'EventScheduled'),
    eventAttendanceMode: schema('OfflineEventAttendanceMode'),
    location: {
      '@type': 'Place',
      name: event.venue.name,
      address: { '@type': 'PostalAddress', streetAddress: event.venue.address, addressLocality: event.venue.city },
    },
    organizer: { '@type': 'Organization', name: event.organizerName },
    offers: view.ticketTypes.map((type) => ({
      '@type': 'Offer',
      name: type.translations[locale] ?? type.name,
      price: decimalText(type.price),
      priceCurrency: type.price.currency,
      availability: schema(view.status === 'closed' ? 'Discontinued' : stockWord[type.availability]),
      ...(type.salesFrom !== null && { validFrom: type.salesFrom }),
      url,
    })),
  };
}
