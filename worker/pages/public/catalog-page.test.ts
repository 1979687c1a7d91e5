// The catalog for everybody: what it sells, how it is searched and paged by links alone, and what it says on bad days.

import { env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import type { TicketedEvent } from '#core/contracts/events.ts';
import { call, newEvent, newPerson, newTicketType } from '../../test/calls.ts';
import { browse, until } from '../../test/shop.ts';

type Sale = { event?: Record<string, unknown>; types?: Record<string, unknown>[] };

async function onSale({ event = {}, types = [{}] }: Sale) {
  const organizer = await newPerson('organizer');
  const draft = await newEvent(organizer, event);
  const made = [];
  for (const type of types) made.push(await newTicketType(organizer, draft.id, type));
  const { token } = organizer;
  const published = await call<TicketedEvent>('POST', `/api/events/${draft.id}/publish`, { token });
  expect(published.status).toBe(200);
  return { organizer, event: published.body, types: made };
}

async function pageOf(path: string, headers: Record<string, string> = {}) {
  const answer = await browse(path, { headers });
  return { status: answer.status, headers: answer.headers, html: await answer.text() };
}

/** The cards of the page, each as its own text. */
function cardsOf(html: string): string[] {
  return html.match(/<li class="poster.*?<\/li>/gs) ?? [];
}

const hrefOf = (html: string, text: string) =>
  new RegExp(`<a [^>]*href="([^"]*)"[^>]*>(?:<span[^>]*>)?${text}<`).exec(html)?.[1]?.replaceAll('&amp;', '&');
const rub = (amount: number) => ({ price: { amount, currency: 'RUB' } });
const unique = () => `слово${crypto.randomUUID().slice(0, 8)}`;

describe('a card', () => {
  it('sells: a face, when, where, the cheapest price that can be bought, and a link straight to the tickets', async () => {
    const title = unique();
    const venue = { name: 'Малый зал', address: '', city: 'Казань' };
    const { event } = await onSale({ event: { title, venue }, types: [rub(199_900), rub(350_000)] });
    const { status, headers, html } = await pageOf(`/catalogue?q=${title}`);
    expect(status).toBe(200);
    const [card = '', ...others] = cardsOf(html);
    expect(others).toEqual([]);
    expect(card).toContain(`src="/img/${event.id}/face/`);
    expect(card).toContain(`href="/e/${event.id}"`);
    expect(card).toContain(`href="/e/${event.id}/buy"`);
    expect(card).toMatch(/от 1\s999\s₽/);
    expect(card).toContain('Малый зал, Казань');
    expect(card).toContain('19:00');
    expect(headers.get('content-security-policy')).toContain("form-action 'self'");
  });

  it('runs no script, and loads none', async () => {
    for (const path of ['/catalogue', '/']) {
      const { html, headers } = await pageOf(path);
      expect([path, html.match(/<script(?! type="application\/ld\+json")[^>]*>|\son\w+="/g)]).toEqual([path, null]);
      expect(headers.get('content-security-policy')).not.toContain('script-src');
      expect(html).not.toMatch(/rel="modulepreload"|as="script"/);
    }
  });

  it('says what is free, sold out, on sale later, over for sale, not announced, and moved', async () => {
    const tag = unique();
    const of = async (title: string, types: Record<string, unknown>[], more = {}) =>
      onSale({ event: { title, tags: [tag], ...more }, types });
    await of('Даром', [rub(0)]);
    const sold = await of('Раскуплено', [{ ...rub(100), capacity: 1 }]);
    await of('Позже', [{ ...rub(50_000), salesFrom: '2036-04-01T09:00:00Z' }]);
    await of('Кончилось', [{ ...rub(100), salesFrom: '2020-01-01T00:00:00Z', salesTo: '2020-02-01T00:00:00Z' }]);
    const dear = await of('Дешёвые кончились', [{ ...rub(100), capacity: 1 }, rub(90_000)]);
    const moved = await of('Перенесено', [rub(100)]);
    const times = { startsAt: '2036-05-02T19:00:00+03:00', endsAt: '2036-05-02T21:00:00+03:00' };
    const postponed = await call('POST', `/api/events/${moved.event.id}/postpone`, {
      token: moved.organizer.token,
      headers: { 'if-match': `"${moved.event.revision}"` },
      body: times,
    });
    expect(postponed.status).toBe(200);
    for (const { organizer, event, types } of [sold, dear]) {
      const issued = await call('POST', `/api/events/${event.id}/tickets`, {
        token: organizer.token,
        headers: { 'idempotency-key': crypto.randomUUID() },
        body: { ticketTypeId: types[0]?.id, holder: { name: 'Гость', email: 'guest@example.org' } },
      });
      expect(issued.status).toBeLessThan(300);
    }
    const card = (html: string, title: string) => cardsOf(html).find((one) => one.includes(`>${title}<`)) ?? '';
    // The copy of what is sold comes by the queue.
    const { html } = await until(
      () => pageOf(`/catalogue?tag=${tag}&q=${tag}`),
      (page) => (page.html.match(/распроданы/g) ?? []).length === 1 && page.html.includes('от 900'),
    );
    expect(card(html, 'Даром')).toMatch(/бесплатно.*Взять билет/s);
    expect(card(html, 'Раскуплено')).toContain('Билеты распроданы');
    expect(card(html, 'Раскуплено')).not.toContain('/buy');
    expect(card(html, 'Позже')).toContain('В продаже с 1 апреля, 12:00');
    expect(card(html, 'Позже')).not.toContain('/buy');
    expect(card(html, 'Кончилось')).toContain('Продажи завершены');
    expect(card(html, 'Дешёвые кончились')).toMatch(/от 900\s₽/);
    expect(card(html, 'Перенесено')).toContain('Новое время');
  });
});

describe('choosing', () => {
  it('is a link that adds to the choice, and the same link takes it back', async () => {
    const [tag, city] = [unique(), `Город ${unique()}`];
    await onSale({ event: { tags: [tag], venue: { name: 'Зал', address: '', city } } });
    const chosen = await pageOf(`/catalogue?${new URLSearchParams({ city, tag })}`);
    expect(cardsOf(chosen.html)).toHaveLength(1);
    expect(hrefOf(chosen.html, 'Сегодня')).toBe(`/catalogue?${new URLSearchParams({ city, tag, days: 'today' })}`);
    expect(hrefOf(chosen.html, city)).toBe(`/catalogue?${new URLSearchParams({ tag })}`);
    expect(hrefOf(chosen.html, tag)).toBe(`/catalogue?${new URLSearchParams({ city })}`);
    expect(chosen.html).toMatch(new RegExp(`aria-current="true"[^>]*><span dir="auto">${tag}<`));
    // The search keeps the chips.
    expect(chosen.html).toContain(`<input type="hidden" name="tag" value="${tag}"`);
  });

  it('finds nothing, and offers to take back each choice', async () => {
    const word = unique();
    const { status, html } = await pageOf(`/catalogue?${new URLSearchParams({ q: word, free: 'yes', days: 'today' })}`);
    expect([status, cardsOf(html)]).toEqual([200, []]);
    expect(html).toContain('Ничего не нашлось');
    expect(hrefOf(html, `Без «${word}»`)).toBe('/catalogue?days=today&free=yes');
    expect(hrefOf(html, 'В любой день')).toBe(`/catalogue?${new URLSearchParams({ q: word, free: 'yes' })}`);
    expect(hrefOf(html, 'Все события')).toBe('/catalogue');
    expect(html).toContain('noindex');
  });

  it.each([
    ['?q=%00%ff&city=%ED%A0%80&tag=%22%3E%3Cscript%3Ealert(1)%3C/script%3E'],
    [`?q=${'x'.repeat(5_000)}`],
    ['?days=yesterday&free=maybe&limit=9999&organizerId=x'],
    ['?q=a&q=b&city[]=x&__proto__=y'],
    ["?q='%20OR%201=1--&city=*&tag=NEAR(a%20b)"],
    ['?after='],
  ])('an address nobody meant is a page all the same: %s', async (query) => {
    const { status, html } = await pageOf(`/catalogue${query}`);
    expect(status).toBe(200);
    expect(html).not.toContain('<script');
  });

  it.each(['x', 'e30', 'WyJhIiwiYiJd', '%00', 'a'.repeat(600)])(
    'a page that never was, or whose name was cut, is the list from its beginning: %s',
    async (after) => {
      const answer = await browse(`/catalogue?free=yes&after=${after}`);
      if (answer.status === 302) expect(answer.headers.get('location')).toBe('/catalogue?free=yes');
      // A name that is too long is no name.
      else expect([answer.status, after.length]).toEqual([200, 600]);
    },
  );
});

describe('two hundred events', () => {
  it('are paged through by links, each of them once, and a page whose events are over says so', async () => {
    const tag = unique();
    const { event } = await onSale({ event: { tags: [tag] } });
    const columns = (
      await env.DB.prepare("select name from pragma_table_info('events')").all<{ name: string }>()
    ).results
      .map(({ name }) => name)
      .filter((name) => name !== 'id');
    const list = JSON.stringify(Array.from({ length: 199 }, (_, n) => n));
    await env.DB.prepare(
      `insert into events (id, ${columns.join(', ')}) select ? || value, ${columns.join(', ')} from events, json_each(?) where events.id = ?`,
    )
      .bind(`${event.id}x`, list, event.id)
      .run();
    await env.DB.batch([
      env.DB.prepare(
        `insert into listed_events (key, event_id, organizer_id, city_key, starts_at, ends_at, currency, price_from)
         select l.key + 1 + value, ? || value, l.organizer_id, l.city_key, l.starts_at, l.ends_at, l.currency, l.price_from
         from listed_events l, json_each(?) where l.event_id = ?`,
      ).bind(`${event.id}x`, list, event.id),
      env.DB.prepare(
        `insert into event_words (rowid, words) select l.key, e.search_text from listed_events l
         join events e on e.id = l.event_id where l.event_id like ?`,
      ).bind(`${event.id}x%`),
    ]);
    const seen: string[] = [];
    let path: string | undefined = `/catalogue?tag=${encodeURIComponent(tag)}`;
    let last = '';
    while (path !== undefined) {
      const { html, status } = await pageOf(path);
      expect(status).toBe(200);
      seen.push(...[...html.matchAll(/<a href="\/e\/(\w+)"/g)].map((match) => match[1] ?? ''));
      last = path;
      path = /rel="next" href="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
    }
    expect([seen.length, new Set(seen).size]).toEqual([200, 200]);
    await env.DB.prepare('delete from listed_events where event_id like ?').bind(`${event.id}x%`).run();
    const gone = await pageOf(last);
    expect(gone.html).toContain('Дальше событий нет');
    expect(hrefOf(gone.html, 'К началу')).toBe(`/catalogue?tag=${encodeURIComponent(tag)}`);
  });
});

describe('the edge cache', () => {
  const kept = async (path: string, headers: Record<string, string> = {}) => {
    const page = await pageOf(path, headers);
    return { ...page, isKept: page.headers.get('cache-status') === 'foyer; hit' };
  };

  it('keeps a choice for each language, and is never older than an edit, a new event or a cancellation', async () => {
    const city = `Город ${unique()}`;
    const venue = { name: 'Зал', address: '', city };
    const { organizer, event } = await onSale({ event: { venue, title: 'Первое' } });
    const path = `/catalogue?${new URLSearchParams({ city })}`;
    const whenKept = (headers = {}) =>
      until(
        () => kept(path, headers),
        (page) => page.isKept,
      );
    await whenKept();
    // Others read it in another language, with a cookie of a session, and with what else stands in an address.
    const english = await kept(path, { 'accept-language': 'en' });
    expect([english.isKept, english.html.includes('<html lang="en">')]).toEqual([false, true]);
    expect((await kept(path, { cookie: 'foyer-signed-in=1; foyer-refresh=x' })).isKept).toBe(true);
    expect((await kept(`${path}&utm_source=x`)).isKept).toBe(true);
    const chosen = await whenKept({ cookie: 'foyer-locale=en' });
    expect(chosen.html).toContain('<html lang="en">');
    const { token } = organizer;
    await call('PATCH', `/api/events/${event.id}`, {
      token,
      headers: { 'if-match': `"${event.revision}"` },
      body: { title: 'Второе' },
    });
    const edited = await kept(path);
    expect([edited.isKept, cardsOf(edited.html)[0]]).toEqual([false, expect.stringContaining('Второе')]);
    await onSale({ event: { venue, title: 'Третье' } });
    expect(cardsOf((await kept(path)).html)).toHaveLength(2);
    await call('POST', `/api/events/${event.id}/cancel`, { token });
    const after = await kept(path);
    expect([cardsOf(after.html).length, after.html.includes('Второе')]).toEqual([1, false]);
  });

  it('keeps no words and no pages that anybody may make up, and nothing that was not found', async () => {
    const title = unique();
    await onSale({ event: { title } });
    for (const path of [`/catalogue?q=${title}`, `/catalogue?city=${title}`]) {
      for (const _ of [1, 2, 3]) expect([path, (await kept(path)).isKept]).toEqual([path, false]);
    }
  });
});

it('hostile, endless and right-to-left titles are text, in a direction of their own', async () => {
  const tag = unique();
  await onSale({ event: { title: '</a><script>alert(1)</script>', tags: [tag] } });
  await onSale({
    event: {
      title: 'م'.repeat(200),
      tags: [tag],
      venue: { name: 'ו'.repeat(200), address: '', city: 'Х'.repeat(100) },
    },
  });
  const { html } = await pageOf(`/catalogue?tag=${tag}`);
  expect(cardsOf(html)).toHaveLength(2);
  expect(html).not.toContain('<script>');
  expect(html).toMatch(/<a href="\/e\/\w+" dir="auto">م{200}/);
});
