import { evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import {
  buy,
  hold,
  holdCommand,
  openOrder,
  type PublishedEvent,
  pendingMessages,
  placeHold,
  placeOrder,
  publishedEvent,
  reportPayment,
} from './published-event.fixture.ts';

const hour = 3_600_000;

function guarantee(at: PublishedEvent, quantity: number, releaseAtMs = Date.now() + hour) {
  const lines = [{ ticketTypeId: at.typeId(0), quantity }];
  return { kind: 'guarantee' as const, lines, releaseAt: new Date(releaseAtMs).toISOString() };
}

const throughOwn = (at: PublishedEvent, quantity: number) =>
  placeHold(at.stub, holdCommand(at, quantity, { widgetId: at.own.widgetId }));

it('a capped deal sells its tickets and no more', async () => {
  const at = await publishedEvent({ deal: { allotment: { kind: 'cap', quantity: 3 } } });
  await buy(at, 2);
  expect((await at.stub.widgetView(at.deal.widgetId))?.ticketTypes[0]?.available).toBe(1);
  expect(await placeHold(at.stub, holdCommand(at, 2))).toMatchObject({ code: 'sold-out', details: { available: 1 } });
  await hold(at, 1);
  expect((await at.stub.widgetView(at.deal.widgetId))?.ticketTypes[0]?.availability).toBe('held');
  expect(await throughOwn(at, 10)).toMatchObject({ ok: true });
});

it('stock guaranteed to a deal cannot be taken by another channel before its release date', async () => {
  const at = await publishedEvent({ types: [{ capacity: 10 }] });
  await at.stub.openChannel({ ...at.deal, allotment: guarantee(at, 6) }, 2);
  expect(await throughOwn(at, 5)).toMatchObject({ code: 'sold-out', details: { available: 4 } });
  await hold(at, 2);
  expect(await throughOwn(at, 4)).toMatchObject({ ok: true });
  expect(await throughOwn(at, 1)).toMatchObject({ code: 'sold-out' });
  await evictDurableObject(at.stub);
  expect(await throughOwn(at, 1)).toMatchObject({ code: 'sold-out' });
  expect(await hold(at, 4)).toBeTruthy();
  expect(await at.stub.reconcile()).toMatchObject({ agrees: true });
});

it('a guarantee past its release date reserves nothing', async () => {
  const at = await publishedEvent({ types: [{ capacity: 10 }] });
  await at.stub.openChannel({ ...at.deal, allotment: guarantee(at, 10, Date.now() - 1_000) }, 2);
  expect(await throughOwn(at, 10)).toMatchObject({ ok: true });
});

it('more than the free stock cannot be guaranteed', async () => {
  const at = await publishedEvent({ types: [{ capacity: 10 }] });
  await throughOwn(at, 5);
  const opened = await at.stub.openChannel({ ...at.deal, allotment: guarantee(at, 6) }, 2);
  expect(opened).toMatchObject({ code: 'allotment-exceeds-stock', details: { available: 5 } });
  expect(await at.stub.openChannel({ ...at.deal, allotment: guarantee(at, 5) }, 2)).toMatchObject({ ok: true });
  const second = { ...at.deal, widgetId: `wgt_${at.key}_2`, allotment: guarantee(at, 1) };
  expect(await at.stub.openChannel(second, 1)).toMatchObject({ code: 'allotment-exceeds-stock' });
});

it('a closed channel takes no new holds, lets live ones become orders and never opens again', async () => {
  const at = await publishedEvent({ types: [{ capacity: 10 }] });
  await at.stub.openChannel({ ...at.deal, allotment: guarantee(at, 8) }, 2);
  const order = await openOrder(at);
  const { holdId } = await hold(at);
  await at.stub.closeChannel(at.deal.widgetId, 'dl_1');
  await at.stub.closeChannel(at.deal.widgetId, 'dl_1');
  expect(await placeHold(at.stub, holdCommand(at))).toMatchObject({ code: 'channel-closed' });
  expect(await reportPayment(at, order)).toMatchObject({ value: { status: 'paid' } });
  const buyer = { name: 'Анна', email: 'anna@example.com' };
  const command = { holdId, key: 'k'.repeat(16), fingerprint: 'f', buyer, locale: 'ru' as const };
  expect(await placeOrder(at.stub, command)).toMatchObject({ ok: true });
  await evictDurableObject(at.stub);
  expect(await at.stub.openChannel(at.deal, 99)).toMatchObject({ code: 'channel-closed' });
  expect(await at.stub.widgetView(at.deal.widgetId)).toMatchObject({
    status: 'closed',
    ticketTypes: [{ availability: 'closed', available: 0 }],
  });
  // What was guaranteed went back to everybody.
  expect(await throughOwn(at, 8)).toMatchObject({ ok: true });
  expect((await pendingMessages(at)).map((message) => JSON.parse(message.body))).toContainEqual({
    kind: 'project-channel',
    widgetId: at.deal.widgetId,
    dealId: 'dl_1',
    status: 'closed',
  });
});

it('an unknown channel can be closed, even before the event is published, and never opens', async () => {
  const at = await publishedEvent();
  await at.stub.closeChannel(`wgt_${at.key}_early`, 'dl_9');
  expect(await at.stub.openChannel({ ...at.deal, widgetId: `wgt_${at.key}_early` }, 1)).toMatchObject({
    code: 'channel-closed',
  });

  const stub = env.EVENT_SALES.getByName(`evt_${at.key.slice(0, -1)}0`);
  await stub.closeChannel('wgt_first', 'dl_9');
  await evictDurableObject(stub);
  expect(await stub.widgetView('wgt_first')).toBeNull();
  await stub.publish({ ...at.snapshot, eventId: `evt_${at.key.slice(0, -1)}0` }, 1);
  expect(await stub.openChannel({ ...at.deal, widgetId: 'wgt_first' }, 1)).toMatchObject({ code: 'channel-closed' });
});

it('an older revision of the event or of a channel is ignored', async () => {
  const at = await publishedEvent();
  expect(await at.stub.publish({ ...at.snapshot, title: 'Новое' }, 3)).toMatchObject({ value: { revision: 3 } });
  expect(await at.stub.publish({ ...at.snapshot, title: 'Старое' }, 2)).toMatchObject({ value: { revision: 3 } });
  expect((await at.stub.widgetView(at.deal.widgetId))?.event.title).toBe('Новое');
  await at.stub.openChannel({ ...at.deal, serviceFeeMinor: 500, termsVersion: 2 }, 5);
  await at.stub.openChannel({ ...at.deal, serviceFeeMinor: 900, termsVersion: 3 }, 4);
  expect((await at.stub.widgetView(at.deal.widgetId))?.ticketTypes[0]?.serviceFee.amount).toBe(500);
});

it('a capacity below what is sold, held and promised is refused', async () => {
  const at = await publishedEvent({ types: [{ capacity: 10 }] });
  await buy(at, 2);
  await hold(at, 1);
  const withCapacity = (capacity: number) => ({
    ...at.snapshot,
    ticketTypes: at.snapshot.ticketTypes.map((type) => ({ ...type, capacity })),
  });
  expect(await at.stub.publish(withCapacity(2), 2)).toMatchObject({
    code: 'capacity-below-sold',
    details: { least: 3 },
  });
  expect(await at.stub.publish(withCapacity(3), 2)).toMatchObject({ ok: true });
  expect(await placeHold(at.stub, holdCommand(at))).toMatchObject({ code: 'sold-out' });
  await at.stub.publish(withCapacity(20), 3);
  await at.stub.openChannel({ ...at.deal, allotment: guarantee(at, 10) }, 2);
  expect(await at.stub.publish(withCapacity(9), 4)).toMatchObject({
    code: 'capacity-below-sold',
    details: { least: 10 },
  });
});

it('a new price applies to new holds only', async () => {
  const at = await publishedEvent();
  const before = await hold(at);
  await at.stub.publish(
    { ...at.snapshot, ticketTypes: at.snapshot.ticketTypes.map((type) => ({ ...type, priceMinor: 300_000 })) },
    2,
  );
  const buyer = { name: 'Анна', email: 'anna@example.com' };
  const order = await placeOrder(at.stub, {
    holdId: before.holdId,
    key: 'k'.repeat(16),
    fingerprint: 'f',
    buyer,
    locale: 'ru',
  });
  expect(order).toMatchObject({ value: { value: { totalMinor: 199_900 } } });
  expect(await hold(at)).toMatchObject({ total: { amount: 300_000 } });
});

it('a ticket type removed from the event sells no more and keeps what it sold', async () => {
  const at = await publishedEvent({ types: [{}, {}] });
  const order = await buy(at);
  await at.stub.publish({ ...at.snapshot, ticketTypes: at.snapshot.ticketTypes.slice(1) }, 2);
  expect(await placeHold(at.stub, holdCommand(at))).toMatchObject({ code: 'not-on-sale' });
  expect((await at.stub.widgetView(at.deal.widgetId))?.ticketTypes.map((type) => type.id)).toEqual([at.typeId(1)]);
  expect((await at.stub.order(order.orderId))?.view.tickets[0]?.status).toBe('valid');
});

it('the number of tickets of a hold is limited over all its lines', async () => {
  const at = await publishedEvent({ types: [{ maxPerOrder: 50 }, { maxPerOrder: 50 }, { maxPerOrder: 50 }] });
  const lines = (last: number) => [50, 49, last].map((quantity, i) => ({ ticketTypeId: at.typeId(i), quantity }));
  expect(await placeHold(at.stub, holdCommand(at, 1, { lines: lines(2) }))).toMatchObject({
    code: 'limit-exceeded',
    details: { max: 100 },
  });
  expect(await placeHold(at.stub, holdCommand(at, 1, { lines: lines(1) }))).toMatchObject({ ok: true });
});

it('the lines of a hold are placed together or not at all', async () => {
  const at = await publishedEvent({ types: [{ capacity: 5 }, { capacity: 1 }] });
  const lines = [
    { ticketTypeId: at.typeId(0), quantity: 2 },
    { ticketTypeId: at.typeId(1), quantity: 2 },
  ];
  expect(await placeHold(at.stub, holdCommand(at, 1, { lines }))).toMatchObject({ code: 'sold-out' });
  expect(await at.stub.stock()).toMatchObject([{ held: 0 }, { held: 0 }]);
});

it('fewer free tickets than the minimum of an order show as sold out, or as held while live holds could free enough', async () => {
  const at = await publishedEvent({ types: [{ capacity: 5, minPerOrder: 4, maxPerOrder: 4 }] });
  const seen = async () => {
    const type = (await at.stub.widgetView(at.own.widgetId))?.ticketTypes[0];
    return [type?.availability, type?.available, (await at.stub.stock())[0]?.unsellable];
  };
  expect(await seen()).toEqual(['available', 4, 0]);
  const { holdId } = await hold(at, 4);
  expect(await seen()).toEqual(['held', 0, 0]);
  await at.stub.releaseHold(holdId);
  expect(await seen()).toEqual(['available', 4, 0]);
  await buy(at, 4);
  expect(await seen()).toEqual(['sold-out', 0, 1]);
  await evictDurableObject(at.stub);
  expect(await seen()).toEqual(['sold-out', 0, 1]);
});
