import { env, runInDurableObject } from 'cloudflare:test';
import { describe, expect, it, vi } from 'vitest';
import type { Check, CheckName, ReconciliationReport } from '#core/contracts/reconciliation.ts';
import { call } from '../test/calls.ts';
import { cards, heldAndOrdered, newShop, orderNow, pay, type Shop, until } from '../test/shop.ts';
import {
  claimDue,
  latestReconciliation,
  queueDue,
  rebuildProjection,
  reconcileEvent,
  reconcileEvents,
} from './reconciliation.ts';

// Looking twice takes seconds; in a test nothing moves in between.
const wait = scheduler.wait.bind(scheduler);
vi.spyOn(scheduler, 'wait').mockImplementation((ms, options) => wait(ms === 2_000 ? 0 : ms, options));

type Latest = { report: ReconciliationReport | null };

const salesOf = (shop: Shop) => env.EVENT_SALES.getByName(shop.eventId);

async function atRest(shop: Shop): Promise<void> {
  await until(
    async () => (await salesOf(shop).reconcile())?.messagesWaiting,
    (waiting) => waiting === 0,
  );
}

/** One paid order with two tickets, everything delivered. */
async function sold(price = 199_900) {
  const shop = await newShop(price);
  const ordered = await heldAndOrdered(shop, 2);
  if (ordered.payment !== null) await pay(ordered.payment.url, cards.succeeds);
  await until(
    () => orderNow(ordered),
    (one) => one.status === 'paid',
  );
  await atRest(shop);
  return { shop, orderId: ordered.orderId, paymentId: ordered.payment?.url.split('/').at(-1) ?? '' };
}

let later = 0;
/** Each look is long after the one before, so that none is answered from a fresh report. */
async function compare(shop: Shop): Promise<ReconciliationReport> {
  later += 60_000;
  const report = await reconcileEvent(env, shop.eventId, Date.now() + later);
  if (report === null) throw new Error('not published');
  return report;
}

function checkOf(report: ReconciliationReport, name: CheckName): Check | undefined {
  return report.checks.find((one) => one.name === name);
}

function spoil(shop: Shop, text: string): Promise<void> {
  return runInDurableObject(salesOf(shop), (_, state) => {
    state.storage.sql.exec(text);
  });
}

const spoilCopy = (text: string, ...values: unknown[]) =>
  env.DB.prepare(text)
    .bind(...values)
    .run();

describe('the records of an event', () => {
  it('agree after a sale, payment and copy included', async () => {
    const { shop } = await sold();
    const report = await compare(shop);
    expect(report.verdict).toBe('agrees');
    expect(report.checks.map(({ name, compared, differing }) => [name, compared, differing])).toEqual([
      ['stock', 1, 0],
      ['ledger', 1, 0],
      ['tickets', 1, 0],
      ['payments', 1, 0],
      ['channels', 1, 0],
      ['projection', 1, 0],
    ]);
  });

  it('agree while a payment is under way', async () => {
    const shop = await newShop(199_900);
    await heldAndOrdered(shop, 1);
    expect((await compare(shop)).verdict).toBe('agrees');
  });

  const spoilt: [string, CheckName, string, (at: Awaited<ReturnType<typeof sold>>) => Promise<unknown>][] = [
    [
      'a ticket nobody counted',
      'stock',
      'sold-miscounted',
      ({ shop }) =>
        spoil(shop, "update tickets set status = 'void' where ticket_id = (select min(ticket_id) from tickets)"),
    ],
    [
      'a paid order without a ticket',
      'tickets',
      'paid-without-tickets',
      ({ shop }) => spoil(shop, 'delete from tickets where ticket_id = (select min(ticket_id) from tickets)'),
    ],
    [
      'a ledger that lost a kopeck',
      'ledger',
      'ledger-not-zero',
      ({ shop }) =>
        spoil(
          shop,
          `update entries set postings = json_set(postings, '$[0].amountMinor', 1 + json_extract(postings, '$[0].amountMinor'))`,
        ),
    ],
    ['a payment we forgot', 'payments', 'paid-at-provider-only', ({ shop }) => spoil(shop, 'delete from payments')],
    [
      'a payment the provider does not know',
      'payments',
      'paid-in-our-books-only',
      ({ shop }) =>
        runInDurableObject(env.TEST_ACQUIRER.getByName(shop.eventId), (_, state) => {
          state.storage.sql.exec('delete from payments');
        }),
    ],
    [
      'another amount',
      'payments',
      'other-amount',
      ({ shop }) =>
        runInDurableObject(env.TEST_ACQUIRER.getByName(shop.eventId), (_, state) => {
          state.storage.sql.exec('update payments set amount_minor = amount_minor - 1');
        }),
    ],
    [
      'money the provider gave back by itself',
      'payments',
      'refunded-otherwise',
      ({ shop }) =>
        runInDurableObject(env.TEST_ACQUIRER.getByName(shop.eventId), (_, state) => {
          state.storage.sql.exec('update payments set refunded_minor = 100');
        }),
    ],
    [
      'a channel whose deal D1 forgot',
      'channels',
      'open-in-sale-only',
      ({ shop }) => spoilCopy('update events set widget_id = null where id = ?', shop.eventId),
    ],
    [
      'a channel that D1 takes for open and the object closed',
      'channels',
      'closed-in-sale',
      ({ shop }) => salesOf(shop).closeChannel(shop.widgetId, null),
    ],
    [
      'an order the copy never got',
      'projection',
      'missing-in-copy',
      ({ orderId }) => spoilCopy('delete from orders where id = ?', orderId),
    ],
    [
      'an order the copy has in an old state',
      'projection',
      'differs-in-copy',
      ({ orderId }) => spoilCopy("update orders set status = 'open' where id = ?", orderId),
    ],
    [
      'a posting the copy lost',
      'projection',
      'differs-in-copy',
      ({ orderId }) =>
        spoilCopy(
          'delete from ledger_postings where entry_id in (select id from ledger_entries where order_id = ?)',
          orderId,
        ),
    ],
    [
      'an order only the copy has',
      'projection',
      'only-in-copy',
      ({ orderId }) => spoilCopy('update orders set id = ? where id = ?', `${orderId}0`, orderId),
    ],
  ];
  it.each(spoilt)('with %s are red', async (_name, name, kind, spoilIt) => {
    const silent = vi.spyOn(console, 'error').mockReturnValue(undefined);
    const at = await sold();
    expect((await compare(at.shop)).verdict).toBe('agrees');
    await spoilIt(at);
    const report = await compare(at.shop);
    expect(report.verdict).toBe('differs');
    expect(checkOf(report, name)?.differences.map((one) => one.kind)).toContain(kind);
    silent.mockRestore();
  });

  it('are neither green nor red while the provider is silent', async () => {
    const silent = vi.spyOn(console, 'error').mockReturnValue(undefined);
    const { shop } = await sold();
    await env.TEST_ACQUIRER.getByName(shop.eventId).breakDownUntil(Date.now() + 3_600_000);
    const report = await compare(shop);
    expect([report.verdict, checkOf(report, 'payments')?.verdict]).toEqual(['unknown', 'unknown']);
    silent.mockRestore();
  });

  it('are compared on demand for the organizer, and the report is kept', async () => {
    const { shop } = await sold();
    const { token } = shop.organizer;
    const path = `/api/events/${shop.eventId}`;
    const before = await call<Latest>('GET', `${path}/reconciliation`, { token });
    expect(before.body).toEqual({ report: null });
    const now = await call<Latest>('POST', `${path}/reconcile`, { token });
    expect([now.status, now.body.report?.verdict]).toEqual([200, 'agrees']);
    const again = await call<Latest>('GET', `${path}/reconciliation`, { token });
    expect(again.body).toEqual(now.body);
  });
});

describe('each hour', () => {
  it('an event is compared once, and again only when something happened', async () => {
    const { shop } = await sold(0);
    const hour = 3_600_000;
    const start = Date.now() + 10 * hour;
    const atOf = async () => (await latestReconciliation(env, shop.eventId))?.at;
    await reconcileAll(start);
    const first = await atOf();
    expect(first).toBe(new Date(start).toISOString());
    await reconcileAll(start + hour / 2);
    await reconcileAll(start + hour);
    expect(await atOf()).toBe(first);
    await heldAndOrdered(shop, 1);
    await atRest(shop);
    await reconcileAll(start + 2 * hour);
    expect(await atOf()).toBe(new Date(start + 2 * hour).toISOString());
  });

  it('an event the copy of which was spoilt meanwhile is found within a day', async () => {
    const silent = vi.spyOn(console, 'error').mockReturnValue(undefined);
    const { shop, orderId } = await sold(0);
    const start = Date.now() + 100 * 3_600_000;
    await reconcileAll(start);
    await spoilCopy('delete from orders where id = ?', orderId);
    await reconcileAll(start + 25 * 3_600_000);
    expect((await latestReconciliation(env, shop.eventId))?.verdict).toBe('differs');
    silent.mockRestore();
  });
});

async function reconcileAll(nowMs: number): Promise<void> {
  await reconcileEvents(env, await claimDue(env, nowMs), nowMs);
}

describe('the events of an hour', () => {
  const hour = 3_600_000;

  it('are claimed once, however many there are, and again after an hour', async () => {
    const { shop } = await sold(0);
    const start = Date.now() + 1_000 * hour;
    await env.DB.prepare('update events set starts_at = ?1 - 1, ends_at = ?1 where id = ?2')
      .bind(start + hour, shop.eventId)
      .run();
    expect(await claimDue(env, start)).toContain(shop.eventId);
    expect(await claimDue(env, start + hour / 2)).toEqual([]);
    expect(await claimDue(env, start + hour)).toContain(shop.eventId);
    // A clock that ran ahead does not silence it for as long as it was wrong.
    await claimDue(env, start + 50 * hour);
    expect(await claimDue(env, start + 2 * hour)).toContain(shop.eventId);
    // Long over: a last time, and never again.
    await claimDue(env, start + 1_000 * hour);
    expect(await claimDue(env, start + 1_002 * hour)).not.toContain(shop.eventId);
  });

  it('go through the queue', async () => {
    const { shop } = await sold(0);
    const nowMs = Date.now() + 500 * hour;
    await queueDue(env, nowMs);
    const report = await until(
      () => latestReconciliation(env, shop.eventId),
      (one) => one !== null,
    );
    expect(report?.at).toBe(new Date(nowMs).toISOString());
  });
});

describe('the copy made anew', () => {
  it('has everything the object has and nothing else', async () => {
    const silent = vi.spyOn(console, 'error').mockReturnValue(undefined);
    const { shop, orderId } = await sold();
    await spoilCopy(
      'update ledger_postings set amount_minor = 1 where entry_id in (select id from ledger_entries where order_id = ?)',
      orderId,
    );
    await spoilCopy('delete from tickets where order_id = ?', orderId);
    await spoilCopy(
      'insert into orders select ?, event_id, seq, widget_id, deal_id, organizer_id, distributor_id, terms_version, status, paid_late, currency, face_minor, service_fee_minor, total_minor, refunded_minor, commission_minor, buyer_name, buyer_email, locale, created_at, paid_at, replies, surface, sub_id, net_face_minor, net_commission_minor, net_fees_minor from orders where id = ?',
      `${orderId}0`,
      orderId,
    );
    expect((await compare(shop)).verdict).toBe('differs');
    expect(await rebuildProjection(env, shop.eventId)).toEqual({ orders: 1, channels: 1, removed: 1 });
    expect((await compare(shop)).verdict).toBe('agrees');
    silent.mockRestore();
  });

  it('listens again to an object that was put back to an earlier state', async () => {
    const { shop, orderId } = await sold(0);
    await spoilCopy('update orders set seq = 1000000, status = ? where id = ?', 'open', orderId);
    await rebuildProjection(env, shop.eventId);
    expect((await compare(shop)).verdict).toBe('agrees');
    const { orderId: newer } = await heldAndOrdered(shop, 1);
    await atRest(shop);
    const row = await env.DB.prepare('select seq from orders where id = ?').bind(newer).first<{ seq: number }>();
    expect(row?.seq).toBeGreaterThan(1_000_000);
  });

  it("is an admin's to order, not an organizer's", async () => {
    const { shop } = await sold(0);
    const response = await call('POST', `/api/events/${shop.eventId}/rebuild`, { token: shop.organizer.token });
    expect(response.status).toBe(403);
  });
});

it('the list of orders says how far it is behind', async () => {
  const { shop } = await sold(0);
  const list = () =>
    call<{ copy: { waiting: number; behindSeconds: number | null } }>('GET', `/api/events/${shop.eventId}/orders`, {
      token: shop.organizer.token,
    });
  expect((await list()).body.copy).toMatchObject({ waiting: 0, behindSeconds: 0 });
  await spoil(
    shop,
    `insert into outbox (job_id, seq, body, sends, due_at, made_at) values ('project-order.x', 1, '{}', 1, ${Date.now() + 3_600_000}, ${Date.now() - 90_000})`,
  );
  const { copy } = (await list()).body;
  expect(copy.waiting).toBe(1);
  expect(copy.behindSeconds).toBeGreaterThanOrEqual(90);
});

it('a report answers a second click within seconds', async () => {
  const { shop } = await sold(0);
  const nowMs = Date.now() + 1_000_000_000;
  const first = await reconcileEvent(env, shop.eventId, nowMs);
  expect(await reconcileEvent(env, shop.eventId, nowMs + 1_000)).toEqual(first);
});
