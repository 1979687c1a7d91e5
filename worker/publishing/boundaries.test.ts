// A crash at each boundary between D1 and the event's object: the object has done what it was asked, and its answer is
// lost. What heals it is the cron, or the message the object sends by itself.

import { env } from 'cloudflare:test';
import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import type { DealWithVersions, WidgetKit } from '#core/contracts/deals.ts';
import { unpublishEvent } from '../catalog/catalog.ts';
import { databaseOf } from '../database.ts';
import { acceptDeal, takeOpenTerms, terminateDeal } from '../deals/deals.ts';
import type { Env } from '../env.d.ts';
import { events } from '../schema/catalog.ts';
import { deals } from '../schema/deals.ts';
import { call, newPerson, publishedEvent } from '../test/calls.ts';
import { hold, until } from '../test/shop.ts';
import { pushPending } from './publishing.ts';

/** The object does the named call; we die before its answer, so nothing after it happens either. */
function dyingAfter(method: string): Env {
  let dead = false;
  const stubOf = (stub: object) =>
    new Proxy(stub, {
      get(_stub, name) {
        return async (...given: unknown[]) => {
          if (dead) throw new Error('dead');
          const response: unknown = await Reflect.apply(Reflect.get(stub, name), stub, given);
          dead = name === method;
          if (dead) throw new Error('the answer is lost');
          return response;
        };
      },
    });
  const namespace = new Proxy(env.EVENT_SALES, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) => {
        const made: unknown = Reflect.apply(value, target, given);
        return name === 'get' || name === 'getByName' ? stubOf(made as object) : made;
      };
    },
  });
  return { ...env, EVENT_SALES: namespace };
}

async function stage(terms: Record<string, unknown> = {}) {
  const [organizer, distributor] = await Promise.all([newPerson('organizer'), newPerson('distributor')]);
  const { event, type } = await publishedEvent(organizer);
  const body = { eventId: event.id, commissionBps: 100, ...terms };
  const deal = await call<DealWithVersions>('POST', '/api/deals', { token: distributor.token, body });
  return { organizer, distributor, event, type, dealId: deal.body.id };
}

async function dealRow(id: string) {
  const [row] = await databaseOf(env).select().from(deals).where(eq(deals.id, id));
  if (row === undefined) throw new Error('no such deal');
  return row;
}

async function eventRow(id: string) {
  const [row] = await databaseOf(env).select().from(events).where(eq(events.id, id));
  if (row === undefined) throw new Error('no such event');
  return row;
}

const pendingOf = (eventId: string) =>
  env.DB.prepare('select count(*) as n from publications where event_id = ? and pending_since is not null')
    .bind(eventId)
    .first<number>('n');
const notificationsOf = async (dealId: string) =>
  (
    await env.DB.prepare('select kind from notices where deal_id = ? order by at').bind(dealId).all<{ kind: string }>()
  ).results
    .map((one) => one.kind)
    .toSorted();
const opened = async (eventId: string, widgetId: string | null) =>
  (await env.EVENT_SALES.getByName(eventId).widgetView(widgetId ?? ''))?.status;

it('after the channel of an accepted deal was opened: the cron asks again and finds it open', async () => {
  const { event, dealId } = await stage();
  expect(await acceptDeal(dyingAfter('openChannel'), await dealRow(dealId), 'organizer', 1)).toMatchObject({
    code: 'busy',
  });
  expect(await pendingOf(event.id)).toBe(1);
  await pushPending(env);
  const deal = await dealRow(dealId);
  expect([deal.status, await opened(event.id, deal.widgetId), await pendingOf(event.id)]).toEqual([
    'ACCEPTED',
    'open',
    0,
  ]);
});

it('after the object refused a guarantee: the cron takes the accept back, and its notification', async () => {
  const { event, type, organizer, dealId } = await stage();
  const lines = [{ ticketTypeId: type.id, quantity: 60 }];
  const allotment = { kind: 'guarantee', lines, releaseAt: '2036-04-01T00:00:00Z' };
  await call('POST', `/api/deals/${dealId}/counter`, { token: organizer.token, body: { allotment } });
  const other = await newPerson('distributor');
  const own = await call<DealWithVersions>('POST', '/api/deals', {
    token: other.token,
    body: { eventId: event.id, commissionBps: 1, allotment },
  });
  await call('POST', `/api/deals/${own.body.id}/accept`, { token: organizer.token, body: { version: 1 } });
  expect(await acceptDeal(dyingAfter('openChannel'), await dealRow(dealId), 'distributor', 2)).toMatchObject({
    code: 'busy',
  });
  expect((await dealRow(dealId)).status).toBe('ACCEPTED');
  // Not mailed yet: whoever reads the letter must not learn of what was not to be.
  await env.DB.prepare("update notices set mailed_at = null where deal_id = ? and kind = 'accepted'")
    .bind(dealId)
    .run();
  await pushPending(env);
  expect(await dealRow(dealId)).toMatchObject({ status: 'PENDING', widgetId: null, decidedAt: null });
  expect(await notificationsOf(dealId)).toEqual(['countered', 'offered']);
  expect(await pendingOf(event.id)).toBe(0);
});

it('after the channel of a deal was closed: the message of the object ends the deal in D1 and tells both', async () => {
  const { event, dealId } = await stage();
  await acceptDeal(env, await dealRow(dealId), 'organizer', 1);
  const { widgetId } = await dealRow(dealId);
  expect(await terminateDeal(dyingAfter('closeChannel'), await dealRow(dealId))).toMatchObject({ code: 'busy' });
  expect(await opened(event.id, widgetId)).toBe('closed');
  await until(
    () => dealRow(dealId),
    (deal) => deal.status === 'TERMINATED',
  );
  expect((await notificationsOf(dealId)).filter((kind) => kind === 'terminated')).toHaveLength(2);
});

it('after open terms were taken in D1: the cron opens the channel, and a second press finds the same deal', async () => {
  const { organizer, event } = await stage();
  const body = { audience: 'anyone', commissionBps: 700 };
  await call('PUT', `/api/events/${event.id}/standing-terms`, { token: organizer.token, body });
  const { partyId } = await newPerson('distributor');
  const request = { eventId: event.id, revision: 1 };
  expect(await takeOpenTerms(dyingAfter('openChannel'), partyId, request)).toMatchObject({ code: 'busy' });
  await pushPending(env);
  const again = await takeOpenTerms(env, partyId, request);
  const deal = await dealRow(again.ok ? again.value.dealId : '');
  expect(await opened(event.id, deal.widgetId)).toBe('open');
  const all = await env.DB.prepare('select count(*) as n from deals where distributor_id = ?').bind(partyId).first('n');
  expect(all).toBe(1);
});

it('after an unpublishing closed the own channel: the event sells again through a new one', async () => {
  const { organizer, event, type } = await stage();
  const before = await eventRow(event.id);
  expect(await unpublishEvent(dyingAfter('closeChannel'), before)).toMatchObject({ code: 'busy' });
  expect(await opened(event.id, before.widgetId)).toBe('closed');
  await pushPending(env);
  const kit = await call<WidgetKit>('GET', `/api/events/${event.id}/widget`, { token: organizer.token });
  expect(kit.body.widgetId).not.toBe(before.widgetId);
  const shop = { organizer, eventId: event.id, ticketTypeId: type.id, widgetId: kit.body.widgetId };
  expect((await hold(shop)).status).toBe(201);
  expect(await pendingOf(event.id)).toBe(0);
});

it('after an unpublishing found what was sold meanwhile: the event sells on through a new channel', async () => {
  const { organizer, event, type } = await stage();
  const before = await eventRow(event.id);
  const shop = { organizer, eventId: event.id, ticketTypeId: type.id, widgetId: before.widgetId ?? '' };
  // Held between the first look and the closing.
  const inBetween = new Proxy(env.EVENT_SALES, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function' || name !== 'getByName') return value;
      return (...given: unknown[]) => {
        const stub: object = Reflect.apply(value, target, given);
        return new Proxy(stub, {
          get:
            (_stub, method) =>
            async (...args: unknown[]) => {
              if (method === 'closeChannel') await hold(shop);
              return Reflect.apply(Reflect.get(stub, method), stub, args) as unknown;
            },
        });
      };
    },
  });
  expect(await unpublishEvent({ ...env, EVENT_SALES: inBetween }, before)).toMatchObject({ code: 'event-has-sales' });
  const after = await eventRow(event.id);
  expect(after.status).toBe('published');
  expect(after.widgetId).not.toBe(before.widgetId);
  expect(await opened(event.id, after.widgetId)).toBe('open');
});
