import { env } from 'cloudflare:test';
import { describe, expect, it, vi } from 'vitest';
import type { OutboxMessage } from '../../durable-objects/event-sales/outbox/messages.ts';
import { deliver, heldAndOrdered, newShop, until } from '../test/shop.ts';
import { QueuedMessage } from './message.ts';

async function setAside(messageId: string): Promise<Record<string, unknown> | null> {
  const file = await env.FILES.get(`dead-letters/${messageId}.json`);
  return file === null ? null : await file.json();
}

describe('a message nobody understands', () => {
  const wrong: [string, Record<string, unknown>][] = [
    ['of a kind from the future', { version: 1, kind: 'paint-the-foyer' }],
    ['of another version', { version: 2, kind: 'deliver-order', orderId: 'ord_x', mailing: 1 }],
    ['with half its fields', { version: 1, kind: 'deliver-order' }],
    ['of an event that was not made here', { version: 1, kind: 'deliver-order', orderId: 'ord_x', mailing: 1 }],
  ];
  it.each(wrong)('%s is set aside with ids alone, and acked', async (_name, body) => {
    const silent = vi.spyOn(console, 'error').mockReturnValue(undefined);
    const sent = { eventId: 'evt_0000000000000000', jobId: 'job_1', buyerEmail: 'anna@example.org', ...body };
    const { ids, result } = deliver([sent]);
    expect((await result).explicitAcks).toEqual(ids);
    const record = await setAside(ids[0] ?? '');
    expect(record).toMatchObject({ kind: body.kind, jobId: 'job_1' });
    expect(JSON.stringify([record, silent.mock.calls])).not.toContain('anna@example.org');
    silent.mockRestore();
  });

  it('does not hold up the others', async () => {
    const silent = vi.spyOn(console, 'error').mockReturnValue(undefined);
    const shop = await newShop(0);
    const good = {
      version: 1,
      eventId: shop.eventId,
      jobId: 'job_2',
      kind: 'tell-gate',
      seq: 1,
      tickets: [],
    };
    const { ids, result } = deliver(['nonsense', null, good]);
    expect((await result).explicitAcks.toSorted()).toEqual(ids.toSorted());
    silent.mockRestore();
  });
});

it('a dead letter is recorded with its reason', async () => {
  const silent = vi.spyOn(console, 'error').mockReturnValue(undefined);
  const { ids, result } = deliver(
    [{ version: 1, eventId: 'evt_x', jobId: 'job_3', kind: 'deliver-order' }],
    'foyer-facts-dead',
  );
  expect((await result).explicitAcks).toEqual(ids);
  expect(await setAside(ids[0] ?? '')).toMatchObject({ reason: 'retries-used-up', jobId: 'job_3' });
  silent.mockRestore();
});

it('a message that fails comes again, alone', async () => {
  const silent = vi.spyOn(console, 'warn').mockReturnValue(undefined);
  const shop = await newShop(199_900);
  const ordered = await heldAndOrdered(shop);
  await env.TEST_ACQUIRER.getByName(shop.eventId).breakDownUntil(Date.now() + 60_000);
  const paymentId = ordered.payment?.url.split('/').at(-1) ?? '';
  const base = { version: 1, eventId: shop.eventId };
  const { ids, result } = deliver([
    { ...base, jobId: 'job_4', kind: 'ask-provider', orderId: ordered.orderId, provider: 'test', paymentId },
    { ...base, jobId: 'job_5', kind: 'tell-gate', seq: 1, tickets: [] },
  ]);
  const { explicitAcks, retryMessages } = await result;
  expect(explicitAcks).toEqual([ids[1]]);
  expect(retryMessages.map((message) => message.msgId)).toEqual([ids[0]]);
  silent.mockRestore();
});

it('one message that D1 refuses holds up no other of its batch', async () => {
  const silent = vi.spyOn(console, 'warn').mockReturnValue(undefined);
  const shop = await newShop(0);
  for (let nth = 0; nth < 3; nth++) await heldAndOrdered(shop);
  const rows = `from orders where event_id = '${shop.eventId}' order by created_at`;
  await until(
    () => env.DB.prepare(`select id ${rows}`).all(),
    ({ results }) => results.length === 3,
  );
  const { orders } = await env.EVENT_SALES.getByName(shop.eventId).exportOrders(null, null);
  const ids = orders.map(({ orderId }) => orderId);
  const projections = orders.map((order) => ({
    ...{ version: 1, eventId: shop.eventId, jobId: `message of ${order.orderId}`, kind: 'project-order', seq: 1 },
    order,
  }));
  await env.DB.prepare(`delete from orders where event_id = '${shop.eventId}'`).run();
  await env.DB.prepare(
    `create trigger poison before insert on orders when new.id = '${ids[1]}' begin select raise(abort, 'no'); end`,
  ).run();
  const { ids: messageIds, result } = deliver([
    ...projections,
    { version: 1, eventId: shop.eventId, jobId: 'job_6', kind: 'tell-gate', seq: 1, tickets: [] },
  ]);
  const { explicitAcks, retryMessages } = await result;
  await env.DB.prepare('drop trigger poison').run();
  expect(retryMessages.map((message) => message.msgId)).toEqual([messageIds[1]]);
  expect(explicitAcks.toSorted()).toEqual([messageIds[0], messageIds[2], messageIds[3]].toSorted());
  const { results } = await env.DB.prepare(`select id ${rows}`).all();
  expect(results.map((row) => row.id).toSorted()).toEqual([ids[0], ids[2]].toSorted());
  silent.mockRestore();
});

it('the outbox of a sale is worked off to the last message', async () => {
  const shop = await newShop(0);
  const ordered = await heldAndOrdered(shop, 2);
  const sales = env.EVENT_SALES.getByName(shop.eventId);
  await until(
    async () => (await sales.reconcile())?.messagesWaiting,
    (waiting) => waiting === 0,
  );
  const row = await env.DB.prepare('select status from orders where id = ?').bind(ordered.orderId).first();
  expect(row).toEqual({ status: 'paid' });
  const files = await env.FILES.list({ prefix: `tickets/${shop.eventId}/${ordered.orderId}/` });
  expect(files.objects).not.toHaveLength(0);
});

it('every kind of message the objects can send is understood', () => {
  const kinds = QueuedMessage.options.map((option) => option.shape.kind.value);
  // A record, so that the compiler asks for a new kind here; then this test asks for its schema.
  const sent: Record<OutboxMessage['kind'], true> = {
    'project-order': true,
    'project-channel': true,
    'deliver-order': true,
    'tell-buyer': true,
    'tell-gate': true,
    'name-types-at-gate': true,
    'finish-refund': true,
    'tell-log': true,
    'letter-failed': true,
    'ask-provider': true,
    'cancel-payment': true,
    'refund-payment': true,
  };
  expect(kinds.toSorted()).toEqual(Object.keys(sent).toSorted());
});
