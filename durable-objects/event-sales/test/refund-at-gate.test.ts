// Refunds and the gate: a refunded ticket is not admitted, and an admitted one keeps its place. The tests evict the two
// objects and cut them off from each other at every step.

import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, it, vi } from 'vitest';
import { CheckInGate } from '../../check-in-gate/check-in-gate.ts';
import type { RefundOrder } from '../rpc.ts';
import {
  actor,
  buy,
  hold,
  holdCommand,
  type PublishedEvent,
  pendingMessages,
  placeHold,
  publishedEvent,
} from './published-event.fixture.ts';

const gateOf = (at: PublishedEvent) => env.CHECK_IN_GATE.getByName(at.eventId);

async function bought(at: PublishedEvent, quantity: number) {
  const order = await buy(at, quantity);
  const tickets = (await at.stub.orderForDelivery(order.orderId))?.tickets ?? [];
  return { ...order, tickets };
}

async function scan(at: PublishedEvent, code: string) {
  const outcome = await gateOf(at).checkIn({
    eventId: at.eventId,
    presented: { kind: 'code', code },
    gate: null,
    nonce: crypto.randomUUID(),
    scannedAtMs: null,
    by: 'usr_steward',
    organizerId: 'pty_organizer',
    otherEventId: null,
  });
  return outcome.kind === 'answered' ? outcome.response.result : outcome.kind;
}

function refundOf(orderId: string, more: Partial<RefundOrder> = {}): RefundOrder {
  const key = crypto.randomUUID();
  return { by: actor, orderId, key, fingerprint: 'f', ticketIds: null, reason: 'r', evenIfAdmitted: false, ...more };
}

/** Makes the gate fail this call until it is restored. */
function cutOff(method: 'voidTickets' | 'cancelEvent') {
  return vi.spyOn(CheckInGate.prototype, method).mockRejectedValue(new Error('cut off'));
}

it('a scan right after the refund is refused, before any message has reached the gate', async () => {
  const at = await publishedEvent();
  const { orderId, tickets } = await bought(at, 5);
  expect(await at.stub.refundOrder(refundOf(orderId))).toMatchObject({ ok: true });
  for (const ticket of tickets) expect(await scan(at, ticket.code)).toBe('void');
  expect(await gateOf(at).stats()).toEqual({ admitted: 0, issued: 0 });
  expect(await at.stub.stock()).toMatchObject([{ sold: 0 }]);
});

it('of a refund and a scan at once exactly one succeeds', async () => {
  const at = await publishedEvent();
  for (let i = 0; i < 6; i += 1) {
    const { orderId, tickets } = await bought(at, 1);
    const code = tickets[0]?.code ?? '';
    const [refunded, scanned] = await Promise.all([at.stub.refundOrder(refundOf(orderId)), scan(at, code)]);
    if (refunded.ok) expect(scanned).toBe('void');
    else expect([refunded.code, scanned]).toEqual(['already-admitted', 'admitted']);
  }
  expect(await at.stub.reconcile()).toMatchObject({ agrees: true });
});

it('an admitted ticket is not refunded unless the organizer allows it, and the refusal voids nothing', async () => {
  const at = await publishedEvent({ types: [{ capacity: 2 }] });
  const { orderId, tickets } = await bought(at, 2);
  const [inside, outside] = tickets;
  await gateOf(at).learn(await at.stub.gateTickets(null));
  expect(await scan(at, inside?.code ?? '')).toBe('admitted');
  const refused = await at.stub.refundOrder(refundOf(orderId));
  expect(refused).toMatchObject({
    code: 'already-admitted',
    details: { ticketIds: [inside?.ticketId], numbers: [inside?.number] },
  });
  expect(await at.stub.stock()).toMatchObject([{ sold: 2 }]);
  expect(await gateOf(at).stats()).toEqual({ admitted: 1, issued: 2 });
  expect((await pendingMessages(at)).filter((message) => message.job_id.startsWith('finish-refund'))).toEqual([]);
  // The other one may still come, or go back by itself.
  expect(await at.stub.refundOrder(refundOf(orderId, { ticketIds: [outside?.ticketId ?? ''] }))).toMatchObject({
    ok: true,
  });
  expect(await scan(at, outside?.code ?? '')).toBe('void');
  expect(await at.stub.stock()).toMatchObject([{ sold: 1 }]);
});

it('the place of an admitted and refunded ticket is not sold again, and the gate counts it once', async () => {
  const at = await publishedEvent({ types: [{ capacity: 1, maxPerContact: 1 }] });
  const { orderId, tickets } = await bought(at, 1);
  await scan(at, tickets[0]?.code ?? '');
  const response = await at.stub.refundOrder(refundOf(orderId, { evenIfAdmitted: true }));
  if (!response.ok) throw new Error(response.code);
  expect(response.value.value).toMatchObject({ status: 'requested', amount: { amount: 199_900 } });
  await evictDurableObject(at.stub);
  expect(await at.stub.stock()).toMatchObject([{ sold: 1, available: 0 }]);
  expect(await placeHold(at.stub, holdCommand(at))).toMatchObject({ code: 'sold-out' });
  expect(await gateOf(at).stats()).toEqual({ admitted: 1, issued: 1 });
  expect(await at.stub.reconcile()).toMatchObject({ agrees: true });
  await at.stub.settleRefund(response.value.value.refundId, 'confirmed');
  expect((await at.stub.order(orderId))?.view.status).toBe('refunded');
});

it('the retry of a failed refund keeps the place of an admitted ticket', async () => {
  const at = await publishedEvent({ types: [{ capacity: 1 }] });
  const { orderId, tickets } = await bought(at, 1);
  await scan(at, tickets[0]?.code ?? '');
  const first = await at.stub.refundOrder(refundOf(orderId, { evenIfAdmitted: true }));
  if (!first.ok) throw new Error(first.code);
  await at.stub.settleRefund(first.value.value.refundId, 'failed');
  expect(await at.stub.retryRefund({ orderId, refundId: first.value.value.refundId, by: actor })).toMatchObject({
    ok: true,
  });
  expect(await at.stub.stock()).toMatchObject([{ sold: 1 }]);
  expect(await at.stub.reconcile()).toMatchObject({ agrees: true });
});

it('while the gate does not answer nothing is refunded, and the same key finishes the refund later', async () => {
  const at = await publishedEvent();
  const { orderId, tickets } = await bought(at, 1);
  const command = refundOf(orderId);
  const cut = cutOff('voidTickets');
  expect(await at.stub.refundOrder(command)).toMatchObject({ code: 'busy' });
  await evictDurableObject(at.stub);
  // Its tickets are reserved: a second refund of them can't begin.
  expect(await at.stub.refundOrder(refundOf(orderId))).toMatchObject({ code: 'ticket-not-refundable' });
  expect(await at.stub.refundOrder({ ...command, fingerprint: 'other' })).toMatchObject({
    code: 'idempotency-key-reused',
  });
  expect(await at.stub.stock()).toMatchObject([{ sold: 1 }]);
  expect((await pendingMessages(at)).some((message) => message.job_id.startsWith('refund-payment'))).toBe(false);
  cut.mockRestore();
  const finished = await at.stub.refundOrder(command);
  expect(finished).toMatchObject({ ok: true, value: { value: { status: 'requested' }, replayed: false } });
  expect(await scan(at, tickets[0]?.code ?? '')).toBe('void');
  expect(await at.stub.refundOrder(command)).toEqual({
    ok: true,
    value: { ...(finished.ok ? finished.value : {}), replayed: true },
  });
  expect((await pendingMessages(at)).filter((message) => message.job_id.startsWith('refund-payment'))).toHaveLength(1);
});

it('a refund that died after the gate had voided the tickets is finished by the outbox, once', async () => {
  const at = await publishedEvent();
  const { orderId, tickets } = await bought(at, 2);
  const command = refundOf(orderId);
  const cut = cutOff('voidTickets');
  await at.stub.refundOrder(command);
  cut.mockRestore();
  const message = (await pendingMessages(at)).find((one) => one.job_id.startsWith('finish-refund'));
  if (message === undefined) throw new Error('the outbox knows of it');
  const { refundId } = JSON.parse(message.body);
  // What the first try has done at the gate before its object died.
  const known = await at.stub.gateTickets(null);
  await gateOf(at).voidTickets(
    known.map((ticket) => ({ ...ticket, status: 'void' as const, revision: ticket.revision + 1 })),
    false,
  );
  await evictDurableObject(at.stub);
  await evictDurableObject(gateOf(at));
  expect(await scan(at, tickets[0]?.code ?? '')).toBe('void');
  await Promise.all([at.stub.finishRefund(refundId), at.stub.finishRefund(refundId), at.stub.refundOrder(command)]);
  await at.stub.finishRefund(refundId);
  expect(await at.stub.stock()).toMatchObject([{ sold: 0 }]);
  const messages = (await pendingMessages(at)).map((one) => JSON.parse(one.body).kind);
  expect(messages.filter((kind) => kind === 'refund-payment')).toHaveLength(1);
  expect(messages).not.toContain('finish-refund');
  expect(await at.stub.reconcile()).toMatchObject({ agrees: true });
});

it('a refund that the gate refuses to the outbox is deleted, and the same key is told why', async () => {
  const at = await publishedEvent();
  const { orderId, tickets } = await bought(at, 1);
  const command = refundOf(orderId);
  const cut = cutOff('voidTickets');
  await at.stub.refundOrder(command);
  cut.mockRestore();
  const message = (await pendingMessages(at)).find((one) => one.job_id.startsWith('finish-refund'));
  await scan(at, tickets[0]?.code ?? '');
  await at.stub.finishRefund(JSON.parse(message?.body ?? '{}').refundId);
  expect((await pendingMessages(at)).some((one) => one.job_id.startsWith('finish-refund'))).toBe(false);
  expect(await at.stub.refundOrder(command)).toMatchObject({ code: 'already-admitted' });
  expect(await at.stub.refundOrder(refundOf(orderId, { evenIfAdmitted: true }))).toMatchObject({ ok: true });
});

it('the outbox finishes a refund only after the command had time to do it itself', async () => {
  const at = await publishedEvent();
  const { orderId } = await bought(at, 1);
  const cut = cutOff('voidTickets');
  await at.stub.refundOrder(refundOf(orderId));
  cut.mockRestore();
  const message = (await pendingMessages(at)).find((one) => one.job_id.startsWith('finish-refund'));
  expect(message?.due_at).toBeGreaterThan(Date.now() + 1_000);
});

it('a cancelled event admits nobody from the moment it is cancelled, before any message is sent', async () => {
  const at = await publishedEvent();
  const { tickets } = await bought(at, 2);
  const [inside, outside] = tickets;
  await scan(at, inside?.code ?? '');
  await at.stub.publish({ ...at.snapshot, status: 'cancelled' }, 2);
  expect(await scan(at, outside?.code ?? '')).toBe('event-cancelled');
  expect(await scan(at, inside?.code ?? '')).toBe('event-cancelled');
  expect(await gateOf(at).stats()).toMatchObject({ admitted: 1 });
  // A cancelled event gives everybody their money back, also those who were admitted.
  const money = (await pendingMessages(at))
    .map((message) => JSON.parse(message.body))
    .find((message) => message.kind === 'refund-payment');
  expect(money).toMatchObject({ amountMinor: 399_800 });
});

it('a cancelled event refunds nobody before its gate has answered', async () => {
  const at = await publishedEvent();
  await bought(at, 1);
  await hold(at);
  const cut = cutOff('cancelEvent');
  expect(await at.stub.publish({ ...at.snapshot, status: 'cancelled' }, 2)).toMatchObject({ ok: true });
  await runInDurableObject(at.stub, (sales) => sales.alarm());
  expect((await pendingMessages(at)).some((message) => message.job_id.startsWith('refund-payment'))).toBe(false);
  await evictDurableObject(at.stub);
  cut.mockRestore();
  await runInDurableObject(at.stub, (sales) => sales.alarm());
  expect((await pendingMessages(at)).some((message) => message.job_id.startsWith('refund-payment'))).toBe(true);
  expect(await at.stub.stock()).toMatchObject([{ sold: 0, held: 0 }]);
});

it('a refund that waits for the gate succeeds after the event is cancelled, also of an admitted ticket', async () => {
  const at = await publishedEvent();
  const { orderId, tickets } = await bought(at, 1);
  await scan(at, tickets[0]?.code ?? '');
  const command = refundOf(orderId);
  const cut = cutOff('voidTickets');
  await at.stub.refundOrder(command);
  await at.stub.publish({ ...at.snapshot, status: 'cancelled' }, 2);
  cut.mockRestore();
  expect(await at.stub.refundOrder(command)).toMatchObject({ ok: true });
  expect((await at.stub.order(orderId))?.view.tickets).toMatchObject([{ status: 'void' }]);
  expect(await at.stub.reconcile()).toMatchObject({ agrees: true });
});
