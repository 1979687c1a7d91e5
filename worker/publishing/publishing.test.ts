// What happens while an event's object cannot be reached, and how it heals.

import { env } from 'cloudflare:test';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import type { DealWithVersions } from '#core/contracts/deals.ts';
import { cancelEvent, deleteEvent, listTicketTypes, publishEvent, updateTicketType } from '../catalog/catalog.ts';
import { databaseOf } from '../database.ts';
import { acceptDeal, terminateDeal } from '../deals/deals.ts';
import type { Env } from '../env.d.ts';
import { runScheduled } from '../scheduled.ts';
import { events } from '../schema/catalog.ts';
import { deals } from '../schema/deals.ts';
import { call, newEvent, newPerson, newTicketType, publishedEvent } from '../test/calls.ts';
import { askForNewSnapshots, pushPending } from './publishing.ts';

// The platform, not a module of ours, is what fails here.
const cutOff: Env = {
  ...env,
  EVENT_SALES: new Proxy(env.EVENT_SALES, {
    get() {
      return () => {
        throw new Error('no route to the object');
      };
    },
  }),
};

async function eventRow(id: string) {
  const [row] = await databaseOf(env).select().from(events).where(eq(events.id, id));
  if (row === undefined) throw new Error('no such event');
  return row;
}

async function dealRow(id: string) {
  const [row] = await databaseOf(env).select().from(deals).where(eq(deals.id, id));
  if (row === undefined) throw new Error('no such deal');
  return row;
}

async function stage() {
  const [organizer, distributor] = await Promise.all([newPerson('organizer'), newPerson('distributor')]);
  const { event, type } = await publishedEvent(organizer);
  const body = { eventId: event.id, commissionBps: 100 };
  const deal = await call<DealWithVersions>('POST', '/api/deals', { token: distributor.token, body });
  return { organizer, distributor, event, type, dealId: deal.body.id };
}

const pendingOf = async (eventId: string) =>
  env.DB.prepare('select count(*) as n from publications where event_id = ? and pending_since is not null')
    .bind(eventId)
    .first<number>('n');

describe('while the object cannot be reached', () => {
  it('publishing says busy, keeps what was asked, and the cron finishes it', async () => {
    const organizer = await newPerson('organizer');
    const { id } = await newEvent(organizer);
    await newTicketType(organizer, id);
    expect(await publishEvent(cutOff, id)).toEqual({ ok: false, code: 'busy' });
    expect(await pendingOf(id)).toBe(1);
    expect((await pushPending(cutOff)).pushed).toBe(0);
    expect(await pendingOf(id)).toBe(1);
    await pushPending(env);
    expect(await pendingOf(id)).toBe(0);
    expect(await env.EVENT_SALES.getByName(id).stock()).toMatchObject([{ available: 100 }]);
  });

  it('an edit of what is on sale changes nothing', async () => {
    const { event, type } = await stage();
    expect(await updateTicketType(cutOff, event.id, type.id, { capacity: 5 })).toEqual({ ok: false, code: 'busy' });
    const row = await env.DB.prepare('select capacity from ticket_types where id = ?').bind(type.id).first('capacity');
    expect(row).toBe(100);
    await pushPending(env);
    expect(await env.EVENT_SALES.getByName(event.id).stock()).toMatchObject([{ capacity: 100 }]);
  });

  it('an accept says busy and is finished by repeating it', async () => {
    const { event, dealId } = await stage();
    expect(await acceptDeal(cutOff, await dealRow(dealId), 'organizer', 1)).toEqual({ ok: false, code: 'busy' });
    const accepted = await dealRow(dealId);
    expect(accepted.status).toBe('ACCEPTED');
    expect(await acceptDeal(env, accepted, 'organizer', 1)).toEqual({ ok: true, value: null });
    expect((await env.EVENT_SALES.getByName(event.id).widgetView(accepted.widgetId ?? ''))?.status).toBe('open');
  });

  it('ending a deal says busy and leaves it active, because its channel still sells', async () => {
    const { dealId } = await stage();
    await acceptDeal(env, await dealRow(dealId), 'organizer', 1);
    expect(await terminateDeal(cutOff, await dealRow(dealId))).toEqual({ ok: false, code: 'busy' });
    expect((await dealRow(dealId)).status).toBe('ACCEPTED');
  });

  it('the page of ticket types opens, with what D1 knows was sold', async () => {
    const { event, type } = await stage();
    await env.DB.prepare(
      "insert into tickets (id, order_id, event_id, seq, number, ticket_type_id, status, face_minor) values ('tkt_1', 'ord_1', ?, 1, 'A-1', ?, 'valid', 1), ('tkt_2', 'ord_1', ?, 1, 'A-2', ?, 'void', 1)",
    )
      .bind(event.id, type.id, event.id, type.id)
      .run();
    const [shown] = await listTicketTypes(cutOff, await eventRow(event.id), true);
    expect(shown).toMatchObject({ available: 99, sold: 1, availability: 'available' });
  });

  it('an event that may have sales is not deleted', async () => {
    const { event } = await stage();
    expect(await deleteEvent(cutOff, await eventRow(event.id))).toEqual({ ok: false, code: 'busy' });
  });

  it('cancelling says busy and is finished by repeating it', async () => {
    const { event } = await stage();
    expect(await cancelEvent(cutOff, event)).toEqual({ ok: false, code: 'busy' });
    expect(await cancelEvent(env, event)).toMatchObject({ ok: true, value: { status: 'cancelled' } });
  });
});

it('a decision about a version that two rounds have passed is refused, though the author is the same again', async () => {
  const { organizer, distributor, dealId } = await stage();
  const asRead = await dealRow(dealId);
  for (const by of [organizer, distributor]) {
    await call('POST', `/api/deals/${dealId}/counter`, { token: by.token, body: { commissionBps: 5 } });
  }
  expect(await acceptDeal(env, asRead, 'organizer', 1)).toMatchObject({ ok: false, code: 'stale-version' });
});

it("an organizer's new name reaches his widgets with the next run of the cron", async () => {
  const { organizer, event } = await stage();
  await call('PATCH', '/api/me', { token: organizer.token, body: { displayName: 'Театр «Новый»' } });
  await pushPending(env);
  const kit = await call<{ widgetId: string }>('GET', `/api/events/${event.id}/widget`, { token: organizer.token });
  const view = await env.EVENT_SALES.getByName(event.id).widgetView(kit.body.widgetId);
  expect(view?.event.organizerName).toBe('Театр «Новый»');
});

describe('after D1 was put back to an earlier moment', () => {
  const putBack = (eventId: string) =>
    env.DB.prepare('update events set push_revision = 2 where id = ?').bind(eventId).run();

  it('an edit of what is on sale reaches the object, which holds a newer revision', async () => {
    const { organizer, event, type } = await stage();
    const path = `/api/events/${event.id}/ticket-types/${type.id}`;
    for (const capacity of [90, 80, 70]) {
      await call('PATCH', path, { token: organizer.token, body: { capacity } });
    }
    await putBack(event.id);
    const edited = await call('PATCH', path, { token: organizer.token, body: { capacity: 60 } });
    expect(edited.status).toBe(200);
    expect(await env.EVENT_SALES.getByName(event.id).stock()).toMatchObject([{ capacity: 60 }]);
  });

  it('a cancellation reaches the object', async () => {
    const { organizer, event, type } = await stage();
    const path = `/api/events/${event.id}/ticket-types/${type.id}`;
    for (const capacity of [90, 80, 70]) {
      await call('PATCH', path, { token: organizer.token, body: { capacity } });
    }
    await putBack(event.id);
    expect(await cancelEvent(env, event)).toMatchObject({ ok: true });
    expect(await env.EVENT_SALES.getByName(event.id).ownerAndStatus()).toMatchObject({ status: 'cancelled' });
  });
});

describe('events whose objects were given an older snapshot', () => {
  /** As if the code that published it had left its other language out. */
  async function publishedBefore() {
    const { event } = await publishedEvent(await newPerson('organizer'));
    const translations = { en: { venue: { name: 'Small Hall' } } };
    await databaseOf(env).update(events).set({ translations, snapshotVersion: 0 }).where(eq(events.id, event.id));
    return event;
  }
  const venueOf = async (eventId: string) => {
    const row = await eventRow(eventId);
    const view = await env.EVENT_SALES.getByName(eventId).widgetView(row.widgetId ?? '');
    return view?.event.translations.en?.venue;
  };
  const askedFor = (eventId: string) =>
    env.DB.prepare('select asked from publications where subject_id = ?').bind(eventId).first<number>('asked');

  it('are given it by the cron, once', async () => {
    const event = await publishedBefore();
    expect(await venueOf(event.id)).toBeUndefined();
    await runScheduled(env, Date.now());
    expect(await venueOf(event.id)).toEqual({ name: 'Small Hall' });
    const asked = await askedFor(event.id);
    await runScheduled(env, Date.now());
    expect([await askedFor(event.id), await pendingOf(event.id)]).toEqual([asked, 0]);
  });

  it('stay asked for while the object is away, whatever dies', async () => {
    const event = await publishedBefore();
    await askForNewSnapshots(env, Date.now());
    await pushPending(cutOff);
    expect(await pendingOf(event.id)).toBe(1);
    await runScheduled(env, Date.now());
    expect(await venueOf(event.id)).toEqual({ name: 'Small Hall' });
  });

  it('are a slice at a time, each event in one of them; one that is over is not pushed', async () => {
    const event = await publishedBefore();
    const db = databaseOf(env);
    const row = await eventRow(event.id);
    const past = { ...row, startsAt: 1, endsAt: 2, snapshotVersion: 0 };
    const [first, ...others] = Array.from({ length: 150 }, (_, n) =>
      db.insert(events).values({ ...past, id: `evt_past_${n}` }),
    );
    if (first !== undefined) await db.batch([first, ...others]);
    const asked = [await askForNewSnapshots(env, Date.now()), await askForNewSnapshots(env, Date.now())];
    expect(asked).toEqual([true, false]);
    expect(await askForNewSnapshots(env, Date.now())).toBe(false);
    const pending = await env.DB.prepare('select event_id from publications where pending_since is not null').all();
    expect(pending.results).toEqual([{ event_id: event.id }]);
  });
});
