// How long the catalog's lists and words of 100,000 events are made anew after their version rose. Not part of the tests:
// `npx vitest run --config trials/housekeeping/vitest.config.ts`. The last run is written in docs/performance.md.

import { env } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { insertEvents, spreadOf, timed } from '../test/many-events.ts';
import { reindexDue } from './reindex.ts';

it('the listing catches up 100,000 events in minutes', { timeout: 1_800_000 }, async () => {
  await insertEvents(0, 100_000, { reconciledAt: 0, searchVersion: 0 });
  const slices: number[] = [];
  for (let hasMore = true; hasMore; ) {
    const { value, ms } = await timed(() => reindexDue(env, Date.now()));
    hasMore = value;
    slices.push(ms);
  }
  const { sum, ...each } = spreadOf(slices);
  console.log(
    `${slices.length} slices of 100 events: ${JSON.stringify(each)} ms each, ${Math.round(sum / 1_000)} s in all`,
  );
  const listed = await env.DB.prepare('select count(*) as n from listed_events').first<{ n: number }>();
  expect(listed?.n).toBe(100_000);
  expect(sum).toBeLessThan(30 * 60_000);
});
