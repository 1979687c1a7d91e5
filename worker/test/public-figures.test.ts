// What anybody may read of an event never tells its sales, nor what other deals were promised: every GET of the document
// and every public page is read by everybody who is not the organizer, and looked through for the true figures.

import { env } from 'cloudflare:test';
import { beforeAll, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import type { DealWithVersions } from '#core/contracts/deals.ts';
import type { TicketTypeList } from '#core/contracts/events.ts';
import type { WidgetView } from '#core/contracts/sales.ts';
import { app } from '../app.ts';
import { call, newPerson, type Person } from './calls.ts';
import { browse, hold, newKey, newShop, type Shop } from './shop.ts';

type Types = z.infer<typeof TicketTypeList>;

const capacity = 43_127;
const guaranteed = 11_713;
const capped = 5_417;
const held = 3;
/** Figures nobody outside may read: how many there are, how many are free, what others were promised. */
const figures = [capacity, capacity - guaranteed, capacity - held, capacity - guaranteed - held, guaranteed, capped];

const document = (await (await app.request('/api/openapi.json', undefined, env)).json()) as {
  paths: Record<string, Record<string, unknown>>;
};
const gets = Object.entries(document.paths).flatMap(([path, methods]) => ('get' in methods ? [path] : []));

let shop: Shop;
let outsider: Person;
const tokens: Record<string, string | undefined> = { nobody: undefined };
const ids: Record<string, string> = {};

async function deal(by: Person, terms: Record<string, unknown>): Promise<{ dealId: string; widgetId: string }> {
  const body = { eventId: shop.eventId, commissionBps: 1_000, ...terms };
  const offered = await call<DealWithVersions>('POST', '/api/deals', { token: by.token, body });
  const accept = { token: shop.organizer.token, body: { version: 1 } };
  const accepted = await call('POST', `/api/deals/${offered.body.id}/accept`, accept);
  if (accepted.status !== 200) throw new Error(`accept: ${accepted.status} ${JSON.stringify(accepted.body)}`);
  const kit = await call<{ widgetId: string }>('GET', `/api/deals/${offered.body.id}/widget`, { token: by.token });
  return { dealId: offered.body.id, widgetId: kit.body.widgetId };
}

beforeAll(async () => {
  shop = await newShop(0, capacity);
  const [promised, other, distributor, buyer, organizer] = await Promise.all([
    newPerson('distributor'),
    newPerson('distributor'),
    newPerson('distributor'),
    newPerson('buyer'),
    newPerson('organizer'),
  ]);
  const lines = [{ ticketTypeId: shop.ticketTypeId, quantity: guaranteed }];
  const releaseAt = '2036-04-30T12:00:00Z';
  await deal(promised, { allotment: { kind: 'guarantee', lines, releaseAt } });
  const cap = await deal(other, { allotment: { kind: 'cap', quantity: capped } });
  const own = await deal(distributor, {});
  await hold(shop, held, newKey());
  outsider = distributor;
  Object.assign(tokens, {
    'another organizer': organizer.token,
    'a distributor with a deal': distributor.token,
    buyer: buyer.token,
  });
  Object.assign(ids, {
    eventId: shop.eventId,
    ticketTypeId: shop.ticketTypeId,
    dealId: own.dealId,
    widgetId: shop.widgetId,
    cappedWidget: cap.widgetId,
    partyId: shop.organizer.partyId,
  });
}, 60_000);

const found = (text: string) => figures.filter((figure) => new RegExp(`(?<![\\w.])${figure}(?![\\w.])`).test(text));

describe('of an event on sale', () => {
  it('its organizer reads the true figures, so what is looked for is there', async () => {
    const path = `/api/events/${shop.eventId}/ticket-types`;
    const { body } = await call<Types>('GET', path, { token: shop.organizer.token });
    expect(body.items).toMatchObject([{ capacity, available: capacity - guaranteed - held, held, sold: 0 }]);
  });

  it.each(['nobody', 'another organizer', 'a distributor with a deal', 'buyer'])(
    '%s reads none of them',
    async (who) => {
      let read = 0;
      for (const path of gets) {
        for (const query of ['', `?eventId=${shop.eventId}`, `?organizerId=${shop.organizer.partyId}`]) {
          const named = path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? 'nonsense');
          const { status, body } = await call<unknown>('GET', named + query, { token: tokens[who] });
          if (status === 200) read += 1;
          expect([path, found(JSON.stringify(body))]).toEqual([path, []]);
        }
      }
      expect(read).toBeGreaterThan(5);
    },
  );

  it('no page, feed or calendar tells them', async () => {
    for (const path of [
      `/e/${shop.eventId}`,
      `/e/${shop.eventId}/calendar.ics`,
      `/org/${shop.organizer.partyId}`,
      `/feed/${shop.organizer.partyId}.json`,
      `/feed/${shop.organizer.partyId}.ics`,
      `/w/${shop.widgetId}`,
      `/w/${ids.cappedWidget}`,
    ]) {
      const response = await browse(path);
      expect([path, response.status]).toEqual([path, 200]);
      expect([path, found(await response.text())]).toEqual([path, []]);
    }
  });

  it('says what one order can take, and no capacity', async () => {
    const types = await call<Types>('GET', `/api/events/${shop.eventId}/ticket-types`);
    expect(types.body.items).toMatchObject([
      { capacity: null, available: 10, maxPerOrder: 10, sold: null, held: null },
    ]);
    for (const widgetId of [shop.widgetId, ids.cappedWidget]) {
      const view = await call<WidgetView>('GET', `/api/widgets/${widgetId}`);
      expect(view.body.ticketTypes).toMatchObject([{ available: 10, maxPerOrder: 10 }]);
    }
  });

  it('a refusal tells the organizer how many are free, and a distributor only that it is too many', async () => {
    const allotment = { kind: 'cap', quantity: 999_999 };
    const offers = [
      { token: outsider.token, body: { eventId: shop.eventId, commissionBps: 1, allotment } },
      {
        token: shop.organizer.token,
        body: { eventId: shop.eventId, commissionBps: 1, allotment, distributorId: outsider.partyId },
      },
    ];
    const [told, insider] = await Promise.all(offers.map((offer) => call('POST', '/api/deals', offer)));
    expect(told?.body.error.code).toBe('allotment-exceeds-stock');
    expect(found(JSON.stringify(told?.body))).toEqual([]);
    expect(insider?.body.error.details).toEqual({ available: capacity });
  });
});

it('few that are left are told as they are', async () => {
  const small = await newShop(0, 7);
  const types = await call<Types>('GET', `/api/events/${small.eventId}/ticket-types`);
  expect(types.body.items).toMatchObject([{ available: 7 }]);
});
