// The cookie of a sign-in as browsers get it where Foyer is reached by https: tests and developers speak http, where its
// name and its attributes are others.

import { env } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { app } from '../app.ts';
import { newPerson, password } from '../test/calls.ts';

const https = { ...env, PUBLIC_ORIGIN: 'https://localhost:8787' };

function post(path: string, body: object, headers: Record<string, string> = {}) {
  const json = { 'content-type': 'application/json', ...headers };
  return app.request(path, { method: 'POST', headers: json, body: JSON.stringify(body) }, https);
}

it('is for this host alone, for no script, for no other site and for no plain http', async () => {
  const { email } = await newPerson('buyer');
  const signedIn = await post('/api/auth/login', { email, password });
  const [header = ''] = signedIn.headers.getSetCookie();
  const [pair = '', ...attributes] = header.split('; ');
  expect(pair).toMatch(/^__Host-foyer-refresh=[\w-]{43}$/);
  expect(attributes.map((one) => one.toLowerCase()).sort()).toEqual([
    'httponly',
    `max-age=${30 * 86_400}`,
    'path=/',
    'samesite=strict',
    'secure',
  ]);
});

it('is read under that name only: one that a neighbour could have planted opens nothing', async () => {
  const { email } = await newPerson('buyer');
  const signedIn = await post('/api/auth/login', { email, password });
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const ours = { origin: 'https://localhost:8787', 'sec-fetch-site': 'same-origin', 'x-foyer': '1' };
  const planted = cookie.replace('__Host-', '');
  expect((await post('/api/auth/refresh', {}, { ...ours, cookie: planted })).status).toBe(401);
  expect((await post('/api/auth/refresh', {}, { ...ours, cookie })).status).toBe(200);
});
