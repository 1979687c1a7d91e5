// Events by the hundred thousand, for measurements: rows of D1 alone, without objects.

import { env } from 'cloudflare:test';

const perBatch = 10_000;

/** Published events `evt_<n>` that end in a year, from the first number to before the last. */
export async function insertEvents(from: number, to: number, columns: { reconciledAt: number; searchVersion: number }) {
  const endsAt = Date.now() + 365 * 86_400_000;
  await env.DB.prepare(
    `insert into parties (id, kind, name, name_key, created_at) values ('pty_many', 'organizer', 'Б', 'б', 0)
     on conflict (id) do nothing`,
  ).run();
  for (let at = from; at < to; at += perBatch) {
    await env.DB.prepare(
      `insert into events (id, organizer_id, status, revision, push_revision, title, description, starts_at, ends_at,
         time_zone, venue_name, venue_address, city, city_key, currency, language, translations, hold_minutes, tags,
         search_text, search_version, created_at, reconciled_at)
       with recursive n (n) as (select ?1 union all select n + 1 from n where n + 1 < ?2)
       select 'evt_' || n, 'pty_many', 'published', 1, 1, 'Концерт камерной музыки ' || n, 'Вечер, который запомнится.',
         ?3 - 7200000 + (n % 730) * 43200000, ?3 + (n % 730) * 43200000, 'Europe/Moscow', 'Зал ' || (n % 311), '', 'Казань',
         'казань', 'RUB', 'ru', '{}', 10, '[]', '', ?4, 0, ?5 from n`,
    )
      .bind(at, Math.min(to, at + perBatch), endsAt, columns.searchVersion, columns.reconciledAt)
      .run();
  }
}

/** The middle, the highest and the sum of durations in milliseconds. */
export function spreadOf(durations: readonly number[]): { median: number; max: number; sum: number } {
  const sorted = [...durations].sort((a, b) => a - b);
  const round = (ms: number) => Math.round(ms * 10) / 10;
  return {
    median: round(sorted[Math.floor(sorted.length / 2)] ?? 0),
    max: round(sorted.at(-1) ?? 0),
    sum: round(sorted.reduce((sum, one) => sum + one, 0)),
  };
}

/** How long it takes. The clock of a Worker moves with its I/O, and what is measured here is I/O. */
export async function timed<Value>(work: () => Promise<Value>): Promise<{ value: Value; ms: number }> {
  const sinceMs = performance.now();
  const value = await work();
  return { value, ms: performance.now() - sinceMs };
}

/** The time that 95 of 100 runs are within, in milliseconds. */
export async function p95Of(runs: number, ask: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) times.push((await timed(ask)).ms);
  return times.toSorted((a, b) => a - b)[Math.ceil(runs * 0.95) - 1] ?? Number.POSITIVE_INFINITY;
}
