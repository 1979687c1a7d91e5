// Every answer of the Worker, whatever it is about, says who may run, frame and read on from it.

import { env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { app } from '../app.ts';
import { call, newPerson, publishedEvent } from '../test/calls.ts';
import { operationsOf } from './open-api.ts';

const https = { ...env, PUBLIC_ORIGIN: 'https://localhost:8787' };

const answers: [what: string, path: string, init?: RequestInit][] = [
  ['data', '/api/openapi.json'],
  ['a refusal', '/api/me'],
  ['a route that is not there', '/api/nothing'],
  ['a bad body', '/api/auth/login', { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } }],
  ['the public keys', '/.well-known/jwks.json'],
  ['the API page', '/docs'],
  ['an order page that is not there', '/o/ord_0_0'],
  ['a widget that is not there', '/w/wgt_0_0'],
];

describe.each(answers)('%s', (_what, path, init) => {
  it('has a policy, no sniffing, no referrer, a word about frames, and HSTS where we speak https', async () => {
    const { headers } = await app.request(path, init, https);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain('frame-ancestors');
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toMatch(/^(no-referrer|strict-origin(-when-cross-origin)?)$/);
    expect(headers.get('strict-transport-security')).toBe('max-age=63072000; includeSubDomains');
  });

  it('names the type of its body, and the charset where the type does not imply it', async () => {
    const response = await app.request(path, init, https);
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    if (type.startsWith('application/json')) JSON.parse(text);
    else expect(type.toLowerCase()).toMatch(/^text\/(html|plain); charset=utf-8$/);
  });
});

it('a machine that speaks http does not forbid itself http', async () => {
  const { headers } = await app.request('/api/openapi.json', undefined, env);
  expect(headers.has('strict-transport-security')).toBe(false);
});

it("what a page said itself stands: the widget's frame may be framed, an order page may not", async () => {
  const organizer = await newPerson('organizer');
  const { event } = await publishedEvent(organizer);
  const kit = await call<{ widgetId: string }>('GET', `/api/events/${event.id}/widget`, { token: organizer.token });
  const policyOf = async (path: string) =>
    (await app.request(path, undefined, env)).headers.get('content-security-policy');
  expect(await policyOf(`/w/${kit.body.widgetId}`)).not.toContain("frame-ancestors 'none'");
  expect(await policyOf('/o/ord_0_0')).toContain("frame-ancestors 'none'");
});

it('what a signed-in person reads is kept by no cache, whichever list or page it is', async () => {
  const organizer = await newPerson('organizer');
  const { event } = await publishedEvent(organizer);
  const own = operationsOf(app).filter(({ method, operation }) => method === 'GET' && operation.who !== 'anyone');
  const paths = own.map(({ path }) => path.replace(':eventId', event.id));
  expect(paths.length).toBeGreaterThan(20);
  for (const path of paths) {
    const { status, headers } = await call('GET', path, { token: organizer.token });
    expect([path, status, headers.get('cache-control')?.includes('no-store')]).toEqual([path, status, true]);
  }
});

it('no answer lets another site read what a signed-in person can', async () => {
  const headers = { origin: 'https://evil.example' };
  for (const path of ['/api/me', '/api/audit', '/api/me/sessions', '/api/events/mine']) {
    const response = await app.request(path, { headers }, env);
    expect([path, response.headers.get('access-control-allow-origin')]).toEqual([path, null]);
  }
});
