// What the organizer alone sees beside an order: the note on it, and its history.

import { env } from 'cloudflare:test';
import { beforeAll, describe, expect, it } from 'vitest';
import type { GuestPage } from '#core/contracts/guests.ts';
import type { OrderHistoryItem, OrderNote } from '#core/contracts/order-desk.ts';
import type { PurchaseResponse } from '#core/contracts/sales.ts';
import type { Ticket } from '#core/contracts/tickets.ts';
import { noteFailedLetter } from '../../failed-letters/failed-letters.ts';
import { call, type ErrorResponse, newPerson, type Person, password } from '../calls.ts';
import { browse, cards, heldAndOrdered, newKey, newShop, orderNow, pay, type Shop, until } from '../shop.ts';

let shop: Shop;
let ordered: PurchaseResponse;
let ticketIds: string[];

beforeAll(async () => {
  shop = await newShop(199_900);
  ordered = await heldAndOrdered(shop, 2);
  await pay(ordered.payment?.url ?? '', cards.succeeds);
  const now = await until(
    () => orderNow(ordered),
    (one) => one.status === 'paid',
  );
  ticketIds = now.tickets.map((ticket) => ticket.id);
});

function readNote<Body = OrderNote>(by: Person, orderId = ordered.orderId) {
  return call<Body>('GET', `/api/orders/${orderId}/note`, { token: by.token });
}

function write<Body = OrderNote>(by: Person, revision: number, text: string, orderId = ordered.orderId) {
  const headers = { 'if-match': `"${revision}"` };
  return call<Body>('PUT', `/api/orders/${orderId}/note`, { token: by.token, headers, body: { text } });
}

/** Another member of the same party, signed in. */
async function newColleague(): Promise<Person> {
  const colleague = await newPerson('organizer');
  await env.DB.prepare('update members set party_id = ? where user_id = ?')
    .bind(shop.organizer.partyId, colleague.id)
    .run();
  const body = { email: colleague.email, password };
  const signedIn = await call<{ accessToken: string }>('POST', '/api/auth/login', { body });
  return { ...colleague, token: signedIn.body.accessToken, partyId: shop.organizer.partyId };
}

describe('another name on a ticket', () => {
  const path = (ticketId: string | undefined) => `/api/orders/${ordered.orderId}/tickets/${ticketId}/holder`;
  function rename<Body = { holder: string }>(by: Person, name: string, key = newKey(), ticketId = ticketIds[0]) {
    const headers = { 'idempotency-key': key };
    return call<Body>('PUT', path(ticketId), { token: by.token, headers, body: { name, reason: 'Подарок' } });
  }

  it('is on the ticket, the guest list and the page at once, under the same code; the history says who gave it', async () => {
    const readTicket = async () =>
      (await call<Ticket>('GET', `/api/tickets/${ticketIds[0]}`, { token: ordered.orderToken })).body;
    const before = await readTicket();
    const key = newKey();
    const renamed = await rename(shop.organizer, ' Пётр Безухов ', key);
    expect([renamed.status, renamed.body]).toEqual([200, { ticketId: ticketIds[0], holder: 'Пётр Безухов' }]);
    const after = await readTicket();
    expect(after).toEqual({ ...before, holder: { ...before.holder, name: 'Пётр Безухов' } });
    const opened = await browse(`/o/${ordered.orderId}/${ordered.orderToken}`);
    const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
    const page = await browse(`/o/${ordered.orderId}`, { headers: { cookie } });
    expect(await page.text()).toContain('Пётр Безухов');
    const guests = await until(
      () => call<GuestPage>('GET', `/api/events/${shop.eventId}/guests?q=безухов`, { token: shop.organizer.token }),
      ({ body }) => body.items.length === 1,
    );
    expect(guests.body.items[0]?.ticketId).toBe(ticketIds[0]);
    const orders = await call<{ items: { orderId: string }[] }>('GET', '/api/orders?q=безух', {
      token: shop.organizer.token,
    });
    expect(orders.body.items.map(({ orderId }) => orderId)).toEqual([ordered.orderId]);
    // A late copy changes nothing, also after another change.
    expect((await rename(shop.organizer, 'Наташа Ростова')).status).toBe(200);
    expect((await rename(shop.organizer, ' Пётр Безухов ', key)).headers.get('idempotency-replayed')).toBe('true');
    expect((await readTicket()).holder.name).toBe('Наташа Ростова');
    const history = await until(
      () =>
        call<{ items: OrderHistoryItem[] }>('GET', `/api/orders/${ordered.orderId}/history`, {
          token: shop.organizer.token,
        }),
      ({ body }) => body.items.filter((one) => one.kind === 'holder-renamed' && one.by === 'me').length === 2,
    );
    expect(history.body.items.filter((one) => one.kind === 'holder-renamed')).toMatchObject([
      { from: 'Анна Каренина', to: 'Пётр Безухов', reason: 'Подарок', ticketNumber: before.number },
      { from: 'Пётр Безухов', to: 'Наташа Ростова' },
    ]);
    const logged = await env.DB.prepare("select * from audit_log where what = 'holder-renamed' and subject_id = ?")
      .bind(ticketIds[0])
      .all();
    expect(logged.results).toHaveLength(2);
    expect(JSON.stringify(logged.results)).not.toMatch(/Пётр|Наташа|Подарок/);
  });

  it('is refused to others, as a link, for a ticket of another order, and the twenty-first time', async () => {
    const stranger = await newPerson('organizer');
    expect((await rename(stranger, 'Чужой')).status).toBe(404);
    const link = await rename<ErrorResponse>(shop.organizer, 'evil.example');
    expect(link.body.error.code).toBe('invalid-request');
    const other = await heldAndOrdered(shop, 1);
    const foreign = `/api/orders/${other.orderId}/tickets/${ticketIds[1]}/holder`;
    const headers = { 'idempotency-key': newKey() };
    const { token } = shop.organizer;
    expect((await call('PUT', foreign, { token, headers, body: { name: 'Пётр' } })).status).toBe(404);
    const free = await newShop(0);
    const given = await heldAndOrdered(free);
    const by = free.organizer.token;
    const refund = { token: by, headers: { 'idempotency-key': newKey() }, body: { reason: 'Отмена' } };
    expect((await call('POST', `/api/orders/${given.orderId}/refunds`, refund)).status).toBe(201);
    const ofVoid = `/api/orders/${given.orderId}/tickets/${given.ticketIds[0]}/holder`;
    const late = await call('PUT', ofVoid, {
      token: by,
      headers: { 'idempotency-key': newKey() },
      body: { name: 'Пётр' },
    });
    expect(late.body.error.code).toBe('ticket-not-valid');
    const names = Array.from({ length: 20 }, (_, n) => `Гость ${n}`);
    for (const name of names) expect((await rename(shop.organizer, name, newKey(), ticketIds[1])).status).toBe(200);
    const most = await rename<ErrorResponse>(shop.organizer, 'Ещё один', newKey(), ticketIds[1]);
    expect(most.body.error).toMatchObject({ code: 'limit-exceeded', details: { most: 20 } });
  });
});

describe('the note on an order', () => {
  it('is written by one of two people at a time, and says who wrote it and when', async () => {
    expect((await readNote(shop.organizer)).body).toEqual({ text: '', revision: 0, changedAt: null, author: null });
    const first = await write(shop.organizer, 0, ' Придут с коляской \r\n');
    expect([first.status, first.body]).toMatchObject([
      200,
      { text: 'Придут с коляской', revision: 1, author: { me: true, role: 'organizer' } },
    ]);
    for (const revision of [0, 7]) {
      const stale = await write<ErrorResponse>(shop.organizer, revision, 'Другое');
      expect([revision, stale.body.error.code]).toEqual([revision, 'stale-revision']);
      expect(stale.body.error.details).toEqual({ revision: 1 });
    }
    const removed = await write(shop.organizer, 1, '');
    expect(removed.body).toMatchObject({ text: '', revision: 2 });
    await write(shop.organizer, 2, 'Тайная заметка');
  });

  it('is read by nobody else: not by the buyer, other organizers, nor in the audit log', async () => {
    const stranger = await newPerson('organizer');
    for (const refused of [await readNote(stranger), await write(stranger, 3, 'Чужое')])
      expect(refused.status).toBe(404);
    const buyerSees = [
      JSON.stringify(await orderNow(ordered)),
      await (await browse(`/o/${ordered.orderId}/${ordered.orderToken}`)).text(),
    ];
    const log = await env.DB.prepare("select * from audit_log where what = 'order-note-changed' and subject_id = ?")
      .bind(ordered.orderId)
      .all();
    expect(log.results).toHaveLength(3);
    expect(log.results.at(-1)).toMatchObject({ user_id: shop.organizer.id, party_id: shop.organizer.partyId });
    for (const text of [...buyerSees, JSON.stringify(log.results)]) expect(text).not.toContain('заметка');
  });

  it('of an order that does not exist is not written', async () => {
    const unknown = `ord_${shop.eventId.slice(4)}_0123456789`;
    expect((await write(shop.organizer, 0, 'Ничья', unknown)).status).toBe(404);
    const rows = await env.DB.prepare('select 1 from order_notes where order_id = ?').bind(unknown).all();
    expect(rows.results).toEqual([]);
  });

  it('names its author to a colleague, and an admin only by the role', async () => {
    const colleague = await newColleague();
    const seen = (await readNote(colleague)).body.author;
    expect(seen).toMatchObject({ me: false, role: 'organizer', name: expect.stringMatching(/./) });
    await env.DB.prepare("update order_notes set changed_by_role = 'admin', changed_by = ? where order_id = ?")
      .bind((await newPerson('buyer')).id, ordered.orderId)
      .run();
    expect((await readNote(colleague)).body.author).toEqual({ me: false, role: 'admin', name: null });
  });
});

describe('the history of an order', () => {
  it('says in the order of time what was paid, mailed, refunded and who came in', async () => {
    const { token } = shop.organizer;
    const [, second] = ticketIds;
    const ticket = await call<Ticket>('GET', `/api/tickets/${second}`, { token });
    const scan = { eventId: shop.eventId, code: ticket.body.code, nonce: newKey(), gate: 'Север' };
    await call('POST', '/api/check-in', { token, body: scan });
    await call('POST', `/api/orders/${ordered.orderId}/refunds`, {
      token,
      headers: { 'idempotency-key': newKey() },
      body: { reason: 'Болезнь', ticketIds: ticketIds.slice(0, 1) },
    });
    const atMs = Date.now() + 60_000;
    await env.FILES.put(`mail-log/${ordered.orderId}.tickets.2`, JSON.stringify({ state: 'refused', atMs }));
    await env.FILES.put(`mail-log/${ordered.orderId}.tickets.3`, JSON.stringify({ state: 'claimed', atMs }));
    const { eventId } = shop;
    await noteFailedLetter(env, { eventId, orderId: ordered.orderId, letter: 'refunded', reason: 'given-up' });

    const path = `/api/orders/${ordered.orderId}/history`;
    const { body } = await until(
      () => call<{ items: OrderHistoryItem[] }>('GET', path, { token }),
      ({ body: { items } }) => items.some((one) => one.kind === 'refund-requested' && one.by !== null),
    );
    const amount = { amount: 199_900, currency: 'RUB' };
    const whole = { ...amount, amount: 2 * amount.amount };
    const { number } = ticket.body;
    expect(body.items.slice(0, 2)).toMatchObject([
      { kind: 'placed', byHand: false },
      { kind: 'paid', amount: whole },
    ]);
    expect(body.items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'letter', letter: 'refunded', outcome: 'given-up' }),
        expect.objectContaining({ kind: 'admitted', ticketNumber: number, gate: 'Север' }),
        expect.objectContaining({ kind: 'refund-requested', amount, why: 'tickets', by: 'me' }),
      ]),
    );
    expect(body.items.at(-1)).toMatchObject({ kind: 'letter', letter: 'tickets', outcome: 'refused', again: true });
    const times = body.items.map((one) => one.at);
    expect(times).toEqual(times.toSorted());
    const colleague = await newColleague();
    const theirs = await call<{ items: OrderHistoryItem[] }>('GET', path, { token: colleague.token });
    expect(theirs.body.items).toContainEqual(expect.objectContaining({ kind: 'refund-requested', by: 'organizer' }));
  });

  it('of a ticket that was given by hand begins with that, and nobody else reads it', async () => {
    const { token } = shop.organizer;
    const given = await call<Ticket>('POST', `/api/events/${shop.eventId}/tickets`, {
      token,
      headers: { 'idempotency-key': newKey() },
      body: { ticketTypeId: shop.ticketTypeId, holder: { name: 'Гость', email: 'guest@example.org' } },
    });
    expect(given.status).toBe(201);
    const list = await until(
      () => call<{ items: { orderId: string; ticketIds: string[] }[] }>('GET', '/api/orders', { token }),
      ({ body }) => body.items.some((one) => one.ticketIds.includes(given.body.id)),
    );
    const orderId = list.body.items.find((one) => one.ticketIds.includes(given.body.id))?.orderId;
    const path = `/api/orders/${orderId}/history`;
    const { body } = await call<{ items: OrderHistoryItem[] }>('GET', path, { token });
    expect(body.items.filter((one) => one.kind !== 'letter')).toMatchObject([{ kind: 'placed', byHand: true }]);
    expect((await call('GET', path, { token: (await newPerson('organizer')).token })).status).toBe(404);
  });
});
