// "/": the landing page for visitors and the dashboard for who has signed in, told apart by a mark that says nothing of the
// person; and the page that the edge keeps is the same for everybody.

import { env } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { app } from '../../app.ts';
import { call, newPerson, password, publishedEvent } from '../../test/calls.ts';
import { browse, until } from '../../test/shop.ts';

const dashboardPage = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};
const fetchPage = async () => new Response('<title>Foyer</title><p>The dashboard</p>', { headers: dashboardPage });
const withFiles = { ...env, ASSETS: { fetch: fetchPage } as unknown as Fetcher };

it('shows what Foyer is, with the next events and the ways in, and sets no cookie', async () => {
  const { event } = await publishedEvent(await newPerson('organizer'));
  const answer = await browse('/', { headers: { 'accept-language': 'en' } });
  const html = await answer.text();
  expect([answer.status, answer.headers.get('set-cookie')]).toEqual([200, null]);
  expect(answer.headers.get('cache-control')).toBe('public, no-cache');
  expect(answer.headers.get('vary')).toBe('Accept-Language, Cookie');
  expect(html).toContain('Tickets where your audience already is');
  expect(html).toContain(`/e/${event.id}`);
  for (const href of ['/catalogue', '/sign-in', '/sign-up?role=organizer', '/sign-up?role=distributor']) {
    expect(html).toContain(`href="${href}"`);
  }
});

it('is kept at the edge for visitors, and never answered to who has signed in, nor the other way round', async () => {
  const visitor = () =>
    app.request('/', {}, withFiles, { waitUntil: () => undefined, passThroughOnException: () => undefined, props: {} });
  await until(
    async () => (await browse('/')).headers.get('cache-status'),
    (status) => status === 'foyer; hit',
  );
  const signedIn = await app.request('/', { headers: { cookie: 'foyer-signed-in=1' } }, withFiles);
  expect(await signedIn.text()).toContain('The dashboard');
  expect(signedIn.headers.get('vary')).toContain('Cookie');
  expect(signedIn.headers.get('x-robots-tag')).toBe('noindex');
  expect(await (await visitor()).text()).toContain('Билеты там, где уже есть ваша публика');
});

it('the mark comes with a session, goes with it, and gives no right', async () => {
  const person = await newPerson('organizer');
  const entered = await call('POST', '/api/auth/login', { body: { email: person.email, password } });
  const cookies = entered.headers.getSetCookie();
  const mark = cookies.find((one) => one.startsWith('foyer-signed-in='));
  expect(mark).toMatch(/^foyer-signed-in=1; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/);
  const own = { 'x-foyer': '1', 'sec-fetch-site': 'same-origin' };
  const markAlone = await call('POST', '/api/auth/refresh', { headers: { ...own, cookie: 'foyer-signed-in=1' } });
  expect(markAlone.status).toBe(401);
  // A mark without a session goes, so that the person sees the landing page again and not a dashboard that is shut.
  expect(markAlone.headers.getSetCookie()).toEqual([expect.stringMatching(/^foyer-signed-in=; Max-Age=0/)]);
  const cookie = cookies.map((one) => one.split(';')[0]).join('; ');
  const out = await call('POST', '/api/auth/logout', { headers: { ...own, cookie } });
  expect(out.headers.getSetCookie().map((one) => one.split(';').slice(0, 2).join(';'))).toEqual([
    'foyer-refresh=; Max-Age=0',
    'foyer-signed-in=; Max-Age=0',
  ]);
});

it('stays without its events while D1 does not answer, and nobody keeps that', async () => {
  const fail = () => {
    throw new Error('D1 is down');
  };
  const down = { ...env, DB: new Proxy(env.DB, { get: () => fail }) };
  const answer = await app.request('/', {}, down);
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
  const html = await answer.text();
  expect(html).toContain('Билеты там, где уже есть ваша публика');
  expect(html).not.toContain('class="posters"');
});
