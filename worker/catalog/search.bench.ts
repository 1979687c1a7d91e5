// What a search costs in the database with 100,000 events in it. Not part of the tests:
// `npx vitest run --config trials/search/vitest.config.ts`. The figures are D1's own (`meta.duration`), of
// 50 runs each; the last run is written in docs/decisions/0090.

import { env } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { EventQuery } from '#core/contracts/events.ts';
import { databaseOf, folded } from '../database.ts';
import { listedQuery } from './lists.ts';
import { listedFacets } from './reindex.ts';
import { searchTextOf, searchVersion } from './search-words.ts';

const events = 100_000;
const perBatch = 500;
const mostMs = 50;
const startMs = Date.UTC(2036, 0, 1);

const kinds = ['Концерт', 'Спектакль', 'Выставка', 'Лекция', 'Фестиваль', 'Экскурсия', 'Балет', 'Опера'];
const about = ['камерной музыки', 'для детей', 'под открытым небом', 'студенческого театра', 'джазового квартета'];
const cities = ['Москва', 'Санкт-Петербург', 'Казань', 'Пермь', 'Омск', 'Tbilisi', 'Yerevan', 'Belgrade'];
const names = [
  'Сирень',
  'Маяк',
  'Nocturne',
  'Гроза',
  'Полёт',
  'Лето',
  'Станция',
  'Горизонт',
  'Bridge',
  'Северное сияние',
];

function nth<Value>(list: readonly Value[], n: number): Value {
  const one = list[n % list.length];
  if (one === undefined) throw new Error('an empty list');
  return one;
}

function fieldsOf(n: number) {
  const city = nth(cities, n * 7 + (n >> 3));
  const title = `${nth(kinds, n)} ${nth(about, n >> 2)} «${nth(names, n >> 4)} ${n % 997}»`;
  const description = `${nth(names, n >> 1)} и ${nth(about, n >> 3)}: вечер, который запомнится. Билеты и программа.`;
  const tags = n % 3 === 0 ? ['джаз'] : [];
  const words = {
    title,
    venueName: `Зал ${n % 311}`,
    city,
    cityKey: folded(city),
    description,
    translations: {},
    programme: '',
    tags,
  };
  return { ...words, searchText: searchTextOf(words), startsAt: startMs + (n % 730) * 43_200_000 };
}

async function fill(): Promise<void> {
  await env.DB.prepare(
    `insert into parties (id, kind, name, name_key, created_at) values ('pty_bench', 'organizer', 'Б', 'б', 0)`,
  ).run();
  for (let at = 0; at < events; at += perBatch) {
    const rows = Array.from({ length: perBatch }, (_, i) => at + i);
    await env.DB.batch([
      env.DB.prepare(
        `insert into events (id, organizer_id, status, revision, push_revision, title, description, starts_at, ends_at,
           time_zone, venue_name, venue_address, city, city_key, currency, language, translations, hold_minutes, tags,
           search_text, search_version, created_at)
         select 'evt_' || (value ->> 'n'), 'pty_bench', 'published', 1, 1, value ->> 'title', value ->> 'description',
           value ->> 'startsAt', (value ->> 'startsAt') + 7200000, 'Europe/Moscow', value ->> 'venueName', '',
           value ->> 'city', value ->> 'cityKey', 'RUB', 'ru', '{}', 10, '[]', value ->> 'searchText', ?, 0
         from json_each(?)`,
      ).bind(searchVersion, JSON.stringify(rows.map((n) => ({ n, ...fieldsOf(n) })))),
    ]);
  }
  await env.DB.batch([
    env.DB.prepare(
      `insert into listed_events (key, event_id, organizer_id, city_key, starts_at, ends_at, currency, price_from)
       select (starts_at / 60000) * 1048576 + row_number() over (partition by starts_at order by id), id, organizer_id,
         city_key, starts_at, ends_at, 'RUB', 10000 + (abs(random()) % 500) * 1000 from events`,
    ),
    env.DB.prepare(
      `insert into event_words (rowid, words)
       select l.key, e.search_text || ' ' || ${databaseOf(env).run(listedFacets).getQuery().sql} from listed_events l join events e on e.id = l.event_id`,
    ),
  ]);
}

const questions: Record<string, Record<string, string>> = {
  'the first page': {},
  'a word of every eighth event': { q: 'концерты' },
  'a word of every event': { q: 'вечера' },
  'two words': { q: 'спектакли детям' },
  'words and a city': { q: 'фестиваля сирень', city: 'казань' },
  'a rare word': { q: 'nocturne 500' },
  'a word nobody has': { q: 'парабеллум' },
  'a city and a tag': { city: 'Омск', tag: 'джаз' },
  'a word and a price few have': { q: 'вечер', priceMax: '10000', currency: 'RUB' },
  'a price few have': { priceMax: '10000', currency: 'RUB' },
  'a price nobody has': { q: 'вечер', priceMax: '5', currency: 'RUB' },
  'a dear price nobody has': { q: 'вечер', priceMin: '90000000', currency: 'RUB' },
  'a word and a price half have': { q: 'вечер', priceMin: '260000', currency: 'RUB' },
  'a price between two nobody has': { q: 'вечер', priceMin: '10001', priceMax: '10999', currency: 'RUB' },
  'a word and a currency nobody has': { q: 'вечер', currency: 'EUR' },
  'a word and an organizer without events': { q: 'вечер', organizerId: 'pty_nobody' },
  'a word from a later page': { q: 'концерты', from: '2036-12-01T00:00:00Z' },
};

it('a search among 100,000 events answers within 50 ms in the database', { timeout: 900_000 }, async () => {
  await fill();
  const slow: string[] = [];
  for (const [name, query] of Object.entries(questions)) {
    const { line, p95 } = await measured(name, query);
    console.log(line);
    if (p95 > mostMs) slow.push(name);
  }
  expect(slow).toEqual([]);
});

async function measured(name: string, query: Record<string, string>): Promise<{ line: string; p95: number }> {
  const times: number[] = [];
  let rows = 0;
  for (let run = 0; run < 50; run++) {
    const { meta, results } = await asked(query);
    times.push(meta.duration);
    rows = results.length;
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0;
  const figures = `median ${at(0.5).toFixed(1)} ms  p95 ${at(0.95).toFixed(1)} ms`;
  return { line: `${name.padEnd(30)} ${String(rows).padStart(3)} rows  ${figures}`, p95: at(0.95) };
}

async function asked(query: Record<string, string>) {
  const { sql, params } = databaseOf(env)
    .run(listedQuery(EventQuery.parse(query), startMs))
    .getQuery();
  return env.DB.prepare(sql)
    .bind(...params)
    .all();
}
