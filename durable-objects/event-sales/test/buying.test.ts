import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { parseTicketCode } from '#core/ticket-code.ts';
import { isSigned } from '../../check-in-gate/signature.ts';
import {
  actor,
  buy,
  hold,
  holdCommand,
  openOrder,
  pendingMessages,
  placeHold,
  placeOrder,
  publishedEvent,
  recordPayment,
  reportPayment,
} from './published-event.fixture.ts';

it('sells two tickets through a deal and splits the money to the kopeck', async () => {
  const at = await publishedEvent();
  expect(at.opened.map((one) => one.ok)).toEqual([true, true]);
  const view = await at.stub.widgetView(at.deal.widgetId);
  expect(view?.ticketTypes[0]).toMatchObject({ available: 10, availability: 'available' });

  const order = await openOrder(at, 2);
  expect(order).toMatchObject({
    status: 'open',
    totalMinor: 399_800,
    ticketIds: [],
    payment: { attempt: 1, url: null },
  });
  const { recorded } = await recordPayment(at, order.orderId);
  expect(recorded).toMatchObject({ ok: true, value: { provider: 'test', url: expect.any(String) } });
  expect((await at.stub.order(order.orderId))?.view).toMatchObject({
    status: 'awaiting-payment',
    payment: { url: expect.any(String) },
  });

  expect(await reportPayment(at, order)).toEqual({
    ok: true,
    value: { orderId: order.orderId, status: 'paid', paidLate: false },
  });
  const { entries } = await at.stub.ledger(null, null);
  expect(entries).toHaveLength(1);
  expect(entries[0]?.postings).toEqual([
    { account: 'provider:test', amount: { amount: -399_800, currency: 'RUB' } },
    { account: 'organizer', amount: { amount: 346_506, currency: 'RUB' } },
    { account: 'distributor', amount: { amount: 53_294, currency: 'RUB' } },
  ]);
  expect(await at.stub.stock()).toMatchObject([{ capacity: 100, sold: 2, held: 0, available: 98 }]);
  const byToken = await at.stub.orderByToken(order.orderId, order.orderToken);
  expect(byToken?.view.tickets).toHaveLength(2);
  expect(await at.stub.orderByToken(order.orderId, `${order.orderToken}x`)).toBeNull();
  expect(await at.stub.reconcile()).toMatchObject({ agrees: true });
});

it('a purchase survives the eviction of the object between every two steps', async () => {
  const at = await publishedEvent();
  await evictDurableObject(at.stub);
  const { holdId } = await hold(at, 3);
  await evictDurableObject(at.stub);
  const opened = await placeOrder(at.stub, {
    holdId,
    key: 'k'.repeat(16),
    fingerprint: 'f',
    buyer: { name: 'Анна', email: 'anna@example.com' },
    locale: 'ru',
  });
  if (!opened.ok) throw new Error(opened.code);
  await evictDurableObject(at.stub);
  await recordPayment(at, opened.value.value.orderId);
  await evictDurableObject(at.stub);
  await reportPayment(at, opened.value.value);
  await evictDurableObject(at.stub);
  const delivered = await at.stub.orderForDelivery(opened.value.value.orderId);
  expect(delivered?.tickets).toHaveLength(3);
  expect(delivered).toMatchObject({ orderToken: opened.value.value.orderToken, distributorName: 'Афиша' });
  expect(await at.stub.reconcile()).toMatchObject({ agrees: true });
});

it('a sale enqueues its messages, and each is deleted only when it is done', async () => {
  const at = await publishedEvent();
  const order = await buy(at);
  const kinds = (await pendingMessages(at)).map((message) => message.job_id.split('.')[0]);
  expect(kinds.filter((kind) => kind !== 'project-channel').sort()).toEqual([
    'deliver-order',
    'project-order',
    'tell-gate',
  ]);
  const messages = await pendingMessages(at);
  const mine = messages.filter((message) => message.job_id.includes(order.orderId));
  await at.stub.done(mine.map((message) => `${message.job_id}.${message.seq}`));
  await at.stub.done(mine.map((message) => `${message.job_id}.${message.seq}`));
  expect((await pendingMessages(at)).filter((message) => message.job_id.includes(order.orderId))).toEqual([]);
});

it('signs a ticket so that anybody with the public key can judge it, and nobody can change it', async () => {
  const at = await publishedEvent();
  const order = await buy(at);
  const [ticketId = ''] = (await at.stub.order(order.orderId))?.view.tickets.map((one) => one.id) ?? [];
  const ticket = await at.stub.ticket(ticketId);
  const key = await at.stub.ticketKey();
  if (ticket === null || key === null) throw new Error('no ticket');
  expect(ticket).toMatchObject({ status: 'valid', revision: 1, holder: { name: 'Анна' } });
  const claimOf = async (code: string) => {
    const signed = parseTicketCode(code);
    return signed !== null && (await isSigned(signed, key)) ? signed.claim : null;
  };
  expect(await claimOf(ticket.code)).toMatchObject({ ticketId, eventId: at.eventId });
  expect(await claimOf(ticket.code.toLowerCase().replace(/(.{5})/g, '$1-'))).not.toBeNull();
  const forged = `${ticket.code.slice(0, 30)}${ticket.code[30] === 'A' ? 'B' : 'A'}${ticket.code.slice(31)}`;
  expect(await claimOf(forged)).toBeNull();
  expect((await at.stub.ticket(ticketId))?.code).toBe(ticket.code);
  expect(await at.stub.ticketByToken(ticketId, order.orderToken)).toMatchObject({ ticketId });
  expect(await at.stub.ticketByToken(ticketId, 'wrong')).toBeNull();
});

it('a free order gets its tickets at once and posts nothing to the ledger', async () => {
  const at = await publishedEvent({ types: [{ priceMinor: 0 }], deal: { serviceFeeMinor: 5_000 } });
  const order = await openOrder(at, 2);
  expect(order).toMatchObject({ status: 'paid', totalMinor: 0, payment: null });
  expect(order.ticketIds).toHaveLength(2);
  expect((await at.stub.ledger(null, null)).entries).toEqual([]);
});

it('the organizer issues a ticket once for one key', async () => {
  const at = await publishedEvent({ types: [{ capacity: 1 }] });
  const command = {
    by: actor,
    key: 'issue-key-issue-key',
    fingerprint: 'f',
    ticketTypeId: at.typeId(0),
    holder: { name: 'Гость', email: 'guest@example.com' },
    locale: 'ru' as const,
  };
  const first = await at.stub.issueTicket(command);
  const again = await at.stub.issueTicket(command);
  expect(first).toMatchObject({ ok: true, value: { replayed: false, value: { status: 'valid' } } });
  expect(again).toMatchObject({ ok: true, value: { replayed: true } });
  if (first.ok && again.ok) expect(again.value.value).toEqual(first.value.value);
  expect(await at.stub.issueTicket({ ...command, fingerprint: 'g' })).toMatchObject({ code: 'idempotency-key-reused' });
  expect(await at.stub.issueTicket({ ...command, key: 'another-key-another' })).toMatchObject({ code: 'sold-out' });
  expect(await at.stub.reconcile()).toMatchObject({ agrees: true });
});

it('calls for an event that was never published store nothing', async () => {
  const stub = env.EVENT_SALES.getByName('evt_0000000000000000');
  expect(await stub.widgetView('wgt_x')).toBeNull();
  expect(await stub.order('ord_x')).toBeNull();
  expect(
    await placeHold(stub, { widgetId: 'w', key: 'k', fingerprint: 'f', lines: [], networks: [], proof: null }),
  ).toMatchObject({
    code: 'not-found',
  });
  expect(await stub.stock()).toEqual([]);
  const tables = await runInDurableObject(stub, (_, state) =>
    state.storage.sql
      .exec("select name from sqlite_master where type = 'table' and name not like '\\_cf%' escape '\\'")
      .toArray(),
  );
  expect(tables).toEqual([]);
});

it('one ticket is held by one of two buyers who ask at once', async () => {
  const at = await publishedEvent({ types: [{ capacity: 1 }] });
  const both = await Promise.all([placeHold(at.stub, holdCommand(at)), placeHold(at.stub, holdCommand(at))]);
  expect(both.filter((one) => one.ok)).toHaveLength(1);
  expect(both.find((one) => !one.ok)).toMatchObject({ code: 'sold-out', details: { available: 0 } });
});

it('gives 200 buyers at once exactly the 100 tickets there are', async () => {
  const at = await publishedEvent();
  const answers = await Promise.all(Array.from({ length: 200 }, () => placeHold(at.stub, holdCommand(at))));
  expect(answers.filter((one) => one.ok)).toHaveLength(100);
  expect(await at.stub.stock()).toMatchObject([{ held: 100, sold: 0, available: 0 }]);
  expect((await at.stub.widgetView(at.deal.widgetId))?.ticketTypes[0]?.availability).toBe('held');
  expect(await at.stub.reconcile()).toMatchObject({ agrees: true });
});
