// The guest list: valid tickets by name, who is in, found by a part of a name or a number, and there when the door is not.

import { env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import type { GuestPage } from '#core/contracts/guests.ts';
import { app } from '../../app.ts';
import { type OrderMessage, projectOrders } from '../../projection/projection.ts';
import { call, newPerson, type Person, publishedEvent } from '../calls.ts';

describe('the guest list', () => {
  it('has the valid tickets by name, each with its order, and nothing of another event', async () => {
    const organizer = await newPerson('organizer');
    const [{ event, type }, other] = [await publishedEvent(organizer), await publishedEvent(organizer)];
    const orders = [
      paidOrder(organizer, event.id, type.id, 'Яна Белова', 2),
      paidOrder(organizer, event.id, type.id, 'Анна Ёлкина', 1),
      paidOrder(organizer, event.id, type.id, 'Борис', 1, 'void'),
      paidOrder(organizer, other.event.id, other.type.id, 'Чужой', 1),
    ];
    await projectOrders(env, orders);
    const page = await guests(organizer, event.id);
    expect(page.items.map(({ name }) => name)).toEqual(['Анна Ёлкина', 'Яна Белова', 'Яна Белова']);
    expect(page).toMatchObject({ expected: 3, inside: 0, next: null });
    expect(page.items.every(({ admitted }) => admitted === false)).toBe(true);
    const [first] = page.items;
    expect((await guests(organizer, event.id, `q=${encodeURIComponent('белова')}`)).items).toHaveLength(2);
    for (const q of [first?.number ?? '', first?.orderNumber ?? '']) {
      expect((await guests(organizer, event.id, `q=${q}`)).items.map(({ name }) => name)).toEqual(['Анна Ёлкина']);
    }
    expect((await guests(organizer, event.id, 'q=100%25')).items).toEqual([]);
    const cursor = await call('GET', `/api/events/${event.id}/guests?cursor=x`, { token: organizer.token });
    expect(cursor.status).toBe(400);
  });

  it('is there without the door, and says that it does not know who is in', async () => {
    const organizer = await newPerson('organizer');
    const { event, type } = await publishedEvent(organizer);
    await projectOrders(env, [paidOrder(organizer, event.id, type.id, 'Анна', 1)]);
    const away = () => {
      throw Object.assign(new Error('away'), { overloaded: true });
    };
    const response = await app.request(
      `/api/events/${event.id}/guests`,
      { headers: { authorization: `Bearer ${organizer.token}` } },
      { ...env, CHECK_IN_GATE: new Proxy(env.CHECK_IN_GATE, { get: () => away }) },
    );
    expect(response.status).toBe(200);
    const page: GuestPage = await response.json();
    expect(page).toMatchObject({ expected: 1, inside: null });
    expect(page.items[0]?.admitted).toBeNull();
  });
});

async function guests(organizer: Person, eventId: string, query = ''): Promise<GuestPage> {
  const response = await call<GuestPage>('GET', `/api/events/${eventId}/guests?${query}`, { token: organizer.token });
  expect(response.status).toBe(200);
  return response.body;
}

let made = 0;

/** A paid order with some tickets of a type, as its event's object reports it. */
function paidOrder(
  organizer: Person,
  eventId: string,
  ticketTypeId: string,
  buyerName: string,
  tickets: number,
  status: 'valid' | 'void' = 'valid',
): OrderMessage {
  made += 1;
  const key = eventId.slice('evt_'.length);
  const orderId = `ord_${key}_${`7k3f${String(made).padStart(3, '0')}`.padStart(14, '0')}`;
  const nowMs = Date.now();
  return {
    version: 1,
    eventId,
    jobId: orderId,
    kind: 'project-order',
    seq: made,
    order: {
      orderId,
      widgetId: null,
      dealId: null,
      organizerId: organizer.partyId,
      distributorId: null,
      termsVersion: null,
      status: 'paid',
      paidLate: false,
      currency: 'RUB',
      faceMinor: 0,
      serviceFeeMinor: 0,
      totalMinor: 0,
      refundedMinor: 0,
      commissionMinor: 0,
      buyerName,
      buyerEmail: 'anna@example.org',
      locale: 'ru',
      createdAtMs: nowMs,
      paidAtMs: nowMs,
      surface: 'other',
      subId: '',
      tickets: Array.from({ length: tickets }, (_, i) => ({
        ticketId: `tkt_${key}_${made}_${i}`,
        number: `${String(1000 + made)}-${String(1000 + i)}`,
        ticketTypeId,
        status,
        faceMinor: 0,
      })),
      entries: [],
    },
  };
}
