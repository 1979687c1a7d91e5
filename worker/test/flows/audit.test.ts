// The audit log: who did what to what is told in the same batch as the change, and read by those it concerns only.

import { env } from 'cloudflare:test';
import { describe, expect, it, vi } from 'vitest';
import type { AuditEntry } from '#core/contracts/accounts.ts';
import type { DealWithVersions } from '#core/contracts/deals.ts';
import { call, newPerson, type Person, publishedEvent } from '../calls.ts';
import { deliver, heldAndOrdered, newKey, newShop, until } from '../shop.ts';

async function logOf({ token }: Person, query = ''): Promise<AuditEntry[]> {
  const response = await call<{ items: AuditEntry[] }>('GET', `/api/audit${query}`, { token });
  expect(response.status).toBe(200);
  return response.body.items;
}

const kindsOf = (entries: AuditEntry[]) => entries.map((one) => one.what);

it('tells deals to both sides, with who acted, and to nobody else', async () => {
  const [organizer, distributor, stranger] = await Promise.all([
    newPerson('organizer'),
    newPerson('distributor'),
    newPerson('distributor'),
  ]);
  const { event } = await publishedEvent(organizer);
  const offer = { eventId: event.id, commissionBps: 1000, message: 'Секретное письмо' };
  const deal = await call<DealWithVersions>('POST', '/api/deals', { token: distributor.token, body: offer });
  const act = (by: Person, what: string, body = {}) =>
    call('POST', `/api/deals/${deal.body.id}/${what}`, { token: by.token, body });
  expect((await act(organizer, 'counter', { commissionBps: 800 })).status).toBe(200);
  expect((await act(distributor, 'accept', { version: 2 })).status).toBe(200);
  // A repeated accept changes nothing and is not told again.
  expect((await act(distributor, 'accept', { version: 2 })).status).toBe(200);
  expect((await act(organizer, 'terminate')).status).toBe(200);
  const told = (await logOf(organizer, `?eventId=${event.id}`)).filter((one) => one.subjectId === deal.body.id);
  expect(told.map((one) => [one.what, one.role, one.byMe])).toEqual([
    ['deal-terminated', 'organizer', true],
    ['deal-accepted', 'distributor', false],
    ['deal-countered', 'organizer', true],
    ['deal-offered', 'distributor', false],
  ]);
  expect(told[2]?.after).toMatchObject({ version: 2, commissionBps: 800 });
  expect(told.filter((one) => !one.byMe).every((one) => one.userId === null)).toBe(true);
  expect(JSON.stringify(told)).not.toContain('Секретное');
  const seen = await logOf(distributor, `?eventId=${event.id}`);
  expect(kindsOf(seen)).toEqual(kindsOf(told));
  expect(await logOf(stranger, `?eventId=${event.id}`)).toEqual([]);
});

it('tells prices and capacity before and after, publishing, free tickets, cancelling', async () => {
  const organizer = await newPerson('organizer');
  const { token } = organizer;
  const { event, type } = await publishedEvent(organizer);
  const path = `/api/events/${event.id}`;
  const price = { amount: 777, currency: 'RUB' };
  await call('PATCH', `${path}/ticket-types/${type.id}`, { token, body: { price, capacity: 7 } });
  const holder = { name: 'Ольга Тайная', email: 'olga@example.com' };
  const headers = { 'idempotency-key': newKey() };
  for (let twice = 0; twice < 2; twice++) {
    await call('POST', `${path}/tickets`, { token, headers, body: { ticketTypeId: type.id, holder } });
  }
  await until(
    () => logOf(organizer, `?eventId=${event.id}`),
    (entries) => kindsOf(entries).includes('ticket-issued'),
  );
  await call('POST', `${path}/cancel`, { token });
  await call('POST', `${path}/cancel`, { token });
  const told = await logOf(organizer, `?eventId=${event.id}`);
  expect(kindsOf(told)).toEqual([
    'event-cancelled',
    'ticket-issued',
    'ticket-type-changed',
    'event-published',
    'ticket-type-added',
  ]);
  expect(told.every((one) => one.byMe && one.role === 'organizer')).toBe(true);
  expect(told[2]).toMatchObject({
    subjectId: type.id,
    before: { priceMinor: type.price.amount, capacity: type.capacity },
    after: { priceMinor: 777, capacity: 7 },
  });
  expect(JSON.stringify(told)).not.toContain('Тайная');
});

describe('what an event’s object decided', () => {
  /** As if the Worker had died the moment the object had committed: nobody hears the answer. */
  async function refundedAndDied() {
    const shop = await newShop(0);
    const ordered = await heldAndOrdered(shop, 2);
    const sales = env.EVENT_SALES.getByName(shop.eventId);
    const by = { userId: shop.organizer.id, role: 'organizer' } as const;
    const asked = { fingerprint: 'f', ticketIds: null, reason: 'r', evenIfAdmitted: false };
    const command = { by, orderId: ordered.orderId, key: newKey(), ...asked };
    const refunded = await sales.refundOrder(command);
    if (!refunded.ok) throw new Error(refunded.code);
    return { shop, ordered, refundId: refunded.value.value.refundId };
  }
  const refundsOf = async (organizer: Person, eventId: string) =>
    (await logOf(organizer, `?eventId=${eventId}`)).filter((one) => one.what === 'refund-asked');

  it('is told though the Worker died before the answer, with who did it', async () => {
    const { shop, ordered } = await refundedAndDied();
    const told = await until(
      () => refundsOf(shop.organizer, shop.eventId),
      (entries) => entries.length > 0,
    );
    expect(told).toEqual([
      expect.objectContaining({ subjectId: ordered.orderId, byMe: true, role: 'organizer', eventId: shop.eventId }),
    ]);
    expect(told[0]?.after).toEqual({ amountMinor: 0, currency: 'RUB' });
  });

  it('is told once, however often its message comes', async () => {
    const { shop, ordered, refundId } = await refundedAndDied();
    await until(
      () => refundsOf(shop.organizer, shop.eventId),
      (entries) => entries.length > 0,
    );
    const message = {
      version: 1,
      eventId: shop.eventId,
      jobId: 'job_1',
      kind: 'tell-log',
      deedId: `aud_${refundId.slice(4)}`,
      atMs: Date.now(),
      what: 'refund-asked',
      by: { userId: shop.organizer.id, role: 'organizer' },
      subjectId: ordered.orderId,
      organizerId: shop.organizer.partyId,
      amountMinor: 0,
      currency: 'RUB',
    };
    const { ids, result } = deliver([message, message]);
    expect((await result).explicitAcks).toEqual(ids);
    expect(await refundsOf(shop.organizer, shop.eventId)).toHaveLength(1);
  });

  it('is told when D1 is back, if it was away at first', async () => {
    const silent = vi.spyOn(console, 'warn').mockReturnValue(undefined);
    const { eventId, organizer } = await newShop(0);
    const message = {
      version: 1,
      eventId,
      jobId: 'job_2',
      kind: 'tell-log',
      deedId: `aud_${newKey()}`,
      atMs: Date.now(),
      what: 'ticket-issued',
      by: { userId: 'usr_x', role: 'organizer' },
      subjectId: 'tkt_x',
      organizerId: organizer.partyId,
      amountMinor: null,
      currency: 'RUB',
    };
    const away = vi.spyOn(Object.getPrototypeOf(env.DB), 'prepare').mockImplementation(() => {
      throw new Error('D1 is away');
    });
    const lost = deliver([message]);
    expect((await lost.result).retryMessages.map((one) => one.msgId)).toEqual(lost.ids);
    away.mockRestore();
    const again = deliver([message]);
    expect((await again.result).explicitAcks).toEqual(again.ids);
    expect((await logOf(organizer, `?eventId=${eventId}&what=ticket-issued`)).map((one) => one.subjectId)).toEqual([
      'tkt_x',
    ]);
    silent.mockRestore();
  });
});

it('tells sign-ins and refused ones to the owner of the account, page by page', async () => {
  const person = await newPerson('buyer');
  await call('POST', '/api/auth/login', { body: { email: person.email, password: 'not it at all' } });
  const other = await newPerson('buyer');
  expect(kindsOf(await logOf(person))).toEqual(['sign-in-refused', 'signed-in']);
  expect(kindsOf(await logOf(other))).toEqual(['signed-in']);
  await env.DB.batch(
    Array.from({ length: 60 }, (_, n) =>
      env.DB.prepare("insert into audit_log (id, at, what, account_id) values (?, ?, 'signed-in', ?)").bind(
        `aud_${person.id}_${n}`,
        1000 + Math.floor(n / 7),
        person.id,
      ),
    ),
  );
  const first = await call<{ items: AuditEntry[]; next: string }>('GET', '/api/audit', { token: person.token });
  const rest = await logOf(person, `?cursor=${first.body.next}`);
  const ids = [...first.body.items, ...rest].map((one) => one.id);
  expect([first.body.items.length, new Set(ids).size]).toEqual([50, 62]);
});

it('shows an admin everything', async () => {
  const admin = await newPerson('buyer');
  await env.DB.prepare("update users set role = 'admin' where id = ?").bind(admin.id).run();
  const body = { email: admin.email, password: 'correct horse battery' };
  const { accessToken } = (await call<{ accessToken: string }>('POST', '/api/auth/login', { body })).body;
  const person = await newPerson('organizer');
  const entries = await logOf({ ...admin, token: accessToken });
  expect(entries.some((one) => one.userId === person.id)).toBe(true);
});
