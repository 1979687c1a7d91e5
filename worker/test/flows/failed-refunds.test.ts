// Money that did not go back: who hears of it, and how it is asked for again.

import { env, runInDurableObject } from 'cloudflare:test';
import { expect, it } from 'vitest';
import type { EventWithDifferences, FailedRefund } from '#core/contracts/reconciliation.ts';
import type { PurchaseResponse, Refund } from '#core/contracts/sales.ts';
import { storedEnvelopes } from '../../delivery/mail/local-sender.ts';
import { mailFailedRefunds } from '../../refunds/refunds.ts';
import { call, newEvent, newPerson, type Person, password } from '../calls.ts';
import { cards, heldAndOrdered, newKey, newShop, orderNow, pay, type Shop, until } from '../shop.ts';

/** A paid order whose money the acquirer has given back already, so that it refuses every further refund. */
async function unrefundable(): Promise<{
  shop: Shop;
  ordered: PurchaseResponse;
  acquirerForgets: () => Promise<void>;
}> {
  const shop = await newShop(199_900);
  const ordered = await heldAndOrdered(shop, 2);
  await pay(ordered.payment?.url ?? '', cards.succeeds);
  await until(
    () => orderNow(ordered),
    (now) => now.status === 'paid',
  );
  const paymentId = ordered.payment?.url.split('/').at(-1) ?? '';
  const acquirer = env.TEST_ACQUIRER.getByName(shop.eventId);
  await acquirer.refundPayment({ key: 'by-hand-at-the-bank', paymentId, amountMinor: 399_800 });
  const acquirerForgets = () =>
    runInDurableObject(acquirer, (_, state) => {
      state.storage.sql.exec("delete from refunds where key = 'by-hand-at-the-bank'");
      state.storage.sql.exec('update payments set refunded_minor = 0');
    });
  return { shop, ordered, acquirerForgets };
}

function refund({ token }: Person, { orderId }: PurchaseResponse) {
  const headers = { 'idempotency-key': newKey() };
  return call<Refund>('POST', `/api/orders/${orderId}/refunds`, { token, headers, body: { reason: 'Болезнь' } });
}

async function failed({ token }: { token: string }): Promise<FailedRefund[]> {
  return (await call<{ items: FailedRefund[] }>('GET', '/api/refunds/failed', { token })).body.items;
}

const retry = ({ token }: Person, one: { orderId: string; refundId: string }) =>
  call<Refund>('POST', `/api/orders/${one.orderId}/refunds/${one.refundId}/retry`, { token });

it('a refund the bank refuses is shown to its organizer alone, written to him once, and goes through when asked again', async () => {
  const { shop, ordered, acquirerForgets } = await unrefundable();
  const asked = await refund(shop.organizer, ordered);
  const [one] = await until(
    () => failed(shop.organizer),
    (items) => items.length === 1,
  );
  expect(one).toMatchObject({ refundId: asked.body.refundId, orderId: ordered.orderId, kind: 'tickets' });
  expect(one?.amount.amount).toBe(399_800);
  expect(await failed(await newPerson('organizer'))).toEqual([]);

  await mailFailedRefunds(env, Date.now());
  await mailFailedRefunds(env, Date.now());
  const letters = await storedEnvelopes(env.FILES);
  const toHim = letters.filter(({ to }) => JSON.stringify(to).includes(shop.organizer.email));
  expect(toHim.filter(({ subject }) => subject.startsWith('Возврат не прошёл'))).toHaveLength(1);

  const stranger = await newPerson('organizer');
  expect((await retry(stranger, asked.body)).status).toBe(404);
  await acquirerForgets();
  const again = await retry(shop.organizer, asked.body);
  expect(again.status).toBe(200);
  expect(again.body.refundId).not.toBe(asked.body.refundId);
  // A lost answer: asked twice, asked once.
  expect((await retry(shop.organizer, asked.body)).body.refundId).toBe(again.body.refundId);
  await until(
    () => orderNow(ordered),
    (now) => now.status === 'refunded',
  );
  expect((await orderNow(ordered)).refunded.amount).toBe(399_800);
  expect(await failed(shop.organizer)).toEqual([]);
  expect((await retry(shop.organizer, again.body)).status).toBe(409);
});

it('an admin sees the events with differences, or whose refund failed, with their lag', async () => {
  const { shop, ordered } = await unrefundable();
  await refund(shop.organizer, ordered);
  await until(
    () => failed(shop.organizer),
    (items) => items.length === 1,
  );
  const { token } = shop.organizer;
  await call('POST', `/api/events/${shop.eventId}/reconcile`, { token });
  const spoilt = await newShop(100);
  await runInDurableObject(env.EVENT_SALES.getByName(spoilt.eventId), (_, state) => {
    state.storage.sql.exec(
      `insert into holds (hold_id, widget_id, terms_version, status, lines, currency, total_minor, placed_at, expires_at,
        ends_at, asked) values ('hld_x', 'w', 1, 'placed', ?, 'RUB', 0, 0, 4e12, 4e12, 0)`,
      lineOf(spoilt),
    );
  });
  await call('POST', `/api/events/${spoilt.eventId}/reconcile`, { token: spoilt.organizer.token });
  const fine = await newShop(100);
  await call('POST', `/api/events/${fine.eventId}/reconcile`, { token: fine.organizer.token });

  const listed = (
    await call<{ items: EventWithDifferences[] }>('GET', '/api/admin/red-events', { token: await admin() })
  ).body.items;
  const of = ({ eventId }: Shop) => listed.find((one) => one.eventId === eventId);
  expect(of(spoilt)).toMatchObject({ verdict: 'differs', red: [{ name: 'stock', verdict: 'differs', differing: 1 }] });
  expect(of(spoilt)?.lag.behindSeconds).not.toBeNull();
  expect(of(shop)?.failedRefunds).toBe(1);
  expect(of(fine)).toBeUndefined();
});

function lineOf(shop: Shop): string {
  return JSON.stringify([{ ticketTypeId: shop.ticketTypeId, quantity: 1 }]);
}

async function admin(): Promise<string> {
  const person = await newPerson('buyer');
  await env.DB.prepare("update users set role = 'admin' where id = ?").bind(person.id).run();
  const body = { email: person.email, password };
  return (await call<{ accessToken: string }>('POST', '/api/auth/login', { body })).body.accessToken;
}

it('a thousand failed refunds that were settled since do not break the list', async () => {
  const { shop, ordered } = await unrefundable();
  await refund(shop.organizer, ordered);
  await until(
    () => failed(shop.organizer),
    (items) => items.length === 1,
  );
  const rows = Array.from({ length: 1_000 }, (_, n) => `rfd_settled_${n}`);
  await env.DB.prepare(
    'insert into failed_refunds (refund_id, event_id, failed_at) select value, ?, 1 from json_each(?)',
  )
    .bind(shop.eventId, JSON.stringify(rows))
    .run();
  expect(await failed(shop.organizer)).toHaveLength(1);
  const open = env.DB.prepare('select count(*) as n from failed_refunds where event_id = ? and settled_at is null');
  expect(await open.bind(shop.eventId).first('n')).toBe(1);
});

it('a page whose refunds have all been retried is filled from the next one, over several events', async () => {
  const { shop, ordered } = await unrefundable();
  const asked = await refund(shop.organizer, ordered);
  await until(
    () => failed(shop.organizer),
    (items) => items.length === 1,
  );
  const events = await Promise.all([newEvent(shop.organizer), newEvent(shop.organizer)]);
  const rows = Array.from({ length: 120 }, (_, n) => ({ id: `rfd_retried_${n}`, eventId: events[n % 2]?.id }));
  await env.DB.prepare(
    `insert into failed_refunds (refund_id, event_id, failed_at)
      select value ->> 'id', value ->> 'eventId', 1 from json_each(?)`,
  )
    .bind(JSON.stringify(rows))
    .run();
  const { token } = shop.organizer;
  const first = await call<{ items: FailedRefund[]; next: string | null }>('GET', '/api/refunds/failed', { token });
  expect(first.body.items.map(({ refundId }) => refundId)).toEqual([asked.body.refundId]);
  expect(first.body.next).toBeNull();
  const open = env.DB.prepare(
    'select refund_id from failed_refunds where settled_at is null and event_id in (?, ?, ?)',
  );
  const unsettled = await open.bind(shop.eventId, events[0]?.id, events[1]?.id).all();
  expect(unsettled.results).toEqual([{ refund_id: asked.body.refundId }]);
});
