// Reconciliation with 100,000 live events: are all of them due each hour, and met? Not part of the tests:
// `npx vitest run --config trials/housekeeping/vitest.config.ts`. The last run is written in docs/performance.md.

import { env } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { insertEvents, spreadOf, timed } from '../test/many-events.ts';
import { newShop } from '../test/shop.ts';
import { claimDue, reconcileEvents } from './reconciliation.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

async function claimedInAMinute(nowMs: number) {
  const { value, ms } = await timed(() => claimDue(env, nowMs));
  return { claimed: value.length, ms };
}

async function overdue(nowMs: number): Promise<number> {
  const row = await env.DB.prepare(
    "select count(*) as n from events where status in ('published', 'cancelled') and reconciled_at < ?",
  )
    .bind(nowMs - hourMs - minuteMs)
    .first<{ n: number }>();
  return row?.n ?? 0;
}

it('100,000 live events are claimed within an hour, and again each hour', { timeout: 900_000 }, async () => {
  await insertEvents(0, 100_000, { reconciledAt: 0, searchVersion: 0 });
  const startMs = Date.now();
  const minutes = [];
  const late = [];
  // The first hour meets a backlog: nothing was ever looked at. The second is the steady state.
  for (let minute = 0; minute < 120; minute += 1) {
    const nowMs = startMs + minute * minuteMs;
    minutes.push(await claimedInAMinute(nowMs));
    if (minute >= 60) late.push(await overdue(nowMs));
  }
  const busy = minutes.filter(({ claimed }) => claimed > 0).map(({ ms }) => ms);
  const idle = minutes.filter(({ claimed }) => claimed === 0).map(({ ms }) => ms);
  const claimed = minutes.slice(60).reduce((sum, one) => sum + one.claimed, 0);
  console.log(
    `100,000 events, claim of 2,000: ${JSON.stringify(spreadOf(busy))}; nothing due: ${JSON.stringify(spreadOf(idle))}`,
  );
  console.log(`claimed in the second hour: ${claimed}; longer unseen than 61 minutes: ${Math.max(...late)}`);
  expect(claimed).toBeGreaterThanOrEqual(100_000);
  expect(Math.max(...late)).toBe(0);
});

it('among 300,000 events a claim costs hardly more', { timeout: 900_000 }, async () => {
  await insertEvents(100_000, 300_000, { reconciledAt: 0, searchVersion: 0 });
  const startMs = Date.now() + 10 * hourMs;
  const minutes = [];
  for (let minute = 0; minute < 60; minute += 1) minutes.push(await claimedInAMinute(startMs + minute * minuteMs));
  console.log(`300,000 events, claim of 2,000: ${JSON.stringify(spreadOf(minutes.map(({ ms }) => ms)))}`);
  expect(minutes.every(({ claimed }) => claimed === 2_000)).toBe(true);
});

it('a consumer of the queue reconciles its share', { timeout: 900_000 }, async () => {
  const ids: string[] = [];
  for (let i = 0; i < 100; i += 1) ids.push((await newShop(0)).eventId);
  const startMs = Date.now() + 20 * hourMs;
  const first = await timed(() => reconcileEvents(env, ids, startMs));
  const atRest = await timed(() => reconcileEvents(env, ids, startMs + hourMs));
  const figure = (ms: number) =>
    `${(ms / ids.length).toFixed(1)} ms an event, ${Math.round((minuteMs * ids.length) / ms)} a minute`;
  console.log(`compared whole: ${figure(first.ms)}; at rest: ${figure(atRest.ms)}`);
  // 100,000 an hour are 1,667 a minute.
  expect((minuteMs * ids.length) / atRest.ms).toBeGreaterThan(1_667);
});
