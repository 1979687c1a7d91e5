// A door link opens one gate of one event, until it ends or is revoked, and allows nothing but checking in.

import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import type { DoorLink, DoorView, NewDoorLink } from '#core/contracts/accounts.ts';
import type { CheckInResponse, Ticket } from '#core/contracts/tickets.ts';
import { signDoorPass } from '../access/access-token.ts';
import { app } from '../app.ts';
import { call, newPerson, type Person, publishedEvent } from '../test/calls.ts';

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

async function stage() {
  const organizer = await newPerson('organizer');
  const { event, type } = await publishedEvent(organizer);
  const ticket = await call<Ticket>('POST', `/api/events/${event.id}/tickets`, {
    token: organizer.token,
    headers: { 'idempotency-key': crypto.randomUUID() },
    body: { ticketTypeId: type.id, holder: { name: 'Ольга', email: 'olga@example.com' } },
  });
  return { organizer, event, type, ticket: ticket.body };
}

const linkFor = <Body = NewDoorLink>(organizer: Person, eventId: string, body: object) =>
  call<Body>('POST', `/api/events/${eventId}/door-links`, { token: organizer.token, body });

const scan = <Body = CheckInResponse>(token: string, body: object) =>
  call<Body>('POST', '/api/check-in', { token, body: { nonce: crypto.randomUUID(), ...body } });

it('checks in at its gate, without naming the event, and tells how many are in', async () => {
  const { organizer, event, ticket } = await stage();
  const link = await linkFor(organizer, event.id, { gate: 'Северный вход', expiresAt: inHours(5) });
  expect(link.status).toBe(201);
  expect(link.body.url).toBe(`http://localhost:8787/door/link#${link.body.token}`);
  const view = await call<DoorView>('GET', '/api/door', { token: link.body.token });
  expect(view.body).toMatchObject({ eventId: event.id, gate: 'Северный вход', admitted: 0 });
  // The link names its gate, so the device cannot name another.
  const first = await scan(link.body.token, { code: ticket.code, gate: 'Южный' });
  expect(first.body).toMatchObject({ result: 'admitted', ticket: { gate: 'Северный вход' } });
  expect((await scan(link.body.token, { code: ticket.code })).body.result).toBe('already-admitted');
});

it('opens no other event and no other route', async () => {
  const { organizer, event, ticket } = await stage();
  const other = await stage();
  const { token } = (await linkFor(organizer, event.id, { gate: 'A', expiresAt: inHours(5) })).body;
  expect((await scan(token, { code: other.ticket.code })).body.result).toBe('invalid');
  expect((await scan(token, { code: ticket.code, eventId: other.event.id })).status).toBe(404);
  for (const [method, path] of [
    ['GET', '/api/me'],
    ['GET', `/api/events/${event.id}/orders`],
    ['GET', `/api/events/${event.id}/door`],
    ['GET', `/api/events/${event.id}/door-links`],
    ['POST', `/api/events/${event.id}/door-links`],
  ] as const) {
    expect([path, (await call(method, path, { token })).status]).toEqual([path, 401]);
  }
  expect((await call('GET', `/api/tickets/${ticket.id}`, { token })).status).toBe(404);
  // A person's access token is no door link either.
  expect((await call('GET', '/api/door', { token: organizer.token })).status).toBe(401);
});

it('is dead the moment it is revoked; its sister lives on', async () => {
  const { organizer, event, ticket } = await stage();
  const one = (await linkFor(organizer, event.id, { gate: 'A', expiresAt: inHours(5) })).body;
  const two = (await linkFor(organizer, event.id, { gate: 'B', expiresAt: inHours(5) })).body;
  const revoke = () => call('DELETE', `/api/events/${event.id}/door-links/${one.id}`, { token: organizer.token });
  expect((await revoke()).status).toBe(204);
  expect((await revoke()).status).toBe(204);
  expect((await scan(one.token, { code: ticket.code })).status).toBe(401);
  expect((await call('GET', '/api/door', { token: one.token })).status).toBe(401);
  expect((await scan(two.token, { code: ticket.code })).body.result).toBe('admitted');
  const list = await call<{ items: DoorLink[] }>('GET', `/api/events/${event.id}/door-links`, {
    token: organizer.token,
  });
  expect(list.body.items.map((link) => [link.gate, link.revokedAt !== null])).toEqual([
    ['B', false],
    ['A', true],
  ]);
  expect(JSON.stringify(list.body)).not.toContain(two.token);
});

it('ends at its time, which is not in the past and not beyond a fortnight', async () => {
  const { organizer, event, ticket } = await stage();
  for (const expiresAt of [inHours(-1), inHours(24 * 15)]) {
    expect((await linkFor(organizer, event.id, { gate: 'A', expiresAt })).status).toBe(400);
  }
  const over = await signDoorPass(env, { linkId: 'dlk_x', eventId: event.id, gate: 'A', expiresAt: Date.now() - 5000 });
  expect((await scan(over, { code: ticket.code })).status).toBe(401);
});

it("is made and revoked for one's own event only", async () => {
  const { organizer, event } = await stage();
  const stranger = await stage();
  const link = (await linkFor(organizer, event.id, { gate: 'A', expiresAt: inHours(5) })).body;
  const path = (eventId: string) => `/api/events/${eventId}/door-links/${link.id}`;
  const { token } = stranger.organizer;
  expect((await call('DELETE', path(event.id), { token })).status).toBe(404);
  expect((await call('DELETE', path(stranger.event.id), { token })).status).toBe(404);
  expect((await call('GET', '/api/door', { token: link.token })).status).toBe(200);
});

it('goes on checking in while D1 is down', async () => {
  const { organizer, event, ticket } = await stage();
  const { token } = (await linkFor(organizer, event.id, { gate: 'A', expiresAt: inHours(5) })).body;
  const down = { ...env, DB: new Proxy(env.DB, { get: () => () => Promise.reject(new Error('D1 is down')) }) };
  const response = await app.request(
    '/api/check-in',
    {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ code: ticket.code, nonce: crypto.randomUUID() }),
    },
    down,
  );
  expect([response.status, await response.json()]).toMatchObject([200, { result: 'admitted' }]);
});
