// The dashboard's page is served for the paths of its screens and for no other; every other path is 404.

import { env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { app } from '../app.ts';
import { newAdmin } from '../test/accounts.ts';
import { call } from '../test/calls.ts';
import { productionEnv } from '../test/production-env.ts';

const policy = "default-src 'none'; frame-ancestors 'none'";
const page = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': policy,
  'x-frame-options': 'DENY',
  'cache-control': 'public, max-age=0, must-revalidate',
  etag: '"1"',
};

/** The static files as the platform serves them; `asked` lists the requests for them. */
function withFiles(headers: Record<string, string> = page) {
  const asked: string[] = [];
  const fetch = async (request: Request) => {
    asked.push(new URL(request.url).pathname);
    if (request.headers.get('if-none-match') === '"1"') return new Response(null, { status: 304, headers });
    return new Response('<html><head><title>Foyer</title></head></html>', { headers });
  };
  return { asked, env: { ...env, ASSETS: { fetch } as unknown as Fetcher } };
}

const browser = { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } };

describe.each(['/sign-in', '/my-events/evt_1', '/catalogue/evt_1'])('a screen at %s', (path) => {
  it('is the one page with its own policy, and no other file is asked for', async () => {
    const files = withFiles();
    const response = await app.request(path, {}, files.env);
    expect([response.status, response.headers.get('content-security-policy')]).toEqual([200, policy]);
    expect(response.headers.get('x-frame-options')).toBe('DENY');
    expect(response.headers.get('x-robots-tag')).toBe('noindex');
    expect(files.asked).toEqual(['/']);
  });

  it('is not sent again to whom it has not changed for', async () => {
    const first = await app.request(path, {}, withFiles().env);
    const etag = first.headers.get('etag') ?? '';
    const response = await app.request(path, { headers: { 'if-none-match': etag } }, withFiles().env);
    expect([response.status, response.headers.get('etag')]).toEqual([304, etag]);
  });
});

it('the page of all components is there for developers only', async () => {
  const files = withFiles().env;
  expect((await app.request('/ui', browser, files)).status).toBe(200);
  const production = await app.request('https://tickets.example/ui', browser, productionEnv({ ASSETS: files.ASSETS }));
  expect(production.status).toBe(404);
});

it.each([
  ['/notices', '/notifications'],
  ['/notices/', '/notifications'],
  ['/notices?utm=letter', '/notifications?utm=letter'],
  ['/my-events/evt_1/standing-terms', '/my-events/evt_1/open-terms'],
])('the old address %s leads to the screen at %s', async (from, to) => {
  const response = await app.request(from, browser, withFiles().env);
  expect([response.status, response.headers.get('location')]).toEqual([301, to]);
  expect((await app.request(to, browser, withFiles().env)).status).toBe(200);
});

it.each([
  '/assets/index-gone.js',
  '/widget/x',
  '/widget/assets/gone.js',
  '/widget/v1/x',
  '/api/nothing',
  '/docs/x.css',
  '/favicon.svg',
  '/sitemap/x',
])('%s is missing, and nobody keeps that', async (path) => {
  const files = withFiles();
  const response = await app.request(path, browser, files.env);
  expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/json']);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(files.asked).toEqual([]);
});

it('an address nobody knows is told a person by the dashboard, as missing, and a program in its own words', async () => {
  const person = await app.request('/old-link', browser, withFiles().env);
  expect([person.status, person.headers.get('content-security-policy')]).toEqual([404, policy]);
  expect([person.headers.get('cache-control'), person.headers.get('etag')]).toEqual(['no-store', null]);
  const program = await app.request('/old-link', {}, withFiles().env);
  expect([program.status, program.headers.get('content-type')]).toEqual([404, 'application/json']);
  expect((await app.request('/sign-in', { method: 'POST' }, withFiles().env)).status).toBe(404);
});

it('the page is not shown without its policy', async () => {
  const { 'content-security-policy': _policy, ...bare } = page;
  expect((await app.request('/sign-in', browser, withFiles(bare).env)).status).toBe(404);
});

it('the brand is written into the page as text, and a page with another brand is sent again', async () => {
  const before = await app.request('/sign-in', {}, withFiles().env);
  expect(await before.text()).toContain('<title>Foyer · Фойе</title>');
  const { token } = await newAdmin();
  const changed = await call('PATCH', '/api/settings', {
    token,
    headers: { 'if-match': '"0"' },
    body: { brandName: { ru: '"Сцена"><script>', en: "Stage's &quot;" } },
  });
  expect(changed.status).toBe(200);
  const etag = before.headers.get('etag') ?? '';
  const after = await app.request('/sign-in', { headers: { 'if-none-match': etag } }, withFiles().env);
  expect([after.status, after.headers.get('etag')]).toEqual([200, '"1.1"']);
  const html = await after.text();
  expect(html).not.toContain('<script>');
  const written = /<meta name="brand" content="([^"]*)">/.exec(html)?.[1] ?? '';
  const plain = written.replaceAll('&quot;', '"');
  expect(JSON.parse(plain)).toEqual({ brandName: { ru: '"Сцена"><script>', en: "Stage's &quot;" }, logo: null });
});
