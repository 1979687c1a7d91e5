import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, it, vi } from 'vitest';
import {
  buy,
  hold,
  holdCommand,
  openOrder,
  type PublishedEvent,
  passTime,
  pendingMessages,
  placeHold,
  placeOrder,
  publishedEvent,
  recordPayment,
  reportPayment,
} from './published-event.fixture.ts';

const minute = 60_000;

async function kindsOf(at: PublishedEvent, orderId: string): Promise<string[]> {
  const messages = await pendingMessages(at);
  return messages.filter((message) => message.body.includes(orderId)).map((message) => JSON.parse(message.body).kind);
}

async function agree(at: PublishedEvent) {
  expect(await at.stub.reconcile()).toMatchObject({ agrees: true });
}

it('an expired hold returns its stock by the alarm', async () => {
  const at = await publishedEvent({ types: [{ capacity: 2 }] });
  await hold(at, 2);
  await passTime(at, 11 * minute);
  await runInDurableObject(at.stub, (sales) => sales.alarm());
  expect(await at.stub.stock()).toMatchObject([{ held: 0, available: 2 }]);
  await agree(at);
});

it('an expired hold returns its stock to the next buyer without any alarm', async () => {
  const at = await publishedEvent({ types: [{ capacity: 1 }] });
  const { holdId } = await hold(at);
  await passTime(at, 11 * minute);
  expect(await placeHold(at.stub, holdCommand(at))).toMatchObject({ ok: true });
  expect(
    await placeOrder(at.stub, {
      holdId,
      key: 'late-buyer-late-buyer',
      fingerprint: 'f',
      buyer: { name: 'Анна', email: 'anna@example.com' },
      locale: 'ru',
    }),
  ).toMatchObject({ ok: false, code: 'hold-expired' });
  await agree(at);
});

it('a released hold returns its stock and is deleted at once, and releasing it again changes nothing', async () => {
  const at = await publishedEvent({ types: [{ capacity: 3 }] });
  const { holdId } = await hold(at, 3);
  expect(await at.stub.releaseHold(holdId)).toMatchObject({ ok: true });
  expect(await at.stub.releaseHold(holdId)).toMatchObject({ code: 'not-found' });
  expect(await at.stub.stock()).toMatchObject([{ held: 0, available: 3 }]);
  expect(await at.stub.releaseHold(`${holdId}x`)).toMatchObject({ code: 'not-found' });
});

it('an ordered hold can be neither released nor ordered again', async () => {
  const at = await publishedEvent();
  const order = await openOrder(at);
  expect(await at.stub.releaseHold(order.holdId)).toMatchObject({ code: 'not-found' });
  const again = await placeOrder(at.stub, {
    holdId: order.holdId,
    key: 'another-key-another',
    fingerprint: 'f',
    buyer: { name: 'Б', email: 'b@example.com' },
    locale: 'en',
  });
  expect(again).toMatchObject({ code: 'hold-expired' });
  await agree(at);
});

it('the provider is asked before a hold with an open payment expires, and the hold waits for the reply', async () => {
  const at = await publishedEvent({ types: [{ capacity: 1 }] });
  const order = await openOrder(at);
  await recordPayment(at, order.orderId);
  await passTime(at, 11 * minute);
  expect(await at.stub.stock()).toMatchObject([{ held: 1, available: 0 }]);
  expect(await kindsOf(at, order.orderId)).toEqual(['ask-provider']);

  await passTime(at, 6 * minute);
  expect(await at.stub.stock()).toMatchObject([{ held: 0, available: 1 }]);
  expect(await kindsOf(at, order.orderId)).toEqual(['ask-provider', 'cancel-payment']);
  expect((await at.stub.order(order.orderId))?.view.status).toBe('expired');
  await agree(at);
});

it('a payment that succeeds while the provider is asked is not late', async () => {
  const at = await publishedEvent({ types: [{ capacity: 1 }] });
  const order = await openOrder(at);
  await recordPayment(at, order.orderId);
  await passTime(at, 11 * minute);
  await at.stub.stock();
  expect(await reportPayment(at, order)).toMatchObject({ value: { status: 'paid', paidLate: false } });
  await agree(at);
});

it('a hold that waits for the provider ends at once when the payment failed', async () => {
  const at = await publishedEvent({ types: [{ capacity: 1 }] });
  const order = await openOrder(at);
  await recordPayment(at, order.orderId);
  await passTime(at, 11 * minute);
  await at.stub.stock();
  expect(await reportPayment(at, order, 'failed')).toMatchObject({ value: { status: 'expired' } });
  expect(await at.stub.stock()).toMatchObject([{ held: 0, available: 1 }]);
  await agree(at);
});

it('a late payment takes stock again when there is some', async () => {
  const at = await publishedEvent({ types: [{ capacity: 1 }] });
  const order = await openOrder(at);
  await passTime(at, 11 * minute);
  expect(await at.stub.stock()).toMatchObject([{ available: 1 }]);
  expect(await reportPayment(at, order)).toMatchObject({ value: { status: 'paid', paidLate: true } });
  expect(await at.stub.stock()).toMatchObject([{ sold: 1, held: 0, available: 0 }]);
  expect((await at.stub.order(order.orderId))?.view.tickets).toHaveLength(1);
  await agree(at);
});

it('a late payment is returned when the tickets are gone', async () => {
  const at = await publishedEvent({ types: [{ capacity: 1 }] });
  const order = await openOrder(at);
  await passTime(at, 11 * minute);
  await buy(at);
  expect(await reportPayment(at, order)).toMatchObject({ value: { status: 'paid-late', paidLate: true } });
  expect(await reportPayment(at, order)).toMatchObject({ value: { status: 'paid-late', paidLate: true } });
  expect((await kindsOf(at, order.orderId)).sort()).toEqual(['project-order', 'refund-payment', 'tell-buyer']);

  const message = (await pendingMessages(at))
    .map((row) => JSON.parse(row.body))
    .find((body) => body.kind === 'refund-payment');
  expect(message).toMatchObject({ orderId: order.orderId, amountMinor: 199_900 });
  expect(await at.stub.settleRefund(message.refundId, 'confirmed')).toMatchObject({ value: { status: 'confirmed' } });
  expect((await at.stub.order(order.orderId))?.view).toMatchObject({
    status: 'refunded',
    refunded: { amount: 199_900 },
    tickets: [],
  });
  // It was never a sale, so the ledger knows only the other one.
  expect((await at.stub.ledger(null, null)).entries).toHaveLength(1);
  await agree(at);
});

it('a payment of an order that the buyer cancelled is returned', async () => {
  const at = await publishedEvent();
  const order = await openOrder(at);
  await recordPayment(at, order.orderId);
  expect(await at.stub.cancelOrder(order.orderId)).toMatchObject({ value: { status: 'cancelled' } });
  expect(await at.stub.cancelOrder(order.orderId)).toMatchObject({ value: { status: 'cancelled' } });
  expect(await at.stub.stock()).toMatchObject([{ held: 0 }]);
  expect(await kindsOf(at, order.orderId)).toEqual(['cancel-payment']);
  expect(await reportPayment(at, order)).toMatchObject({ value: { status: 'paid-late' } });
  expect(await at.stub.cancelOrder(order.orderId)).toMatchObject({ code: 'order-not-open' });
  await agree(at);
});

it('a paid order is not changed by repeated or later reports of its payment', async () => {
  const at = await publishedEvent();
  const order = await buy(at, 2);
  await evictDurableObject(at.stub);
  expect(await reportPayment(at, order)).toMatchObject({ value: { status: 'paid' } });
  expect(await reportPayment(at, order, 'failed')).toMatchObject({ value: { status: 'paid' } });
  expect(await reportPayment(at, order, 'pending')).toMatchObject({ value: { status: 'paid' } });
  expect((await at.stub.order(order.orderId))?.view.tickets).toHaveLength(2);
  expect((await at.stub.ledger(null, null)).entries).toHaveLength(1);
  await agree(at);
});

it('a second payment of a paid order is returned, once', async () => {
  const at = await publishedEvent();
  const order = await buy(at);
  expect(await reportPayment(at, order, 'succeeded', 'pay_second')).toMatchObject({ value: { status: 'paid' } });
  await reportPayment(at, order, 'succeeded', 'pay_second');
  const refunds = (await pendingMessages(at)).filter((message) => message.body.includes('refund-payment'));
  expect(refunds).toHaveLength(1);
  const { refundId, paymentId } = JSON.parse(refunds[0]?.body ?? '{}');
  expect(paymentId).toBe('pay_second');
  await at.stub.settleRefund(refundId, 'confirmed');
  expect((await at.stub.order(order.orderId))?.view).toMatchObject({ status: 'paid', refunded: { amount: 0 } });
  await agree(at);
});

it('refuses a payment of another amount, currency or order', async () => {
  const at = await publishedEvent();
  const order = await openOrder(at);
  const other = await buy(at);
  expect(await reportPayment(at, { ...order, totalMinor: 1 })).toMatchObject({ code: 'payment-mismatch' });
  expect(await reportPayment(at, order, 'succeeded', other.paymentId)).toMatchObject({ code: 'payment-mismatch' });
  const inEuro = { orderId: order.orderId, provider: 'test', paymentId: 'p', outcome: 'succeeded' as const };
  expect(await at.stub.settlePayment({ ...inEuro, amountMinor: order.totalMinor, currency: 'EUR' })).toMatchObject({
    code: 'payment-mismatch',
  });
  expect((await at.stub.order(order.orderId))?.view.status).toBe('open');
});

it('lets the buyer try again after a failed payment', async () => {
  const at = await publishedEvent();
  const order = await openOrder(at);
  await recordPayment(at, order.orderId);
  expect(await reportPayment(at, order, 'failed')).toMatchObject({ value: { status: 'open' } });
  await reportPayment(at, order, 'failed');
  expect((await at.stub.order(order.orderId))?.payment).toMatchObject({ attempt: 2, url: null });
  const { recorded, paymentId } = await recordPayment(at, order.orderId, 2);
  expect(recorded).toMatchObject({ value: { attempt: 2, paymentId } });
  expect(await reportPayment(at, order, 'succeeded', paymentId)).toMatchObject({ value: { status: 'paid' } });
});

it('the first payment recorded for an attempt counts, and the second is cancelled', async () => {
  const at = await publishedEvent();
  const order = await openOrder(at);
  const { paymentId } = await recordPayment(at, order.orderId);
  const second = await at.stub.recordPayment({
    orderId: order.orderId,
    attempt: 1,
    provider: 'test',
    paymentId: 'aaa',
    url: 'https://pay.example/aaa',
  });
  expect(second).toMatchObject({ value: { paymentId } });
  expect(await kindsOf(at, order.orderId)).toEqual(['cancel-payment']);
});

it('a webhook that arrives before its payment is recorded settles the order', async () => {
  const at = await publishedEvent();
  const order = await openOrder(at);
  expect(await reportPayment(at, order)).toMatchObject({ value: { status: 'paid' } });
  const { recorded } = await recordPayment(at, order.orderId);
  expect(recorded).toMatchObject({ ok: true, value: null });
  expect(await kindsOf(at, order.orderId)).not.toContain('cancel-payment');
});

it('a hold outside the sale window or the limits of an order is refused', async () => {
  const at = await publishedEvent({
    types: [
      { salesFromMs: Date.now() + minute },
      { salesToMs: Date.now() - minute },
      { minPerOrder: 2, maxPerOrder: 3 },
    ],
  });
  const lines = (i: number, quantity: number) => ({ lines: [{ ticketTypeId: at.typeId(i), quantity }] });
  expect(await placeHold(at.stub, holdCommand(at, 1, lines(0, 1)))).toMatchObject({ code: 'not-on-sale' });
  expect(await placeHold(at.stub, holdCommand(at, 1, lines(1, 1)))).toMatchObject({ code: 'not-on-sale' });
  expect(await placeHold(at.stub, holdCommand(at, 1, lines(2, 1)))).toMatchObject({ code: 'limit-exceeded' });
  expect(await placeHold(at.stub, holdCommand(at, 1, lines(2, 4)))).toMatchObject({ code: 'limit-exceeded' });
  expect(await placeHold(at.stub, holdCommand(at, 1, lines(2, 3)))).toMatchObject({ ok: true });
  expect((await at.stub.widgetView(at.deal.widgetId))?.ticketTypes.map((type) => type.availability)).toEqual([
    'not-yet',
    'ended',
    'available',
  ]);
});

it('an order can not be opened on a hold past its end, however many holds wait to be ended', async () => {
  const at = await publishedEvent();
  const { holdId } = await hold(at);
  await runInDurableObject(at.stub, (_, state) => {
    for (let i = 0; i < 1_000; i += 1) {
      state.storage.sql.exec(
        `insert into holds select 'hld_old_' || ?, widget_id, terms_version, status, '[]', currency, total_minor, null, 1, 1, 1,
           0, null, null, null from holds where hold_id = ?`,
        i,
        holdId,
      );
    }
  });
  await passTime(at, 11 * minute);
  const buyer = { name: 'Анна', email: 'anna@example.com' };
  const key = 'k'.repeat(16);
  expect(await placeOrder(at.stub, { holdId, key, fingerprint: 'f', buyer, locale: 'ru' })).toMatchObject({
    code: 'hold-expired',
  });
});

it('the object arms its alarm again after a restart', async () => {
  const at = await publishedEvent();
  await hold(at);
  const armed = () => runInDurableObject(at.stub, (_, state) => state.storage.getAlarm());
  // An alarm under way would arm at its end, and the start would look as if it had: it must be over first.
  await at.stub.done((await pendingMessages(at)).map((message) => `${message.job_id}.${message.seq}`));
  await vi.waitFor(async () => expect(await armed()).toBeGreaterThan(Date.now() + 1_000), 60_000);
  await runInDurableObject(at.stub, (_, state) => state.storage.deleteAlarm());
  await evictDurableObject(at.stub);
  await at.stub.stock();
  await vi.waitFor(async () => expect(await armed()).not.toBeNull(), 60_000);
  expect(await runDurableObjectAlarm(at.stub)).toBe(true);
});

it('a clock that jumps back prolongs no hold, and one that jumps ahead sells from no ended hold', async () => {
  const at = await publishedEvent({ types: [{ capacity: 2 }] });
  const realNow = Date.now.bind(Date);
  const clock = vi.spyOn(Date, 'now');
  try {
    const mine = await hold(at, 2);
    // Back: the hold is still there, its end is the one that was told, and nobody else gets its tickets.
    clock.mockImplementation(() => realNow() - 3_600_000);
    expect(await at.stub.stock()).toMatchObject([{ held: 2, available: 0 }]);
    expect((await placeHold(at.stub, holdCommand(at))).ok).toBe(false);
    // Ahead, past every hold: it has ended for its buyer and for the stock alike.
    clock.mockImplementation(() => realNow() + 24 * 3_600_000);
    const order = { holdId: mine.holdId, key: crypto.randomUUID(), fingerprint: 'f', locale: 'ru' } as const;
    const [opened] = await at.stub.openOrders([{ ...order, buyer: { name: 'Анна', email: 'a@example.org' } }]);
    expect(opened).toMatchObject({ result: { ok: false, code: 'hold-expired' } });
    expect(await at.stub.stock()).toMatchObject([{ held: 0, available: 2 }]);
    // And back again: what has ended stays ended.
    clock.mockRestore();
    expect(await at.stub.stock()).toMatchObject([{ held: 0, available: 2 }]);
    expect(await at.stub.reconcile()).toMatchObject({ agrees: true });
  } finally {
    clock.mockRestore();
  }
});

const once = {
  code: 'ONCE',
  discount: { kind: 'percent' as const, bps: 1_000 },
  maxUses: 1,
  fromMs: null,
  toMs: null,
  ticketTypeIds: null,
};

it('a promo code with one use is used once, although four late payments have it', async () => {
  const at = await publishedEvent({ types: [{ capacity: 10 }], event: { promoCodes: [once] } });
  const orders = [];
  for (let i = 0; i < 4; i++) {
    orders.push(await openOrder(at, 1, { promoCode: 'ONCE' }));
    await passTime(at, 16 * minute);
    expect(await at.stub.promoUses()).toEqual([{ code: 'ONCE', used: 0 }]);
  }
  const statuses = [];
  for (const order of orders) {
    const settled = await reportPayment(at, order);
    statuses.push(settled.ok && settled.value.status);
  }
  expect(statuses).toEqual(['paid', 'paid-late', 'paid-late', 'paid-late']);
  expect(await at.stub.promoUses()).toEqual([{ code: 'ONCE', used: 1 }]);
  for (const { orderId } of orders.slice(1))
    expect((await kindsOf(at, orderId)).sort()).toEqual(['project-order', 'refund-payment', 'tell-buyer']);
  await agree(at);
});

it('a late payment is returned when its promo code has expired or its channel is closed', async () => {
  const at = await publishedEvent({ types: [{ capacity: 10 }], event: { promoCodes: [once] } });
  const withCode = await openOrder(at, 1, { promoCode: 'ONCE' });
  const plain = await openOrder(at);
  await passTime(at, 16 * minute);
  expect(await at.stub.stock()).toMatchObject([{ held: 0 }]);
  await at.stub.publish({ ...at.snapshot, promoCodes: [{ ...once, toMs: Date.now() }] }, 2);
  expect(await reportPayment(at, withCode)).toMatchObject({ value: { status: 'paid-late' } });
  await at.stub.closeChannel(at.deal.widgetId, at.deal.dealId);
  expect(await reportPayment(at, plain)).toMatchObject({ value: { status: 'paid-late' } });
  expect(await at.stub.stock()).toMatchObject([{ held: 0, sold: 0 }]);
  await agree(at);
});

it('a total above the limit, from an old price, is refused at the hold and at the order', async () => {
  const at = await publishedEvent({ types: [{ priceMinor: 1_000_000_000_000 }] });
  expect(await placeHold(at.stub, holdCommand(at, 2))).toEqual({ ok: false, code: 'total-too-large' });
  const { holdId } = await hold(at);
  await runInDurableObject(at.stub, (_, state) => {
    state.storage.sql.exec('update holds set total_minor = 2000000000000 where hold_id = ?', holdId);
  });
  const buyer = { name: 'Анна', email: 'anna@example.com' };
  const command = { holdId, key: 'too-large-too-large', fingerprint: 'f', buyer, locale: 'ru' as const };
  expect(await placeOrder(at.stub, command)).toEqual({ ok: false, code: 'total-too-large' });
  await runInDurableObject(at.stub, (_, state) => {
    expect(state.storage.sql.exec('select * from orders').toArray()).toEqual([]);
  });
});

it('an object that starts after the clock ran two hours ahead waits for none of the times stored then', async () => {
  const at = await publishedEvent({ types: [{ capacity: 3 }] });
  const realNow = Date.now.bind(Date);
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => realNow() + 2 * 3_600_000);
  const order = await buy(at);
  await hold(at, 2);
  await at.stub.resendTickets(order.orderId);
  clock.mockRestore();
  await evictDurableObject(at.stub);

  expect(await at.stub.stock()).toMatchObject([{ held: 2, available: 0 }]);
  for (const message of await pendingMessages(at)) expect(message.due_at).toBeLessThanOrEqual(realNow() + 20 * 60_000);
  const ends = await runInDurableObject(at.stub, (_, state) =>
    state.storage.sql.exec<{ ends_at: number }>("select ends_at from holds where status = 'placed'").one(),
  );
  expect(ends.ends_at).toBeLessThanOrEqual(realNow() + 70 * 60_000);
  expect(await at.stub.resendTickets(order.orderId)).toMatchObject({ ok: true });
});

it('an object whose clock is ahead of its caller’s restarts and keeps everything', async () => {
  const at = await publishedEvent({ types: [{ capacity: 3 }] });
  await hold(at, 2);
  await at.stub.tellTime(Date.now());
  expect(await at.stub.stock()).toMatchObject([{ held: 2 }]);
  // Not by `rejects`: it asks the answer of a broken object twice, and nobody hears the second refusal.
  const refusal: unknown = await at.stub.tellTime(Date.now() - 600_000).then(
    () => null,
    (error: unknown) => error,
  );
  expect(String(refusal)).toContain('the clock was set back');
  expect(await env.EVENT_SALES.getByName(at.eventId).stock()).toMatchObject([{ held: 2, available: 1 }]);
});
