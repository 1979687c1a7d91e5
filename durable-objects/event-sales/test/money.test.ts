import { runInDurableObject } from 'cloudflare:test';
import { expect, it } from 'vitest';
import {
  actor,
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

const postings = async (at: PublishedEvent, n: number) =>
  ((await at.stub.ledger(null, null)).entries[n]?.postings ?? []).map((one) => [one.account, one.amount.amount]);

async function refund(at: PublishedEvent, orderId: string, ticketIds: string[] | null = null) {
  const response = await at.stub.refundOrder({
    by: actor,
    orderId,
    key: crypto.randomUUID(),
    fingerprint: 'f',
    ticketIds,
    reason: 'r',
    evenIfAdmitted: false,
  });
  return response;
}

async function ticketsOf(at: PublishedEvent, orderId: string) {
  return (await at.stub.order(orderId))?.view.tickets ?? [];
}

it('a refund takes the commission back to the kopeck, and the fee with it', async () => {
  const at = await publishedEvent({ deal: { serviceFeeMinor: 10_050 } });
  const order = await buy(at, 3);
  expect(order.totalMinor).toBe(3 * (199_900 + 10_050));
  const [first] = await ticketsOf(at, order.orderId);
  const asked = await refund(at, order.orderId, [first?.id ?? '']);
  if (!asked.ok) throw new Error(asked.code);
  expect(asked.value.value).toMatchObject({ status: 'requested', amount: { amount: 209_950 } });
  expect(await at.stub.stock()).toMatchObject([{ sold: 2 }]);
  expect((await at.stub.order(order.orderId))?.view).toMatchObject({ status: 'paid', refunded: { amount: 0 } });

  await at.stub.settleRefund(asked.value.value.refundId, 'sent');
  await at.stub.settleRefund(asked.value.value.refundId, 'confirmed');
  await at.stub.settleRefund(asked.value.value.refundId, 'confirmed');
  await at.stub.settleRefund(asked.value.value.refundId, 'failed');
  expect(await postings(at, 0)).toEqual([
    ['provider:test', -629_850],
    ['organizer', 519_759],
    ['distributor', 79_941],
    ['fees', 30_150],
  ]);
  expect(await postings(at, 1)).toEqual([
    ['provider:test', 209_950],
    ['organizer', -173_253],
    ['distributor', -26_647],
    ['fees', -10_050],
  ]);
  expect(await postings(at, 2)).toEqual([]);
  expect((await at.stub.order(order.orderId))?.view).toMatchObject({
    status: 'partly-refunded',
    refunded: { amount: 209_950 },
  });
  expect(await refund(at, order.orderId, [first?.id ?? ''])).toMatchObject({ code: 'ticket-not-refundable' });

  const rest = await refund(at, order.orderId);
  if (!rest.ok) throw new Error(rest.code);
  await at.stub.settleRefund(rest.value.value.refundId, 'confirmed');
  expect((await at.stub.order(order.orderId))?.view.status).toBe('refunded');
  const sums = new Map<string, number>();
  for (const entry of (await at.stub.ledger(null, null)).entries) {
    for (const { account, amount } of entry.postings) sums.set(account, (sums.get(account) ?? 0) + amount.amount);
  }
  expect([...sums.values()]).toEqual([0, 0, 0, 0]);
  expect(await at.stub.reconcile()).toMatchObject({ agrees: true });
});

it('a refund reverses the terms of the sale, not those of today', async () => {
  const at = await publishedEvent();
  const order = await buy(at);
  await at.stub.openChannel({ ...at.deal, termsVersion: 2, commissionBps: 5_000 }, 2);
  const asked = await refund(at, order.orderId);
  if (asked.ok) await at.stub.settleRefund(asked.value.value.refundId, 'confirmed');
  expect(await postings(at, 1)).toContainEqual(['distributor', -26_647]);
  await buy(at);
  expect(await postings(at, 2)).toContainEqual(['distributor', 99_950]);
});

it('an order is settled by the terms of its hold, although they changed before it was paid', async () => {
  const at = await publishedEvent();
  const order = await openOrder(at);
  await at.stub.openChannel({ ...at.deal, termsVersion: 2, commissionBps: 5_000, serviceFeeMinor: 1_000 }, 2);
  await at.stub.publish(
    { ...at.snapshot, ticketTypes: at.snapshot.ticketTypes.map((type) => ({ ...type, priceMinor: 1 })) },
    2,
  );
  expect(await reportPayment(at, order)).toMatchObject({ value: { status: 'paid' } });
  expect(await postings(at, 0)).toContainEqual(['distributor', 26_647]);
});

it('the tickets of a failed refund can be refunded again', async () => {
  const at = await publishedEvent();
  const order = await buy(at);
  const first = await refund(at, order.orderId);
  if (!first.ok) throw new Error(first.code);
  expect(await refund(at, order.orderId)).toMatchObject({ code: 'ticket-not-refundable' });
  await at.stub.settleRefund(first.value.value.refundId, 'failed');
  expect(await at.stub.reconcile()).toMatchObject({ agrees: true, failedRefunds: 1 });
  const second = await refund(at, order.orderId);
  if (!second.ok) throw new Error(second.code);
  await at.stub.settleRefund(second.value.value.refundId, 'confirmed');
  await at.stub.settleRefund(first.value.value.refundId, 'confirmed');
  expect((await at.stub.ledger(null, null)).entries).toHaveLength(2);
  expect((await at.stub.order(order.orderId))?.view).toMatchObject({
    status: 'refunded',
    refunded: { amount: 199_900 },
  });
  expect(await at.stub.stock()).toMatchObject([{ sold: 0 }]);
});

it('a refund of an unpaid order, or of a ticket of another order, is refused', async () => {
  const at = await publishedEvent();
  const open = await openOrder(at);
  const paid = await buy(at);
  const other = await buy(at);
  const [foreign] = await ticketsOf(at, other.orderId);
  expect(await refund(at, open.orderId)).toMatchObject({ code: 'order-not-paid' });
  expect(await refund(at, paid.orderId, [foreign?.id ?? ''])).toMatchObject({ code: 'ticket-not-refundable' });
  expect(await refund(at, 'ord_x')).toMatchObject({ code: 'not-found' });
  expect(await at.stub.settleRefund('rfd_x', 'confirmed')).toMatchObject({ code: 'not-found' });
});

it('the commission rises by steps counted per ticket, and the rate of a ticket type goes before them', async () => {
  const at = await publishedEvent({
    types: [{ priceMinor: 10_000 }, { priceMinor: 10_000 }],
    deal: {
      commissionBps: 1_000,
      commissionSteps: [
        { fromTicket: 2, commissionBps: 2_000 },
        { fromTicket: 4, commissionBps: 3_000 },
      ],
      commissionByType: [{ ticketTypeId: 'later', commissionBps: 500 }],
    },
  });
  await buy(at, 3);
  expect(await postings(at, 0)).toContainEqual(['distributor', 1_000 + 2_000 + 2_000]);
  await buy(at, 1);
  expect(await postings(at, 1)).toContainEqual(['distributor', 3_000]);
  const named = await publishedEvent({ types: [{ priceMinor: 10_000 }] });
  const byType = {
    ...named.deal,
    termsVersion: 2,
    commissionByType: [{ ticketTypeId: named.typeId(0), commissionBps: 500 }],
  };
  await named.stub.openChannel(byType, 2);
  await buy(named);
  expect(await postings(named, 0)).toContainEqual(['distributor', 500]);
});

it('cancelling the event refunds everybody and sells to nobody', async () => {
  const at = await publishedEvent({ types: [{}, { priceMinor: 0 }] });
  const paid = await buy(at, 2);
  const free = await openOrder(at, 1, { lines: [{ ticketTypeId: at.typeId(1), quantity: 1 }] });
  const given = await at.stub.issueTicket({
    by: actor,
    key: 'k'.repeat(16),
    fingerprint: 'f',
    ticketTypeId: at.typeId(0),
    holder: { name: 'Гость', email: 'guest@example.com' },
    locale: 'ru',
  });
  const open = await openOrder(at, 1);
  const { holdId } = await hold(at);
  await at.stub.publish({ ...at.snapshot, status: 'cancelled' }, 2);
  await runInDurableObject(at.stub, (sales) => sales.alarm());

  expect(await placeHold(at.stub, holdCommand(at))).toMatchObject({ code: 'event-cancelled' });
  expect(await at.stub.stock()).toMatchObject([
    { sold: 0, held: 0 },
    { sold: 0, held: 0 },
  ]);
  expect((await at.stub.order(open.orderId))?.view.status).toBe('cancelled');
  expect((await at.stub.order(free.orderId))?.view).toMatchObject({
    status: 'refunded',
    tickets: [{ status: 'void' }],
  });
  if (given.ok) expect(await at.stub.ticket(given.value.value.ticketId)).toMatchObject({ status: 'void', revision: 2 });
  const messages = (await pendingMessages(at)).map((message) => JSON.parse(message.body));
  const money = messages.find((message) => message.kind === 'refund-payment');
  expect(money).toMatchObject({ orderId: paid.orderId, amountMinor: 399_800 });
  expect(
    messages.filter((message) => message.kind === 'tell-buyer' && message.what === 'event-cancelled'),
  ).toHaveLength(3);
  await at.stub.settleRefund(money.refundId, 'confirmed');
  expect((await at.stub.order(paid.orderId))?.view.status).toBe('refunded');

  expect(await reportPayment(at, open)).toMatchObject({ value: { status: 'paid-late' } });
  expect(await at.stub.releaseHold(holdId)).toMatchObject({ ok: true });
  await at.stub.publish({ ...at.snapshot, status: 'published' }, 3);
  expect(await placeHold(at.stub, holdCommand(at))).toMatchObject({ code: 'event-cancelled' });
  expect(await at.stub.reconcile()).toMatchObject({ agrees: true });
});

it('an event is cancelled even when the same revision has a capacity below what is sold', async () => {
  const at = await publishedEvent();
  await buy(at, 2);
  const ticketTypes = at.snapshot.ticketTypes.map((type) => ({ ...type, capacity: 1 }));
  expect(await at.stub.publish({ ...at.snapshot, ticketTypes }, 2)).toMatchObject({ code: 'capacity-below-sold' });
  expect(await at.stub.publish({ ...at.snapshot, ticketTypes, status: 'cancelled' }, 2)).toMatchObject({ ok: true });
  expect(await at.stub.stock()).toMatchObject([{ sold: 0 }]);
  expect(await at.stub.reconcile()).toMatchObject({ agrees: true });
});

it('a party sees its own side of the ledger, page by page', async () => {
  const at = await publishedEvent({ types: [{ priceMinor: 100, capacity: 1_000 }] });
  const own = { widgetId: at.own.widgetId };
  for (let i = 0; i < 3; i += 1) await buy(at);
  await buy(at, 1, own);
  expect((await at.stub.ledger('pty_distributor', null)).entries).toHaveLength(3);
  expect((await at.stub.ledger('pty_stranger', null)).entries).toEqual([]);
  expect((await at.stub.ledger(null, null)).entries).toHaveLength(4);
  const [first] = (await at.stub.ledger(null, null)).entries;
  expect((await at.stub.ledger(null, first?.id ?? null)).entries).toHaveLength(3);
  expect(await at.stub.ledger(null, 'unknown')).toEqual({ entries: [], next: null });
});

it('the failed return of a second payment can be retried, once', async () => {
  const at = await publishedEvent();
  const order = await buy(at);
  const second = `pay_${order.orderId}_2`;
  await reportPayment(at, order, 'succeeded', second);
  const returned = await runInDurableObject(at.stub, (_, state) =>
    state.storage.sql.exec<{ refund_id: string }>("select refund_id from refunds where kind = 'duplicate'").one(),
  );
  const asked = {
    orderId: order.orderId,
    refundId: returned.refund_id,
    by: { userId: 'usr_o', role: 'organizer' },
  } as const;
  expect(await at.stub.retryRefund(asked)).toMatchObject({ code: 'refund-not-failed' });
  await at.stub.settleRefund(returned.refund_id, 'failed');
  expect(await at.stub.failedRefunds([returned.refund_id])).toMatchObject([
    { refundId: returned.refund_id, kind: 'duplicate' },
  ]);
  expect(await at.stub.retryRefund({ ...asked, orderId: 'ord_of_another' })).toMatchObject({ code: 'not-found' });
  const again = await at.stub.retryRefund(asked);
  expect(await at.stub.retryRefund(asked)).toEqual(again);
  expect(await at.stub.failedRefunds([returned.refund_id])).toEqual([]);
  expect((await pendingMessages(at)).filter((message) => message.job_id.startsWith('refund'))).toHaveLength(2);
});

it('a promo code lowers the price, counts its uses and gives them back', async () => {
  const promo = { maxUses: 1, fromMs: null, toMs: null, ticketTypeIds: null };
  const at = await publishedEvent({
    types: [{ priceMinor: 1_001 }],
    event: {
      promoCodes: [
        { ...promo, code: 'Весна', discount: { kind: 'percent', bps: 5_000 } },
        { ...promo, code: 'ALL', discount: { kind: 'amount', amountMinor: 999_999 } },
      ],
    },
  });
  const first = await hold(at, 3, { promoCode: ' весна' });
  expect(first).toMatchObject({ total: { amount: 1_502 }, lines: [{ discount: { amount: 1_501 } }] });
  expect(await placeHold(at.stub, holdCommand(at, 1, { promoCode: 'ВЕСНА' }))).toMatchObject({
    code: 'promo-code-used-up',
  });
  expect(await placeHold(at.stub, holdCommand(at, 1, { promoCode: 'лето' }))).toMatchObject({
    code: 'promo-code-unknown',
  });
  await at.stub.releaseHold(first.holdId);
  const order = await buy(at, 3, { promoCode: 'весна' });
  expect(order.totalMinor).toBe(1_502);
  const free = await openOrder(at, 2, { promoCode: 'all' });
  expect(free).toMatchObject({ status: 'paid', totalMinor: 0 });
  expect(await at.stub.reconcile()).toMatchObject({ agrees: true });
});

it('a use of a promo code is counted when the event is published in the same group, and given back when the code is retired', async () => {
  const terms = { maxUses: 2, fromMs: null, toMs: null, ticketTypeIds: null };
  const code = { ...terms, code: 'A', discount: { kind: 'percent' as const, bps: 5_000 } };
  const at = await publishedEvent({ event: { promoCodes: [code] } });
  const [placed] = await Promise.all([
    placeHold(at.stub, holdCommand(at, 1, { promoCode: 'a' })),
    at.stub.publish({ ...at.snapshot, holdMinutes: 9 }, 2),
  ]);
  expect(await at.stub.promoUses()).toEqual([{ code: 'A', used: 1 }]);
  await at.stub.publish({ ...at.snapshot, promoCodes: [] }, 3);
  await at.stub.releaseHold(placed.ok ? placed.value.value.holdId : '');
  await at.stub.publish(at.snapshot, 4);
  expect(await at.stub.promoUses()).toEqual([{ code: 'A', used: 0 }]);
});

it('a promo code that lowers nothing is refused, so that no use is spent', async () => {
  const terms = { maxUses: 1, fromMs: null, toMs: null, code: 'B', discount: { kind: 'percent' as const, bps: 5_000 } };
  const at = await publishedEvent({ event: { promoCodes: [{ ...terms, ticketTypeIds: ['tty_other'] }] } });
  expect(await placeHold(at.stub, holdCommand(at, 1, { promoCode: 'B' }))).toMatchObject({
    code: 'promo-code-not-applicable',
  });
  expect(await at.stub.promoUses()).toEqual([{ code: 'B', used: 0 }]);
});

it('one contact never takes more than the purchase limit over all orders', async () => {
  const at = await publishedEvent({ types: [{ maxPerContact: 3 }] });
  const order = async (quantity: number, email: string) => {
    const { holdId } = await hold(at, quantity);
    return placeOrder(at.stub, {
      holdId,
      key: crypto.randomUUID(),
      fingerprint: 'f',
      buyer: { name: 'Анна', email },
      locale: 'ru',
    });
  };
  const first = await order(2, 'Anna@example.com');
  expect(first).toMatchObject({ ok: true });
  expect(await order(2, 'anna@EXAMPLE.com')).toMatchObject({ code: 'limit-exceeded', details: { max: 3, taken: 2 } });
  expect(await order(2, 'other@example.com')).toMatchObject({ ok: true });
  if (first.ok) await at.stub.cancelOrder(first.value.value.orderId);
  expect(await order(2, 'anna@example.com')).toMatchObject({ ok: true });
});
