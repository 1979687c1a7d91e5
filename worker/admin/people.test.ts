// An admin finds people and suspends them: a list whose pages neither repeat nor skip, and a suspension with its reason.

import { env } from 'cloudflare:test';
import { expect, it } from 'vitest';
import type { PersonDetails, PersonRow } from '#core/contracts/admin.ts';
import { codeOf, enrolled, newAdmin, post, signIn } from '../test/accounts.ts';
import { call, type ErrorResponse, newPerson, type Person } from '../test/calls.ts';
import { hold, newShop } from '../test/shop.ts';

/** In what this file looks for by words. */
const run = crypto.randomUUID().slice(0, 8);

type Page = { items: PersonRow[]; next: string | null };

const list = async (admin: Person, query = '') => {
  const response = await call<Page>('GET', `/api/admin/people${query}`, { token: admin.token });
  expect(response.status).toBe(200);
  return response.body;
};
const idsOf = async (admin: Person, query: string) => (await list(admin, query)).items.map(({ id }) => id);
const personOf = async (admin: Person, { id }: Person) =>
  (await call<PersonDetails>('GET', `/api/admin/people/${id}`, { token: admin.token })).body;
const suspend = <Body = ErrorResponse>(admin: Person, { id }: Person, body: unknown) =>
  call<Body>('POST', `/api/admin/people/${id}/suspend`, { token: admin.token, body });
const restore = (admin: Person, { id }: Person) =>
  call('POST', `/api/admin/people/${id}/restore`, { token: admin.token });

it('walks all people newest first, each once, also where three came at one moment', async () => {
  const admin = await newAdmin();
  await env.DB.prepare(`insert into users (id, login, login_key, email, email_key, password_hash, role, display_name,
      locale, created_at)
    select 'usr_9' || printf('%015d', value), 'many' || value, 'many' || value, value || '@many.example',
      value || '@many.example', '', 'buyer', 'Толпа', 'ru', 1000 + value / 3
    from json_each(?)`)
    .bind(JSON.stringify(Array.from({ length: 160 }, (_, i) => i)))
    .run();
  const found: PersonRow[] = [];
  let cursor: string | null = null;
  do {
    const page: Page = await list(admin, `?q=many.example${cursor === null ? '' : `&cursor=${cursor}`}`);
    found.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  const expected = Array.from({ length: 160 }, (_, i) => `usr_9${String(159 - i).padStart(15, '0')}`);
  expect(found.map(({ id }) => id)).toEqual(expected);
});

it('finds by a part of a name in any case, a login, an e-mail, a party and an id, narrowed by role and state', async () => {
  const [admin, organizer, buyer] = [await newAdmin(), await newPerson('organizer'), await newPerson('buyer')];
  await call('PATCH', '/api/me', { token: organizer.token, body: { displayName: `Театр Маяк${run}` } });
  await env.DB.prepare('update users set display_name = ? where id = ?').bind(`Ольга Маяк${run}ова`, buyer.id).run();
  expect(await idsOf(admin, `?q=${encodeURIComponent(`маяк${run}`)}`)).toEqual([buyer.id, organizer.id]);
  expect(await idsOf(admin, `?q=${encodeURIComponent(`маяк${run}`)}&role=buyer`)).toEqual([buyer.id]);
  expect(await idsOf(admin, `?q=${encodeURIComponent(organizer.email.toUpperCase())}`)).toEqual([organizer.id]);
  expect(await idsOf(admin, `?q=${organizer.email.split('@')[0]}`)).toEqual([organizer.id]);
  expect(await idsOf(admin, `?q=${organizer.partyId}`)).toEqual([organizer.id]);
  expect(await idsOf(admin, `?q=${buyer.id}`)).toEqual([buyer.id]);
  // Registering proves no address, and the organizer of the tests has proved theirs.
  expect(await idsOf(admin, `?q=${encodeURIComponent(`маяк${run}`)}&state=unverified`)).toEqual([buyer.id]);
  await env.DB.prepare('update account_letters set mailed_at = null, failed_at = 5 where user_id = ?')
    .bind(buyer.id)
    .run();
  expect(await idsOf(admin, `?state=letter-failed&q=${encodeURIComponent(`маяк${run}`)}`)).toEqual([buyer.id]);
  // One that has not left in time is as good as lost; the link of an expired one is not mailed any more.
  const waits =
    'update account_letters set failed_at = null, mailed_at = null, spent_at = null, created_at = 5, expires_at = ? where user_id = ?';
  await env.DB.prepare(waits)
    .bind(Date.now() - 1, buyer.id)
    .run();
  expect(await idsOf(admin, `?state=letter-failed&q=${buyer.id}`)).toEqual([]);
  await env.DB.prepare(waits)
    .bind(Date.now() + 60_000, buyer.id)
    .run();
  expect(await idsOf(admin, `?state=letter-failed&q=${buyer.id}`)).toEqual([buyer.id]);
  expect(await idsOf(admin, '?q=nobody-has-this-name')).toEqual([]);
});

it('suspends with a reason that the page and the log have, and the note is for admins alone', async () => {
  const [admin, shop] = [await newAdmin(), await newShop(0)];
  const { organizer } = shop;
  expect((await suspend(admin, organizer, {})).status).toBe(400);
  expect((await suspend(admin, organizer, { reason: 'other' })).status).toBe(400);
  const note = 'Звонила Мария из «Маяка»';
  expect((await suspend(admin, organizer, { reason: 'complaints', note })).status).toBe(200);
  const shown = await personOf(admin, organizer);
  expect(shown.suspension).toMatchObject({ reason: 'complaints', note });
  expect(shown).toMatchObject({ openSessions: 0, events: { onSale: 1, drafts: 0 }, pendingEvents: 0 });
  expect(shown.log[0]).toMatchObject({ what: 'account-disabled', userId: admin.id, after: { reason: 'complaints' } });
  expect(JSON.stringify(shown.log)).not.toContain('Мария');
  expect(await idsOf(admin, `?state=suspended&q=${organizer.id}`)).toEqual([organizer.id]);
  // The first reason stays.
  expect((await suspend(admin, organizer, { reason: 'fraud' })).status).toBe(200);
  expect((await personOf(admin, organizer)).suspension?.reason).toBe('complaints');
  // Neither in nor selling, and told so after the right password alone.
  const support = { email: 'help@example.org', phone: '+7 812 000-00-00', link: '', hours: { ru: '', en: '' } };
  const { revision } = (await call<{ revision: number }>('GET', '/api/settings')).body;
  const headers = { 'if-match': `"${revision}"` };
  const changed = await call('PATCH', '/api/settings', { token: admin.token, body: { support }, headers });
  expect(changed.status).toBe(200);
  const told = await signIn(organizer.email);
  expect(codeOf(told)).toEqual([403, 'account-suspended']);
  expect((told.body as unknown as ErrorResponse).error.details).toEqual({
    contacts: 'help@example.org, +7 812 000-00-00',
  });
  expect(codeOf(await signIn(organizer.email, 'not the password'))).toEqual([401, 'wrong-credentials']);
  expect((await hold(shop)).status).toBe(409);
  expect((await restore(admin, organizer)).status).toBe(200);
  const after = await personOf(admin, organizer);
  expect([after.suspension, after.suspendedAt, after.log[0]?.what]).toEqual([null, null, 'account-enabled']);
  expect((await signIn(organizer.email)).status).toBe(200);
  expect((await hold(shop)).status).toBe(201);
});

it('takes a code of an admin with a second factor, and lets nobody suspend themselves', async () => {
  const [admin, buyer] = [await newAdmin(), await newPerson('buyer')];
  expect((await suspend(admin, admin, { reason: 'fraud' })).status).toBe(403);
  const { code } = await enrolled(admin);
  // Turning the factor on was itself a proof, so its ten minutes are over here.
  await env.DB.prepare('update sessions set confirmed_at = 1 where user_id = ?').bind(admin.id).run();
  expect(codeOf(await suspend(admin, buyer, { reason: 'fraud' }))).toEqual([403, 'second-factor-required']);
  expect((await personOf(admin, buyer)).suspension).toBe(null);
  await post('/api/me/second-factor/check', { code: code() }, admin.token);
  expect((await suspend(admin, buyer, { reason: 'fraud' })).status).toBe(200);
  await env.DB.prepare('update sessions set confirmed_at = 1 where user_id = ?').bind(admin.id).run();
  expect(codeOf(await restore(admin, buyer))).toEqual([403, 'second-factor-required']);
  expect((await personOf(admin, buyer)).suspension?.reason).toBe('fraud');
});
