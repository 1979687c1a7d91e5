// What the log says of refusals: enough to see who tries doors, and nothing of what he sent.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { call, newEvent, newPerson, password } from '../test/calls.ts';
import { browse } from '../test/shop.ts';

let lines: Record<string, unknown>[];

beforeEach(() => {
  lines = [];
  vi.spyOn(console, 'warn').mockImplementation((text: string) => {
    const line = JSON.parse(text) as Record<string, unknown>;
    if (line.what === 'refused') lines.push(line);
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
    const line = { level: 'warn', what: 'refused' };
    expect(lines).toEqual([
      {
        ...line,
        requestId: foreign.body.error.requestId,
        method: 'GET',
        route: '/api/events/:eventId',
        code: 'not-found',
        userId: other.id,
      },
      {
        ...line,
        requestId: forbidden.body.error.requestId,
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
