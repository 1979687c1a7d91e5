// Tags that most organizers use, in both languages. An event has its tags once, in the language of whoever wrote them: a
// known one is shown to every reader in their own language, and `concert` and «концерт» are one tag in the catalog.

import type { Locale } from './contracts/basics.ts';

type Names = Record<Locale, string>;

const known: readonly Names[] = [
  { ru: 'концерт', en: 'concert' },
  { ru: 'джаз', en: 'jazz' },
  { ru: 'рок', en: 'rock' },
  { ru: 'поп', en: 'pop' },
  { ru: 'фолк', en: 'folk' },
  { ru: 'хип-хоп', en: 'hip-hop' },
  { ru: 'электроника', en: 'electronic' },
  { ru: 'классика', en: 'classical' },
  { ru: 'опера', en: 'opera' },
  { ru: 'балет', en: 'ballet' },
  { ru: 'мюзикл', en: 'musical' },
  { ru: 'театр', en: 'theatre' },
  { ru: 'спектакль', en: 'play' },
  { ru: 'стендап', en: 'stand-up' },
  { ru: 'юмор', en: 'comedy' },
  { ru: 'цирк', en: 'circus' },
  { ru: 'танцы', en: 'dance' },
  { ru: 'вечеринка', en: 'party' },
  { ru: 'фестиваль', en: 'festival' },
  { ru: 'выставка', en: 'exhibition' },
  { ru: 'экскурсия', en: 'tour' },
  { ru: 'лекция', en: 'lecture' },
  { ru: 'мастер-класс', en: 'workshop' },
  { ru: 'конференция', en: 'conference' },
  { ru: 'кино', en: 'cinema' },
  { ru: 'поэзия', en: 'poetry' },
  { ru: 'литература', en: 'literature' },
  { ru: 'детям', en: 'for children' },
  { ru: 'квиз', en: 'quiz' },
  { ru: 'спорт', en: 'sport' },
  { ru: 'еда', en: 'food' },
  { ru: 'ярмарка', en: 'fair' },
];

const namesByTag = new Map(known.flatMap((names) => [names.ru, names.en].map((name) => [name, names] as const)));

const namesOf = (tag: string): Names | undefined => namesByTag.get(tag.trim().toLowerCase());

/** The tag as a reader of this language knows it; an unknown one as it was written. */
export function tagIn(tag: string, locale: Locale): string {
  return namesOf(tag)?.[locale] ?? tag;
}

/** Equal for tags that mean the same: those that differ in case, and the two names of a known one. */
export function tagKey(tag: string): string {
  return namesOf(tag)?.ru ?? tag.trim().toLowerCase();
}

/** Every name under which somebody may search for the tag. */
export function tagNames(tag: string): string[] {
  const names = namesOf(tag);
  return names === undefined ? [tag] : [names.ru, names.en];
}
