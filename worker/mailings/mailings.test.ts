// An organizer writes to the buyers of an event: who is written to, once, whatever dies or is repeated.

import { env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import type { FailedRecipientPage, Mailing, MailingAudience, MailingRequest } from '#core/contracts/mailings.ts';
import type { PurchaseResponse } from '#core/contracts/sales.ts';
import type { Env } from '../env.d.ts';
import { call, type ErrorResponse, newPerson, newTicketType, type Person } from '../test/calls.ts';
import { lettersTo } from '../test/mailbox.ts';
import { hold, newKey, newShop, order, type Shop, until } from '../test/shop.ts';
import { runMailing, wakeMailings } from './mailings.ts';

const words = {
  subject: 'Вход со двора',
  text: 'Двери откроются в 18:30.\n\nВход со двора, подробности: https://evil.example',
};
let people = 0;
const newAddress = () => `mailed-${Date.now()}-${++people}@example.org`;

/** A free order: its tickets are there at once. */
async function buy(shop: Shop, email: string, ticketTypeId = shop.ticketTypeId): Promise<PurchaseResponse> {
  const held = await hold({ ...shop, ticketTypeId });
  expect(held.status).toBe(201);
  const ordered = await order(held.body.holdId, newKey(), { buyer: { name: 'Анна', email } });
  expect(ordered.status).toBe(201);
  await until(
    () => env.DB.prepare('select id from orders where id = ?').bind(ordered.body.orderId).first(),
    (row) => row !== null,
  );
  return ordered.body;
}

const newStage = (): Promise<Shop> => newShop(0, 100);

/** The letters of organizers that lie in the mailbox, as HTML. */
async function mailedTo(address: string): Promise<string[]> {
  return (await lettersTo(address)).flatMap(({ html }) => (html?.includes('Двери откроются') ? [html] : []));
}

type Asked = Partial<MailingRequest> & { key?: string; as?: Person };

function mail(shop: Shop, { key = newKey(), as = shop.organizer, ...request }: Asked = {}) {
  return call<{ mailingId: string; recipients: number }>('POST', `/api/events/${shop.eventId}/mailings`, {
    token: as.token,
    body: { audience: { kind: 'all' }, ...words, ...request },
    headers: { 'idempotency-key': key },
  });
}

async function mailingOf(shop: Shop, id: string): Promise<Mailing> {
  const path = `/api/events/${shop.eventId}/mailings/${id}`;
  const response = await call<Mailing>('GET', path, { token: shop.organizer.token });
  expect(response.status).toBe(200);
  return response.body;
}

/** What the queue does, here and now. */
async function sent(shop: Shop, id: string): Promise<Mailing> {
  await until(
    async () => {
      await runMailing(env as Env, id, Date.now());
      return mailingOf(shop, id);
    },
    ({ status }) => status !== 'running',
  );
  return mailingOf(shop, id);
}

/** As if nobody had been written to yet, and nobody will be before that moment: the queue may have been at work already. */
async function putBack(mailingId: string, nextAt: number): Promise<void> {
  await env.DB.batch([
    env.DB.prepare("update mailing_recipients set state = 'waiting', next_at = ? where mailing_id = ?").bind(
      nextAt,
      mailingId,
    ),
    env.DB.prepare("update mailings set status = 'running' where id = ?").bind(mailingId),
  ]);
}

const audienceOf = async (shop: Shop, audience: MailingAudience) =>
  (
    await call<{ recipients: number }>('POST', `/api/events/${shop.eventId}/mailings/audience`, {
      token: shop.organizer.token,
      body: { audience },
    })
  ).body.recipients;

const failuresOf = async (shop: Shop, id: string) =>
  (
    await call<FailedRecipientPage>('GET', `/api/events/${shop.eventId}/mailings/${id}/failures`, {
      token: shop.organizer.token,
    })
  ).body.items;

const refund = (shop: Shop, orderId: string) =>
  call('POST', `/api/orders/${orderId}/refunds`, {
    token: shop.organizer.token,
    body: { reason: 'ill' },
    headers: { 'idempotency-key': newKey() },
  });

describe('who is written to', () => {
  it('each address once, whatever the case of its letters and however many orders it has', async () => {
    const shop = await newStage();
    const [anna, boris] = [newAddress(), newAddress()];
    const shouted = anna.toUpperCase().replace('@EXAMPLE.ORG', '@example.org');
    for (const address of [anna, shouted, boris]) await buy(shop, address);
    expect(await audienceOf(shop, { kind: 'all' })).toBe(2);
    const started = await mail(shop);
    expect([started.status, started.body.recipients]).toEqual([201, 2]);
    const mailing = await sent(shop, started.body.mailingId);
    expect(mailing).toMatchObject({ status: 'done', counts: { all: 2, waiting: 0, sent: 2, failed: 0, leftOut: 0 } });
    const [letter] = await mailedTo(boris);
    expect(letter).toBeDefined();
    // No text of an organizer can become a link in a letter of ours.
    expect(letter).not.toContain('href="https://evil.example');
  });

  it('whoever has a valid ticket of the chosen types', async () => {
    const shop = await newStage();
    const other = await newTicketType(shop.organizer, shop.eventId, { price: { amount: 0, currency: 'RUB' } });
    await buy(shop, newAddress());
    const balcony = newAddress();
    await until(
      () => buy(shop, balcony, other.id).catch(() => null),
      (order) => order !== null,
    );
    expect(await audienceOf(shop, { kind: 'types', ticketTypeIds: [other.id] })).toBe(1);
    expect(await audienceOf(shop, { kind: 'types', ticketTypeIds: ['tty_unknown'] })).toBe(0);
  });

  it('a refund of the newest order hides no earlier one; without a valid ticket nobody is written to', async () => {
    const shop = await newStage();
    const anna = newAddress();
    const earlier = await buy(shop, anna);
    const newest = await buy(shop, anna);
    expect((await refund(shop, newest.orderId)).status).toBeLessThan(300);
    await until(
      () =>
        env.DB.prepare("select count(*) as n from tickets where order_id = ? and status = 'valid'")
          .bind(newest.orderId)
          .first<{ n: number }>(),
      (row) => row?.n === 0,
    );
    const started = await mail(shop);
    expect(started.body.recipients).toBe(1);
    // Refunded after the start, before their turn.
    await refund(shop, earlier.orderId);
    await putBack(started.body.mailingId, 0);
    expect((await sent(shop, started.body.mailingId)).counts).toMatchObject({ sent: 0, leftOut: 1 });
    await until(
      () => audienceOf(shop, { kind: 'all' }),
      (n) => n === 0,
    );
    const refused = await mail(shop);
    expect([refused.status, (refused.body as unknown as ErrorResponse).error.details]).toEqual([
      400,
      { fields: [{ path: 'audience', problem: 'nobody' }] },
    ]);
  });

  it('who is inside is left out of those who are not', async () => {
    const shop = await newStage();
    const [inside, outside] = [newAddress(), newAddress()];
    const admitted = await buy(shop, inside);
    await buy(shop, outside);
    const ticketId = admitted.ticketIds[0] ?? '';
    const ticket = await call<{ code: string }>('GET', `/api/tickets/${ticketId}`, { token: admitted.orderToken });
    const scanned = await call<{ result: string }>('POST', '/api/check-in', {
      token: shop.organizer.token,
      body: { eventId: shop.eventId, code: ticket.body.code, nonce: newKey() },
    });
    expect(scanned.body.result).toBe('admitted');
    const started = await mail(shop, { audience: { kind: 'not-admitted' } });
    const mailing = await sent(shop, started.body.mailingId);
    expect(mailing.counts).toMatchObject({ all: 2, sent: 1, leftOut: 1 });
  });
});

describe('a mailing', () => {
  it('is started once by one key, and another text under it is refused', async () => {
    const shop = await newStage();
    await buy(shop, newAddress());
    const key = newKey();
    const [first, again] = [await mail(shop, { key }), await mail(shop, { key })];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect((await mail(shop, { key, subject: 'Другое' })).status).toBe(422);
    const list = await call<{ items: Mailing[] }>('GET', `/api/events/${shop.eventId}/mailings`, {
      token: shop.organizer.token,
    });
    expect(list.body.items.map(({ id }) => id)).toEqual([first.body.mailingId]);
  });

  it('two runs at once, and a run after one that died, write to nobody twice', async () => {
    const shop = await newStage();
    const addresses = [newAddress(), newAddress(), newAddress()];
    for (const address of addresses) await buy(shop, address);
    const { mailingId } = (await mail(shop)).body;
    await Promise.all([1, 2, 3].map(() => runMailing(env as Env, mailingId, Date.now())));
    await sent(shop, mailingId);
    // As a run that died after sending and before it wrote that down would leave it.
    await putBack(mailingId, 0);
    await wakeMailings(env as Env, Date.now());
    expect((await sent(shop, mailingId)).counts).toMatchObject({ all: 3, sent: 3 });
    for (const address of addresses) {
      expect(await mailedTo(address)).toHaveLength(1);
    }
  });

  it('that is cancelled writes to nobody who still waits', async () => {
    const shop = await newStage();
    await buy(shop, newAddress());
    const { mailingId } = (await mail(shop)).body;
    await putBack(mailingId, 9e15);
    const path = `/api/events/${shop.eventId}/mailings/${mailingId}/cancel`;
    const cancelled = await call<Mailing>('POST', path, { token: shop.organizer.token });
    expect(cancelled.body.status).toBe('cancelled');
    await env.DB.prepare('update mailing_recipients set next_at = 0 where mailing_id = ?').bind(mailingId).run();
    await runMailing(env as Env, mailingId, Date.now());
    expect((await mailingOf(shop, mailingId)).counts).toMatchObject({ waiting: 1 });
  });

  it('says whose letter failed, and why: who wants no letters, and who was over the limit for two days', async () => {
    const shop = await newStage();
    const unwilling = newAddress();
    await buy(shop, unwilling);
    const first = await mail(shop);
    await sent(shop, first.body.mailingId);
    const [letter = ''] = await mailedTo(unwilling);
    const end = /https?:\/\/[^"\s]+(\/never-again\/mailings\/[^"?\s]+)/.exec(letter)?.[1] ?? '';
    expect((await call('POST', end)).status).toBe(200);
    const busy = newAddress();
    await buy(shop, busy);
    // Three letters of organizers at once are the most for one address.
    const others = await Promise.all([1, 2, 3].map(() => newStage()));
    for (const one of others) await buy(one, busy);
    for (const one of others) await sent(one, (await mail(one)).body.mailingId);
    const { mailingId } = (await mail(shop, { subject: 'Ещё раз' })).body;
    await runMailing(env as Env, mailingId, Date.now());
    const waiting = await mailingOf(shop, mailingId);
    expect(waiting).toMatchObject({ status: 'running', counts: { all: 2, waiting: 1, failed: 1 } });
    expect(await failuresOf(shop, mailingId)).toMatchObject([{ email: unwilling, reason: 'unwanted' }]);
    await env.DB.batch([
      env.DB.prepare('update mailings set created_at = created_at - 200000000 where id = ?').bind(mailingId),
      env.DB.prepare('update mailing_recipients set next_at = 0 where mailing_id = ?').bind(mailingId),
    ]);
    expect((await sent(shop, mailingId)).counts).toMatchObject({ failed: 2, waiting: 0 });
    expect((await failuresOf(shop, mailingId)).map(({ reason }) => reason).sort()).toEqual(['over-limit', 'unwanted']);
  });

  it('can be written four times a day for one event', async () => {
    const shop = await newStage();
    await buy(shop, newAddress());
    const statuses = [];
    for (let n = 0; n < 5; n += 1) statuses.push((await mail(shop, { subject: `Новость ${n}` })).status);
    expect(statuses).toEqual([201, 201, 201, 201, 429]);
  });
});

describe('before it is sent', () => {
  const ask = <Body>(shop: Shop, what: string, as: Person = shop.organizer) =>
    call<Body>('POST', `/api/events/${shop.eventId}/mailings/${what}`, { token: as.token, body: words });

  it('is read as a buyer would, of whom there need be none', async () => {
    const shop = await newStage();
    const { body } = await ask<{ subject: string; text: string }>(shop, 'preview');
    expect(body.subject).toBe(words.subject);
    expect(body.text).toContain('Двери откроются в 18:30.');
    expect(body.text).toContain('ОБРАЗЕЦ');
  });

  it('is sent to the organizer alone, and says when it was not', async () => {
    const shop = await newStage();
    const results = [];
    for (let n = 0; n < 4; n += 1) results.push((await ask<unknown>(shop, 'test')).status);
    expect(results).toEqual([200, 200, 200, 429]);
    expect(await mailedTo(shop.organizer.email)).toHaveLength(3);
  });

  it('nobody else can write, see or stop', async () => {
    const shop = await newStage();
    await buy(shop, newAddress());
    const { mailingId } = (await mail(shop)).body;
    const stranger = await newPerson('organizer', true);
    expect((await mail(shop, { as: stranger })).status).toBe(404);
    for (const what of ['preview', 'test']) expect((await ask(shop, what, stranger)).status).toBe(404);
    const other = await newStage();
    for (const path of [mailingId, `${mailingId}/failures`]) {
      const found = await call('GET', `/api/events/${other.eventId}/mailings/${path}`, {
        token: other.organizer.token,
      });
      expect([path, found.status]).toEqual([path, 404]);
    }
    await putBack(mailingId, 9e15);
    const path = `/api/events/${other.eventId}/mailings/${mailingId}/cancel`;
    expect((await call('POST', path, { token: other.organizer.token })).status).toBe(404);
    expect((await mailingOf(shop, mailingId)).status).toBe('running');
  });
});
