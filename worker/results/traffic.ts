// Counts how often widgets are shown and tickets put aside in them, from what the widget's frame reports. Nothing is stored
// on the buyer's device and nothing about the buyer here. Each isolate of the Worker adds up what it hears for some seconds
// and writes the sums to D1 in one statement, so that a flash crowd costs D1 one statement per isolate and not one per
// buyer. An isolate that ends in between takes its last seconds with it; orders are counted exactly elsewhere.

import { waitUntil } from 'cloudflare:workers';
import { sql } from 'drizzle-orm';
import type { WidgetTraffic } from '#core/contracts/results.ts';
import type { Surface } from '#core/order-source.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { eventIdOf } from '../ids/ids.ts';
import { log } from '../log.ts';
import { widgetTraffic } from '../schema/results.ts';

const hourMs = 3_600_000;
/** Within the 30 seconds that the platform gives a task after the response. */
const gatherMs = 5_000;
/** How many places one isolate adds up at once. What comes above is not counted: it is an attack, or a crowd in 500 places. */
const maxGathered = 500;
/**
 * Sub-ids that one widget may have in one hour; further ones are counted without. Anybody can make sub-ids up, and the
 * table must not grow by what they make up.
 */
const maxSubIdsAnHour = 50;
/** Longer than the longest period of the results. */
const keptMs = 100 * 24 * hourMs;

type Place = { widgetId: string; at: number; surface: Surface; subId: string };
type Count = Place & { views: number; holds: number };

let gathered = new Map<string, Count>();

/** Any number of reports may be lost or invented: they are a hint for the seller and decide nothing. */
export function countTraffic(env: Env, widgetId: string, { what, source }: WidgetTraffic): Result<null, 'not-found'> {
  if (eventIdOf(env, 'wgt', widgetId) === null) return refuse('not-found');
  const nowMs = Date.now();
  const place = { widgetId, at: nowMs - (nowMs % hourMs), surface: source.surface, subId: source.subId ?? '' };
  const key = JSON.stringify(place);
  const known = gathered.get(key);
  if (known === undefined && gathered.size >= maxGathered) return ok(null);
  const count = known ?? { ...place, views: 0, holds: 0 };
  if (what === 'view') count.views += 1;
  else count.holds += 1;
  // Whoever is first waits for the others and writes for all.
  if (gathered.size === 0) waitUntil(scheduler.wait(gatherMs).then(() => writeTraffic(env)));
  gathered.set(key, count);
  return ok(null);
}

/** Writes what this isolate has gathered. A failure loses it: trying again would need a store of its own. */
export async function writeTraffic(env: Env): Promise<void> {
  const counts = [...gathered.values()];
  gathered = new Map();
  if (counts.length === 0) return;
  try {
    await addCounts(env, counts);
  } catch (error) {
    log('warn', 'traffic-not-counted', { counts: counts.length, error });
  }
}

async function addCounts(env: Env, counts: readonly Count[]): Promise<void> {
  const rows = sql`json_each(${JSON.stringify(counts)})`;
  const isKnown = sql`exists (select 1 from ${widgetTraffic} where widget_id = one.value ->> 'widgetId'
    and at = one.value ->> 'at' and surface = one.value ->> 'surface' and sub_id = one.value ->> 'subId')`;
  const before = sql`(select count(distinct sub_id) from ${widgetTraffic}
    where widget_id = one.value ->> 'widgetId' and at = one.value ->> 'at')`;
  const among = sql`row_number() over (partition by one.value ->> 'widgetId', one.value ->> 'at')`;
  await databaseOf(env).run(sql`
    insert into ${widgetTraffic} (widget_id, at, surface, sub_id, views, holds)
    select widget_id, at, surface, sub_id, sum(views), sum(holds) from (
      select one.value ->> 'widgetId' as widget_id, one.value ->> 'at' as at, one.value ->> 'surface' as surface,
        case when ${isKnown} or ${before} + ${among} <= ${maxSubIdsAnHour} then one.value ->> 'subId' else '' end as sub_id,
        one.value ->> 'views' as views, one.value ->> 'holds' as holds
      from ${rows} one)
    where true group by 1, 2, 3, 4
    on conflict do update set views = views + excluded.views, holds = holds + excluded.holds`);
}

/** Run by the cron. */
export async function deleteOldTraffic(env: Env, nowMs: number): Promise<void> {
  await databaseOf(env).run(sql`delete from ${widgetTraffic} where at < ${nowMs - keptMs}`);
}
