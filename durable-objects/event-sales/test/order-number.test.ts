import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { afterEach, expect, it, vi } from 'vitest';
import { decodeBase32 } from '#core/base32.ts';
import { orderNumber } from '#core/order-number.ts';
import { Transaction } from '../engine/transaction.ts';
import { actor, buy, hold, openOrder, placeOrder, publishedEvent } from './published-event.fixture.ts';

afterEach(() => vi.restoreAllMocks());

/** Bytes of an order's id: the object draws as many for a ticket's id, but not before the order's. */
const idBytes = 10;

/** The next id that is drawn ends as the given order's does; all others are random. */
function drawOnce(orderId: string): () => boolean {
  const taken = decodeBase32(orderId.slice(-16));
  let drawn = false;
  vi.spyOn(Transaction.prototype, 'random').mockImplementation((length: number) => {
    if (length === idBytes && !drawn) {
      drawn = true;
      return Buffer.from(taken ?? []);
    }
    return Buffer.from(crypto.getRandomValues(new Uint8Array(length)));
  });
  return () => drawn;
}

it('an order whose number another order of the event has is made again under another id', async () => {
  const at = await publishedEvent();
  const first = await openOrder(at);
  const { holdId } = await hold(at);
  const wasDrawn = drawOnce(first.orderId);
  const buyer = { name: 'Борис', email: 'boris@example.com' };
  const opened = await placeOrder(at.stub, { holdId, key: 'k'.repeat(16), fingerprint: 'f', buyer, locale: 'ru' });
  expect(wasDrawn()).toBe(true);
  if (!opened.ok) throw new Error(opened.code);
  expect(orderNumber(opened.value.value.orderId)).not.toBe(orderNumber(first.orderId));
  expect(await at.stub.reconcile()).toMatchObject({ agrees: true });
  expect(await at.stub.stock()).toMatchObject([{ held: 2 }]);
});

it('the order of a ticket issued by hand is made again likewise', async () => {
  const at = await publishedEvent();
  const first = await buy(at);
  const wasDrawn = drawOnce(first.orderId);
  const holder = { name: 'Борис', email: 'boris@example.com' };
  const command = { by: actor, key: 'k'.repeat(16), fingerprint: 'f', ticketTypeId: at.typeId(0), holder };
  const issued = await at.stub.issueTicket({ ...command, locale: 'ru' });
  expect(wasDrawn()).toBe(true);
  if (!issued.ok) throw new Error(issued.code);
  expect(orderNumber(issued.value.value.orderId)).not.toBe(orderNumber(first.orderId));
  expect(await at.stub.stock()).toMatchObject([{ sold: 2 }]);
});

it('a replay names the same order, also after an eviction', async () => {
  const at = await publishedEvent();
  const { holdId } = await hold(at);
  const buyer = { name: 'Анна', email: 'anna@example.com' };
  const command = { holdId, key: 'k'.repeat(16), fingerprint: 'f', buyer, locale: 'ru' } as const;
  const numbers: string[] = [];
  for (let call = 0; call < 3; call += 1) {
    const opened = await placeOrder(at.stub, command);
    if (!opened.ok) throw new Error(opened.code);
    numbers.push(orderNumber(opened.value.value.orderId));
    await evictDurableObject(at.stub);
  }
  expect(new Set(numbers).size).toBe(1);
});

// Such a pair may have been made before numbers were unique. It must not keep its event from selling.
it('an event in which two old orders have one number starts, sells, and gives the number to no third order', async () => {
  const at = await publishedEvent();
  const first = await buy(at);
  const older = first.orderId.replace(/_(.)[^_]*(.{16})$/, '_$10000000000$2');
  await runInDurableObject(at.stub, (_, state) => {
    const { sql } = state.storage;
    sql.exec('drop trigger order_number_is_unique');
    sql.exec('drop index orders_by_number');
    sql.exec('create table copied as select * from orders');
    sql.exec('update copied set order_id = ?', older);
    sql.exec('insert into orders select * from copied');
    sql.exec('drop table copied');
    // The object is as it was before migration 0008, and makes that one and all later ones when it starts.
    sql.exec('drop table holder_changes');
    for (const column of ['surface', 'sub_id', 'replies']) sql.exec(`alter table orders drop column ${column}`);
    for (const column of ['replies', 'holder_name']) sql.exec(`alter table tickets drop column ${column}`);
    sql.exec(`delete from __drizzle_migrations where created_at in
      (select created_at from __drizzle_migrations order by created_at limit -1 offset 8)`);
  });
  await evictDurableObject(at.stub);
  expect(older).not.toBe(first.orderId);
  expect(orderNumber(older)).toBe(orderNumber(first.orderId));
  const wasDrawn = drawOnce(first.orderId);
  const third = await openOrder(at);
  expect(wasDrawn()).toBe(true);
  expect(orderNumber(third.orderId)).not.toBe(orderNumber(first.orderId));
});
