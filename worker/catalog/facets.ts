// What the catalog offers to choose from: the cities and tags of the next events, the most frequent first. Counted over a
// bounded number of events, because counting all of them would read the whole list for each page.

import { sql } from 'drizzle-orm';
import type { EventTranslations } from '#core/contracts/events.ts';
import { tagKey } from '#core/known-tags.ts';
import { databaseOf, folded } from '../database.ts';
import type { Env } from '../env.d.ts';

const eventsLookedAt = 300;

type City = { name: string; translations: EventTranslations };
/** Tags are as their organizers write them; those with one key (core/known-tags.ts) are one. */
export type CatalogFacets = { cities: City[]; tags: string[] };

type Row = { city: string; cityKey: string; translations: string; tags: string };

export async function catalogFacets(env: Env): Promise<CatalogFacets> {
  const rows = await databaseOf(env).all<Row>(
    sql`select e.city, e.city_key as cityKey, e.translations, e.tags
      from listed_events l cross join events e on e.id = l.event_id
      where l.ends_at > ${Date.now()} order by l.key limit ${eventsLookedAt}`,
  );
  const cities = new Counted<City>();
  const tags = new Counted<string>();
  for (const row of rows) {
    // Stored by our own writes, through the contract of events.
    const translations: EventTranslations = JSON.parse(row.translations);
    cities.add(row.cityKey, { name: row.city, translations });
    const ofEvent: string[] = JSON.parse(row.tags);
    for (const tag of ofEvent) tags.add(folded(tagKey(tag)), tag);
  }
  return { cities: cities.byNumber(), tags: tags.byNumber() };
}

class Counted<Value> {
  private readonly found = new Map<string, { value: Value; count: number }>();

  add(key: string, value: Value): void {
    const one = this.found.get(key) ?? { value, count: 0 };
    one.count++;
    this.found.set(key, one);
  }

  byNumber(): Value[] {
    return [...this.found.values()].sort((a, b) => b.count - a.count).map(({ value }) => value);
  }
}
