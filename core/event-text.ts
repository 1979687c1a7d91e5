// The public texts of an event in the reader's language. Each text falls back to the event's own language by itself.

import type { Locale } from './contracts/basics.ts';
import type { EventTranslations, Venue } from './contracts/events.ts';

type Maybe<Texts> = { [Name in keyof Texts]?: Texts[Name] | undefined };

/** The texts a buyer reads at every step, from the widget to the ticket. */
type ShownTexts = { title: string; description: string; venue: Venue };
export type ShownTranslation = {
  title?: string | undefined;
  description?: string | undefined;
  venue?: Maybe<Venue> | undefined;
};
type Shown = ShownTexts & { translations: { [Language in Locale]?: ShownTranslation | undefined } };

export function shownTexts(event: Shown, locale: Locale): ShownTexts {
  const own = event.translations[locale];
  return {
    title: own?.title ?? event.title,
    description: own?.description ?? event.description,
    venue: {
      name: own?.venue?.name ?? event.venue.name,
      address: own?.venue?.address ?? event.venue.address,
      city: own?.venue?.city ?? event.venue.city,
    },
  };
}

export function placeText({ name, address, city }: Venue): string {
  return [name, address, city].filter((part) => part !== '').join(', ');
}

type Texts = ShownTexts & { programme: string; legalDetails: string; coverAlt: string };

export function textsOf(event: Texts & { translations: EventTranslations }, locale: Locale): Texts {
  const own = event.translations[locale];
  return {
    ...shownTexts(event, locale),
    programme: own?.programme ?? event.programme,
    legalDetails: own?.legalDetails ?? event.legalDetails,
    coverAlt: own?.coverAlt ?? event.coverAlt,
  };
}

type OrderLine = { ticketTypeId: string; translations: { [Language in Locale]?: string | undefined } };

/** The name of a ticket type; without a translation, the name the ticket was sold under. */
export function typeNameIn(
  order: { lines: readonly OrderLine[] },
  ticket: { ticketTypeId: string; ticketTypeName: string },
  locale: Locale,
): string {
  const line = order.lines.find((one) => one.ticketTypeId === ticket.ticketTypeId);
  return line?.translations[locale] ?? ticket.ticketTypeName;
}
