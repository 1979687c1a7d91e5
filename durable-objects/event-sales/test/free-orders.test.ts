// Free orders that are confirmed by their letter: from which rate on, what the press does, and what is left without it.

import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { expect, it } from 'vitest';
import type { OpenOrder } from '../rpc.ts';
import {
  hold,
  openOrder,
  type PublishedEvent,
  passTime,
  pendingMessages,
  placeOrder,
  publishedEvent,
} from './published-event.fixture.ts';

type Ordering = { email?: string; networks?: string[]; quantity?: number };

const freeEvent = (capacity = 100) => publishedEvent({ types: [{ priceMinor: 0, capacity }] });

async function command(at: PublishedEvent, { email = 'anna@example.com', networks, quantity = 1 }: Ordering = {}) {
  const { holdId } = await hold(at, quantity, networks === undefined ? {} : { networks });
  const buyer = { name: 'Анна', email };
  return { holdId, key: crypto.randomUUID(), fingerprint: 'f', buyer, locale: 'ru' } satisfies OpenOrder;
}

async function make(at: PublishedEvent, ordering: Ordering = {}) {
  const opened = await placeOrder(at.stub, await command(at, ordering));
  if (!opened.ok) throw new Error(`order refused: ${opened.code}`);
  return opened.value.value;
}

async function awaiting(at: PublishedEvent, quantity = 1) {
  for (let n = 0; n < 3; n += 1) expect((await make(at)).status).toBe('paid');
  const order = await make(at, { quantity });
  const delivery = await at.stub.orderForDelivery(order.orderId);
  if (delivery?.confirmToken == null) throw new Error('there is nothing to confirm');
  return { ...order, confirmToken: delivery.confirmToken };
}

const stock = async (at: PublishedEvent) => {
  const [{ held, sold } = { held: 0, sold: 0 }] = await at.stub.stock();
  return { held, sold };
};

const statusOf = async (at: PublishedEvent, orderId: string) => (await at.stub.order(orderId))?.view.status;

it('the fourth free order of one contact waits for its confirmation, also after an eviction', async () => {
  const at = await freeEvent();
  const orders = ['Anna@Example.com', 'anna+1@example.com', 'anna@example.com'].map((email) => ({ email }));
  for (const order of orders) expect(await make(at, order)).toMatchObject({ status: 'paid', confirmUntilMs: null });
  await evictDurableObject(at.stub);
  const order = await make(at);
  expect(order).toMatchObject({ status: 'open', ticketIds: [], payment: null });
  const leftMs = (order.confirmUntilMs ?? 0) - Date.now();
  expect(leftMs).toBeGreaterThan(29 * 60_000);
  expect(leftMs).toBeLessThanOrEqual(30 * 60_000);
  const { view } = (await at.stub.order(order.orderId)) ?? {};
  const until = new Date(order.confirmUntilMs ?? 0).toISOString();
  expect(view).toMatchObject({ status: 'open', tickets: [], confirmation: { until }, expiresAt: until });
  expect(await stock(at)).toEqual({ held: 1, sold: 3 });
  const names = (await pendingMessages(at)).map((message) => message.job_id);
  expect(names).toContain(`tell-buyer.${order.orderId}.confirm-order`);
  expect(names).not.toContain(`deliver-order.${order.orderId}.1`);
  // Somebody else notices nothing.
  expect((await make(at, { email: 'boris@example.com' })).status).toBe('paid');
});

it('the sixth free order from one network waits for its confirmation whatever the contact, one from another network does not', async () => {
  const at = await freeEvent();
  const from = (n: number, networks: string[]) => make(at, { email: `guest-${n}@example.com`, networks });
  for (let n = 0; n < 5; n += 1) expect((await from(n, [`net-${n}`, 'wide'])).status).toBe('paid');
  expect((await from(5, ['net-5', 'wide'])).status).toBe('open');
  expect((await from(6, ['other'])).status).toBe('paid');
});

it('free orders of many networks and contacts get their tickets at once', async () => {
  const at = await freeEvent(60);
  const commands = await Promise.all(
    Array.from({ length: 60 }, (_, n) => command(at, { email: `guest-${n}@example.com` })),
  );
  const answers = await at.stub.openOrders(commands);
  const statuses = answers.map((one) => 'result' in one && one.result.ok && one.result.value.value.status);
  expect(new Set(statuses)).toEqual(new Set(['paid']));
  expect(await stock(at)).toEqual({ held: 0, sold: 60 });
});

it('of forty free orders of one contact in one batch three get tickets', async () => {
  const at = await freeEvent();
  const commands = await Promise.all(Array.from({ length: 40 }, () => command(at)));
  const answers = await at.stub.openOrders(commands);
  const paid = answers.filter((one) => 'result' in one && one.result.ok && one.result.value.value.status === 'paid');
  expect(paid).toHaveLength(3);
  expect(await stock(at)).toEqual({ held: 37, sold: 3 });
});

it('a repeated free order gets the same result before and after its confirmation', async () => {
  const at = await freeEvent();
  for (let n = 0; n < 3; n += 1) await make(at);
  const asked = await command(at);
  const first = await placeOrder(at.stub, asked);
  if (!first.ok) throw new Error(first.code);
  const { orderId } = first.value.value;
  const again = async () => {
    await evictDurableObject(at.stub);
    expect(await placeOrder(at.stub, asked)).toEqual({ ok: true, value: { ...first.value, replayed: true } });
  };
  await again();
  const { confirmToken } = (await at.stub.orderForDelivery(orderId)) ?? {};
  await at.stub.confirmOrder({ orderId, confirmToken: confirmToken ?? '' });
  expect(await statusOf(at, orderId)).toBe('paid');
  await again();
});

it('confirming a free order makes its tickets once, however often it is repeated', async () => {
  const at = await freeEvent();
  const { orderId, confirmToken } = await awaiting(at, 2);
  await evictDurableObject(at.stub);
  for (let press = 0; press < 3; press += 1) {
    expect(await at.stub.confirmOrder({ orderId, confirmToken })).toEqual({ ok: true, value: { status: 'paid' } });
    await evictDurableObject(at.stub);
  }
  expect((await at.stub.order(orderId))?.view).toMatchObject({ status: 'paid', confirmation: null, expiresAt: null });
  expect((await at.stub.orderForDelivery(orderId))?.tickets).toHaveLength(2);
  expect((await at.stub.orderForDelivery(orderId))?.confirmToken).toBeNull();
  expect(await stock(at)).toEqual({ held: 0, sold: 5 });
  const names = (await pendingMessages(at)).map((message) => message.job_id);
  for (const message of [`deliver-order.${orderId}.1`, `tell-gate.${orderId}`, `project-order.${orderId}`])
    expect(names).toContain(message);
  expect(await at.stub.reconcile()).toMatchObject({ agrees: true });
});

it('the order token does not confirm a free order: only the token of its letter does', async () => {
  const at = await freeEvent();
  const { orderId, orderToken } = await awaiting(at);
  const other = await make(at);
  const ofOther = (await at.stub.orderForDelivery(other.orderId))?.confirmToken ?? '';
  for (const confirmToken of [orderToken, ofOther, '', 'x'.repeat(43)])
    expect(await at.stub.confirmOrder({ orderId, confirmToken })).toMatchObject({ ok: false, code: 'not-found' });
  expect(await statusOf(at, orderId)).toBe('open');
});

it('a free order that is not confirmed expires and gives its stock back, and a late confirmation says so', async () => {
  const at = await freeEvent();
  const { orderId, confirmToken } = await awaiting(at);
  // The hold's own ten minutes do not end it.
  await passTime(at, 20 * 60_000);
  expect(await statusOf(at, orderId)).toBe('open');
  await passTime(at, 11 * 60_000);
  expect(await at.stub.confirmOrder({ orderId, confirmToken })).toEqual({ ok: true, value: { status: 'expired' } });
  expect(await stock(at)).toEqual({ held: 0, sold: 3 });
  expect(await at.stub.reconcile()).toMatchObject({ agrees: true });
});

it('confirming a cancelled free order, or one of a cancelled event, makes no tickets', async () => {
  const at = await freeEvent();
  const given = await awaiting(at);
  await at.stub.cancelOrder(given.orderId);
  expect(await at.stub.confirmOrder(given)).toEqual({ ok: true, value: { status: 'cancelled' } });
  const { orderId } = await make(at);
  const confirmToken = (await at.stub.orderForDelivery(orderId))?.confirmToken ?? '';
  await at.stub.publish({ ...at.snapshot, status: 'cancelled' }, 2);
  expect(await at.stub.confirmOrder({ orderId, confirmToken })).toEqual({ ok: true, value: { status: 'cancelled' } });
  expect((await at.stub.orderForDelivery(orderId))?.tickets).toEqual([]);
});

it('free orders that waited for their confirmation do not count towards the limit of the contact', async () => {
  const at = await freeEvent();
  for (let n = 0; n < 12; n += 1) await make(at);
  await runInDurableObject(at.stub, (_, state) => {
    state.storage.sql.exec('update free_orders set at = at - ?', 20 * 60_000);
  });
  await evictDurableObject(at.stub);
  expect([(await make(at)).status, (await make(at)).status]).toEqual(['paid', 'open']);
});

it('an order with something to pay is never asked to be confirmed', async () => {
  const at = await publishedEvent();
  for (let n = 0; n < 8; n += 1) {
    const order = await openOrder(at, 1, { networks: ['one'] });
    expect(order).toMatchObject({ status: 'open', confirmUntilMs: null });
    expect((await at.stub.order(order.orderId))?.view.confirmation).toBeNull();
  }
});
