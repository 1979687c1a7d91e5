// "Today" is another stretch of time in each zone, and SQLite knows no zones: so the zones of the coming events are asked
// for first, and each gets its own bounds in the query of the list.

import { type SQL, sql } from 'drizzle-orm';
import type { DayChoice } from '#core/day-choices.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { daysOf } from './days.ts';

/** `condition` is about the rows `l` of `listed_events` and `e` of `events`; nothing that starts after `endMs` meets it. */
export type DaysByZone = { condition: SQL; endMs: number };

/** The zones are taken from so many next events. An event in a zone that none of them has is found by the days of UTC. */
const eventsLookedAt = 2_000;
/** D1 binds at most 100 parameters, each zone takes three of them, and the rest of the query some. */
const mostRanges = 20;

export async function daysByZone(env: Env, choice: DayChoice, nowMs: number): Promise<DaysByZone> {
  const rows = await databaseOf(env).all<{ timeZone: string }>(
    sql`select distinct timeZone from (select e.time_zone as timeZone
      from listed_events l cross join events e on e.id = l.event_id
      where l.ends_at > ${nowMs} order by l.key limit ${eventsLookedAt})`,
  );
  // Zones whose clocks agree share a stretch.
  const ranges = new Map<string, { fromMs: number; toMs: number; zones: string[] }>();
  for (const { timeZone } of rows) {
    const days = daysOf(choice, nowMs, timeZone);
    const key = `${days.fromMs} ${days.toMs}`;
    const range = ranges.get(key) ?? { ...days, zones: [] };
    range.zones.push(timeZone);
    ranges.set(key, range);
  }
  const known = [...ranges.values()].slice(0, mostRanges);
  const other = daysOf(choice, nowMs, 'UTC');
  const cases = known.map(
    (range) =>
      sql`when e.time_zone in (select value from json_each(${JSON.stringify(range.zones)})) then ${goesOn(range)}`,
  );
  return {
    condition: known.length === 0 ? goesOn(other) : sql`case ${sql.join(cases, sql` `)} else ${goesOn(other)} end`,
    endMs: Math.max(other.toMs, ...known.map(({ toMs }) => toMs)),
  };
}

/** What began earlier and is not over belongs to the day too: an exhibition, a festival. */
function goesOn({ fromMs, toMs }: { fromMs: number; toMs: number }): SQL {
  return sql`(l.starts_at < ${toMs} and l.ends_at > ${fromMs})`;
}
