// The language of the public pages: the address's, then the reader's choice, then the browser's, then the event's; and no
// cache mixes readers up.

import { env } from 'cloudflare:test';
import { expect, it } from 'vitest';
import type { TicketedEvent } from '#core/contracts/events.ts';
import { app } from '../../app.ts';
import { newPerson, publishedEvent } from '../../test/calls.ts';
import { browse, newShop } from '../../test/shop.ts';

type Reader = { accept?: string; cookie?: string };

async function seen(path: string, { accept, cookie }: Reader) {
  const headers = new Headers();
  if (accept !== undefined) headers.set('accept-language', accept);
  if (cookie !== undefined) headers.set('cookie', cookie);
  const response = await browse(path, { headers });
  return { headers: response.headers, html: await response.text() };
}

const langOf = (html: string) => /<html lang="(..)"/.exec(html)?.[1];
/** Links of the page to our own pages that name a language; those for search engines stand in the head. */
const pins = (html: string) => html.slice(html.indexOf('<body')).match(/href="\/(?!language)[^"]*lang=/g) ?? [];

it('is the reader’s choice before the browser’s wish, and the wish before the event’s, also from the edge cache', async () => {
  const { event } = await publishedEvent(await newPerson('organizer'));
  const readers: [Reader, string][] = [
    [{ accept: 'en' }, 'en'],
    [{ accept: 'en', cookie: 'foyer-locale=ru' }, 'ru'],
    [{ accept: 'ru', cookie: 'other=1; foyer-locale=en' }, 'en'],
    [{ accept: 'ru' }, 'ru'],
    [{ accept: 'de', cookie: 'foyer-locale=en' }, 'en'],
    [{ accept: 'de' }, 'ru'],
    [{ cookie: 'foyer-locale=xx' }, 'ru'],
  ];
  // Twice: what the first round has put into the edge cache is shown in the second.
  for (const _ of [1, 2]) {
    for (const path of ['/', '/catalogue', `/e/${event.id}`, `/org/${event.organizerId}`]) {
      for (const [reader, language] of readers) {
        const { headers, html } = await seen(path, reader);
        expect([path, reader, langOf(html)]).toEqual([path, reader, language]);
        expect([path, pins(html)]).toEqual([path, []]);
        expect(headers.get('vary')).toBe('Accept-Language, Cookie');
        expect(headers.get('set-cookie')).toBeNull();
      }
    }
  }
});

it('counts for the widget as a page of its own too', async () => {
  const { widgetId } = await newShop(100_000);
  expect(langOf((await seen(`/w/${widgetId}`, { accept: 'en', cookie: 'foyer-locale=ru' })).html)).toBe('ru');
  expect(langOf((await seen(`/w/${widgetId}?lang=en`, { cookie: 'foyer-locale=ru' })).html)).toBe('en');
});

it('is switched by a link that keeps the choice and leads back to the page, which then names no language', async () => {
  const { event } = await publishedEvent(await newPerson('organizer'));
  const { html } = await seen(`/e/${event.id}?lang=ru`, {});
  const href = /href="(\/language\/en[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const turned = await browse(href);
  expect([turned.status, turned.headers.get('location')]).toEqual([303, `/e/${event.id}`]);
  expect(turned.headers.get('cache-control')).toBe('no-store');
  const cookie = turned.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/^foyer-locale=en; Max-Age=31536000; Path=\/; SameSite=Lax$/);
  const back = await seen(`/e/${event.id}`, { accept: 'ru', cookie: cookie.split(';')[0] ?? '' });
  expect(langOf(back.html)).toBe('en');
});

it.each([
  ['/catalogue?tag=a%26b&lang=ru&when=today', '/catalogue?tag=a%26b&when=today'],
  ['https://evil.example/', '/'],
  ['//evil.example/', '/'],
  ['/\\evil.example/', '/'],
  ['/.//evil.example', '/evil.example'],
  ['/\t/evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['', '/'],
])('the switch leads to a path of ours only: %s', async (to, location) => {
  const turned = await browse(`/language/ru?${new URLSearchParams({ to })}`);
  expect(turned.headers.get('location')).toBe(location);
});

it('no other language is known to the switch', async () => {
  const response = await browse('/language/fr?to=/');
  expect([response.status, response.headers.get('set-cookie')]).toEqual([404, null]);
});

it('search engines are told the address of each language, and the bare one for everybody else', async () => {
  const { event } = await publishedEvent(await newPerson('organizer'));
  const links = async (path: string, reader: Reader) => {
    const { html } = await seen(path, reader);
    return [
      ...html.matchAll(/<link rel="(canonical|alternate)"(?: hreflang="([^"]+)")? href="http[^"/]*\/\/[^/]+([^"]*)"/g),
    ].map(([, rel, lang, href]) => `${lang ?? rel} ${href}`);
  };
  const alternates = [`ru /e/${event.id}`, `en /e/${event.id}?lang=en`, `x-default /e/${event.id}`];
  expect((await links(`/e/${event.id}`, {})).toSorted()).toEqual(
    [`canonical /e/${event.id}`, ...alternates].toSorted(),
  );
  expect((await links(`/e/${event.id}`, { accept: 'en' })).toSorted()).toEqual(
    [`canonical /e/${event.id}?lang=en`, ...alternates].toSorted(),
  );
});

it('a page that cannot be made while D1 does not answer says so in the reader’s language, and is kept by nobody', async () => {
  const { event } = await publishedEvent(await newPerson('organizer'));
  const fail = () => {
    throw new Error('D1 is down');
  };
  const down = { ...env, DB: new Proxy(env.DB, { get: () => fail }) };
  for (const path of pagesOf(event)) {
    const response = await app.request(path, { headers: { 'accept-language': 'en' } }, down);
    expect([path, response.status, response.headers.get('cache-control')]).toEqual([path, 503, 'no-store']);
    expect(response.headers.get('retry-after')).not.toBeNull();
    const html = await response.text();
    expect(html).toContain('<html lang="en">');
    expect(html).toContain('This page is unavailable for a moment');
    expect(html).not.toContain('D1 is down');
  }
});

const pagesOf = (event: TicketedEvent) => [
  '/catalogue',
  '/catalogue?days=today',
  `/e/${event.id}`,
  `/e/${event.id}/buy`,
  `/org/${event.organizerId}`,
];
