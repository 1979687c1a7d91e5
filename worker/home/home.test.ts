// The organizer's first screen says what the ledger says, whatever order, number and age of the messages it is made from.

import { env } from 'cloudflare:test';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Balance, EventLedger } from '#core/contracts/balance.ts';
import type { DealNotifications } from '#core/contracts/deals.ts';
import type { DistributorsHome, EventOverview, OrganizersHome } from '#core/contracts/home.ts';
import type { MyEventPage } from '#core/contracts/my-events.ts';
import { salePostings } from '#core/ledger.ts';
import { lastDays, type OrderMessage, projectOrderAnew, projectOrders } from '../projection/projection.ts';
import { call, newEvent, newPerson, type Person, publishedEvent } from '../test/calls.ts';

type Sale = { minor: number; fee: number; partner: boolean; daysAgo: number; refundedAfter: number | null };
let made = 0;

/** The messages of one order: the second, of a refund, holds the first's entry too, as the object writes them. */
function messagesOf(organizer: Person, distributor: Person, eventId: string, currency: string, sale: Sale) {
  const { minor, fee, partner, daysAgo, refundedAfter } = sale;
  const orderId = `ord_${eventId.slice(4)}_${String(++made).padStart(10, '0')}`;
  const distributorId = partner ? distributor.partyId : null;
  const commission = partner ? Math.floor(minor / 7) : 0;
  const split = [{ faceMinor: minor, feeMinor: fee, commissionBps: 0, commissionMinor: commission }];
  const postings = salePostings(split, { organizerId: organizer.partyId, distributorId }, 'test', currency);
  const atMs = Date.now() - daysAgo * 86_400_000;
  const dealId = partner ? 'dl_0000000000000001' : null;
  const entry = { entryId: `${orderId}-sale`, atMs, kind: 'sale' as const, orderId, dealId, postings };
  const back = {
    ...entry,
    entryId: `${orderId}-refund`,
    kind: 'refund' as const,
    atMs: Math.min(Date.now(), atMs + (refundedAfter ?? 0) * 86_400_000),
    postings: postings.map((one) => ({ ...one, amountMinor: -one.amountMinor })),
  };
  const message = (refunded: boolean): OrderMessage => ({
    version: 1,
    eventId,
    jobId: `${orderId}-${refunded}`,
    kind: 'project-order',
    seq: made * 2 + Number(refunded),
    order: {
      orderId,
      widgetId: null,
      dealId,
      organizerId: organizer.partyId,
      distributorId,
      termsVersion: partner ? 1 : null,
      status: refunded ? 'refunded' : 'paid',
      paidLate: false,
      currency,
      faceMinor: minor,
      serviceFeeMinor: fee,
      totalMinor: minor + fee,
      refundedMinor: refunded ? minor + fee : 0,
      commissionMinor: commission,
      buyerName: 'Анна Петрова',
      buyerEmail: 'anna@example.org',
      locale: 'ru',
      createdAtMs: atMs,
      paidAtMs: atMs,
      surface: 'other',
      subId: '',
      tickets: [],
      entries: refunded ? [entry, back] : [entry],
    },
  });
  return refundedAfter === null ? [message(false)] : [message(false), message(true)];
}

async function homeOf(person: Person, query = '') {
  const response = await call<OrganizersHome>('GET', `/api/home${query}`, { token: person.token });
  expect(response.status).toBe(200);
  return response.body;
}

/** What both the balance and the ledgers of the events say, of a time that the longest period covers. */
async function expectLedgersFigures(organizer: Person, eventIds: readonly string[]) {
  const home = await homeOf(organizer, '?days=90');
  const balance = (await call<Balance>('GET', '/api/balance', { token: organizer.token })).body;
  expect(home.money.map(({ currency, now, before }) => [currency, now.earned + before.earned])).toEqual(
    balance.items.map(({ currency, available }) => [currency, available.amount]),
  );
  const faces = new Map<string, number>();
  for (const eventId of eventIds) {
    const ledger = (await call<EventLedger>('GET', `/api/events/${eventId}/ledger`, { token: organizer.token })).body;
    for (const { account, amount } of ledger.balance) {
      if (account !== 'organizer' && account !== 'distributor') continue;
      faces.set(amount.currency, (faces.get(amount.currency) ?? 0) + amount.amount);
    }
  }
  for (const { currency, now, before, days } of home.money) {
    expect([currency, now.own + now.partners + before.own + before.partners]).toEqual([currency, faces.get(currency)]);
    expect(days).toHaveLength(90);
    for (const of of ['own', 'partners', 'earned'] as const) {
      expect(days.reduce((all, day) => all + day[of], 0)).toBe(now[of]);
    }
  }
}

const sales = fc.array(
  fc.record({
    minor: fc.integer({ min: 1, max: 500_000 }),
    fee: fc.integer({ min: 0, max: 9_000 }),
    partner: fc.boolean(),
    daysAgo: fc.integer({ min: 0, max: 170 }),
    refundedAfter: fc.option(fc.integer({ min: 0, max: 20 })),
  }),
  { minLength: 1, maxLength: 12 },
);

describe("the organizer's home", () => {
  it('has the sums of the ledger after sales and refunds that come twice, late, in any order, and are written anew', async () => {
    const [organizer, distributor] = await Promise.all([newPerson('organizer'), newPerson('distributor')]);
    const events = [
      { id: (await newEvent(organizer)).id, currency: 'RUB' },
      { id: (await newEvent(organizer, { currency: 'EUR' })).id, currency: 'EUR' },
    ];
    const eventIds = events.map(({ id }) => id);
    await fc.assert(
      fc.asyncProperty(sales, fc.infiniteStream(fc.nat()), async (some, random) => {
        const messages = some.flatMap((sale, i) => {
          const { id, currency } = events[i % 2] ?? { id: '', currency: '' };
          return messagesOf(organizer, distributor, id, currency, sale);
        });
        const next = () => random.next().value;
        const shuffled = [...messages, ...messages]
          .map((message) => ({ message, key: next() }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ message }) => message);
        for (let at = 0; at < shuffled.length; at += 3) await projectOrders(env, shuffled.slice(at, at + 3));
        for (const message of messages) if (next() % 3 === 0) await projectOrderAnew(env, message);
        // An order written anew from an older message gets the rest of its entries by the newer one.
        await projectOrders(env, messages);
        await expectLedgersFigures(organizer, eventIds);
      }),
      { numRuns: 8 },
    );
    const written = await env.DB.prepare('select * from ledger_sums order by 1, 2, 3, 4, 5').all();
    expect(written.results.length).toBeGreaterThan(5);
    // Rows of a time before there were sums are summed by the migration alone, to the same.
    const migration = env.D1_MIGRATIONS.find(({ name }) => name.includes('ledger_sums'));
    const fill = migration?.queries.find((query) => /INSERT INTO/.test(query) && !/TRIGGER/.test(query)) ?? '';
    expect(fill).not.toBe('');
    await env.DB.batch([env.DB.prepare('delete from ledger_sums'), env.DB.prepare(fill)]);
    expect((await env.DB.prepare('select * from ledger_sums order by 1, 2, 3, 4, 5').all()).results).toEqual(
      written.results,
    );
  });

  it("counts today's sales today, by seller, apart from another organizer's and from the days before", async () => {
    const [organizer, other, distributor] = await Promise.all([
      newPerson('organizer'),
      newPerson('organizer'),
      newPerson('distributor'),
    ]);
    const { event } = await publishedEvent(organizer);
    await newEvent(organizer);
    const strange = await newEvent(other);
    const sell = (whose: Person, eventId: string, sale: Partial<Sale>) =>
      projectOrders(
        env,
        messagesOf(whose, distributor, eventId, 'RUB', {
          ...{ minor: 70_000, fee: 500, partner: false, daysAgo: 0, refundedAfter: null },
          ...sale,
        }),
      );
    await sell(organizer, event.id, {});
    await sell(organizer, event.id, { partner: true, minor: 140_000 });
    await sell(organizer, event.id, { daysAgo: 40 });
    await sell(other, strange.id, { minor: 1 });
    const home = await homeOf(organizer);
    expect(home.timeZone).toBe('Europe/Moscow');
    expect(home.money).toHaveLength(1);
    const [money] = home.money;
    // Of a partner's sale the organizer has the price less the commission; of its own the fee too.
    expect(money?.now).toEqual({ own: 70_000, partners: 140_000, earned: 70_500 + 120_000 });
    expect(money?.before).toEqual({ own: 70_000, partners: 0, earned: 70_500 });
    expect(money?.days.at(-1)).toMatchObject({ own: 70_000, partners: 140_000 });
    expect(money?.sellers.map(({ distributor: by, sold }) => [by?.id ?? null, sold])).toEqual([
      [distributor.partyId, 140_000],
      [null, 70_000],
    ]);
    expect(home.waiting).toEqual({
      offers: 0,
      drafts: 1,
      failedRefunds: 0,
      failedLetters: 0,
      eventsWithDifferences: 0,
    });
    expect(home.events.map(({ id, capacity }) => [id, capacity])).toEqual([[event.id, 100]]);
    expect(home.orders).toHaveLength(3);
    expect((await call('GET', '/api/home?days=31', { token: organizer.token })).status).toBe(400);
  });

  it('shows how one event sells, apart from the organizer’s others, in the list and in its overview', async () => {
    const [organizer, distributor] = await Promise.all([newPerson('organizer'), newPerson('distributor')]);
    const [{ event }, other] = [await publishedEvent(organizer), await newEvent(organizer)];
    const sell = (eventId: string, sale: Partial<Sale>) =>
      projectOrders(
        env,
        messagesOf(organizer, distributor, eventId, 'RUB', {
          ...{ minor: 70_000, fee: 500, partner: false, daysAgo: 0, refundedAfter: null },
          ...sale,
        }),
      );
    await sell(event.id, {});
    await sell(event.id, { partner: true, minor: 140_000 });
    await sell(event.id, { daysAgo: 40, minor: 5_000 });
    await sell(other.id, { minor: 999 });
    const { token } = organizer;
    const shown = (await call<EventOverview>('GET', `/api/events/${event.id}/overview?days=7`, { token })).body;
    expect(shown.sales).toMatchObject({
      now: { own: 70_000, partners: 140_000, earned: 70_500 + 120_000 },
      before: { own: 0, partners: 0, earned: 0 },
    });
    expect(shown.sales.days).toHaveLength(7);
    expect(shown.sales.sellers.map(({ sold }) => sold)).toEqual([140_000, 70_000]);
    expect(shown.orders).toHaveLength(3);
    expect(shown.event).toMatchObject({ id: event.id, capacity: 100, revenue: { amount: 215_000, currency: 'RUB' } });
    const list = (await call<MyEventPage>('GET', '/api/events/mine', { token })).body.items;
    expect(list.map(({ id, revenue }) => [id, revenue.amount])).toEqual([
      [event.id, 215_000],
      [other.id, 999],
    ]);
  });

  it('suggests what would help the next events: partners until there are some or open terms', async () => {
    const organizer = await newPerson('organizer');
    const { event } = await publishedEvent(organizer);
    expect((await homeOf(organizer)).helps).toEqual([{ kind: 'partners', eventId: event.id }]);
    const put = await call('PUT', `/api/events/${event.id}/standing-terms`, {
      token: organizer.token,
      body: { audience: 'anyone', commissionBps: 1200, invited: [] },
    });
    expect(put.status).toBe(200);
    expect((await homeOf(organizer)).helps).toEqual([{ kind: 'cover', eventId: event.id }]);
  });

  it('tells a distributor what they earned, what to post and what to take, and nothing of another’s', async () => {
    const [organizer, distributor, other] = await Promise.all([
      newPerson('organizer'),
      newPerson('distributor'),
      newPerson('distributor'),
    ]);
    const [sold, open] = [await publishedEvent(organizer), await publishedEvent(organizer)];
    const sell = (by: Person, sale: Partial<Sale>) =>
      projectOrders(
        env,
        messagesOf(organizer, by, sold.event.id, 'RUB', {
          ...{ minor: 140_000, fee: 500, partner: true, daysAgo: 0, refundedAfter: null },
          ...sale,
        }),
      );
    await sell(distributor, {});
    await sell(distributor, { daysAgo: 3 });
    await sell(distributor, { daysAgo: 40 });
    await sell(other, { minor: 7 });
    await sell(distributor, { partner: false });
    const put = await call('PUT', `/api/events/${open.event.id}/standing-terms`, {
      token: organizer.token,
      body: { audience: 'anyone', commissionBps: 1200, invited: [] },
    });
    const home = async (person: Person, query = '') =>
      (await call<DistributorsHome>('GET', `/api/home/distributor${query}`, { token: person.token })).body;
    const shown = await home(distributor, '?days=7');
    // Of a sale of 1,400 the commission is a seventh; the service fee is theirs too.
    expect(shown.money).toMatchObject([
      { currency: 'RUB', events: [{ event: { id: sold.event.id }, sold: 280_000, earned: 2 * 20_500 }] },
    ]);
    expect(shown.money[0]?.days.map(({ earned }) => earned)).toEqual([0, 0, 0, 20_500, 0, 0, 20_500]);
    expect((await home(other)).money[0]?.events).toMatchObject([{ sold: 7, earned: 501 }]);
    expect([put.status, shown.offers, shown.proposed, shown.toPost]).toEqual([200, 0, [], []]);
    expect(shown.toTake.map(({ event, commissionBps }) => [event.id, commissionBps])).toContainEqual([
      open.event.id,
      1200,
    ]);
    const deal = await call<{ id: string }>('POST', `/api/deals/take`, {
      token: distributor.token,
      body: { eventId: open.event.id, revision: 1 },
    });
    expect(deal.status).toBe(201);
    const offer = { eventId: sold.event.id, distributorId: distributor.partyId, commissionBps: 1_500 };
    const offered = await call<{ id: string }>('POST', '/api/deals', { token: organizer.token, body: offer });
    const taken = await home(distributor);
    expect([taken.offers, taken.proposed.map(({ id, commissionBps }) => [id, commissionBps])]).toEqual([
      1,
      [[offered.body.id, 1_500]],
    ]);
    expect((await home(other)).proposed).toEqual([]);
    expect(taken.toPost.map(({ event }) => event.id)).toEqual([open.event.id]);
    expect(taken.toPost[0]?.url).toMatch(/\/w\/wgt_/);
    expect(taken.toTake.map(({ event }) => event.id)).not.toContain(open.event.id);
  });

  it('offers terms of the invited also to whom the organizer has offered a deal before', async () => {
    const [organizer, distributor, stranger] = await Promise.all([
      newPerson('organizer'),
      newPerson('distributor'),
      newPerson('distributor'),
    ]);
    const { event } = await publishedEvent(organizer);
    const offer = { eventId: event.id, distributorId: distributor.partyId, commissionBps: 900 };
    const deal = await call<{ id: string }>('POST', '/api/deals', { token: organizer.token, body: offer });
    const inbox = async () =>
      (await call<DealNotifications>('GET', '/api/deals/notices', { token: distributor.token })).body.offers;
    expect(await inbox()).toBe(1);
    await call('POST', `/api/deals/${deal.body.id}/reject`, { token: distributor.token });
    expect(await inbox()).toBe(0);
    await call('PUT', `/api/events/${event.id}/standing-terms`, {
      token: organizer.token,
      body: { audience: 'invited', commissionBps: 1200, invited: [] },
    });
    const toTake = async (person: Person) => {
      const home = await call<DistributorsHome>('GET', '/api/home/distributor', { token: person.token });
      return home.body.toTake.map((one) => one.event.id);
    };
    expect(await toTake(distributor)).toContain(event.id);
    expect(await toTake(stranger)).not.toContain(event.id);
  });

  it('counts an offer that waits, a refund that failed and an event with differences', async () => {
    const [organizer, distributor] = await Promise.all([newPerson('organizer'), newPerson('distributor')]);
    const { event } = await publishedEvent(organizer);
    const offer = { eventId: event.id, commissionBps: 1000 };
    expect((await call('POST', '/api/deals', { token: distributor.token, body: offer })).status).toBe(201);
    const report =
      'insert into reconciliations (event_id, at, checked_at, seq, verdict, report) values (?, 1, 1, 1, ?, ?)';
    await env.DB.batch([
      env.DB.prepare('insert into failed_refunds (refund_id, event_id, failed_at) values (?, ?, 1)').bind(
        'rf_1',
        event.id,
      ),
      env.DB.prepare(report).bind(event.id, 'differs', '{}'),
    ]);
    expect((await homeOf(organizer)).waiting).toMatchObject({ offers: 1, failedRefunds: 1, eventsWithDifferences: 1 });
    await env.DB.prepare(report).bind(event.id, 'agrees', '{}').run();
    expect((await homeOf(organizer)).waiting.eventsWithDifferences).toBe(0);
  });

  it('begins a day at the midnight of its time zone, and the day of a clock change has its own length', () => {
    const days = lastDays(Date.parse('2026-10-26T02:00:00Z'), 'Europe/Berlin', 3);
    expect(days.map(({ date, fromMs, toMs }) => [date, (toMs - fromMs) / 3_600_000])).toEqual([
      ['2026-10-24', 24],
      ['2026-10-25', 25],
      ['2026-10-26', 24],
    ]);
    expect(lastDays(Date.parse('2026-03-01T18:20:00Z'), 'Asia/Kathmandu', 1)[0]?.date).toBe('2026-03-02');
  });
});
