// An event moved, copied or taken back: who is told, what stays, what is refused.

import { env } from 'cloudflare:test';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { TicketedEvent, TicketType } from '#core/contracts/events.ts';
import { call, newEvent, newPerson, newTicketType, publishedEvent } from '../test/calls.ts';
import { browse, cards, heldAndOrdered, hold, newShop, order, orderNow, pay, until } from '../test/shop.ts';
import { shiftBetween } from './duplicate.ts';

const match = (revision: number) => ({ 'if-match': `"${revision}"` });
type Types = { items: TicketType[] };
type Kit = { widgetId: string };

async function mails(): Promise<string[]> {
  const found = await env.FILES.list({ prefix: 'mailbox/' });
  const letters = await Promise.all(found.objects.map(async ({ key }) => (await env.FILES.get(key))?.text() ?? ''));
  return letters;
}

describe('moving an event', () => {
  it('keeps the tickets, shows the new time and writes to everybody who bought', async () => {
    const shop = await newShop(100_000);
    const ordered = await heldAndOrdered(shop);
    await pay(ordered.payment?.url ?? '', cards.succeeds);
    await until(
      () => orderNow(ordered),
      (one) => one.status === 'paid',
    );
    const { token } = shop.organizer;
    const before = await call<TicketedEvent>('GET', `/api/events/${shop.eventId}`, { token });
    const body = { startsAt: '2036-06-01T19:00:00+03:00', endsAt: '2036-06-01T21:00:00+03:00' };
    const path = `/api/events/${shop.eventId}/postpone`;
    const moved = await call<TicketedEvent>('POST', path, { token, headers: match(before.body.revision), body });
    expect(moved.body).toMatchObject({ startsAt: '2036-06-01T16:00:00.000Z', postponements: 1 });
    const told = await until(mails, (all) => all.some((one) => one.includes('перенес')));
    expect(told.length).toBeGreaterThan(0);
    expect((await orderNow(ordered)).status).toBe('paid');
    const page = await (await browse(`/e/${shop.eventId}`)).text();
    expect(page).toContain('Событие перенесено');
    expect(page).toContain('EventRescheduled');
  });

  it('is refused for drafts, into the past, and from an old revision', async () => {
    const organizer = await newPerson('organizer');
    const { token } = organizer;
    const body = { startsAt: '2036-06-01T19:00:00Z', endsAt: '2036-06-01T21:00:00Z' };
    const draft = await newEvent(organizer);
    const early = await call('POST', `/api/events/${draft.id}/postpone`, { token, headers: match(1), body });
    expect(early.body.error.code).toBe('event-not-published');
    const { event } = await publishedEvent(organizer);
    const path = `/api/events/${event.id}/postpone`;
    const past = { startsAt: '2020-06-01T19:00:00Z', endsAt: '2020-06-01T21:00:00Z' };
    const headers = match(event.revision);
    expect((await call('POST', path, { token, headers, body: past })).body.error.code).toBe('starts-in-past');
    expect((await call('POST', path, { token, headers: match(1), body })).body.error.code).toBe('stale-revision');
    const backwards = { startsAt: body.endsAt, endsAt: body.startsAt };
    expect((await call('POST', path, { token, headers, body: backwards })).body.error.code).toBe('invalid-request');
  });
});

describe('copying an event', () => {
  it('makes a draft whose times moved by the clock on the wall', async () => {
    const organizer = await newPerson('organizer');
    const { token } = organizer;
    // Berlin goes to summer time on 30 March 2036; the party passes midnight.
    const draft = await newEvent(organizer, {
      startsAt: '2036-03-01T22:00:00+01:00',
      endsAt: '2036-03-02T03:00:00+01:00',
      timeZone: 'Europe/Berlin',
    });
    await newTicketType(organizer, draft.id, { salesTo: '2036-03-01T12:00:00+01:00' });
    const body = { startsAt: '2036-04-05T22:00:00+02:00' };
    const copy = await call<TicketedEvent>('POST', `/api/events/${draft.id}/duplicate`, { token, body });
    expect(copy.status).toBe(201);
    expect(copy.body).toMatchObject({
      status: 'draft',
      revision: 1,
      title: draft.title,
      startsAt: '2036-04-05T20:00:00.000Z',
      endsAt: '2036-04-06T01:00:00.000Z',
    });
    const types = await call<Types>('GET', `/api/events/${copy.body.id}/ticket-types`, { token });
    expect(types.body.items).toMatchObject([{ salesTo: '2036-04-05T10:00:00.000Z', eventId: copy.body.id }]);
    const past = await call('POST', `/api/events/${draft.id}/duplicate`, {
      token,
      body: { startsAt: '2020-01-01T00:00:00Z' },
    });
    expect(past.body.error.code).toBe('starts-in-past');
  });

  it('keeps the clock on the wall for any two dates, across every change of clocks', () => {
    const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Europe/Moscow', 'Australia/Lord_Howe');
    const minute = fc.integer({ min: 0, max: 3 * 366 * 24 * 60 }).map((m) => Date.UTC(2035, 0, 1) + m * 60_000);
    const wall = (at: number, timeZone: string) =>
      Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDateTime();
    fc.assert(
      fc.property(zone, minute, minute, fc.integer({ min: 0, max: 48 * 60 }), (timeZone, from, to, lasts) => {
        const end = from + lasts * 60_000;
        const moved = shiftBetween(from, to, timeZone)(end);
        const between = { largestUnit: 'hour' } as const;
        const before = wall(from, timeZone).until(wall(end, timeZone), between);
        const after = wall(to, timeZone).until(wall(moved, timeZone), between);
        // Where the clocks skip the new time, the next that exists is taken.
        const off = after.total('minutes') - before.total('minutes');
        expect(off === 0 || off === 60 || off === 30).toBe(true);
      }),
    );
  });

  it('moves a time the clocks skip to one that exists', () => {
    const moved = shiftBetween(Date.parse('2036-03-01T20:00:00Z'), Date.parse('2036-03-29T20:00:00Z'), 'Europe/Berlin');
    expect(new Date(moved(Date.parse('2036-03-02T01:30:00Z'))).toISOString()).toBe('2036-03-30T01:30:00.000Z');
  });
});

describe('taking an event back to a draft', () => {
  it('works while nothing is sold, ends its widget, and publishing again makes a new one', async () => {
    const organizer = await newPerson('organizer');
    const { token } = organizer;
    const { event } = await publishedEvent(organizer);
    const old = await call<Kit>('GET', `/api/events/${event.id}/widget`, { token });
    const back = await call<TicketedEvent>('POST', `/api/events/${event.id}/unpublish`, { token });
    expect(back.body).toMatchObject({ status: 'draft', publishedAt: null });
    expect((await call('GET', `/api/events/${event.id}`)).status).toBe(404);
    const view = await call<{ status: string }>('GET', `/api/widgets/${old.body.widgetId}`);
    expect(view.body.status).toBe('closed');
    expect((await call('POST', `/api/events/${event.id}/publish`, { token })).status).toBe(200);
    const fresh = await call<Kit>('GET', `/api/events/${event.id}/widget`, { token });
    expect(fresh.body.widgetId).not.toBe(old.body.widgetId);
    expect((await call<{ status: string }>('GET', `/api/widgets/${fresh.body.widgetId}`)).body.status).toBe('open');
  });

  it('is refused once something is held or sold, or a deal sells it', async () => {
    const shop = await newShop(100_000);
    const { token } = shop.organizer;
    await order((await hold(shop)).body.holdId);
    const held = await call('POST', `/api/events/${shop.eventId}/unpublish`, { token });
    expect(held.body.error.code).toBe('event-has-sales');
    const { event } = await publishedEvent(shop.organizer);
    const distributor = await newPerson('distributor');
    const offered = await call<{ id: string }>('POST', '/api/deals', {
      token: distributor.token,
      body: { eventId: event.id, commissionBps: 1_000 },
    });
    await call('POST', `/api/deals/${offered.body.id}/accept`, { token, body: { version: 1 } });
    const dealt = await call('POST', `/api/events/${event.id}/unpublish`, { token });
    expect(dealt.body.error.code).toBe('event-in-deal');
    const draft = await newEvent(shop.organizer);
    const early = await call('POST', `/api/events/${draft.id}/unpublish`, { token });
    expect(early.body.error.code).toBe('event-not-published');
  });
});

describe('ticket types', () => {
  it('stand in the order given, and hidden ones are neither shown nor sold', async () => {
    const shop = await newShop(100_000);
    const { organizer, eventId } = shop;
    const { token } = organizer;
    await call('PATCH', `/api/events/${eventId}/ticket-types/${shop.ticketTypeId}`, { token, body: { position: 5 } });
    const first = await newTicketType(organizer, eventId, { name: 'Балкон', position: 1 });
    const secret = await newTicketType(organizer, eventId, { name: 'Для своих', hidden: true });
    const seen = await call<Types>('GET', `/api/events/${eventId}/ticket-types`);
    expect(seen.body.items.map((one) => one.id)).toEqual([first.id, shop.ticketTypeId]);
    const own = await call<Types>('GET', `/api/events/${eventId}/ticket-types`, { token });
    expect(own.body.items[0]?.id).toBe(secret.id);
    const view = await call<{ ticketTypes: { id: string }[] }>('GET', `/api/widgets/${shop.widgetId}`);
    expect(view.body.ticketTypes.map((one) => one.id)).toEqual([first.id, shop.ticketTypeId]);
    const refused = await hold<{ error: { code: string } }>({ ...shop, ticketTypeId: secret.id });
    expect(refused.body.error.code).toBe('not-on-sale');
    const issued = await call('POST', `/api/events/${eventId}/tickets`, {
      token,
      headers: { 'idempotency-key': crypto.randomUUID() },
      body: { ticketTypeId: secret.id, holder: { name: 'Гость', email: 'guest@example.org' } },
    });
    expect(issued.status).toBe(201);
  });
});
