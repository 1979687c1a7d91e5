// What may not be offered, line by line: each refused with the field it is about, and nothing of what stood is lost.

import { env } from 'cloudflare:test';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DealWithVersions } from '#core/contracts/deals.ts';
import {
  type ApiResponse,
  call,
  type ErrorResponse,
  newEvent,
  newPerson,
  newTicketType,
  type Person,
  publishedEvent,
} from '../test/calls.ts';

let organizer: Person;
let distributor: Person;
let eventId = '';
let typeId = '';
let hiddenId = '';

beforeAll(async () => {
  [organizer, distributor] = await Promise.all([newPerson('organizer'), newPerson('distributor')]);
  const { event, type } = await publishedEvent(organizer);
  eventId = event.id;
  typeId = type.id;
  hiddenId = (await newTicketType(organizer, eventId, { name: 'Свои', capacity: 50, hidden: true })).id;
});

function offer(fields: Record<string, unknown>, by = distributor, on = eventId) {
  const body = { eventId: on, commissionBps: 1_000, ...fields };
  return call<DealWithVersions>('POST', '/api/deals', { token: by.token, body });
}

/** The code, and the fields it names: `invalid-request commissionBps`. */
function told(response: ApiResponse<unknown>): string {
  const { error } = response.body as ErrorResponse;
  if (error === undefined) return String(response.status);
  const fields = error.details?.fields as { path: string }[] | undefined;
  return [error.code, ...(fields ?? []).map((one) => one.path)].join(' ');
}

const steps = (...from: number[]) => ({
  commissionSteps: from.map((fromTicket) => ({ fromTicket, commissionBps: 1_200 })),
});
const later = '2036-04-01T00:00:00Z';
const guarantee = (ticketTypeId: string, quantity: number, releaseAt = later) => ({
  allotment: { kind: 'guarantee', lines: [{ ticketTypeId, quantity }], releaseAt },
});
const cap = (quantity: number) => ({ allotment: { kind: 'cap', quantity } });

const terms: [string, () => Record<string, unknown>, string][] = [
  ['a commission beyond 100 %', () => ({ commissionBps: 10_001 }), 'invalid-request commissionBps'],
  ['a commission below nothing', () => ({ commissionBps: -1 }), 'invalid-request commissionBps'],
  ['half a basis point', () => ({ commissionBps: 1.5 }), 'invalid-request commissionBps'],
  [
    'a commission of a type beyond 100 %',
    () => ({ commissionByType: [{ ticketTypeId: typeId, commissionBps: 10_001 }] }),
    'invalid-request commissionByType.0.commissionBps',
  ],
  [
    'a commission of another event’s type',
    () => ({ commissionByType: [{ ticketTypeId: 'tty_unknown', commissionBps: 1 }] }),
    'invalid-request commissionByType',
  ],
  [
    'two commissions of one type',
    () => ({ commissionByType: [1, 2].map((commissionBps) => ({ ticketTypeId: typeId, commissionBps })) }),
    'invalid-request commissionByType',
  ],
  ['steps out of order', () => steps(100, 50), 'invalid-request commissionSteps'],
  ['steps that overlap', () => steps(50, 50), 'invalid-request commissionSteps'],
  ['a step from the first ticket', () => steps(1), 'invalid-request commissionSteps.0.fromTicket'],
  ['eleven steps', () => steps(2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), 'invalid-request commissionSteps'],
  ['a cap beyond the capacity', () => cap(101), 'allotment-exceeds-stock'],
  ['a cap of nothing', () => cap(0), 'invalid-request allotment.quantity'],
  ['a guarantee beyond the capacity', () => guarantee(typeId, 101), 'allotment-exceeds-stock'],
  ['a guarantee of a hidden type', () => guarantee(hiddenId, 1), 'invalid-request allotment'],
  [
    'a guarantee released in the past',
    () => guarantee(typeId, 1, '2020-01-01T00:00:00Z'),
    'invalid-request allotment.releaseAt',
  ],
  ['an offer that has run out already', () => ({ validUntil: '2020-01-01T00:00:00Z' }), 'invalid-request validUntil'],
  ['a fee in another currency', () => ({ serviceFee: { amount: 1, currency: 'EUR' } }), 'currency-mismatch'],
  ['a fee below nothing', () => ({ serviceFee: { amount: -1, currency: 'RUB' } }), 'invalid-request serviceFee.amount'],
  [
    'a fee no full order could be paid with',
    () => ({ serviceFee: { amount: 1_000_000_001, currency: 'RUB' } }),
    'invalid-request serviceFee',
  ],
  ['a message of ten thousand characters', () => ({ message: 'ы'.repeat(10_000) }), 'invalid-request message'],
  ['a message that turns the reading round', () => ({ message: 'ты \u202egnp.exe' }), 'invalid-request message'],
  ['a message with a control character', () => ({ message: 'a\u0000b' }), 'invalid-request message'],
];

describe('an offer is refused with', () => {
  it.each(terms)('%s', async (_name, fields, expected) => {
    expect(told(await offer(fields()))).toBe(expected);
  });
});

describe('a counter-offer is refused with the same, and the current version stays', () => {
  let deal: DealWithVersions;
  beforeAll(async () => {
    const other = await newPerson('distributor');
    deal = (await offer({ message: 'Первое' }, other)).body;
  });

  it.each(terms)('%s', async (_name, fields, expected) => {
    const path = `/api/deals/${deal.id}`;
    expect(told(await call('POST', `${path}/counter`, { token: organizer.token, body: fields() }))).toBe(expected);
    const now = await call<DealWithVersions>('GET', path, { token: organizer.token });
    expect(now.body).toEqual(deal);
  });
});

describe('nobody offers', () => {
  it('on another organizer’s event', async () => {
    const stranger = await newPerson('organizer');
    expect(told(await offer({ distributorId: distributor.partyId }, stranger))).toBe('not-found');
  });

  it('on a draft, unless it is his own', async () => {
    const draft = await newEvent(organizer);
    expect(told(await offer({}, distributor, draft.id))).toBe('not-found');
    expect(told(await offer({ distributorId: distributor.partyId }, organizer, draft.id))).toBe('201');
  });

  it('on an event that is over or cancelled', async () => {
    const over = await publishedEvent(organizer);
    await env.DB.prepare('update events set starts_at = 1, ends_at = 2 where id = ?').bind(over.event.id).run();
    expect(told(await offer({}, distributor, over.event.id))).toBe('offers-closed');
    expect(told(await offer({ distributorId: distributor.partyId }, organizer, over.event.id))).toBe('offers-closed');
    const running = await publishedEvent(organizer);
    const { id } = (await offer({}, distributor, running.event.id)).body;
    await env.DB.prepare('update events set starts_at = 1, ends_at = 2 where id = ?').bind(running.event.id).run();
    for (const [what, body] of [
      ['accept', { version: 1 }],
      ['counter', { commissionBps: 5 }],
    ]) {
      const response = await call('POST', `/api/deals/${id}/${what}`, { token: organizer.token, body });
      expect([what, told(response)]).toEqual([what, 'offers-closed']);
    }
    const off = await publishedEvent(organizer);
    await call('POST', `/api/events/${off.event.id}/cancel`, { token: organizer.token });
    expect(told(await offer({}, distributor, off.event.id))).toBe('event-cancelled');
  });

  it('to himself, or for somebody else', async () => {
    expect(told(await offer({ distributorId: organizer.partyId }, organizer))).toBe('not-found');
    const other = await newPerson('distributor');
    expect(told(await offer({ distributorId: other.partyId }))).toBe('invalid-request distributorId');
    expect(told(await offer({}, organizer))).toBe('invalid-request distributorId');
  });

  it('a second deal of the same two on the same event, from whichever side', async () => {
    const other = await newPerson('distributor');
    expect(told(await offer({}, other))).toBe('201');
    expect(told(await offer({}, other))).toBe('deal-exists');
    expect(told(await offer({ distributorId: other.partyId }, organizer))).toBe('deal-exists');
  });
});

describe('a message beside the versions', () => {
  it('is kept as it was typed, whatever it would mean elsewhere, and refused when it forges or floods', async () => {
    const other = await newPerson('distributor');
    const { id } = (await offer({}, other)).body;
    const write = (body: unknown) => call('POST', `/api/deals/${id}/messages`, { token: other.token, body: { body } });
    const hostile = '<img src=x onerror=alert(1)> [тут](javascript:alert(1)) {{7*7}} **жирно**';
    const kept = await write(hostile);
    expect(kept.body).toMatchObject({ items: [{ body: hostile }] });
    for (const body of ['', '  \n ', 'ы'.repeat(10_000), 'a\u202eb', 'a\ud800', 7, null]) {
      expect([body, told(await write(body))]).toEqual([body, 'invalid-request body']);
    }
  });
});
