// Disabling an account: what it opened is closed at once, also when a gate could not be told at first.

import { env } from 'cloudflare:test';
import { expect, it } from 'vitest';
import type { AccountState, AuditEntry, NewDoorLink } from '#core/contracts/accounts.ts';
import type { SignedIn } from '#core/contracts/people.ts';
import type { CheckInResponse, Ticket } from '#core/contracts/tickets.ts';
import type { Env } from '../env.d.ts';
import { runScheduled } from '../scheduled.ts';
import { codeOf, linkTo, post, signIn } from '../test/accounts.ts';
import { call, type ErrorResponse, newPerson, type Person, password } from '../test/calls.ts';
import { hold, newShop, type Shop } from '../test/shop.ts';
import { carryOutAccountChanges, suspendPerson } from './accounts.ts';

async function newAdmin(): Promise<Person> {
  const person = await newPerson('buyer');
  await env.DB.prepare("update users set role = 'admin' where id = ?").bind(person.id).run();
  const { body } = await signIn(person.email);
  return { ...person, token: (body as SignedIn).accessToken };
}

async function ticketOf({ organizer, eventId, ticketTypeId }: Shop): Promise<string> {
  const ticket = await call<Ticket>('POST', `/api/events/${eventId}/tickets`, {
    token: organizer.token,
    headers: { 'idempotency-key': crypto.randomUUID() },
    body: { ticketTypeId, holder: { name: 'Ольга', email: 'olga@example.com' } },
  });
  return ticket.body.code;
}

/** An organizer on sale, with a door link, and tickets sold. */
async function stage() {
  const shop = await newShop(0);
  const tickets = [await ticketOf(shop), await ticketOf(shop)];
  const body = { gate: 'Вход', expiresAt: new Date(Date.now() + 3_600_000).toISOString() };
  const path = `/api/events/${shop.eventId}/door-links`;
  const link = async () => (await call<NewDoorLink>('POST', path, { token: shop.organizer.token, body })).body;
  return { shop, organizer: shop.organizer, eventId: shop.eventId, tickets, link };
}

const change = <Body = AccountState>(admin: Person, what: 'suspend' | 'restore', person: Person) =>
  call<Body>('POST', `/api/admin/people/${person.id}/${what}`, {
    token: admin.token,
    body: what === 'suspend' ? { reason: 'fraud' } : undefined,
  });

const scan = (token: string, code: string | undefined, eventId?: string) =>
  call<CheckInResponse>('POST', '/api/check-in', { token, body: { nonce: crypto.randomUUID(), code, eventId } });

it('ends sessions, links of letters, scans by link and by token, and the sale, at once', async () => {
  const [admin, { organizer, shop, tickets, link, eventId }] = [await newAdmin(), await stage()];
  const { token } = await link();
  expect((await scan(token, tickets[0])).body.result).toBe('admitted');
  await post('/api/auth/forgotten-password', { email: organizer.email });
  const reset = await linkTo(organizer.email, /Новый пароль/);
  const done = await change(admin, 'suspend', organizer);
  expect([done.status, done.body.pendingEvents, done.body.disabledAt === null]).toEqual([200, 0, false]);
  expect((await scan(token, tickets[1])).status).toBe(401);
  expect((await call('GET', '/api/door', { token })).status).toBe(401);
  expect((await scan(organizer.token, tickets[1], eventId)).status).toBe(401);
  expect((await call('PATCH', '/api/me', { token: organizer.token, body: { locale: 'en' } })).status).toBe(401);
  expect(codeOf(await signIn(organizer.email))).toEqual([403, 'account-suspended']);
  expect(codeOf(await signIn(organizer.email, 'a wrong password'))).toEqual([401, 'wrong-credentials']);
  expect((await post('/api/auth/reset-password', { token: reset, password: 'a new one of mine' })).status).toBe(410);
  const held = await hold<ErrorResponse>(shop);
  expect([held.status, held.body.error.code]).toEqual([409, 'not-on-sale']);
  // People hold tickets: an admin lets them in.
  expect((await scan(admin.token, tickets[1], eventId)).body.result).toBe('admitted');
});

it('is taken back, but its door links stay ended; both are in the log', async () => {
  const [admin, { organizer, shop, tickets, link, eventId }] = [await newAdmin(), await stage()];
  const { token } = await link();
  await change(admin, 'suspend', organizer);
  expect((await change(admin, 'restore', organizer)).body).toEqual({
    id: organizer.id,
    disabledAt: null,
    pendingEvents: 0,
  });
  expect((await scan(token, tickets[0])).status).toBe(401);
  const again = (await signIn(organizer.email)).body as SignedIn;
  expect((await scan(again.accessToken, tickets[0], eventId)).body.result).toBe('admitted');
  expect((await hold(shop)).status).toBe(201);
  const log = await call<{ items: AuditEntry[] }>('GET', '/api/audit', { token: again.accessToken });
  const told = log.body.items.map((one) => one.what);
  expect(told).toEqual(expect.arrayContaining(['account-disabled', 'account-enabled']));
});

it('reaches a gate that could not be told, by the cron, and an older word changes nothing', async () => {
  const [admin, { organizer, tickets, link, eventId }] = [await newAdmin(), await stage()];
  const { token } = await link();
  const actor = { userId: admin.id, partyId: null, role: 'admin', sessionId: 'ses_x' } as const;
  const away = new Proxy(env.CHECK_IN_GATE, {
    get: () => () => ({ setOrganizer: () => Promise.reject(new Error('the gate is away')) }),
  });
  const dying: Env = { ...env, CHECK_IN_GATE: away };
  expect(await suspendPerson(dying, actor, organizer.id, { reason: 'fraud', note: '' })).toMatchObject({
    value: { pendingEvents: 1 },
  });
  expect((await scan(token, tickets[0])).body.result).toBe('admitted');
  await runScheduled(env, Date.now());
  expect((await scan(token, tickets[1])).status).toBe(401);
  await env.CHECK_IN_GATE.getByName(eventId).setOrganizer({ revision: 0, disabled: false, revokedLinks: [] });
  expect((await scan(organizer.token, tickets[1], eventId)).status).toBe(401);
});

it('by the command of the shell has its effect with the next run of the cron', async () => {
  const { organizer, shop, tickets, link, eventId } = await stage();
  const { token } = await link();
  // As local/admin.ts writes it.
  await env.DB.batch([
    env.DB.prepare('update users set disabled_at = ? where id = ?').bind(Date.now(), organizer.id),
    env.DB.prepare('insert into account_changes (user_id, asked) values (?, 1)').bind(organizer.id),
  ]);
  await runScheduled(env, Date.now());
  expect((await scan(token, tickets[0])).status).toBe(401);
  expect((await scan(organizer.token, tickets[0], eventId)).status).toBe(401);
  expect((await hold(shop)).status).toBe(409);
  expect(await env.DB.prepare('select count(*) as n from account_changes').first('n')).toBe(0);
  await carryOutAccountChanges(env, Date.now());
});

it('is refused of oneself, and known to admins only', async () => {
  const [admin, person] = [await newAdmin(), await newPerson('organizer')];
  expect((await change(admin, 'suspend', admin)).status).toBe(403);
  expect((await change(admin, 'suspend', { ...person, id: 'usr_0000000000000000' })).status).toBe(404);
  expect((await change(person, 'suspend', person)).status).toBe(403);
  expect((await signIn(person.email, password)).status).toBe(200);
});
