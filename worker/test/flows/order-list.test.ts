// The organizer's list of orders: filters, sorts and pages, of one event and over all events. Nobody else sees it.

import { env } from 'cloudflare:test';
import { beforeAll, describe, expect, it } from 'vitest';
import type { OrderRow } from '#core/contracts/sales.ts';
import { call, newEvent, newPerson, type Person } from '../calls.ts';

type Page = { items: OrderRow[]; next: string | null };

const moment = Date.UTC(2026, 9, 1);
const hour = 3_600_000;
const statuses = ['paid', 'refunded', 'partly-refunded'] as const;

let organizer: Person;
let other: Person;
let distributor: Person;
const eventIds: string[] = [];

/** The order `n` of an event: one an hour, three of each sum, each status and each channel in turn. */
async function insertOrders(eventId: string, organizerId: string, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, n) => [
    `ord_${eventId.slice(4)}_${String(n).padStart(26, '0')}`,
    eventId,
    organizerId,
    statuses[n % 3] ?? 'paid',
    n % 2 === 0 ? null : 'dl_0000000000000001',
    n % 2 === 0 ? null : distributor.partyId,
    100_000 - Math.floor(n / 3) * 1_000,
    `Покупатель ${n}`,
    `buyer-${n}@example.org`,
    moment + n * hour,
  ]);
  await env.DB.prepare(
    `insert into orders (id, event_id, organizer_id, status, deal_id, distributor_id, total_minor, buyer_name,
      buyer_email, created_at, seq, paid_late, currency, face_minor, service_fee_minor, refunded_minor, commission_minor, locale)
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
      value ->> 8, value ->> 9, 1, 0, 'RUB', 0, 0, 0, 0, 'ru' from json_each(?)`,
  )
    .bind(JSON.stringify(rows))
    .run();
}

beforeAll(async () => {
  [organizer, other, distributor] = await Promise.all([
    newPerson('organizer'),
    newPerson('organizer'),
    newPerson('distributor'),
  ]);
  for (const [person, count] of [
    [organizer, 60],
    [organizer, 6],
    [other, 3],
  ] as const) {
    const { id } = await newEvent(person);
    eventIds.push(id);
    await insertOrders(id, person.partyId, count);
  }
});

async function walk(path: string, query: Record<string, string>, token = organizer.token): Promise<OrderRow[]> {
  const rows: OrderRow[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const params = new URLSearchParams(cursor === '' ? query : { ...query, cursor });
    const { status, body }: { status: number; body: Page } = await call<Page>('GET', `${path}?${params}`, { token });
    expect(status).toBe(200);
    rows.push(...body.items);
    cursor = body.next;
  }
  expect(new Set(rows.map((row) => row.orderId)).size).toBe(rows.length);
  return rows;
}

const indexOf = ({ orderId }: OrderRow) => Number(orderId.split('_')[2]);
const ofFirst = (query: Record<string, string>) => walk(`/api/events/${eventIds[0]}/orders`, query);
const everyOf60 = (keep: (n: number) => boolean) => Array.from({ length: 60 }, (_, n) => n).filter(keep);
const at = (n: number) => new Date(moment + n * hour).toISOString();

describe('an event of 60 orders', () => {
  it.each<[string, Record<string, string>, (n: number) => boolean]>([
    ['all', {}, () => true],
    ['a status', { status: 'refunded' }, (n) => n % 3 === 1],
    ['the own widget', { channel: 'own' }, (n) => n % 2 === 0],
    ['a deal', { channel: 'dl_0000000000000001' }, (n) => n % 2 === 1],
    ['a deal of others', { channel: 'dl_0000000000000002' }, () => false],
    ['from a moment on', { from: at(10) }, (n) => n >= 10],
    ['before a moment', { to: at(10) }, (n) => n < 10],
    ['a name', { q: 'покупатель 5' }, (n) => n === 5 || n >= 50],
    [
      'all at once',
      { q: 'buyer-', status: 'paid', channel: 'own', from: at(6), to: at(30) },
      (n) => n % 6 === 0 && n >= 6 && n < 30,
    ],
  ])('is filtered by %s', async (_, query, keep) => {
    expect((await ofFirst(query)).map(indexOf)).toEqual(everyOf60(keep).toReversed());
    expect((await ofFirst({ ...query, sort: 'oldest' })).map(indexOf)).toEqual(everyOf60(keep));
  });

  it('is sorted by the sum, and equal sums by the id', async () => {
    const rows = await ofFirst({ sort: 'largest' });
    const expected = everyOf60(() => true).toSorted((a, b) => Math.floor(a / 3) - Math.floor(b / 3) || b - a);
    expect(rows.map(indexOf)).toEqual(expected);
  });

  it('is filtered by a distributor', async () => {
    expect(await ofFirst({ channel: distributor.partyId })).toHaveLength(30);
  });

  it.each([
    { status: 'sold' },
    { channel: 'x' },
    { sort: 'size' },
    { from: 'yesterday' },
    { cursor: 'x' },
    { page: '2' },
  ])('refuses the query %o', async (query) => {
    const path = `/api/events/${eventIds[0]}/orders?${new URLSearchParams(query as Record<string, string>)}`;
    expect((await call('GET', path, { token: organizer.token })).status).toBe(400);
  });
});

describe('over all events', () => {
  it('the organizer sees their own orders, each with its event', async () => {
    const rows = await walk('/api/orders', {});
    expect(rows).toHaveLength(66);
    expect(new Set(rows.map((row) => row.event.id))).toEqual(new Set(eventIds.slice(0, 2)));
    expect(rows.every((row) => row.event.title !== '' && row.event.timeZone === 'Europe/Moscow')).toBe(true);
    expect(await walk('/api/orders', {}, other.token)).toHaveLength(3);
    expect(await walk('/api/orders', { status: 'paid' })).toHaveLength(22);
  });

  it('a distributor sees none, and no site may read it in the browser of an organizer', async () => {
    expect((await call('GET', '/api/orders', { token: distributor.token })).status).toBe(403);
    const response = await call('GET', '/api/orders', {
      token: organizer.token,
      headers: { origin: 'https://elsewhere.example' },
    });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});
