// Words as they are searched: folded and cut to their stems, the same way for an event and for a question, so that
// «концерты» finds «концерт». City and tags become marks, words nobody types, so that one look into the index
// answers a question of words, city and tag together.

import { stemmer as englishStem } from '@orama/stemmers/english';
import { stemmer as russianStem } from '@orama/stemmers/russian';
import type { EventTranslations } from '#core/contracts/events.ts';
import { folded } from '../database.ts';

/** Raise it when the stems or marks change: the cron then makes every listed event's again. */
export const searchVersion = 1;

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
  texts.push(ru?.description, en?.description, event.programme, ru?.programme, en?.programme, ...event.tags);
  const stems = new Set(texts.flatMap((text) => (text === undefined ? [] : stemsOf(text))));
  return [...stems, cityMark(event.cityKey), ...event.tags.map(tagMark)].join(' ');
}

/** The question in the index's own language, or null when it asks for nothing. Every word must be found. */
export function matchOf(query: { q?: string | undefined; city?: string | undefined; tag?: string | undefined }) {
  const words = stemsOf(query.q ?? '')
    .slice(0, maxWordsAsked)
    .map((stem) => (stem.length < minPrefix ? `"${stem}"` : `"${stem}"*`));
  const marks = [
    ...(query.city === undefined ? [] : [cityMark(folded(query.city.trim()))]),
    ...(query.tag === undefined ? [] : [tagMark(query.tag.trim())]),
  ];
  const asked = [...words, ...marks.map((mark) => `"${mark}"`)];
  return asked.length === 0 ? null : asked.join(' AND ');
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

function cityMark(cityKey: string): string {
  return `zqc${hex(cityKey)}`;
}

function tagMark(tag: string): string {
  return `zqt${hex(folded(tag))}`;
}

function hex(text: string): string {
  return Buffer.from(text).toString('hex');
}
