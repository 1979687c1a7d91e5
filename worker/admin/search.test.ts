// An admin finds any event and any order by what people say on the phone, and the log names whom and what it is about.

import { env } from 'cloudflare:test';
import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import type { AuditEntry } from '#core/contracts/accounts.ts';
import type { MyEvent } from '#core/contracts/my-events.ts';
import type { OrderRow } from '#core/contracts/sales.ts';
import { databaseOf } from '../database.ts';
import { whichOrders } from '../projection/projection.ts';
import { newAdmin, signIn } from '../test/accounts.ts';
import { call, newEvent, newPerson, type Person, publishedEvent } from '../test/calls.ts';

/** In what this file looks for by words. */
const run = crypto.randomUUID().slice(0, 8);

async function found<Item>(admin: Person, path: string, query: Record<string, string>): Promise<Item[]> {
  const response = await call<{ items: Item[] }>('GET', `${path}?${new URLSearchParams(query)}`, {
    token: admin.token,
  });
  expect(response.status).toBe(200);
  return response.body.items;
}

it('finds an event by a part of its title in any language, its place, its organizer and its id, drafts too', async () => {
  const [admin, organizer] = [await newAdmin(), await newPerson('organizer')];
  await call('PATCH', '/api/me', { token: organizer.token, body: { displayName: `Клуб Причал${run}` } });
  const venue = { name: `Ангар${run}`, address: 'Морская, 1', city: `Кронштадт${run}` };
  const draft = await newEvent(organizer, { title: `Ночь${run} органа`, venue });
  const { event } = await publishedEvent(organizer);
  await env.DB.prepare('update events set translations = ? where id = ?')
    .bind(JSON.stringify({ en: { title: `Chamber${run} Night` } }), event.id)
    .run();
  const ids = async (q: string, more = {}) =>
    (await found<MyEvent>(admin, '/api/admin/events', { q, ...more })).map(({ id }) => id);
  expect(await ids(`ночь${run}`)).toEqual([draft.id]);
  expect(await ids(`КРОНШТАДТ${run.toUpperCase()}`)).toEqual([draft.id]);
  expect(await ids(`ангар${run}`)).toEqual([draft.id]);
  expect(await ids(`chamber${run}`)).toEqual([event.id]);
  expect(await ids(event.id)).toEqual([event.id]);
  expect(await ids(`причал${run}`)).toEqual([event.id, draft.id]);
  expect(await ids(`причал${run}`, { status: 'draft' })).toEqual([draft.id]);
  expect(await ids('такого нет')).toEqual([]);
});

it('finds an order by its number, a ticket, the beginning of an e-mail and its id, whoever organizes it', async () => {
  const [admin, one, other] = [await newAdmin(), await newPerson('organizer'), await newPerson('organizer')];
  const [first, second] = [(await publishedEvent(one)).event, (await publishedEvent(other)).event];
  const order = `insert into orders (id, event_id, seq, organizer_id, status, paid_late, currency, face_minor,
    service_fee_minor, total_minor, refunded_minor, commission_minor, buyer_name, buyer_email, locale, created_at)
    values (?, ?, 1, ?, ?, 0, 'RUB', 1, 0, 1, 0, 0, 'Анна', ?, 'ru', ?)`;
  const [a, b] = [`ord_${first.id.slice(4)}_00000k7m2p4`, `ord_${second.id.slice(4)}_00000z9x8c7`];
  await env.DB.batch([
    env.DB.prepare(order).bind(a, first.id, one.partyId, 'paid', `Anna-${run}@example.org`, 5),
    env.DB.prepare(order).bind(b, second.id, other.partyId, 'refunded', `anna-${run}bel@example.org`, 6),
    env.DB.prepare(
      `insert into tickets (id, order_id, event_id, seq, number, ticket_type_id, status, face_minor)
       values (?, ?, ?, 1, 'QWER-TY12', 'tty_1', 'valid', 1)`,
    ).bind(`tkt_${run}`, b, second.id),
  ]);
  const ids = async (query: Record<string, string>) =>
    (await found<OrderRow>(admin, '/api/admin/orders', query)).map(({ orderId }) => orderId);
  expect(await ids({ q: 'K7M2-P4' })).toEqual([]);
  expect(await ids({ q: '0k7m-2p4' })).toEqual([a]);
  expect(await ids({ q: 'qwer ty12' })).toEqual([b]);
  expect(await ids({ q: `ANNA-${run}` })).toEqual([b, a]);
  expect(await ids({ q: `anna-${run}b` })).toEqual([b]);
  expect(await ids({ q: b })).toEqual([b]);
  expect(await ids({ q: `anna-${run}`, status: 'paid' })).toEqual([a]);
});

it('looks for an order in indexes alone, however many orders there are', async () => {
  const db = databaseOf(env);
  const asked = sql`select id from orders where ${whichOrders('platform', { q: '0k7m-2p4' }) ?? sql`true`}`;
  const { sql: text, params } = db.run(asked).getQuery();
  const rows = await env.DB.prepare(`explain query plan ${text}`)
    .bind(...params)
    .all<{ detail: string }>();
  const steps = rows.results.map(({ detail }) => detail);
  expect(steps.filter((step) => /^SCAN (orders|one|tickets)/.test(step))).toEqual([]);
  expect(steps).toContainEqual(
    expect.stringMatching(/^SEARCH one USING .*orders_by_number \(event_id=\? AND <expr>=\?\)/),
  );
  expect(steps).toContainEqual(expect.stringMatching(/^SEARCH one USING .*tickets_by_number/));
  expect(steps).toContainEqual(expect.stringMatching(/^SEARCH orders USING .*orders_by_buyer/));
});

it('names in the log the event to all who may read it, and people to admins alone', async () => {
  const [admin, organizer] = [await newAdmin(), await newPerson('organizer')];
  const { event } = await publishedEvent(organizer);
  await signIn(organizer.email, 'not the password');
  await call('POST', `/api/admin/people/${organizer.id}/suspend`, { token: admin.token, body: { reason: 'fraud' } });
  await call('POST', `/api/admin/people/${organizer.id}/restore`, { token: admin.token });
  const name = organizer.email.split('@')[0];
  const seen = await found<AuditEntry>(admin, '/api/audit', {});
  expect(seen.find(({ what }) => what === 'account-enabled')?.names).toEqual({
    person: admin.email.split('@')[0],
    subject: name,
  });
  expect(seen.find(({ what }) => what === 'sign-in-refused')?.names).toEqual({ person: null, subject: name });
  const published = seen.find(({ what, eventId }) => what === 'event-published' && eventId === event.id);
  expect([published?.names.person, published?.event?.title]).toEqual([name, event.title]);
  const own = await found<AuditEntry>(organizer, '/api/audit', {});
  expect(own.find(({ what }) => what === 'event-published')?.event?.title).toBe(event.title);
  for (const { names } of own) expect(names).toEqual({ person: null, subject: null });
});
