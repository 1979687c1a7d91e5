// Letters that do not reach their buyers: recorded, shown and written about, never counted as sent.

import {
  createExecutionContext,
  createMessageBatch,
  env,
  getQueueResult,
  runDurableObjectAlarm,
  runInDurableObject,
} from 'cloudflare:test';
import { expect, it, vi } from 'vitest';
import type { FailedLetter } from '#core/contracts/letters.ts';
import type { OutboxMessage } from '../../../durable-objects/event-sales/outbox/messages.ts';
import { mailDueLetters } from '../../accounts/accounts.ts';
import { storedEnvelopes } from '../../delivery/mail/local-sender.ts';
import type { Env } from '../../env.d.ts';
import { mailFailedLetters } from '../../failed-letters/failed-letters.ts';
import worker from '../../main.ts';
import { call, newPerson, password } from '../calls.ts';
import { hold, newKey, newShop, order, type Shop, until } from '../shop.ts';

const dayMs = 24 * 3_600_000;

/** The mail API says this to every letter. */
function withSender(code: string | null): { env: Env; tried: { n: number } } {
  const tried = { n: 0 };
  const send = async () => {
    tried.n += 1;
    if (code !== null) throw Object.assign(new Error('anna@example.org was refused'), { code });
    return { messageId: 'm' };
  };
  return { env: { ...env, MAIL_SENDER: 'binding', EMAIL: { send } } as unknown as Env, tried };
}

async function consume(env: Env, body: unknown) {
  const message = { id: `m-${crypto.randomUUID()}`, timestamp: new Date(), attempts: 1, body };
  const batch = createMessageBatch('foyer-letters', [message]);
  const ctx = createExecutionContext();
  await worker.queue(batch, env);
  return { id: message.id, result: await getQueueResult(batch, ctx) };
}

const deliverMessage = (shop: Shop, orderId: string, mailing: number) =>
  ({
    version: 1,
    eventId: shop.eventId,
    jobId: `deliver-order.${orderId}.${mailing}.${mailing}`,
    kind: 'deliver-order',
    orderId,
    mailing,
  }) satisfies OutboxMessage;

async function failed(token: string, eventId?: string): Promise<FailedLetter[]> {
  const query = eventId === undefined ? '' : `?eventId=${eventId}`;
  return (await call<{ items: FailedLetter[] }>('GET', `/api/letters/failed${query}`, { token })).body.items;
}

async function sentLetters({ organizer }: Shop) {
  const letters = await storedEnvelopes(env.FILES);
  return letters.filter(({ to, subject }) => to === organizer.email && subject.startsWith('Письма не дошли'));
}

let buyers = 0;
/** A paid order whose first letter is out. Each buyer has an address of their own: letters to one are limited. */
async function sold() {
  const shop = await newShop(0);
  buyers += 1;
  const held = await hold(shop);
  const email = `buyer-${buyers}@mail.example`;
  const { orderId } = (await order(held.body.holdId, newKey(), { buyer: { name: 'Анна', email } })).body;
  await until(
    async () => (await env.FILES.get(`mail-log/${orderId}.tickets.1`))?.json<{ state: string }>(),
    (entry) => entry?.state === 'accepted',
  );
  return { shop, orderId };
}

it.each(['E_VALIDATION_ERROR', 'E_RECIPIENT_SUPPRESSED'])(
  'a letter the mail API will never take (%s) is recorded as failed, told to the organizer once, and sent again at his word',
  async (code) => {
    const silent = vi.spyOn(console, 'error').mockReturnValue(undefined);
    const { shop, orderId } = await sold();
    const { token } = shop.organizer;
    const refusing = withSender(code);
    const message = deliverMessage(shop, orderId, 7);
    const { id, result } = await consume(refusing.env, message);
    expect(result.explicitAcks).toEqual([id]);
    // The message comes again after a crash: it is not sent, and still not "sent".
    await env.DB.prepare('delete from failed_letters where order_id = ?').bind(orderId).run();
    await consume(refusing.env, message);
    expect(refusing.tried.n).toBe(1);
    expect(await (await env.FILES.get(`mail-log/${orderId}.tickets.7`))?.json()).toMatchObject({ state: 'refused' });

    expect(await failed(token)).toMatchObject([
      { orderId, eventId: shop.eventId, letter: 'tickets', reason: 'refused' },
    ]);
    expect(await failed((await newPerson('organizer')).token)).toEqual([]);
    expect(await failed(await admin(), shop.eventId)).toHaveLength(1);
    await mailFailedLetters(env, Date.now());
    await mailFailedLetters(env, Date.now());
    expect(await sentLetters(shop)).toHaveLength(1);
    expect(JSON.stringify(silent.mock.calls)).not.toMatch(/anna@|@mail\.example/);
    silent.mockRestore();

    // A minute later.
    await runInDurableObject(env.EVENT_SALES.getByName(shop.eventId), (_, state) => {
      state.storage.sql.exec('update orders set mailed_at = null');
    });
    expect((await call('POST', `/api/orders/${orderId}/send-tickets`, { token })).status).toBe(200);
    expect(await failed(token)).toEqual([]);
  },
);

it('a letter no sender takes for three days is given up, and its organizer and admins see it; before that it is only tried', async () => {
  const silent = [
    vi.spyOn(console, 'error').mockReturnValue(undefined),
    vi.spyOn(console, 'warn').mockReturnValue(undefined),
  ];
  const { shop, orderId } = await sold();
  const { token } = shop.organizer;
  const broken = withSender('E_INTERNAL_SERVER_ERROR');
  const { id, result } = await consume(broken.env, deliverMessage(shop, orderId, 7));
  // By its outbox alone, whose pauses grow.
  expect([result.explicitAcks, result.retryMessages]).toEqual([[id], []]);
  expect(await failed(token)).toEqual([]);

  const sales = env.EVENT_SALES.getByName(shop.eventId);
  const waiting = (madeAt: number, sends: number) =>
    runInDurableObject(sales, (_, state) => {
      state.storage.sql.exec(
        `insert into outbox (job_id, seq, body, sends, due_at, lane, made_at) values (?1, 999, ?2, ?3, 0, 'letters', ?4)
         on conflict (job_id) do update set sends = excluded.sends, due_at = 0, made_at = excluded.made_at`,
        `tell-buyer.${orderId}.refunded`,
        JSON.stringify({ kind: 'tell-buyer', orderId, what: 'refunded' }),
        sends,
        madeAt,
      );
      return state.storage.setAlarm(Date.now() + 3_600_000);
    });
  const left = () =>
    runInDurableObject(sales, (_, state) =>
      state.storage.sql.exec<{ sends: number }>("select sends from outbox where job_id like 'tell-buyer.%'").toArray(),
    );
  // A clock that jumped three days ahead after a few tries gives nothing up.
  await waiting(Date.now() - 3 * dayMs - 1_000, 5);
  await runDurableObjectAlarm(sales);
  expect(await failed(token)).toEqual([]);
  await waiting(Date.now() - 3 * dayMs - 1_000, 400);
  await runDurableObjectAlarm(sales);
  expect(await left()).toEqual([]);
  const [one] = await until(
    () => failed(token),
    (items) => items.length === 1,
  );
  expect(one).toMatchObject({ orderId, letter: 'refunded', reason: 'given-up' });
  expect(await failed(await admin(), shop.eventId)).toHaveLength(1);
  await mailFailedLetters(env, Date.now() + 1_000);
  expect(await sentLetters(shop)).toHaveLength(1);

  const stranger = await newPerson('organizer');
  const path = `/api/orders/${orderId}/failed-letters/settle`;
  expect((await call('POST', path, { token: stranger.token })).status).toBe(404);
  for (let press = 0; press < 2; press += 1) expect((await call('POST', path, { token })).status).toBe(204);
  expect(await failed(token)).toEqual([]);
  for (const spy of silent) spy.mockRestore();
});

type AccountLetter = { id: string; mailed_at: number | null; failed_at: number | null; tries: number; try_at: number };

/** The letter that registering wrote, as if it had not been mailed yet. */
async function unmailed(): Promise<() => Promise<AccountLetter>> {
  const person = await newPerson('organizer', false);
  await mailDueLetters(env, Date.now());
  const row = async () => {
    const found = await env.DB.prepare('select * from account_letters where user_id = ?')
      .bind(person.id)
      .first<AccountLetter>();
    if (found === null) throw new Error('no letter');
    return found;
  };
  const { id } = await until(row, (one) => one.mailed_at !== null);
  await env.FILES.delete(`mail-log/${id}`);
  await env.DB.prepare('update account_letters set mailed_at = null where id = ?').bind(id).run();
  return row;
}

it('a letter about an account that is refused is failed, not mailed, and is not tried again', async () => {
  const silent = vi.spyOn(console, 'error').mockReturnValue(undefined);
  const row = await unmailed();
  const refusing = withSender('E_VALIDATION_ERROR');
  for (let round = 0; round < 2; round += 1) await mailDueLetters(refusing.env, Date.now());
  expect(await row()).toMatchObject({ mailed_at: null, failed_at: expect.any(Number) });
  expect(refusing.tried.n).toBe(1);
  expect(JSON.stringify(silent.mock.calls)).toContain('account-letter-failed');
  expect(JSON.stringify(silent.mock.calls)).not.toContain('@example.org');
  silent.mockRestore();
});

it('a letter about an account is tried with growing pauses, and for three days', async () => {
  const silent = [
    vi.spyOn(console, 'error').mockReturnValue(undefined),
    vi.spyOn(console, 'warn').mockReturnValue(undefined),
  ];
  const row = await unmailed();
  const broken = withSender('E_INTERNAL_SERVER_ERROR');
  const pauses: number[] = [];
  let nowMs = Date.now();
  for (let round = 0; round < 8; round += 1) {
    await mailDueLetters(broken.env, nowMs);
    const { try_at: tryAt } = await row();
    pauses.push((tryAt - nowMs) / 60_000);
    nowMs = tryAt;
  }
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  await env.DB.prepare('update account_letters set created_at = ?, expires_at = ? where id = ?')
    .bind(nowMs - 3 * dayMs, nowMs + dayMs, (await row()).id)
    .run();
  await mailDueLetters(broken.env, nowMs);
  expect(await row()).toMatchObject({ mailed_at: null, failed_at: nowMs });
  for (const spy of silent) spy.mockRestore();
});

async function admin(): Promise<string> {
  const person = await newPerson('buyer');
  await env.DB.prepare("update users set role = 'admin' where id = ?").bind(person.id).run();
  const body = { email: person.email, password };
  return (await call<{ accessToken: string }>('POST', '/api/auth/login', { body })).body.accessToken;
}
