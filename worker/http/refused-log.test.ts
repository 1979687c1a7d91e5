// What the log says of refusals: enough to see who probes the API, and nothing of what was sent.

import { env } from 'cloudflare:test';
import { DrizzleQueryError } from 'drizzle-orm';
import { Hono } from 'hono';
import { requestId } from 'hono/request-id';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { call, newEvent, newPerson, password } from '../test/calls.ts';
import { browse } from '../test/shop.ts';

import type { AppEnv } from './app-env.ts';
import { operation } from './operation.ts';
import { answerError } from './refusal.ts';

let lines: Record<string, unknown>[];

beforeEach(() => {
  lines = [];
  vi.spyOn(console, 'warn').mockImplementation((text: string) => {
    const line = JSON.parse(text) as Record<string, unknown>;
    if (line.event === 'request-refused') lines.push(line);
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('the log', () => {
  it('names the account that asks for what is another’s, and the one whose role may not', async () => {
    const [owner, other, buyer] = [
      await newPerson('organizer'),
      await newPerson('organizer'),
      await newPerson('buyer'),
    ];
    const event = await newEvent(owner);
    const foreign = await call('GET', `/api/events/${event.id}`, { token: other.token });
    const forbidden = await call('POST', '/api/events', { token: buyer.token, body: {} });
    expect([foreign.status, forbidden.status]).toEqual([404, 403]);
    const line = { level: 'warn', event: 'request-refused', version: env.VERSION?.id };
    expect(lines).toEqual([
      {
        ...line,
        requestId: foreign.body.error.requestId,
        operation: 'getEvent',
        method: 'GET',
        route: '/api/events/:eventId',
        code: 'not-found',
        userId: other.id,
      },
      {
        ...line,
        requestId: forbidden.body.error.requestId,
        operation: 'addEvent',
        method: 'POST',
        route: '/api/events',
        code: 'forbidden',
        userId: buyer.id,
      },
    ]);
  });

  it('has a line for a bad token, a limit that was reached, a hostile body and a foreign form', async () => {
    const person = await newPerson('buyer');
    await call('GET', '/api/me', { token: `${person.token.slice(0, -4)}AAAA` });
    await call('POST', '/api/me/password', { token: person.token, body: '{"a":1,"a":2}' });
    await call('POST', '/api/me/password', {
      token: person.token,
      body: { currentPassword: 'not it at all', newPassword: 'a completely new one' },
    });
    for (let guess = 0; guess < 21; guess++) {
      await call('POST', '/api/auth/login', { body: { email: person.email, password: `guess ${guess}` } });
    }
    await browse('/o/ord_0_0/cancel', { method: 'POST', headers: { origin: 'https://evil.example' } });
    expect(lines.map(({ code, userId }) => [code, userId])).toEqual([
      ['unauthenticated', null],
      ['invalid-request', person.id],
      ['wrong-password', person.id],
      ['too-many-requests', null],
      ['forbidden', null],
    ]);
    const text = JSON.stringify(lines);
    for (const secret of [person.email, password, 'not it at all', person.token]) expect(text).not.toContain(secret);
  });

  it('is silent about what happens to everybody: no sign-in, a typing error, a page that is not there', async () => {
    const person = await newPerson('buyer');
    await call('GET', '/api/me');
    await call('PATCH', '/api/me', { token: person.token, body: { locale: 'de' } });
    await call('POST', '/api/auth/login', { body: { email: person.email, password: 'not it at all' } });
    await call('GET', '/api/events/evt_0000000000000000');
    await browse('/o/ord_0_0');
    expect(lines).toEqual([]);
  });
});

describe('a bug', () => {
  it('has a line that names its place, and tells neither the log nor the caller what the query was to write', async () => {
    const secret = 'anna@example.org,$argon2id$v=19$m=19456';
    const spec = operation({ id: 'getBroken', tag: 'Events', summary: '', who: 'anyone', responses: {} });
    const broken = new Hono<AppEnv>().use(requestId()).get('/api/broken', spec, () => {
      throw new DrizzleQueryError('insert into users', [secret], new Error(`UNIQUE constraint failed: ${secret}`));
    });
    broken.onError(answerError);
    const said = vi.spyOn(console, 'error').mockReturnValue(undefined);
    const response = await broken.request('/api/broken', undefined, env);
    expect(await response.json()).toEqual({
      error: { code: 'internal', requestId: response.headers.get('x-request-id') },
    });
    const [[line]] = said.mock.calls as [[string]];
    expect(JSON.parse(line)).toMatchObject({
      level: 'error',
      event: 'request-failed',
      requestId: response.headers.get('x-request-id'),
      operation: 'getBroken',
      route: '/api/broken',
      code: 'internal',
      durationMs: expect.any(Number),
    });
    expect(line).toMatch(/refused-log\.test/);
    expect(line).not.toMatch(/anna|argon2|insert/);
  });
});
