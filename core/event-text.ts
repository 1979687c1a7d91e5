// An event's public texts in a reader's language, each falling back to the event's own by itself.

import type { Locale } from './contracts/basics.ts';
import type { EventTranslations, Venue } from './contracts/events.ts';

type Texts = {
  title: string;
  description: string;
  programme: string;
  legalDetails: string;
  coverAlt: string;
  venue: Venue;
};

export function textsOf(event: Texts & { translations: EventTranslations }, locale: Locale): Texts {
  const own = event.translations[locale];
  return {
    title: own?.title ?? event.title,
    description: own?.description ?? event.description,
    programme: own?.programme ?? event.programme,
    legalDetails: own?.legalDetails ?? event.legalDetails,
    coverAlt: own?.coverAlt ?? event.coverAlt,
    venue: {
      name: own?.venue?.name ?? event.venue.name,
      address: own?.venue?.address ?? event.venue.address,
      city: own?.venue?.city ?? event.venue.city,
    },
  };
}
