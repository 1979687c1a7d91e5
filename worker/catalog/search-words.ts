// Words as they are searched: folded and cut to their stems, the same way for an event and for a question, so that
// «концерты» finds «концерт». City, tags, organizer and price become facets, words nobody types, so that one look into
// the index answers a question of them all: what was checked row by row instead would walk every event a word is in.

import { stemmer as englishStem } from '@orama/stemmers/english';
import { stemmer as russianStem } from '@orama/stemmers/russian';
import { type SQL, sql } from 'drizzle-orm';
import { Currency, maxAmountMinor } from '#core/contracts/basics.ts';
import type { EventTranslations } from '#core/contracts/events.ts';
import { tagKey, tagNames } from '#core/known-tags.ts';
import { folded } from '../database.ts';

/** Raise it when the stems or facets change: the cron then makes every listed event's again. */
export const searchVersion = 2;

const maxWordsAsked = 8;
/** A shorter beginning would be found in half of all words. */
const minPrefix = 3;

type Searched = {
  title: string;
  venueName: string;
  city: string;
  cityKey: string;
  description: string;
  programme: string;
  translations: EventTranslations;
  tags: string[];
};

export function searchTextOf(event: Searched): string {
  const { ru, en } = event.translations;
  const texts = [event.title, ru?.title, en?.title, event.venueName, event.city, event.description];
  texts.push(ru?.venue?.name, en?.venue?.name, ru?.venue?.city, en?.venue?.city);
  texts.push(ru?.description, en?.description, event.programme, ru?.programme, en?.programme);
  texts.push(...event.tags.flatMap(tagNames));
  const stems = new Set(texts.flatMap((text) => (text === undefined ? [] : stemsOf(text))));
  // A city is asked for by the name it has in either language.
  const cities = new Set([event.cityKey, ...[ru, en].map((text) => folded(text?.venue?.city ?? event.city))]);
  return [...stems, ...[...cities].map(cityFacet), ...event.tags.map(tagFacet)].join(' ');
}

/** The facets of a listed event that are not in its texts, made in SQL where the row is made. */
export function facetsOf(listed: { organizerId: SQL; currency: SQL; priceFrom: SQL }): SQL {
  const { organizerId, currency, priceFrom } = listed;
  // Of the price's digits: how many there are, then with the first of them, then with the first two.
  const price = sql`'zqp' || lower(${currency}) || substr('0' || length(${priceFrom}), -2)`;
  return sql`'zqo' || lower(hex(${organizerId})) || ' zqm' || lower(${currency}) || coalesce(' ' || ${price} || ' ' ||
    ${price} || substr(${priceFrom}, 1, 1) || ' ' || ${price} || substr(${priceFrom}, 1, 2), '')`;
}

type Asked = {
  q?: string | undefined;
  city?: string | undefined;
  tag?: string | undefined;
  organizerId?: string | undefined;
  currency?: Currency | undefined;
  free?: 'yes' | undefined;
  priceMin?: number | undefined;
  priceMax?: number | undefined;
};

/**
 * The question in the index's own language, or null when the list itself answers it as fast. Every word must be found.
 * Prices are found to their first two digits; the row tells the rest.
 */
export function matchOf(query: Asked): string | null {
  const words = stemsOf(query.q ?? '')
    .slice(0, maxWordsAsked)
    .map((stem) => (stem.length < minPrefix ? `"${stem}"` : `"${stem}"*`));
  const facets = [
    ...(query.city === undefined ? [] : [cityFacet(folded(query.city.trim()))]),
    ...(query.tag === undefined ? [] : [tagFacet(query.tag.trim())]),
  ];
  if (query.currency !== undefined) facets.push(`zqm${query.currency.toLowerCase()}`);
  const asked = [...words, ...facets.map((facet) => `"${facet}"`), ...freeAsked(query), ...pricesAsked(query)];
  // An organizer's own events stand together in the list already.
  if (asked.length === 0) return null;
  if (query.organizerId !== undefined) asked.push(`"zqo${hex(query.organizerId)}"`);
  return asked.join(' AND ');
}

function freeAsked({ free }: Asked): string[] {
  return free === undefined ? [] : [anyOf(Currency.options.flatMap((currency) => priceFacets(currency, 0, 0)))];
}

function pricesAsked({ currency, priceMin, priceMax }: Asked): string[] {
  if (currency === undefined || (priceMin === undefined && priceMax === undefined)) return [];
  const facets = priceFacets(currency, priceMin ?? 0, priceMax ?? maxAmountMinor);
  // Nothing lies between bounds that are crossed: a facet no event has.
  return [anyOf(facets.length === 0 ? ['zqnone'] : facets)];
}

function anyOf(facets: readonly string[]): string {
  return `(${facets.map((facet) => `"${facet}"`).join(' OR ')})`;
}

/** The fewest facets that together cover the prices from one to the other; at the ends they reach a little beyond. */
export function priceFacets(currency: Currency, least: number, most: number): string[] {
  const facets: string[] = [];
  const facet = (digits: number, first: string) =>
    `zqp${currency.toLowerCase()}${String(digits).padStart(2, '0')}${first}`;
  const cover = (digits: number, first: string, from: number, to: number): void => {
    if (to < least || from > most) return;
    if ((from >= least && to <= most) || first.length === Math.min(2, digits)) {
      facets.push(facet(digits, first));
      return;
    }
    for (let digit = first === '' && digits > 1 ? 1 : 0; digit <= 9; digit++) {
      const width = 10 ** (digits - first.length - 1);
      const start = Number(`${first}${digit}`) * width;
      cover(digits, `${first}${digit}`, start, start + width - 1);
    }
  };
  for (let digits = 1; digits <= String(maxAmountMinor).length; digits++) {
    cover(digits, '', digits === 1 ? 0 : 10 ** (digits - 1), 10 ** digits - 1);
  }
  return facets;
}

/** Letters and digits only: nothing here can be read as the index's syntax. */
export function stemsOf(text: string): string[] {
  const words =
    folded(text)
      .replaceAll('ё', 'е')
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.map((word) => stemOf(word.slice(0, 60)));
}

function stemOf(word: string): string {
  if (/^[а-я]+$/.test(word)) return russianStem(word);
  return /^[a-z]+$/.test(word) ? englishStem(word) : word;
}

function cityFacet(cityKey: string): string {
  return `zqc${hex(cityKey)}`;
}

function tagFacet(tag: string): string {
  return `zqt${hex(folded(tagKey(tag)))}`;
}

function hex(text: string): string {
  return Buffer.from(text).toString('hex');
}
