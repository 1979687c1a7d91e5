// What D1 tells of money: made from messages that may come twice, late or in any order.

import { env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import type { Balance, BalanceEntries, BalanceMonth, EventLedger } from '#core/contracts/balance.ts';
import type { DealWithVersions } from '#core/contracts/deals.ts';
import { type OrderMessage, projectChannel, projectOrders } from '../../projection/projection.ts';
import { call, newEvent, newPerson, type Person } from '../calls.ts';

async function stage() {
  const [organizer, distributor, rival] = await Promise.all([
    newPerson('organizer'),
    newPerson('distributor'),
    newPerson('distributor'),
  ]);
  const event = await newEvent(organizer);
  for (const one of [distributor, rival]) {
    const body = { eventId: event.id, distributorId: one.partyId, commissionBps: 1333 };
    await call('POST', '/api/deals', { token: organizer.token, body });
  }
  return { organizer, distributor, rival, event };
}

type Stage = Awaited<ReturnType<typeof stage>>;
let made = 0;

/** A sale of 1999.00 with 13.33 % commission, sold by a distributor or (null) by the organizer. */
function sale(all: Stage, seq: number, by: Person | null = all.distributor): OrderMessage {
  const orderId = `ord_${all.event.id.slice(4)}_${String(++made).padStart(10, '0')}`;
  const distributorId = by?.partyId ?? null;
  const commission = by === null ? 0 : 26_647;
  const posting = (account: string, partyId: string | null, amountMinor: number) => ({
    account,
    partyId,
    amountMinor,
    currency: 'RUB',
  });
  return {
    version: 1,
    eventId: all.event.id,
    jobId: `job-${made}`,
    kind: 'project-order',
    seq,
    order: {
      orderId,
      widgetId: null,
      dealId: by === null ? null : 'dl_0000000000000001',
      organizerId: all.organizer.partyId,
      distributorId,
      termsVersion: 1,
      status: 'paid',
      paidLate: false,
      currency: 'RUB',
      faceMinor: 199_900,
      serviceFeeMinor: 0,
      totalMinor: 199_900,
      refundedMinor: 0,
      commissionMinor: commission,
      buyerName: 'Анна Петрова',
      buyerEmail: 'anna@example.org',
      locale: 'ru',
      createdAtMs: 1_000 + made,
      paidAtMs: 2_000 + made,
      surface: 'other',
      subId: '',
      tickets: [{ ticketId: `tkt_${made}`, number: 'A-1', ticketTypeId: 'tty_1', status: 'valid', faceMinor: 199_900 }],
      entries: [
        {
          entryId: `${orderId}-sale`,
          atMs: 2_000 + made,
          kind: 'sale',
          orderId,
          dealId: by === null ? null : 'dl_0000000000000001',
          postings: [
            posting('provider:test', null, -199_900),
            posting('organizer', all.organizer.partyId, 199_900 - commission),
            ...(by === null ? [] : [posting('distributor', by.partyId, commission)]),
          ],
        },
      ],
    },
  };
}

function refunded(message: OrderMessage, seq: number): OrderMessage {
  const [first] = message.order.entries;
  if (first === undefined) throw new Error('a sale has an entry');
  const reversed = first.postings.map((one) => ({ ...one, amountMinor: -one.amountMinor }));
  const entry = { ...first, entryId: `${message.order.orderId}-refund`, kind: 'refund' as const, postings: reversed };
  const tickets = message.order.tickets.map((one) => ({ ...one, status: 'void' as const }));
  const order = {
    ...message.order,
    status: 'refunded' as const,
    refundedMinor: 199_900,
    tickets,
    entries: [first, entry],
  };
  return { ...message, jobId: `${message.jobId}-r`, seq, order };
}

async function balanceOf(person: Person) {
  const response = await call<Balance>('GET', '/api/balance', { token: person.token });
  return response.body.items.map(({ currency, earned, refunded: back, paidOut, available }) => [
    currency,
    earned.amount,
    back.amount,
    paidOut.amount,
    available.amount,
  ]);
}

async function ledgerOf(person: Person, eventId: string, query = '') {
  return (await call<EventLedger>('GET', `/api/events/${eventId}/ledger${query}`, { token: person.token })).body;
}

async function rowsOf(eventId: string) {
  const tables = ['orders', 'tickets', 'ledger_entries'].map((table) =>
    env.DB.prepare(`select * from ${table} where event_id = ? order by id`).bind(eventId),
  );
  return (await env.DB.batch(tables)).map((one) => one.results);
}

describe('a message of an order', () => {
  it('gives the same rows whatever the order and number of its copies', async () => {
    const all = await stage();
    const paid = sale(all, 5);
    const back = refunded(paid, 9);
    await projectOrders(env, [paid]);
    await projectOrders(env, [back]);
    const straight = await rowsOf(all.event.id);
    expect(straight.map((rows) => rows.length)).toEqual([1, 1, 2]);
    expect(straight[0]?.[0]).toMatchObject({ status: 'refunded', seq: 9 });
    for (const message of [paid, back, paid]) await projectOrders(env, [message]);
    expect(await rowsOf(all.event.id)).toEqual(straight);
    for (const table of ['orders', 'tickets', 'ledger_entries']) {
      await env.DB.prepare(`delete from ${table} where event_id = ?`).bind(all.event.id).run();
    }
    for (const message of [back, paid, back]) await projectOrders(env, [message]);
    expect(await rowsOf(all.event.id)).toEqual(straight);
    expect(await balanceOf(all.organizer)).toEqual([['RUB', 173_253, 173_253, 0, 0]]);
  });

  it('gives the same rows in one batch with others and with newer messages of itself', async () => {
    const all = await stage();
    const [one, other] = [sale(all, 5), sale(all, 6)];
    const back = refunded(one, 9);
    for (const message of [one, other, back]) await projectOrders(env, [message]);
    const straight = await rowsOf(all.event.id);
    for (const messages of [
      [one, other, back],
      [back, one, other, one],
    ]) {
      for (const table of ['orders', 'tickets', 'ledger_entries']) {
        await env.DB.prepare(`delete from ${table} where event_id = ?`).bind(all.event.id).run();
      }
      await projectOrders(env, messages);
      expect(await rowsOf(all.event.id)).toEqual(straight);
    }
    expect(straight.map((rows) => rows.length)).toEqual([2, 2, 3]);
  });

  it('of fifty tickets fits a statement of D1', async () => {
    const all = await stage();
    const message = sale(all, 1);
    message.order.tickets = Array.from({ length: 50 }, (_, n) => ({
      ticketId: `tkt_many_${n}`,
      number: `${n}`,
      ticketTypeId: 'tty_1',
      status: 'valid' as const,
      faceMinor: 1,
    }));
    await projectOrders(env, [message]);
    expect((await rowsOf(all.event.id))[1]).toHaveLength(50);
  });
});

describe('a balance', () => {
  it("is the party's own share of every sale and every refund", async () => {
    const all = await stage();
    const paid = sale(all, 1);
    await projectOrders(env, [paid]);
    await projectOrders(env, [sale(all, 2, null)]);
    expect(await balanceOf(all.organizer)).toEqual([['RUB', 373_153, 0, 0, 373_153]]);
    expect(await balanceOf(all.distributor)).toEqual([['RUB', 26_647, 0, 0, 26_647]]);
    expect(await balanceOf(all.rival)).toEqual([]);
    await projectOrders(env, [refunded(paid, 3)]);
    expect(await balanceOf(all.organizer)).toEqual([['RUB', 373_153, 173_253, 0, 199_900]]);
    expect(await balanceOf(all.distributor)).toEqual([['RUB', 26_647, 26_647, 0, 0]]);
  });
});

describe('the entries of a balance', () => {
  const entriesOf = async (person: Person, cursor: string | null = null) => {
    const query = cursor === null ? '' : `?cursor=${cursor}`;
    return (await call<BalanceEntries>('GET', `/api/balance/entries${query}`, { token: person.token })).body;
  };

  it('are newest first over all events, each with the own share, and the last is reached', async () => {
    const all = await stage();
    const other = { ...all, event: await newEvent(all.organizer) };
    for (let n = 0; n < 53; n++) await projectOrders(env, [sale(n % 2 === 0 ? all : other, n, null)]);
    const latest = sale(other, 54);
    await projectOrders(env, [latest, refunded(latest, 55)]);
    const first = await entriesOf(all.organizer);
    const second = await entriesOf(all.organizer, first.next);
    const entries = [...first.items, ...second.items];
    expect([first.items.length, second.items.length, second.next]).toEqual([50, 5, null]);
    expect(new Set(entries.map((one) => one.id)).size).toBe(55);
    const times = entries.map((one) => Date.parse(one.at));
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(new Set(entries.map((one) => one.event.id))).toEqual(new Set([all.event.id, other.event.id]));
    const ofLatest = entries.filter((one) => one.orderId === latest.order.orderId);
    expect(ofLatest.map((one) => [one.kind, one.amount.amount]).sort()).toEqual([
      ['refund', -173_253],
      ['sale', 173_253],
    ]);
    const theirs = await entriesOf(all.distributor);
    expect(theirs.items.map((one) => one.amount.amount).sort()).toEqual([-26_647, 26_647]);
    expect((await entriesOf(all.rival)).items).toEqual([]);
  });
});

describe('the ledger of an event', () => {
  it('is newest first, and of one deal alone when asked', async () => {
    const all = await stage();
    for (let n = 0; n < 3; n++) await projectOrders(env, [sale(all, n), sale(all, n + 10, null)]);
    const { entries } = await ledgerOf(all.organizer, all.event.id);
    const times = entries.map((one) => Date.parse(one.at));
    expect(times).toEqual([...times].sort((a, b) => b - a));
    const ofDeal = await ledgerOf(all.organizer, all.event.id, '?dealId=dl_0000000000000001');
    expect(ofDeal.entries.map((one) => one.dealId)).toEqual(Array(3).fill('dl_0000000000000001'));
    expect(ofDeal.balance.find((one) => one.account === 'distributor')?.amount.amount).toBe(3 * 26_647);
  });

  it('shows the organizer all, a distributor only what he sold, and sums to zero for both', async () => {
    const all = await stage();
    const own = sale(all, 1);
    const theirs = sale(all, 2, all.rival);
    for (const message of [own, theirs, sale(all, 3, null)]) await projectOrders(env, [message]);
    const seen = {
      organizer: await ledgerOf(all.organizer, all.event.id),
      distributor: await ledgerOf(all.distributor, all.event.id),
      rival: await ledgerOf(all.rival, all.event.id),
    };
    expect(seen.organizer.entries).toHaveLength(3);
    expect(seen.distributor.entries.map((one) => one.orderId)).toEqual([own.order.orderId]);
    expect(seen.rival.entries.map((one) => one.orderId)).toEqual([theirs.order.orderId]);
    expect(JSON.stringify(seen.rival)).not.toContain(own.order.orderId);
    for (const ledger of Object.values(seen)) {
      const sum = (postings: { amount: { amount: number } }[]) =>
        postings.reduce((total, one) => total + one.amount.amount, 0);
      expect(sum(ledger.balance)).toBe(0);
      for (const entry of ledger.entries) expect(sum(entry.postings)).toBe(0);
    }
  });

  it('pages without repeating or skipping, with the balance of all', async () => {
    const all = await stage();
    for (let n = 0; n < 53; n++) await projectOrders(env, [sale(all, n)]);
    const first = await ledgerOf(all.organizer, all.event.id);
    const second = await ledgerOf(all.organizer, all.event.id, `?cursor=${first.next}`);
    expect([first.entries.length, second.entries.length, second.next]).toEqual([50, 3, null]);
    expect(second.balance).toEqual(first.balance);
    expect(new Set([...first.entries, ...second.entries].map((one) => one.id)).size).toBe(53);
  });
});

describe('the orders of an event', () => {
  it('are the organizer’s to see, with who sold them', async () => {
    const all = await stage();
    const message = sale(all, 1);
    await projectOrders(env, [message]);
    const path = `/api/events/${all.event.id}/orders`;
    const listed = await call<{ items: Record<string, unknown>[] }>('GET', path, { token: all.organizer.token });
    expect(listed.body.items).toMatchObject([
      {
        orderId: message.order.orderId,
        status: 'paid',
        buyer: { name: 'Анна Петрова', email: 'anna@example.org' },
        total: { amount: 199_900, currency: 'RUB' },
        ticketIds: message.order.tickets.map((one) => one.ticketId),
      },
    ]);
    expect((await call('GET', path, { token: all.distributor.token })).status).toBe(403);
  });

  it('keep an event that sold something from being deleted', async () => {
    const all = await stage();
    await projectOrders(env, [refunded(sale(all, 1), 2)]);
    const gone = await call('DELETE', `/api/events/${all.event.id}`, { token: all.organizer.token });
    expect([gone.status, gone.body.error.code]).toEqual([409, 'event-has-sales']);
  });
});

describe('the message of a closed channel', () => {
  it('ends the deal in D1, also when D1 was dead while it closed, and an older message does not open it', async () => {
    const all = await stage();
    const widgetId = `wgt_${all.event.id.slice(4)}_0000000001`;
    const [deal] = (await call<{ items: DealWithVersions[] }>('GET', '/api/deals', { token: all.distributor.token }))
      .body.items;
    await env.DB.prepare("update deals set status = 'ACCEPTED', widget_id = ? where id = ?")
      .bind(widgetId, deal?.id)
      .run();
    const project = (seq: number, status: 'open' | 'closed') =>
      projectChannel(env, {
        version: 1,
        eventId: all.event.id,
        jobId: `channel-${seq}`,
        kind: 'project-channel',
        seq,
        widgetId,
        dealId: deal?.id ?? null,
        status,
      });
    await project(7, 'closed');
    await project(3, 'open');
    const shown = await call<DealWithVersions>('GET', `/api/deals/${deal?.id}`, { token: all.distributor.token });
    expect(shown.body.status).toBe('TERMINATED');
    expect(await env.DB.prepare('select status from channels where widget_id = ?').bind(widgetId).first('status')).toBe(
      'closed',
    );
  });
});

describe('a month of a balance', () => {
  const monthOf = async (person: Person, query = '') =>
    (await call<BalanceMonth>('GET', `/api/balance/month${query}`, { token: person.token })).body;
  const at = (message: OrderMessage, iso: string): OrderMessage => {
    const entries = message.order.entries.map((entry) => ({ ...entry, atMs: Date.parse(iso) }));
    return { ...message, order: { ...message.order, entries } };
  };

  it('is divided by event and partner, begins by the clock of the party, and its rows are the sum of its entries', async () => {
    const all = await stage();
    const { organizer, distributor, event } = all;
    // Moscow is three hours ahead: the first is of October there, the second of September.
    await projectOrders(env, [at(sale(all, 1), '2026-09-30T21:00:00Z')]);
    await projectOrders(env, [at(sale(all, 2), '2026-09-30T20:59:00Z')]);
    await projectOrders(env, [at(sale(all, 3, null), '2026-10-31T20:59:00Z')]);
    const october = await monthOf(organizer, '?month=2026-10');
    expect(october).toMatchObject({ month: '2026-10', timeZone: 'Europe/Moscow', first: '2026-09' });
    const share = 199_900 - 26_647;
    expect(october.items).toMatchObject([
      {
        ...{ currency: 'RUB', sold: 399_800, earned: 199_900 + share },
        rows: [
          { event: { id: event.id }, partner: null, sold: 199_900, earned: 199_900 },
          { event: { id: event.id }, partner: { id: distributor.partyId }, sold: 199_900, earned: share },
        ],
      },
    ]);
    expect((await monthOf(organizer, '?month=2026-08')).items).toEqual([]);
    const query = `month=2026-10&eventId=${event.id}`;
    const entries = await call<BalanceEntries>('GET', `/api/balance/entries?${query}`, { token: organizer.token });
    expect(entries.body.items.map(({ amount }) => amount.amount)).toEqual([199_900, share]);
    const none = await call<BalanceEntries>('GET', '/api/balance/entries?eventId=evt_0', { token: organizer.token });
    expect(none.body.items).toEqual([]);
    expect((await monthOf(all.rival, '?month=2026-10')).items).toEqual([]);
    expect((await call('GET', '/api/balance/month?month=2026-13', { token: organizer.token })).status).toBe(400);
  });

  it('shows a distributor the organizer and the commission, less what was returned in it', async () => {
    const all = await stage();
    const month = new Date().toISOString().slice(0, 7);
    const sold = at(sale(all, 1), `${month}-15T12:00:00Z`);
    await projectOrders(env, [sold]);
    const shown = await monthOf(all.distributor, `?month=${month}`);
    expect(shown.items).toMatchObject([
      { earned: 26_647, rows: [{ partner: { id: all.organizer.partyId }, sold: 199_900, earned: 26_647 }] },
    ]);
    await projectOrders(env, [refunded(sold, 2)]);
    expect((await monthOf(all.distributor, `?month=${month}`)).items).toEqual([]);
  });
});
