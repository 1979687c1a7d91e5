import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { expect, it } from 'vitest';
import {
  actor,
  buy,
  hold,
  holdCommand,
  openOrder,
  passTime,
  placeHold,
  placeOrder,
  publishedEvent,
} from './published-event.fixture.ts';

const buyer = { name: 'Анна', email: 'anna@example.com' };

it('the same key and body place one hold, also after a restart', async () => {
  const at = await publishedEvent();
  const command = holdCommand(at, 2);
  const first = await placeHold(at.stub, command);
  await evictDurableObject(at.stub);
  const again = await placeHold(at.stub, command);
  expect(first).toMatchObject({ value: { replayed: false } });
  expect(again).toMatchObject({ value: { replayed: true } });
  if (first.ok && again.ok) expect(again.value.value).toEqual(first.value.value);
  expect(await at.stub.stock()).toMatchObject([{ held: 2 }]);
});

it('50 copies of one request at once place one hold', async () => {
  const at = await publishedEvent();
  const command = holdCommand(at, 1);
  const answers = await Promise.all(Array.from({ length: 50 }, () => placeHold(at.stub, command)));
  const ids = answers.map((one) => (one.ok ? one.value.value.holdId : one.code));
  expect(new Set(ids).size).toBe(1);
  expect(await at.stub.stock()).toMatchObject([{ held: 1 }]);
});

it('the same key with another body is refused', async () => {
  const at = await publishedEvent();
  const command = holdCommand(at);
  await placeHold(at.stub, command);
  expect(await placeHold(at.stub, { ...command, fingerprint: 'other' })).toMatchObject({
    code: 'idempotency-key-reused',
  });
});

it('two widgets may use the same idempotency key', async () => {
  const at = await publishedEvent();
  const command = holdCommand(at);
  await placeHold(at.stub, command);
  const other = await placeHold(at.stub, { ...command, widgetId: at.own.widgetId, fingerprint: 'other' });
  expect(other).toMatchObject({ value: { replayed: false } });
});

it('a refused hold is not recorded: the same key succeeds when there is stock again', async () => {
  const at = await publishedEvent({ types: [{ capacity: 1 }] });
  const { holdId } = await hold(at);
  const command = holdCommand(at);
  expect(await placeHold(at.stub, command)).toMatchObject({ code: 'sold-out' });
  await at.stub.releaseHold(holdId);
  expect(await placeHold(at.stub, command)).toMatchObject({ ok: true });
});

it('a refused order is recorded: a late copy of the request cannot succeed', async () => {
  const at = await publishedEvent({ types: [{ maxPerContact: 2 }] });
  const { holdId } = await hold(at, 3);
  const command = { holdId, key: 'order-key-order-key', fingerprint: 'f', buyer, locale: 'ru' as const };
  expect(await placeOrder(at.stub, command)).toMatchObject({ code: 'limit-exceeded', details: { max: 2 } });
  expect(await placeOrder(at.stub, { ...command, fingerprint: 'g' })).toMatchObject({ code: 'idempotency-key-reused' });
  await at.stub.publish(
    { ...at.snapshot, ticketTypes: at.snapshot.ticketTypes.map((type) => ({ ...type, maxPerContact: null })) },
    2,
  );
  expect(await placeOrder(at.stub, command)).toMatchObject({ code: 'limit-exceeded' });
  expect(await placeOrder(at.stub, { ...command, key: 'new-key-new-key-new' })).toMatchObject({ ok: true });
});

it('a repeated order returns the first result, also when it was paid meanwhile', async () => {
  const at = await publishedEvent();
  const { holdId } = await hold(at);
  const command = { holdId, key: 'order-key-order-key', fingerprint: 'f', buyer, locale: 'ru' as const };
  const first = await placeOrder(at.stub, command);
  if (!first.ok) throw new Error(first.code);
  const { orderId } = first.value.value;
  const recorded = await at.stub.recordPayment({
    orderId,
    attempt: 1,
    provider: 'test',
    paymentId: 'p1',
    url: 'https://pay.example/p1',
  });
  if (!recorded.ok) throw new Error(recorded.code);
  await at.stub.settlePayment({
    orderId,
    provider: 'test',
    paymentId: 'p1',
    outcome: 'succeeded',
    amountMinor: 199_900,
    currency: 'RUB',
  });
  const again = await placeOrder(at.stub, command);
  if (!again.ok) throw new Error(again.code);
  expect(again.value).toEqual({ value: { ...first.value.value, payment: recorded.value }, replayed: true });
});

it('no idempotency record is stored for an unknown hold', async () => {
  const at = await publishedEvent();
  const response = await placeOrder(at.stub, {
    holdId: 'hld_x',
    key: 'k'.repeat(16),
    fingerprint: 'f',
    buyer,
    locale: 'ru',
  });
  expect(response).toMatchObject({ code: 'not-found' });
  const kept = await runInDurableObject(at.stub, (_, state) =>
    state.storage.sql.exec('select * from answers').toArray(),
  );
  expect(kept).toEqual([]);
});

it('a repeated refund is one refund', async () => {
  const at = await publishedEvent();
  const order = await buy(at, 2);
  const command = {
    by: actor,
    orderId: order.orderId,
    key: 'refund-key-refund',
    fingerprint: 'f',
    ticketIds: null,
    reason: 'болезнь',
    evenIfAdmitted: false,
  };
  const first = await at.stub.refundOrder(command);
  const again = await at.stub.refundOrder(command);
  if (!first.ok || !again.ok) throw new Error('refused');
  expect(again.value).toEqual({ ...first.value, replayed: true });
  expect(await at.stub.refundOrder({ ...command, key: 'other-key-other-key' })).toMatchObject({
    code: 'ticket-not-refundable',
  });
});

it('idempotency records of holds are deleted when they expire, those of orders are kept', async () => {
  const at = await publishedEvent();
  await openOrder(at);
  await runInDurableObject(at.stub, (_, state) => {
    state.storage.sql.exec('update answers set keep_until = 1 where keep_until is not null');
    state.storage.sql.exec('update event set trimmed_at = 0');
  });
  await passTime(at, 0);
  await runInDurableObject(at.stub, (sales) => sales.alarm());
  const scopes = await runInDurableObject(at.stub, (_, state) =>
    state.storage.sql.exec<{ scope: string }>('select scope from answers').toArray(),
  );
  expect(scopes.map((row) => row.scope.split(':')[0])).toEqual(['order']);
});
