// The buyers of a postponed or relocated event are notified in slices, so that thousands of letters do not keep a buyer
// waiting.

import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { readWindUp, writeWindUp } from '../engine/wind-up-progress.ts';
import {
  buy,
  type PublishedEvent,
  pendingMessages,
  publishedEvent,
  sentMessagesOf,
} from './published-event.fixture.ts';

const slice = 100;

/** One real order and as many like it as it takes. */
async function fullHouse(at: PublishedEvent, orders: number): Promise<string[]> {
  const first = await buy(at);
  return runInDurableObject(at.stub, (_, state) => {
    const { sql } = state.storage;
    const columns = sql
      .exec<{ name: string }>("select name from pragma_table_info('orders')")
      .toArray()
      .map(({ name }) => name);
    const copied = columns.map((name) =>
      name === 'order_id' || name === 'hold_id' ? `${name} || printf('%04d', ?)` : name,
    );
    const marks = copied.filter((name) => name.includes('?')).length;
    for (let n = 1; n < orders; n++) {
      sql.exec(
        `insert into orders (${columns.join(', ')}) select ${copied.join(', ')} from orders where order_id = ?`,
        ...Array.from({ length: marks }, () => n),
        first.orderId,
      );
    }
    return sql
      .exec<{ order_id: string }>('select order_id from orders order by order_id')
      .toArray()
      .map((row) => row.order_id);
  });
}

async function notifiedOf(at: PublishedEvent, what = 'event-postponed'): Promise<string[]> {
  const waiting = (await pendingMessages(at)).map((message) => JSON.parse(message.body));
  const told = [...waiting, ...sentMessagesOf(at)].flatMap((message) =>
    message.kind === 'tell-buyer' && message.what === what ? [String(message.orderId)] : [],
  );
  return [...new Set(told)].sort();
}

function storedProgress(at: PublishedEvent): Promise<string | null> {
  return runInDurableObject(
    at.stub,
    (_, state) => state.storage.sql.exec<{ sweep: string | null }>('select sweep from event').one().sweep,
  );
}

/** Postpones the event. The alarm, which notifies the next buyers, is put off until the test runs it. */
function move(at: PublishedEvent, times: number, revision: number) {
  const startsAtMs = at.snapshot.startsAtMs + times * 86_400_000;
  const endsAtMs = at.snapshot.endsAtMs + times * 86_400_000;
  return runInDurableObject(at.stub, async (object, state) => {
    await object.publish({ ...at.snapshot, startsAtMs, endsAtMs, postponements: times }, revision);
    await state.storage.setAlarm(Date.now() + 3_600_000);
  });
}

it('postponing notifies the first slice of buyers at once and the rest by the alarm, everybody once', async () => {
  const at = await publishedEvent();
  const orders = await fullHouse(at, 250);
  await move(at, 1, 2);
  expect(await notifiedOf(at)).toEqual(orders.slice(0, slice));
  expect(await storedProgress(at)).toBe(`moved:${orders[slice - 1]}`);
  await runDurableObjectAlarm(at.stub);
  expect(await notifiedOf(at)).toEqual(orders);
  expect(await storedProgress(at)).toBeNull();
  const messages = (await pendingMessages(at)).filter((message) => message.body.includes('event-postponed'));
  expect(messages.length).toBe(orders.length);
});

it('notifying buyers goes on where it was when the object is evicted in the middle', async () => {
  const at = await publishedEvent();
  const orders = await fullHouse(at, 150);
  await move(at, 1, 2);
  expect(await notifiedOf(at)).toEqual(orders.slice(0, slice));
  await evictDurableObject(at.stub);
  await runDurableObjectAlarm(at.stub);
  expect(await notifiedOf(at)).toEqual(orders);
});

it('an event postponed again while buyers are notified notifies everybody of the last time', async () => {
  const at = await publishedEvent();
  const orders = await fullHouse(at, 250);
  await move(at, 1, 2);
  await move(at, 2, 3);
  expect(await storedProgress(at)).toBe(`moved:${orders[slice - 1]}`);
  await runDurableObjectAlarm(at.stub);
  expect(await notifiedOf(at)).toEqual(orders);
  const view = await at.stub.widgetView(at.own.widgetId);
  expect(view?.event.startsAt).toBe(new Date(at.snapshot.startsAtMs + 2 * 86_400_000).toISOString());
});

it('an edit that changes neither time nor place notifies nobody', async () => {
  const at = await publishedEvent();
  await fullHouse(at, 2);
  await at.stub.publish({ ...at.snapshot, title: 'Другое название' }, 2);
  expect(await notifiedOf(at)).toEqual([]);
});

it.each([
  ['venue', { venue: { name: 'Другой зал', address: 'Невский, 30', city: 'Санкт-Петербург' } }],
  ['zone', { timeZone: 'Asia/Yekaterinburg' }],
])('a new %s is written to every buyer, also after an eviction in the middle', async (_what, change) => {
  const at = await publishedEvent();
  const orders = await fullHouse(at, 150);
  await runInDurableObject(at.stub, async (object, state) => {
    await object.publish({ ...at.snapshot, ...change }, 2);
    await state.storage.setAlarm(Date.now() + 3_600_000);
  });
  expect(await notifiedOf(at, 'event-relocated')).toEqual(orders.slice(0, slice));
  await evictDurableObject(at.stub);
  await runDurableObjectAlarm(at.stub);
  expect(await notifiedOf(at, 'event-relocated')).toEqual(orders);
});

it('an event postponed and then relocated while buyers are notified sends everybody the letter about the time', async () => {
  const at = await publishedEvent();
  const orders = await fullHouse(at, 250);
  await move(at, 1, 2);
  await runInDurableObject(at.stub, async (object, state) => {
    const moved = { ...at.snapshot, postponements: 1, venue: { ...at.snapshot.venue, name: 'Другой зал' } };
    await object.publish(moved, 3);
    await state.storage.setAlarm(Date.now() + 3_600_000);
  });
  await runDurableObjectAlarm(at.stub);
  expect(await notifiedOf(at)).toEqual(orders);
  expect(await notifiedOf(at, 'event-relocated')).toEqual([]);
});

it.each([
  [null, null],
  ['gate', { step: 'gate' }],
  ['holds', { step: 'holds' }],
  ['orders:', { step: 'refunds', afterOrderId: '' }],
  ['orders:ord_1', { step: 'refunds', afterOrderId: 'ord_1' }],
  ['moved:ord_1', { step: 'notify', of: 'postponed', afterOrderId: 'ord_1' }],
  ['relocated:', { step: 'notify', of: 'relocated', afterOrderId: '' }],
] as const)(
  'the stored progress %s of a wind-up is read as it was written before steps had names',
  (stored, windUp) => {
    expect(readWindUp(stored)).toEqual(windUp);
    expect(writeWindUp(windUp)).toBe(stored);
  },
);
