// The buyers of a moved event are told in slices, so that a full house does not keep the next buyer waiting.

import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { buy, jobsOf, type Scene, scene, sentOf } from './scene.fixture.ts';

const slice = 100;

/** One real order and as many like it as it takes. */
async function fullHouse(at: Scene, orders: number): Promise<string[]> {
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

async function toldOf(at: Scene, what = 'event-postponed'): Promise<string[]> {
  const waiting = (await jobsOf(at)).map((job) => JSON.parse(job.body));
  const told = [...waiting, ...sentOf(at)].flatMap((job) =>
    job.kind === 'tell-buyer' && job.what === what ? [String(job.orderId)] : [],
  );
  return [...new Set(told)].sort();
}

function sweepOf(at: Scene): Promise<string | null> {
  return runInDurableObject(
    at.stub,
    (_, state) => state.storage.sql.exec<{ sweep: string | null }>('select sweep from event').one().sweep,
  );
}

/** Moved; the alarm that goes on with the telling waits until the test asks for it. */
function move(at: Scene, times: number, revision: number) {
  const startsAtMs = at.snapshot.startsAtMs + times * 86_400_000;
  const endsAtMs = at.snapshot.endsAtMs + times * 86_400_000;
  return runInDurableObject(at.stub, async (object, state) => {
    await object.publish({ ...at.snapshot, startsAtMs, endsAtMs, postponements: times }, revision);
    await state.storage.setAlarm(Date.now() + 3_600_000);
  });
}

it('one slice is told with the move, the rest by the alarm, and everybody once', async () => {
  const at = await scene();
  const orders = await fullHouse(at, 250);
  await move(at, 1, 2);
  expect(await toldOf(at)).toEqual(orders.slice(0, slice));
  expect(await sweepOf(at)).toBe(`moved:${orders[slice - 1]}`);
  await runDurableObjectAlarm(at.stub);
  expect(await toldOf(at)).toEqual(orders);
  expect(await sweepOf(at)).toBeNull();
  const jobs = (await jobsOf(at)).filter((job) => job.body.includes('event-postponed'));
  expect(jobs.length).toBe(orders.length);
});

it('goes on where it was when the object is evicted in the middle', async () => {
  const at = await scene();
  const orders = await fullHouse(at, 150);
  await move(at, 1, 2);
  expect(await toldOf(at)).toEqual(orders.slice(0, slice));
  await evictDurableObject(at.stub);
  await runDurableObjectAlarm(at.stub);
  expect(await toldOf(at)).toEqual(orders);
});

it('moved again in the middle of telling, everybody is told of the last time', async () => {
  const at = await scene();
  const orders = await fullHouse(at, 250);
  await move(at, 1, 2);
  await move(at, 2, 3);
  expect(await sweepOf(at)).toBe(`moved:${orders[slice - 1]}`);
  await runDurableObjectAlarm(at.stub);
  expect(await toldOf(at)).toEqual(orders);
  const view = await at.stub.widgetView(at.own.widgetId);
  expect(view?.event.startsAt).toBe(new Date(at.snapshot.startsAtMs + 2 * 86_400_000).toISOString());
});

it('an edit that moves nothing tells nobody', async () => {
  const at = await scene();
  await fullHouse(at, 2);
  await at.stub.publish({ ...at.snapshot, title: 'Другое название' }, 2);
  expect(await toldOf(at)).toEqual([]);
});

it.each([
  ['venue', { venue: { name: 'Другой зал', address: 'Невский, 30', city: 'Санкт-Петербург' } }],
  ['zone', { timeZone: 'Asia/Yekaterinburg' }],
])('a new %s is written to every buyer, also after an eviction in the middle', async (_what, change) => {
  const at = await scene();
  const orders = await fullHouse(at, 150);
  await runInDurableObject(at.stub, async (object, state) => {
    await object.publish({ ...at.snapshot, ...change }, 2);
    await state.storage.setAlarm(Date.now() + 3_600_000);
  });
  expect(await toldOf(at, 'event-relocated')).toEqual(orders.slice(0, slice));
  await evictDurableObject(at.stub);
  await runDurableObjectAlarm(at.stub);
  expect(await toldOf(at, 'event-relocated')).toEqual(orders);
});

it('moved and then relocated in the middle, everybody gets the letter about the time, which names the place too', async () => {
  const at = await scene();
  const orders = await fullHouse(at, 250);
  await move(at, 1, 2);
  await runInDurableObject(at.stub, async (object, state) => {
    const moved = { ...at.snapshot, postponements: 1, venue: { ...at.snapshot.venue, name: 'Другой зал' } };
    await object.publish(moved, 3);
    await state.storage.setAlarm(Date.now() + 3_600_000);
  });
  await runDurableObjectAlarm(at.stub);
  expect(await toldOf(at)).toEqual(orders);
  expect(await toldOf(at, 'event-relocated')).toEqual([]);
});
