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
  coverAlt?: string | undefined;
};
type Shown = ShownTexts & { translations: Translations<ShownTranslation> };

type Translations<Text> = { [Language in Locale]?: Text | undefined };

export function titleIn(
  event: { title: string; translations: Translations<{ title?: string | undefined }> },
  locale: Locale,
): string {
  return event.translations[locale]?.title ?? event.title;
}

/** The title of an event for something that only names it: a deal, a notification, a failed refund. */
export function eventTitleIn(
  about: { eventTitle: string; eventTranslations: Translations<{ title?: string | undefined }> },
  locale: Locale,
): string {
  return titleIn({ title: about.eventTitle, translations: about.eventTranslations }, locale);
}

/** The name of a ticket's type as the organizer has it now. */
export function typeName(
  type: { name: string; translations: Translations<{ name?: string | undefined }> },
  locale: Locale,
): string {
  return type.translations[locale]?.name ?? type.name;
}

/** What the organizer says of a ticket type; empty when nothing. */
export function typeDescription(
  type: { description: string; translations: Translations<{ description?: string | undefined }> },
  locale: Locale,
): string {
  return type.translations[locale]?.description ?? type.description;
}

export function shownTexts(event: Shown, locale: Locale): ShownTexts {
  const own = event.translations[locale];
  return {
    title: titleIn(event, locale),
    description: own?.description ?? event.description,
    venue: {
      name: own?.venue?.name ?? event.venue.name,
      address: own?.venue?.address ?? event.venue.address,
      city: own?.venue?.city ?? event.venue.city,
    },
  };
}

/** What the cover shows, for those who cannot see it. */
export function coverAltIn(
  event: { coverAlt: string; translations: Translations<ShownTranslation> },
  locale: Locale,
): string {
  return event.translations[locale]?.coverAlt ?? event.coverAlt;
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
    coverAlt: coverAltIn(event, locale),
  };
}

/** Of a ticket that was sold: what its type is called in the reader's language, else the name it was sold under. */
export function soldTypeName(
  ticket: { ticketTypeName: string; ticketTypeTranslations?: Translations<string> | undefined },
  locale: Locale,
): string {
  return ticket.ticketTypeTranslations?.[locale] ?? ticket.ticketTypeName;
}

type OrderLine = { ticketTypeId: string; translations: Translations<string> };

/** The same of a ticket whose order carries the names, a line each. */
export function typeNameIn(
  order: { lines: readonly OrderLine[] },
  ticket: { ticketTypeId: string; ticketTypeName: string },
  locale: Locale,
): string {
  const line = order.lines.find((one) => one.ticketTypeId === ticket.ticketTypeId);
  return soldTypeName({ ...ticket, ticketTypeTranslations: line?.translations }, locale);
}
