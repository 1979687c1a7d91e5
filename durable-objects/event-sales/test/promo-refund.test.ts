// A refund of a whole order gives the use of its promo code back, once.

import { evictDurableObject } from 'cloudflare:test';
import { expect, it } from 'vitest';
import type { PromoTerms } from '#core/promo.ts';
import {
  actor,
  buy,
  holdCommand,
  openOrder,
  type PublishedEvent,
  passTime,
  placeHold,
  publishedEvent,
  reportPayment,
} from './published-event.fixture.ts';

const once: PromoTerms = {
  code: 'Once',
  discount: { kind: 'percent', bps: 5_000 },
  maxUses: 1,
  fromMs: null,
  toMs: null,
  ticketTypeIds: null,
};
const withCode = { promoCode: 'once' };
const eventWith = (terms: Partial<PromoTerms> = {}) =>
  publishedEvent({ event: { promoCodes: [{ ...once, ...terms }] } });
const uses = async (at: PublishedEvent) => (await at.stub.promoUses())[0]?.used;
const ticketsOf = async (at: PublishedEvent, orderId: string) =>
  (await at.stub.order(orderId))?.view.tickets.map((ticket) => ticket.id) ?? [];

async function refund(
  at: PublishedEvent,
  orderId: string,
  ticketIds: string[] | null = null,
  key: string = crypto.randomUUID(),
) {
  const asked = { by: actor, orderId, key, fingerprint: key, ticketIds, reason: 'болезнь', evenIfAdmitted: false };
  const response = await at.stub.refundOrder(asked);
  if (!response.ok) throw new Error(response.code);
  return response.value.value;
}

it('refunding the whole order gives the use of its promo code back exactly once, over evictions, repeats and a retry', async () => {
  const at = await eventWith();
  const { orderId } = await buy(at, 2, withCode);
  const [first, second] = await ticketsOf(at, orderId);
  await refund(at, orderId, [first ?? '']);
  expect(await uses(at)).toBe(1);
  expect(await placeHold(at.stub, holdCommand(at, 1, withCode))).toMatchObject({ code: 'promo-code-used-up' });
  await evictDurableObject(at.stub);
  const key = crypto.randomUUID();
  const { refundId } = await refund(at, orderId, [second ?? ''], key);
  expect(await uses(at)).toBe(0);
  await evictDurableObject(at.stub);
  expect((await refund(at, orderId, [second ?? ''], key)).refundId).toBe(refundId);
  expect(await uses(at)).toBe(0);
  const other = await buy(at, 1, withCode);
  expect(other.status).toBe('paid');
  await at.stub.settleRefund(refundId, 'failed');
  expect(await at.stub.retryRefund({ orderId, refundId, by: actor })).toMatchObject({ ok: true });
  await evictDurableObject(at.stub);
  expect(await uses(at)).toBe(1);
});

it('a promo code that does not restore uses stays used after the refund', async () => {
  const at = await eventWith({ refundRestoresUse: false });
  const { orderId } = await buy(at, 1, withCode);
  await refund(at, orderId);
  expect(await uses(at)).toBe(1);
});

it('a late payment uses the promo code again, and its refund gives the use back', async () => {
  const at = await eventWith();
  const order = await openOrder(at, 1, withCode);
  await passTime(at, 16 * 60_000);
  expect(await uses(at)).toBe(0);
  expect(await reportPayment(at, order)).toMatchObject({ value: { status: 'paid', paidLate: true } });
  expect(await uses(at)).toBe(1);
  await refund(at, order.orderId);
  await evictDurableObject(at.stub);
  expect(await uses(at)).toBe(0);
});

it('a promo code for one ticket leaves the others at their full price, when they are bought and when they are refunded', async () => {
  const at = await eventWith({ maxTickets: 1, discount: { kind: 'percent', bps: 10_000 } });
  const order = await buy(at, 2, withCode);
  expect(order.totalMinor).toBe(199_900);
  const refunded = [];
  for (const id of await ticketsOf(at, order.orderId))
    refunded.push((await refund(at, order.orderId, [id])).amount.amount);
  expect(refunded.sort()).toEqual([0, 199_900]);
  expect(await at.stub.reconcile()).toMatchObject({ agrees: true });
});
