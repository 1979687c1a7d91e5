// What sellers are told of their widgets: counts of traffic as they were reported, orders and money exactly.

import { env } from 'cloudflare:test';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DealWithVersions, WidgetKit } from '#core/contracts/deals.ts';
import type { EventOverview, OrganizersHome } from '#core/contracts/home.ts';
import type { OrderSource, Results, WidgetTraffic } from '#core/contracts/results.ts';
import type { PlacedHold, PurchaseResponse } from '#core/contracts/sales.ts';
import type { Env } from '../env.d.ts';
import { lastDays } from '../projection/projection.ts';
import { call, type ErrorResponse, newPerson, type Person } from '../test/calls.ts';
import { buyer, cards, hold, newKey, newShop, order, ownAddress, pay, type Shop, until } from '../test/shop.ts';
import { countTraffic, deleteOldTraffic, writeTraffic } from './traffic.ts';

const telegram: OrderSource = { surface: 'link', subId: 'telegram' };
const site: OrderSource = { surface: 'embed' };

let shop: Shop;
let distributor: Person;
let deal: DealWithVersions;
let dealWidget = '';

const report = (widgetId: string, body: WidgetTraffic) => call('POST', `/api/widgets/${widgetId}/traffic`, { body });

async function buy(widgetId: string, source?: OrderSource): Promise<PurchaseResponse> {
  const held = await hold({ ...shop, widgetId });
  expect(held.status).toBe(201);
  const ordered = await order(held.body.holdId, newKey(), source && { source });
  expect(ordered.status).toBe(201);
  await pay(ordered.body.payment?.url ?? '', cards.succeeds);
  return ordered.body;
}

async function resultsOf(person: Person, query = ''): Promise<Results> {
  const response = await call<Results>('GET', `/api/results${query}`, { token: person.token });
  expect(response.status).toBe(200);
  return response.body;
}

beforeAll(async () => {
  shop = await newShop(100_000, 100);
  distributor = await newPerson('distributor');
  const terms = { eventId: shop.eventId, distributorId: distributor.partyId, commissionBps: 1000 };
  const offered = await call<DealWithVersions>('POST', '/api/deals', { token: shop.organizer.token, body: terms });
  expect(offered.status).toBe(201);
  deal = offered.body;
  const accepted = await call('POST', `/api/deals/${deal.id}/accept`, {
    token: distributor.token,
    body: { version: 1 },
  });
  expect(accepted.status).toBe(200);
  const kit = await call<WidgetKit>('GET', `/api/deals/${deal.id}/widget`, { token: distributor.token });
  dealWidget = kit.body.widgetId;
  await buy(dealWidget, telegram);
  await buy(dealWidget, telegram);
  await buy(dealWidget, site);
  await buy(dealWidget);
  await buy(shop.widgetId, telegram);
  for (const what of ['view', 'view', 'view', 'hold'] as const) await report(dealWidget, { what, source: telegram });
  await report(dealWidget, { what: 'view', source: site });
  await report(shop.widgetId, { what: 'view', source: { surface: 'event' } });
  await writeTraffic(env as Env);
  await until(
    () => resultsOf(distributor),
    ({ total }) => total.orders === 4,
  );
  await until(
    () => resultsOf(shop.organizer),
    ({ total }) => total.orders === 1,
  );
});

describe('a distributor', () => {
  it('sees of each place what was shown, held, bought and earned, and of no other seller’s', async () => {
    const { rows, total, more } = await resultsOf(distributor, '?by=source');
    const money = (orders: number) => [{ currency: 'RUB', sold: orders * 100_000, earned: orders * 10_000 }];
    const nothing = { event: null, date: null };
    expect(rows).toEqual([
      { ...nothing, source: { surface: 'link', subId: 'telegram' }, views: 3, holds: 1, orders: 2, sums: money(2) },
      { ...nothing, source: { surface: 'embed', subId: '' }, views: 1, holds: 0, orders: 1, sums: money(1) },
      { ...nothing, source: { surface: 'other', subId: '' }, views: 0, holds: 0, orders: 1, sums: money(1) },
    ]);
    expect(total).toEqual({ views: 4, holds: 1, orders: 4, sums: money(4) });
    expect(more).toBe(false);
  });

  it('sees the same by event and by day', async () => {
    const byEvent = await resultsOf(distributor, '?by=event&days=7');
    expect(byEvent.rows).toHaveLength(1);
    expect(byEvent.rows[0]?.event).toMatchObject({
      id: shop.eventId,
      widgetId: dealWidget,
      dealId: deal.id,
      isOpen: true,
    });
    expect(byEvent.rows[0]?.event?.url).toMatch(new RegExp(`/w/${dealWidget}$`));
    const byDay = await resultsOf(distributor, '?by=day&days=90');
    expect(byDay.rows.map(({ date, orders }) => ({ date: date?.length, orders }))).toEqual([{ date: 10, orders: 4 }]);
    for (const { total } of [byEvent, byDay]) expect(total).toMatchObject({ views: 4, holds: 1, orders: 4 });
  });

  it('may ask for one widget; a foreign one has nothing to show', async () => {
    expect((await resultsOf(distributor, `?widgetId=${dealWidget}`)).total.orders).toBe(4);
    const foreign = await resultsOf(distributor, `?widgetId=${shop.widgetId}`);
    expect(foreign.rows).toEqual([]);
    expect(foreign.total).toEqual({ views: 0, holds: 0, orders: 0, sums: [] });
  });
});

it('an organizer sees the own widget, and not what partners sell', async () => {
  const { rows } = await resultsOf(shop.organizer, '?by=source');
  expect(rows.map(({ source, views, orders, sums }) => ({ source, views, orders, sums }))).toEqual([
    {
      source: telegram,
      views: 0,
      orders: 1,
      sums: [{ currency: 'RUB', sold: 100_000, earned: 100_000 }],
    },
    { source: { surface: 'event', subId: '' }, views: 1, orders: 0, sums: [] },
  ]);
});

it('marks for the organizer the days on which a partner showed the tickets in a new place, without the sub-id', async () => {
  const home = await call<OrganizersHome>('GET', '/api/home?days=7', { token: shop.organizer.token });
  const today = lastDays(Date.now(), home.body.timeZone, 1)[0]?.date;
  expect(home.body.marks).toEqual([{ date: today, name: expect.any(String) }]);
  expect(JSON.stringify(home.body)).not.toContain('telegram');
  const path = `/api/events/${shop.eventId}/overview?days=7`;
  expect((await call<EventOverview>('GET', path, { token: shop.organizer.token })).body.marks).toHaveLength(1);
});

it('a widget that nobody has seen yet is there as long as it sells', async () => {
  const { organizer, eventId } = await newShop(0);
  const nothing = { views: 0, holds: 0, orders: 0, sums: [] };
  expect((await resultsOf(organizer)).rows).toMatchObject([{ event: { id: eventId, dealId: null }, ...nothing }]);
  await env.DB.prepare('update events set starts_at = 1, ends_at = 2 where id = ?').bind(eventId).run();
  expect((await resultsOf(organizer)).rows).toEqual([]);
});

it('a refund is taken off the day and the place of its sale', async () => {
  const own = await newShop(50_000);
  shop = own;
  const ordered = await buy(own.widgetId, telegram);
  await until(
    () => resultsOf(own.organizer),
    ({ total }) => total.orders === 1,
  );
  const refunded = await call('POST', `/api/orders/${ordered.orderId}/refunds`, {
    token: own.organizer.token,
    body: { reason: 'ill' },
    headers: { 'idempotency-key': newKey() },
  });
  expect(refunded.status).toBeLessThan(300);
  await until(
    () => resultsOf(own.organizer),
    ({ total }) => total.sums[0]?.sold === 0,
  );
  const { rows } = await resultsOf(own.organizer, '?by=source');
  expect(rows).toMatchObject([{ source: telegram, orders: 1, sums: [{ currency: 'RUB', sold: 0, earned: 0 }] }]);
});

describe('what is reported', () => {
  it('of an id that was not made here counts nothing', async () => {
    const refused = await report('wgt_0000000000000000', { what: 'view', source: site });
    expect(refused.status).toBe(404);
  });

  it.each(['two words', '<b>', 'x'.repeat(41), ''])('with the sub-id %j is refused', async (subId) => {
    const refused = await call<ErrorResponse>('POST', `/api/widgets/${dealWidget}/traffic`, {
      body: { what: 'view', source: { surface: 'link', subId } },
    });
    expect([refused.status, refused.body.error.code]).toEqual([400, 'invalid-request']);
  });

  it('under made-up sub-ids fills no table: above fifty an hour they are counted without', async () => {
    const { widgetId } = await newShop(0);
    for (let round = 0; round < 3; round += 1) {
      for (let n = 0; n < 40; n += 1) {
        const source = { surface: 'link', subId: `s${round}-${n}` } as const;
        expect(countTraffic(env as Env, widgetId, { what: 'view', source }).ok).toBe(true);
      }
      await writeTraffic(env as Env);
    }
    const rows = await env.DB.prepare('select sub_id, views from widget_traffic where widget_id = ?')
      .bind(widgetId)
      .all<{ sub_id: string; views: number }>();
    expect(rows.results.length).toBeLessThanOrEqual(51);
    expect(rows.results.reduce((sum, { views }) => sum + views, 0)).toBe(120);
    // A place that is known goes on being counted under its own sub-id.
    countTraffic(env as Env, widgetId, { what: 'hold', source: { surface: 'link', subId: 's0-0' } });
    await writeTraffic(env as Env);
    const known = await env.DB.prepare("select holds from widget_traffic where widget_id = ? and sub_id = 's0-0'")
      .bind(widgetId)
      .first<{ holds: number }>();
    expect(known?.holds).toBe(1);
  });

  it('is deleted after 100 days', async () => {
    const { widgetId } = await newShop(0);
    const nowMs = Date.now();
    for (const days of [99, 101]) {
      await env.DB.prepare("insert into widget_traffic values (?, ?, 'link', '', 1, 0)")
        .bind(widgetId, nowMs - days * 86_400_000)
        .run();
    }
    await deleteOldTraffic(env as Env, nowMs);
    const rows = await env.DB.prepare('select at from widget_traffic where widget_id = ?').bind(widgetId).all();
    expect(rows.results).toHaveLength(1);
  });
});

it('the same key is the same order, wherever it says it comes from', async () => {
  const lines = [{ ticketTypeId: shop.ticketTypeId, quantity: 1 }];
  const held = await call<PlacedHold>('POST', `/api/widgets/${shop.widgetId}/holds`, {
    body: { lines },
    headers: { 'idempotency-key': newKey(), 'cf-connecting-ip': ownAddress() },
  });
  const headers = { 'idempotency-key': newKey() };
  const order = (source: OrderSource) =>
    call<PurchaseResponse>('POST', `/api/holds/${held.body.holdId}/order`, {
      body: { buyer, locale: 'ru', source },
      headers,
    });
  const first = await order(telegram);
  const again = await order(site);
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.body.orderId).toBe(first.body.orderId);
});
