import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { expect, it, vi } from 'vitest';
import {
  actor,
  buy,
  openOrder,
  type PublishedEvent,
  pendingMessages,
  publishedEvent,
  queue,
  reportPayment,
  sentMessagesOf,
} from './published-event.fixture.ts';

const ring = (at: PublishedEvent) => runInDurableObject(at.stub, (sales) => sales.alarm());

async function makeDue(at: PublishedEvent): Promise<void> {
  await runInDurableObject(at.stub, (_, state) => {
    state.storage.sql.exec('update outbox set due_at = 0');
  });
  await evictDurableObject(at.stub);
}

it('sends each message with the whole state at the moment of sending', async () => {
  const at = await publishedEvent();
  const order = await buy(at, 2);
  await ring(at);
  const sent = sentMessagesOf(at).filter((message) => message.kind !== 'project-channel');
  expect(sent.map((message) => message.kind).sort()).toEqual(['deliver-order', 'project-order', 'tell-gate']);
  const projected = sent.find((message) => message.kind === 'project-order');
  expect(projected).toMatchObject({
    version: 1,
    order: {
      orderId: order.orderId,
      status: 'paid',
      organizerId: 'pty_organizer',
      distributorId: 'pty_distributor',
      totalMinor: 399_800,
      faceMinor: 399_800,
      commissionMinor: 53_294,
      tickets: [{ status: 'valid', faceMinor: 199_900 }, { status: 'valid' }],
    },
  });
  if (projected?.kind === 'project-order') {
    expect(projected.order.entries[0]?.postings.map((one) => one.amountMinor)).toEqual([-399_800, 346_506, 53_294]);
  }
  expect(sent.find((message) => message.kind === 'tell-gate')).toMatchObject({ tickets: [{ status: 'valid' }, {}] });
});

it('a message that the queue lost is sent again until it is done', async () => {
  const at = await publishedEvent();
  await buy(at);
  await ring(at);
  const before = sentMessagesOf(at).length;
  await ring(at);
  expect(sentMessagesOf(at)).toHaveLength(before);

  await makeDue(at);
  await ring(at);
  expect(sentMessagesOf(at)).toHaveLength(before * 2);
  const leases = (await pendingMessages(at)).map((message) => message.due_at - Date.now());
  // The second lease is twice the first, with jitter.
  for (const lease of leases) expect(lease).toBeGreaterThan(20_000);

  await at.stub.done(sentMessagesOf(at).map((message) => message.jobId));
  await at.stub.done(sentMessagesOf(at).map((message) => message.jobId));
  expect(await pendingMessages(at)).toEqual([]);
  await makeDue(at);
  await ring(at);
  expect(sentMessagesOf(at)).toHaveLength(before * 2);
});

it('messages of a failed sending stay in the outbox and the alarm is armed again', async () => {
  const at = await publishedEvent();
  await buy(at);
  await makeDue(at);
  queue.mockRejectedValueOnce(new Error('the queue is away'));
  await ring(at);
  const messages = await pendingMessages(at);
  expect(messages.length).toBeGreaterThan(0);
  // While the platform's own alarm runs, none is set.
  await vi.waitFor(async () => {
    expect(await runInDurableObject(at.stub, (_, state) => state.storage.getAlarm())).toBeGreaterThan(Date.now());
  }, 60_000);
});

it('an alarm that fails arms the next one after a pause', async () => {
  const at = await publishedEvent();
  await buy(at);
  const plant = (text: string) => runInDurableObject(at.stub, (_, state) => state.storage.sql.exec(text).toArray());
  await plant('update outbox set due_at = 1, sends = 0');
  await plant('create trigger planted before update on outbox begin select raise(abort, "planted"); end');
  await evictDurableObject(at.stub);
  await ring(at);
  await vi.waitFor(async () => {
    const armed = await runInDurableObject(at.stub, (_, state) => state.storage.getAlarm());
    expect(armed).toBeGreaterThan(Date.now() + 200);
  }, 60_000);
  await plant('drop trigger planted');
  await ring(at);
  expect(sentMessagesOf(at).length).toBeGreaterThan(0);
});

it('done for an older message does not delete the newer one that replaced it', async () => {
  const at = await publishedEvent();
  const order = await buy(at);
  await ring(at);
  const old = sentMessagesOf(at).filter((message) => message.kind === 'project-order');
  await at.stub.refundOrder({
    by: actor,
    orderId: order.orderId,
    key: 'k'.repeat(16),
    fingerprint: 'f',
    ticketIds: null,
    reason: 'r',
    evenIfAdmitted: false,
  });
  await at.stub.done(old.map((message) => message.jobId));
  expect((await pendingMessages(at)).some((message) => message.body.includes('project-order'))).toBe(true);
});

it('an audit entry is in the outbox from its action on, and keeps one id over all sendings', async () => {
  const at = await publishedEvent();
  const order = await buy(at);
  const key = 'k'.repeat(16);
  const command = {
    by: actor,
    orderId: order.orderId,
    key,
    fingerprint: 'f',
    ticketIds: null,
    reason: 'r',
    evenIfAdmitted: false,
  };
  await at.stub.refundOrder(command);
  await at.stub.refundOrder(command);
  // Nothing was sent yet and the object forgets all it had in memory.
  await evictDurableObject(at.stub);
  const waiting = (await pendingMessages(at)).filter((message) => message.body.includes('tell-log'));
  expect(waiting).toHaveLength(1);
  await ring(at);
  await makeDue(at);
  await ring(at);
  const told = sentMessagesOf(at).filter((message) => message.kind === 'tell-log');
  expect(told.length).toBeGreaterThan(1);
  expect(new Set(told.map((message) => JSON.stringify([message.deedId, message.atMs, message.jobId]))).size).toBe(1);
  expect(told[0]).toMatchObject({ what: 'refund-asked', by: actor, subjectId: order.orderId, amountMinor: 199_900 });
});

it('done ignores message ids that were never sent', async () => {
  const at = await publishedEvent();
  await buy(at);
  const before = (await pendingMessages(at)).length;
  await at.stub.done(['', '.', 'x', 'project-order.ord_x.1', '.NaN', `${'x'.repeat(1000)}.1`]);
  expect(await pendingMessages(at)).toHaveLength(before);
});

async function plantLetters(at: PublishedEvent, lane: 'facts' | 'letters'): Promise<void> {
  await runInDurableObject(at.stub, (_, state) => {
    for (let i = 0; i < 700; i += 1) {
      state.storage.sql.exec(
        'insert into outbox (job_id, seq, body, sends, due_at, lane) values (?, ?, ?, 0, 0, ?)',
        `tell-buyer.ord_${i}.refunded`,
        10_000 + i,
        JSON.stringify({ kind: 'tell-buyer', orderId: `ord_${i}`, what: 'refunded' }),
        lane,
      );
    }
  });
  await evictDurableObject(at.stub);
}

it.each([
  ['facts', 300],
  ['letters', 60],
] as const)('keeps a bounded number of messages in flight on the lane %s', async (lane, most) => {
  const at = await publishedEvent();
  await plantLetters(at, lane);
  await ring(at);
  const flying = () => sentMessagesOf(at).filter((message) => message.kind === 'tell-buyer');
  expect(flying()).toHaveLength(most);
  await at.stub.done(flying().map((message) => message.jobId));
  await ring(at);
  expect(new Set(flying().map((message) => message.jobId)).size).toBe(2 * most);
});

it('letters that no consumer takes do not hold up the lane facts', async () => {
  const at = await publishedEvent();
  await plantLetters(at, 'letters');
  await ring(at);
  const order = await buy(at);
  await ring(at);
  const told = sentMessagesOf(at).filter((message) => 'orderId' in message && message.orderId === order.orderId);
  expect(told.map((message) => message.kind)).not.toContain('deliver-order');
  expect(
    sentMessagesOf(at).some((message) => message.kind === 'project-order' && message.order.orderId === order.orderId),
  ).toBe(true);
});

it('a command that throws is rolled back alone, and the object goes on selling', async () => {
  const at = await publishedEvent();
  const broken = await buy(at);
  // The ledger refuses to be written, late in the transaction of a sale.
  await runInDurableObject(at.stub, (_, state) => {
    state.storage.sql.exec(
      'create trigger planted before insert on entries when new.at > 0 begin select raise(abort, "planted"); end',
    );
  });
  const order = await openOrder(at, 2);
  // In this order, so that memory not read again after the roll back would count the refund twice.
  const [refunded, failed] = await Promise.allSettled([
    at.stub.refundOrder({
      by: actor,
      orderId: broken.orderId,
      key: 'k'.repeat(16),
      fingerprint: 'f',
      ticketIds: null,
      reason: 'r',
      evenIfAdmitted: false,
    }),
    reportPayment(at, order),
  ]);
  expect(failed.status).toBe('rejected');
  expect(refunded).toMatchObject({ status: 'fulfilled', value: { ok: true } });
  expect((await at.stub.order(order.orderId))?.view).toMatchObject({ status: 'open', tickets: [] });
  expect(await at.stub.stock()).toMatchObject([{ held: 2, sold: 0 }]);
  expect(await at.stub.reconcile()).toMatchObject({ agrees: true });

  await runInDurableObject(at.stub, (_, state) => state.storage.sql.exec('drop trigger planted').toArray());
  expect(await reportPayment(at, order)).toMatchObject({ value: { status: 'paid' } });
  expect(await at.stub.reconcile()).toMatchObject({ agrees: true });
});
