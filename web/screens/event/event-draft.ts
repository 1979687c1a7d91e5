// The event editor's fields as typed, and how they are read into what the API takes. They are apart from the screen, so
// that the rules can be tested without a browser.

import type { Currency, Locale } from '#core/contracts/basics.ts';
import type { AddEventRequest, TicketedEvent } from '#core/contracts/events.ts';
import { currencyDigits } from '#core/currencies.ts';
import { browserTimeZone } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { localTimeText, readShownTime } from '../../typed-times.ts';
import { readWhole } from '../../typed-values.ts';

export const offersModes = ['anyone', 'invited', 'nobody'] as const;
export const ageRatings = ['0+', '6+', '12+', '16+', '18+'] as const;
// The keys of the table are the currencies.
export const currencies = Object.keys(currencyDigits) as Currency[];

export type EventDraft = Record<
  | 'title'
  | 'description'
  | 'language'
  | 'startsAt'
  | 'endsAt'
  | 'timeZone'
  | 'venueName'
  | 'address'
  | 'city'
  | 'currency'
  | 'ageRating'
  | 'holdMinutes'
  | 'tags'
  | 'programme'
  | 'otherProgramme'
  | 'legalDetails'
  | 'offers'
  | 'otherVenueName'
  | 'otherAddress'
  | 'otherCity'
  | 'otherLegalDetails'
  | 'coverAlt'
  | 'otherCoverAlt'
  | 'otherTitle'
  | 'otherDescription',
  string
>;

/** The API's paths by our field names, to show a refusal at its field. */
export const draftFields = {
  title: 'title',
  description: 'description',
  startsAt: 'startsAt',
  endsAt: 'endsAt',
  timeZone: 'timeZone',
  'venue.name': 'venueName',
  'venue.address': 'address',
  'venue.city': 'city',
  currency: 'currency',
  holdMinutes: 'holdMinutes',
  tags: 'tags',
  programme: 'programme',
  legalDetails: 'legalDetails',
  'translations.ru.title': 'otherTitle',
  'translations.en.title': 'otherTitle',
  'translations.ru.description': 'otherDescription',
  'translations.en.description': 'otherDescription',
  'translations.ru.programme': 'otherProgramme',
  'translations.en.programme': 'otherProgramme',
  'translations.ru.legalDetails': 'otherLegalDetails',
  'translations.en.legalDetails': 'otherLegalDetails',
  'starts-in-past': 'startsAt',
} as const;

export function otherLanguage(language: string): Locale {
  return language === 'ru' ? 'en' : 'ru';
}

export function emptyDraft(): EventDraft {
  return {
    title: '',
    description: '',
    language: locale.value,
    startsAt: '',
    endsAt: '',
    timeZone: browserTimeZone(),
    venueName: '',
    address: '',
    city: '',
    currency: 'RUB',
    ageRating: '',
    holdMinutes: '10',
    tags: '',
    programme: '',
    otherProgramme: '',
    legalDetails: '',
    offers: 'anyone',
    otherTitle: '',
    otherDescription: '',
    otherVenueName: '',
    otherAddress: '',
    otherCity: '',
    otherLegalDetails: '',
    coverAlt: '',
    otherCoverAlt: '',
  };
}

export function draftOf(event: TicketedEvent): EventDraft {
  const other = event.translations[otherLanguage(event.language)];
  return {
    title: event.title,
    description: event.description,
    language: event.language,
    startsAt: localTimeText(event.startsAt, event.timeZone),
    endsAt: localTimeText(event.endsAt, event.timeZone),
    timeZone: event.timeZone,
    venueName: event.venue.name,
    address: event.venue.address,
    city: event.venue.city,
    currency: event.currency,
    ageRating: event.ageRating ?? '',
    holdMinutes: String(event.holdMinutes),
    tags: event.tags.join(', '),
    programme: event.programme,
    otherProgramme: other?.programme ?? '',
    legalDetails: event.legalDetails,
    offers: event.offers,
    otherTitle: other?.title ?? '',
    otherDescription: other?.description ?? '',
    otherVenueName: other?.venue?.name ?? '',
    otherAddress: other?.venue?.address ?? '',
    otherCity: other?.venue?.city ?? '',
    otherLegalDetails: other?.legalDetails ?? '',
    // The alternative text is edited beside the cover. It is carried along here, because a translation is saved as a
    // whole.
    coverAlt: event.coverAlt,
    otherCoverAlt: other?.coverAlt ?? '',
  };
}

/** Questions to buyers have an editor of their own. */
export type SavedFields = Omit<AddEventRequest, 'questions'>;

type Read = { ok: true; event: SavedFields } | { ok: false; errors: Record<string, string> };

/** `event`: the saved event that the form edits; null for a new one. */
export function readDraft(draft: EventDraft, event: TicketedEvent | null = null): Read {
  const errors: Record<string, string> = {};
  for (const name of ['title', 'venueName', 'city'] as const) {
    if (draft[name].trim() === '') errors[name] = t().form.required;
  }
  const startsAt = readShownTime(draft.startsAt, draft.timeZone, shownAt(event, 'startsAt'));
  const endsAt = readShownTime(draft.endsAt, draft.timeZone, shownAt(event, 'endsAt'));
  if (!startsAt.ok) errors.startsAt = t().typed.time[startsAt.problem];
  if (!endsAt.ok) errors.endsAt = t().typed.time[endsAt.problem];
  else if (startsAt.ok && endsAt.value <= startsAt.value) errors.endsAt = t().editor.endsBefore;
  const holdMinutes = readWhole(draft.holdMinutes, 2, 30);
  if (!holdMinutes.ok) errors.holdMinutes = t().typed.whole(2, 30);
  const tags = readTags(draft.tags);
  if (tags.length > 10 || tags.some((tag) => tag.length > 40)) errors.tags = t().editor.tagsWrong;
  const currency = currencies.find((one) => one === draft.currency);
  if (!startsAt.ok || !endsAt.ok || !holdMinutes.ok || currency === undefined || Object.keys(errors).length > 0) {
    return { ok: false, errors };
  }
  const language: Locale = draft.language === 'en' ? 'en' : 'ru';
  return {
    ok: true,
    event: {
      title: draft.title.trim(),
      description: draft.description.trim(),
      language,
      translations: translationsOf(draft, language),
      startsAt: startsAt.value,
      endsAt: endsAt.value,
      timeZone: draft.timeZone,
      venue: { name: draft.venueName.trim(), address: draft.address.trim(), city: draft.city.trim() },
      currency,
      ageRating: ageRatings.find((one) => one === draft.ageRating) ?? null,
      holdMinutes: holdMinutes.value,
      tags,
      programme: draft.programme.trim(),
      legalDetails: draft.legalDetails.trim(),
      coverAlt: draft.coverAlt,
      offers: offersModes.find((one) => one === draft.offers) ?? 'anyone',
    },
  };
}

function shownAt(event: TicketedEvent | null, time: 'startsAt' | 'endsAt') {
  return event === null ? null : { at: event[time], timeZone: event.timeZone };
}

/** "jazz, for children" → two tags; one typed twice counts once. */
function readTags(typed: string): string[] {
  const tags = typed.split(/[,;\n]/).map((tag) => tag.trim().replace(/\s+/g, ' '));
  const seen = new Map(tags.filter((tag) => tag !== '').map((tag) => [tag.toLowerCase(), tag]));
  return [...seen.values()];
}

function translationsOf(draft: EventDraft, language: Locale): AddEventRequest['translations'] {
  const venue = filled({ name: draft.otherVenueName, address: draft.otherAddress, city: draft.otherCity });
  const text = {
    ...filled({
      title: draft.otherTitle,
      description: draft.otherDescription,
      programme: draft.otherProgramme,
      legalDetails: draft.otherLegalDetails,
      coverAlt: draft.otherCoverAlt,
    }),
    ...(Object.keys(venue).length === 0 ? {} : { venue }),
  };
  return Object.keys(text).length === 0 ? {} : { [otherLanguage(language)]: text };
}

function filled<Name extends string>(typed: Record<Name, string>): { [K in Name]?: string } {
  const entries = Object.entries<string>(typed).map(([name, text]) => [name, text.trim()]);
  // Only the entries whose text is not empty.
  return Object.fromEntries(entries.filter(([, text]) => text !== '')) as { [K in Name]?: string };
}
