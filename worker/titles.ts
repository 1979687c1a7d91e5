// The titles of an event in its other languages, taken out of `events.translations` by D1: the descriptions beside them
// would make a page of deals, notifications or ledger entries a megabyte.

import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { TitleTranslations } from '#core/contracts/events.ts';

/** The column `translations` of `events` as JSON with its titles alone; `json_patch` leaves out what is null. */
export function titlesText(translations: SQLWrapper): SQL<string> {
  const titleIn = (path: string) => sql`json_object('title', ${translations} ->> ${sql.raw(`'${path}'`)})`;
  return sql`json_patch('{}', json_object('ru', ${titleIn('$.ru.title')}, 'en', ${titleIn('$.en.title')}))`;
}

export function titlesOf(text: string): TitleTranslations {
  return TitleTranslations.parse(JSON.parse(text));
}
