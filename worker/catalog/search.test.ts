// Finding events: words in any form, filters, pages that neither repeat nor skip, and the plan SQLite answers by.

import { env } from 'cloudflare:test';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventQuery, type TicketedEvent } from '#core/contracts/events.ts';
import { databaseOf } from '../database.ts';
import { queueScheduled } from '../scheduled.ts';
import { call, newEvent, newPerson, newTicketType, publishedEvent } from '../test/calls.ts';
import { newShop, until } from '../test/shop.ts';
import { daysOf } from './days.ts';
import { type DaysByZone, daysByZone } from './days-by-zone.ts';
import { listedQuery } from './lists.ts';
import { reindexDue } from './reindex.ts';
import { priceFacets, stemsOf } from './search-words.ts';

type Page = { items: TicketedEvent[]; next: string | null };

async function onSale(fields: Record<string, unknown>, priceMinor = 100_000) {
  const organizer = await newPerson('organizer');
  const event = await newEvent(organizer, fields);
  await newTicketType(organizer, event.id, { price: { amount: priceMinor, currency: 'RUB' } });
  const response = await call<TicketedEvent>('POST', `/api/events/${event.id}/publish`, { token: organizer.token });
  expect(response.status).toBe(200);
  return { organizer, event: response.body };
}

/** Slice by slice: files of tests share one D1, and others leave events of an older index or events that are over. */
async function reindexAllDue(nowMs: number) {
  while (await reindexDue(env, nowMs));
}

async function found(query: Record<string, string>): Promise<string[]> {
  const response = await call<Page>('GET', `/api/events?${new URLSearchParams(query)}`);
  expect(response.status).toBe(200);
  return response.body.items.map((one) => one.id);
}

describe('searching', () => {
  it('finds a word by its other forms, Russian and English', async () => {
    const russian = await onSale({ title: 'Концерт для скрипки', description: 'Лучшие филармонии страны, ёлки' });
    const english = await onSale({ title: 'Dancing Stories', language: 'en' });
    for (const q of ['концерты', 'концертами скрипка', 'ФИЛАРМОНИЯ', 'елка', 'скрип']) {
      expect(await found({ q }), q).toContain(russian.event.id);
    }
    for (const q of ['dance', 'story', 'Stories dances']) expect(await found({ q }), q).toContain(english.event.id);
    expect(await found({ q: 'концерт барабана' })).toEqual([]);
  });

  it('takes signs of the index as nothing', async () => {
    for (const q of ['"', '* OR *', 'NEAR(a b)', 'words:концерт', "'; drop table events; --", '%', '-']) {
      expect((await call('GET', `/api/events?${new URLSearchParams({ q })}`)).status, q).toBe(200);
    }
  });

  it('filters by city, tag and price, alone and together with words', async () => {
    const city = `Пермь ${crypto.randomUUID().slice(0, 8)}`;
    const venue = { name: 'Зал', address: '', city };
    const cheap = await onSale({ title: 'Джаз во дворе', venue, tags: ['Джаз', 'для детей'] }, 50_000);
    const dear = await onSale({ title: 'Джаз в зале', venue, tags: ['Джаз'] }, 500_000);
    const both = [cheap.event.id, dear.event.id].sort();
    expect((await found({ city: city.toUpperCase() })).sort()).toEqual(both);
    expect((await found({ city, tag: 'джаз' })).sort()).toEqual(both);
    expect(await found({ city, tag: 'Для Детей' })).toEqual([cheap.event.id]);
    expect(await found({ city, priceMax: '50000', currency: 'RUB' })).toEqual([cheap.event.id]);
    expect(await found({ city, q: 'джаз', priceMin: '50001', currency: 'RUB' })).toEqual([dear.event.id]);
    expect(await found({ city, priceMax: '900000', currency: 'EUR' })).toEqual([]);
    const unclear = await call('GET', '/api/events?priceMax=5');
    expect(unclear.body.error.details).toEqual({ fields: [{ path: 'currency', problem: 'required' }] });
  });

  it('finds a known tag by its name in either language, as a filter and as a word', async () => {
    const city = `Пермь ${crypto.randomUUID().slice(0, 8)}`;
    const venue = { name: 'Зал', address: '', city };
    const russian = await onSale({ title: 'Вечер в зале', venue, tags: ['Выставка'] });
    const english = await onSale({ title: 'Открытый день', venue, tags: ['exhibition'] });
    const both = [russian.event.id, english.event.id].sort();
    for (const tag of ['выставка', 'Exhibition']) expect((await found({ city, tag })).sort(), tag).toEqual(both);
    for (const q of ['выставки', 'exhibitions']) expect((await found({ city, q })).sort(), q).toEqual(both);
    expect(await found({ city, tag: 'лекция' })).toEqual([]);
  });

  it('follows every change of an event and its prices', async () => {
    const word = `слово${crypto.randomUUID().slice(0, 8)}`;
    const { organizer, event } = await onSale({ title: 'Без него' });
    const { token } = organizer;
    const headers = { 'if-match': `"${event.revision}"` };
    await call('PATCH', `/api/events/${event.id}`, { token, headers, body: { title: word } });
    expect(await found({ q: word })).toEqual([event.id]);
    await newTicketType(organizer, event.id, { price: { amount: 7, currency: 'RUB' } });
    expect(await found({ q: word, priceMax: '7', currency: 'RUB' })).toEqual([event.id]);
    await call('POST', `/api/events/${event.id}/cancel`, { token });
    expect(await found({ q: word })).toEqual([]);
  });

  it('pages through words without repeating or skipping, at one moment of start too', async () => {
    const word = `слово${crypto.randomUUID().slice(0, 8)}`;
    const made = [];
    for (let n = 0; n < 5; n++) made.push((await onSale({ title: word })).event.id);
    const seen: string[] = [];
    let next: string | null = null;
    do {
      const cursor: Record<string, string> = next === null ? {} : { cursor: next };
      const page = await call<Page>('GET', `/api/events?${new URLSearchParams({ q: word, limit: '2', ...cursor })}`);
      seen.push(...page.body.items.map((one) => one.id));
      next = page.body.next;
    } while (next !== null);
    expect(seen.toSorted()).toEqual(made.toSorted());
  });

  it('forgets what is over, and makes the words of an older version again', async () => {
    const { event } = await publishedEvent(await newPerson('organizer'));
    await env.DB.prepare("update events set title = 'Щелкунчик', search_version = 0 where id = ?").bind(event.id).run();
    expect(await found({ q: 'щелкунчика' })).toEqual([]);
    await reindexAllDue(Date.now());
    expect(await found({ q: 'щелкунчика' })).toEqual([event.id]);
    await reindexAllDue(Date.parse(event.endsAt));
    const left = await env.DB.prepare('select 1 from listed_events where event_id = ?').bind(event.id).first();
    expect(left).toBeNull();
    expect(await env.DB.prepare("select count(*) as n from event_words('щелкунчик')").first('n')).toBe(0);
  });

  it('goes on from slice to slice until all events are of the new index', async () => {
    const { event } = await publishedEvent(await newPerson('organizer'));
    const columns = (
      await env.DB.prepare("select name from pragma_table_info('events')").all<{ name: string }>()
    ).results
      .map(({ name }) => name)
      .filter((name) => name !== 'id');
    await env.DB.prepare(
      `insert into events (id, ${columns.join(', ')}) select ? || value, ${columns.join(', ')} from events, json_each(?) where events.id = ?`,
    )
      .bind(event.id, JSON.stringify(Array.from({ length: 250 }, (_, n) => `-${n}`)), event.id)
      .run();
    const ofOldIndex = env.DB.prepare(
      "select count(*) as n from events where search_version = 0 and status = 'published'",
    );
    await env.DB.prepare('update events set search_version = 0 where id like ?').bind(`${event.id}-%`).run();
    await queueScheduled(env, Date.now());
    await until(
      () => ofOldIndex.first<number>('n'),
      (left) => left === 0,
    );
    const listed = env.DB.prepare('select count(*) as n from listed_events where event_id like ?').bind(
      `${event.id}-%`,
    );
    expect(await listed.first('n')).toBe(250);
  });

  it('reads the index in the order of the answer, and sorts nothing', async () => {
    const plan = async (query: Record<string, string>, days: DaysByZone | null = null) => {
      const asked = listedQuery(EventQuery.parse(query), Date.now(), days);
      const { sql, params } = databaseOf(env).run(asked).getQuery();
      const rows = await env.DB.prepare(`explain query plan ${sql}`)
        .bind(...params)
        .all<{ detail: string }>();
      return rows.results.map((row) => row.detail);
    };
    const words = await plan({ q: 'концерт', city: 'Омск', priceMax: '5', currency: 'RUB' });
    expect(words).toEqual([
      expect.stringMatching(/^SCAN w VIRTUAL TABLE INDEX/),
      expect.stringMatching(/^SEARCH l USING INTEGER PRIMARY KEY/),
    ]);
    expect(await plan({ q: 'концерт', organizerId: 'pty_0000', priceMin: '5', currency: 'RUB' })).toEqual(words);
    const all = await plan({});
    expect(all).toEqual([expect.stringMatching(/^SEARCH l USING INTEGER PRIMARY KEY/)]);
    const free = await plan({ q: 'концерт', free: 'yes' });
    expect(free).toEqual(words);
    const today = await plan({ days: 'today' }, await daysByZone(env, 'today', Date.now()));
    expect(today.slice(0, 2)).toEqual([...all, expect.stringMatching(/^SEARCH e USING INDEX sqlite_autoindex_events/)]);
    expect(today.join()).not.toContain('TEMP B-TREE');
    const own = await plan({ organizerId: 'pty_0000' });
    expect(own).toEqual([expect.stringMatching(/^SEARCH l USING INDEX listed_events_by_organizer/)]);
  });

  it('finds what costs between two prices, at every edge', async () => {
    const tag = `цена ${crypto.randomUUID().slice(0, 8)}`;
    const prices = [0, 9, 10, 99, 100, 199_900, 200_000, 1_000_000];
    const made = new Map<string, number>();
    for (const minor of prices) made.set((await onSale({ tags: [tag] }, minor)).event.id, minor);
    const between = async (least: number | null, most: number | null) => {
      const bounds = {
        ...(least === null ? {} : { priceMin: String(least) }),
        ...(most === null ? {} : { priceMax: String(most) }),
      };
      const ids = await found({ tag, currency: 'RUB', ...bounds });
      return ids.map((id) => made.get(id)).toSorted((a, b) => Number(a) - Number(b));
    };
    expect(await between(null, null)).toEqual(prices);
    expect(await between(9, 99)).toEqual([9, 10, 99]);
    expect(await between(100, null)).toEqual([100, 199_900, 200_000, 1_000_000]);
    expect(await between(null, 199_899)).toEqual([0, 9, 10, 99, 100]);
    expect(await between(199_900, 199_900)).toEqual([199_900]);
    expect(await between(200, 100)).toEqual([]);
  });

  it('finds what costs nothing, in any currency, alone and together with words', async () => {
    const tag = `даром ${crypto.randomUUID().slice(0, 8)}`;
    const free = await onSale({ tags: [tag], title: 'Лекция' }, 0);
    await onSale({ tags: [tag], title: 'Лекция' }, 1);
    await onSale({ tags: [tag], title: 'Лекция' }, 100_000);
    expect(await found({ tag, free: 'yes' })).toEqual([free.event.id]);
    expect(await found({ tag, q: 'лекции', free: 'yes' })).toEqual([free.event.id]);
    expect((await found({ free: 'yes' })).includes(free.event.id)).toBe(true);
    expect(await found({ tag, free: 'yes', priceMin: '1', currency: 'RUB' })).toEqual([]);
    expect((await call('GET', '/api/events?free=maybe')).status).toBe(400);
  });

  it('finds what goes on today and at the weekend by the clock of each place', async () => {
    const tag = `дни ${crypto.randomUUID().slice(0, 8)}`;
    const nowMs = Date.now();
    const within = async (timeZone: string, choice: 'today' | 'weekend', hoursFromEnd: number, lastsHours = 1) => {
      const { toMs } = daysOf(choice, nowMs, timeZone);
      const startsAtMs = toMs + hoursFromEnd * 3_600_000;
      const { event } = await onSale({
        tags: [tag],
        timeZone,
        startsAt: new Date(nowMs + 40 * 86_400_000).toISOString(),
        endsAt: new Date(nowMs + 41 * 86_400_000).toISOString(),
      });
      // Written past the rule that what begins has not begun yet: also an exhibition that goes on is looked for.
      for (const table of ['events where id', 'listed_events where event_id']) {
        const [name, where] = table.split(' where ');
        await env.DB.prepare(`update ${name} set starts_at = ?, ends_at = ? where ${where} = ?`)
          .bind(startsAtMs, Math.max(nowMs, startsAtMs) + lastsHours * 3_600_000, event.id)
          .run();
      }
      await env.DB.prepare('update events set search_version = 0 where id = ?').bind(event.id).run();
      return event.id;
    };
    const [moscow, vladivostok] = ['Europe/Moscow', 'Asia/Vladivostok'];
    // A quarter of an hour before the day's end, and a quarter after it.
    const today = [await within(moscow, 'today', -0.25), await within(vladivostok, 'today', -0.25)];
    const tomorrow = [await within(moscow, 'today', 0.25), await within(vladivostok, 'today', 0.25)];
    const exhibition = await within(moscow, 'today', -72, 24 * 30);
    const weekend = [await within(moscow, 'weekend', -0.25), await within(vladivostok, 'weekend', -0.25)];
    const monday = [await within(moscow, 'weekend', 0.25), await within(vladivostok, 'weekend', 0.25)];
    await reindexAllDue(nowMs);
    const seen = await found({ tag, days: 'today' });
    for (const id of [...today, exhibition]) expect(seen).toContain(id);
    for (const id of tomorrow) expect(seen).not.toContain(id);
    const atWeekend = await found({ tag, days: 'weekend' });
    for (const id of [...weekend, exhibition]) expect(atWeekend).toContain(id);
    for (const id of monday) expect(atWeekend).not.toContain(id);
    expect(await found({ tag: `${tag}x`, days: 'today' })).toEqual([]);
  });

  it('covers any prices with few facets, and no price is left out', () => {
    const price = fc.integer({ min: 0, max: 1_000_000_000_000 });
    const facetsOfPrice = (minor: number) => {
      const digits = String(minor);
      const start = `zqprub${String(digits.length).padStart(2, '0')}`;
      return [start, start + digits.slice(0, 1), start + digits.slice(0, 2)];
    };
    fc.assert(
      fc.property(price, price, price, (one, other, asked) => {
        const [least, most] = one < other ? [one, other] : [other, one];
        const facets = new Set(priceFacets('RUB', least, most));
        expect(facets.size).toBeLessThanOrEqual(60);
        for (const inside of [least, most, ...(asked >= least && asked <= most ? [asked] : [])]) {
          expect(facetsOfPrice(inside).some((facet) => facets.has(facet))).toBe(true);
        }
      }),
    );
  });

  it('cuts words of both languages to their stems', () => {
    expect(stemsOf('Концертов, ЁЛКИ и Stories 2036')).toEqual(['концерт', 'елк', 'и', 'stori', '2036']);
  });
});

it('an event that starts between two minutes is listed like any other', async () => {
  const startsAt = new Date(Date.now() + 40 * 86_400_000);
  startsAt.setUTCSeconds(17, 345);
  const endsAt = new Date(startsAt.getTime() + 3_600_000);
  const shop = await newShop(0, 10, { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() });
  const kept = await env.DB.prepare('select typeof(key) as kind from listed_events where event_id = ?')
    .bind(shop.eventId)
    .first<{ kind: string }>();
  expect(kept).toEqual({ kind: 'integer' });
});
