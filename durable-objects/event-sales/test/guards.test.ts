import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { expect, it } from 'vitest';
import {
  actor,
  buy,
  holdCommand,
  openOrder,
  type PublishedEvent,
  passTime,
  pendingMessages,
  placeHold,
  publishedEvent,
  recordPayment,
  reportPayment,
} from './published-event.fixture.ts';

it('tells buyers that it is busy when too many commands wait', async () => {
  const at = await publishedEvent();
  const answers = await runInDurableObject(at.stub, (sales) =>
    Promise.all(Array.from({ length: 2_050 }, () => placeHold(sales, holdCommand(at)))),
  );
  const codes = answers.map((one) => (one.ok ? 'held' : one.code));
  expect(codes.filter((code) => code === 'held')).toHaveLength(100);
  expect(codes.filter((code) => code === 'busy')).toHaveLength(50);
  expect(await at.stub.reconcile()).toMatchObject({ agrees: true });
});

it('resending tickets is limited to one a minute and twenty in all', async () => {
  const at = await publishedEvent();
  const open = await openOrder(at);
  const order = await buy(at);
  expect(await at.stub.resendTickets(open.orderId)).toMatchObject({ code: 'order-not-paid' });
  expect(await at.stub.resendTickets('ord_x')).toMatchObject({ code: 'not-found' });
  expect(await at.stub.resendTickets(order.orderId)).toMatchObject({ code: 'too-many-requests' });
  const aMinuteLater = () =>
    runInDurableObject(at.stub, (_, state) => {
      state.storage.sql.exec('update orders set mailed_at = mailed_at - 61000');
    });
  await aMinuteLater();
  expect(await at.stub.resendTickets(order.orderId)).toMatchObject({ value: { mailing: 2 } });
  expect(await at.stub.resendTickets(order.orderId)).toMatchObject({ code: 'too-many-requests' });
  const mailings = (await pendingMessages(at))
    .map((message) => JSON.parse(message.body))
    .filter((message) => message.kind === 'deliver-order');
  expect(mailings.map((message) => message.mailing)).toEqual([1, 2]);
  for (let mailing = 3; mailing <= 20; mailing += 1) {
    await aMinuteLater();
    expect(await at.stub.resendTickets(order.orderId)).toMatchObject({ value: { mailing } });
  }
  await aMinuteLater();
  expect(await at.stub.resendTickets(order.orderId)).toMatchObject({ code: 'too-many-requests' });
});

it.each([
  ['a counter is wrong', 'update ticket_types set sold = sold + 1'],
  ['a ticket is missing', 'delete from tickets where ticket_id = (select min(ticket_id) from tickets)'],
  [
    'an entry does not sum to zero',
    `update entries set postings = '[{"account":"organizer","partyId":null,"amountMinor":1,"currency":"RUB"}]'`,
  ],
])('the reconciliation reports that %s', async (_, harm) => {
  const at = await publishedEvent();
  await buy(at, 2);
  expect(await at.stub.reconcile()).toMatchObject({ agrees: true });
  await runInDurableObject(at.stub, (_sales, state) => state.storage.sql.exec(harm).toArray());
  await evictDurableObject(at.stub);
  expect(await at.stub.reconcile()).toMatchObject({ agrees: false });
});

it('a quantity that is no positive integer, and a type named twice, throw without touching the stock', async () => {
  const at = await publishedEvent();
  for (const quantity of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    await expect(runInDurableObject(at.stub, (sales) => placeHold(sales, holdCommand(at, quantity)))).rejects.toThrow(
      'broke',
    );
  }
  const line = { ticketTypeId: at.typeId(0), quantity: 1 };
  const twice = holdCommand(at, 1, { lines: [line, line] });
  await expect(runInDurableObject(at.stub, (sales) => placeHold(sales, twice))).rejects.toThrow('broke');
  expect(
    await placeHold(at.stub, holdCommand(at, 1, { lines: [{ ticketTypeId: 'tty_x', quantity: 1 }] })),
  ).toMatchObject({
    code: 'not-found',
  });
  expect(await placeHold(at.stub, holdCommand(at, 1, { widgetId: 'wgt_x' }))).toMatchObject({ code: 'not-found' });
  expect(await at.stub.stock()).toMatchObject([{ held: 0 }]);
});

it('a command of a batch that throws fails alone, and a repeated one gets its first result', async () => {
  const at = await publishedEvent({ types: [{ capacity: 2 }] });
  const good = holdCommand(at);
  const answers = await at.stub.placeHolds([good, holdCommand(at, 0), good, holdCommand(at, 2), holdCommand(at)]);
  expect(answers).toMatchObject([
    { result: { ok: true, value: { replayed: false } } },
    { broken: true },
    { result: { ok: true, value: { replayed: true } } },
    { result: { ok: false, code: 'sold-out' } },
    { result: { ok: true } },
  ]);
  expect(await at.stub.stock()).toMatchObject([{ held: 2 }]);
});

it('a command that breaks halfway takes back all it wrote, and the other commands of its batch succeed', async () => {
  const at = await publishedEvent();
  const broken = holdCommand(at, 3);
  await runInDurableObject(at.stub, (_, state) => {
    // Fails after the hold was written and its stock taken.
    state.storage.sql.exec(
      `create trigger breaks before insert on answers when new.key = '${broken.key}' begin select raise(abort, 'halfway'); end`,
    );
  });
  const answers = await runInDurableObject(at.stub, (sales) =>
    sales.placeHolds([holdCommand(at), broken, holdCommand(at)]),
  );
  expect(answers).toMatchObject([{ result: { ok: true } }, { broken: true }, { result: { ok: true } }]);
  expect(await at.stub.stock()).toMatchObject([{ held: 2 }]);
  const rows = await runInDurableObject(at.stub, (_, state) => {
    state.storage.sql.exec('drop trigger breaks');
    return state.storage.sql.exec('select hold_id from holds').toArray();
  });
  expect(rows).toHaveLength(2);
  expect(await at.stub.reconcile()).toMatchObject({ agrees: true });
});

it('the gate can read every ticket, void ones as void', async () => {
  const at = await publishedEvent();
  const order = await buy(at, 3);
  const tickets = (await at.stub.order(order.orderId))?.view.tickets ?? [];
  const [first] = tickets;
  const command = {
    by: actor,
    orderId: order.orderId,
    key: 'k'.repeat(16),
    fingerprint: 'f',
    reason: 'r',
    evenIfAdmitted: false,
  };
  await at.stub.refundOrder({ ...command, ticketIds: [first?.id ?? ''] });
  const known = await at.stub.gateTickets(null);
  expect(known.filter((one) => one.status === 'void').map((one) => one.ticketId)).toEqual([first?.id]);
  expect(known).toHaveLength(3);
  expect(await at.stub.gateTickets(known[0]?.ticketId ?? null)).toHaveLength(2);
  const delivered = await at.stub.orderForDelivery(order.orderId);
  expect(new Set(delivered?.tickets.map((one) => one.code)).size).toBe(3);
  expect(new Set(delivered?.tickets.map((one) => one.number)).size).toBe(3);
});

it('the ticket key is made once, also by two publishes at once', async () => {
  const at = await publishedEvent();
  const key = await at.stub.ticketKey();
  await Promise.all([at.stub.publish(at.snapshot, 2), at.stub.publish(at.snapshot, 3)]);
  await evictDurableObject(at.stub);
  expect(await at.stub.ticketKey()).toEqual(key);
});

/** Random days of one event on the real object, with evictions between: what is counted is what is there. */
async function day(at: PublishedEvent, seed: number): Promise<void> {
  let state = seed;
  const below = (n: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % n;
  };
  const orders: { orderId: string; totalMinor: number }[] = [];
  const acts = [
    async () => void (await placeHold(at.stub, holdCommand(at, 1 + below(3)))),
    async () => void orders.push(await openOrder(at, 1 + below(2))),
    async () => void (await recordPayment(at, orders[below(orders.length)]?.orderId ?? 'x', 1 + below(2))),
    async () => void (await reportPayment(at, orders[below(orders.length)] ?? { orderId: 'x', totalMinor: 0 })),
    async () =>
      void (await reportPayment(
        at,
        orders[below(orders.length)] ?? { orderId: 'x', totalMinor: 0 },
        'failed',
        'other',
      )),
    async () => void (await at.stub.cancelOrder(orders[below(orders.length)]?.orderId ?? 'x')),
    async () => passTime(at, below(9) * 60_000),
    async () => evictDurableObject(at.stub),
    async () => {
      const { orderId } = orders[below(orders.length)] ?? { orderId: 'x' };
      const key = crypto.randomUUID();
      const asked = await at.stub.refundOrder({
        by: actor,
        orderId,
        key,
        fingerprint: 'f',
        ticketIds: null,
        reason: 'r',
        evenIfAdmitted: false,
      });
      if (asked.ok && below(2) === 0) await at.stub.settleRefund(asked.value.value.refundId, 'confirmed');
    },
  ];
  for (let step = 0; step < 40; step += 1) {
    // A refusal of the scene ("sold out") is an answer like any other here.
    await acts[below(acts.length)]?.().catch((error: unknown) => {
      if (!(error instanceof Error && error.message.includes('refused'))) throw error;
    });
    const report = await at.stub.reconcile();
    if (!report?.agrees) throw new Error(`seed ${seed}, step ${step}: ${JSON.stringify(report)}`);
  }
}

it('the object agrees with itself after every step of a random day', async () => {
  for (const seed of [1, 2, 3, 4]) await day(await publishedEvent({ types: [{ capacity: 6 }] }), seed);
});
