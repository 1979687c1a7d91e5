// Fewer tickets left than an order takes at least: every place says "sold out", and the organizer is told why.

import { env } from 'cloudflare:test';
import { expect, it, vi } from 'vitest';
import type * as z from 'zod';
import type { TicketTypeList } from '#core/contracts/events.ts';
import type { WidgetView } from '#core/contracts/sales.ts';
import { call } from '../calls.ts';
import { browse, hold, newShop, order } from '../shop.ts';

type Types = z.infer<typeof TicketTypeList>;

async function soldButOne() {
  const shop = await newShop(0, 5);
  const path = `/api/events/${shop.eventId}/ticket-types`;
  const { token } = shop.organizer;
  await call('PATCH', `${path}/${shop.ticketTypeId}`, { token, body: { minPerOrder: 4, maxPerOrder: 4 } });
  const held = await hold(shop, 4);
  expect((await order(held.body.holdId)).body.status).toBe('paid');
  return { shop, path, token };
}

it('is sold out in the widget, on the pages, in their data and in the API', async () => {
  const { shop, path, token } = await soldButOne();
  const view = await call<WidgetView>('GET', `/api/widgets/${shop.widgetId}`);
  expect(view.body.ticketTypes).toMatchObject([{ availability: 'sold-out', available: 0 }]);
  const anyones = await call<Types>('GET', path);
  expect(anyones.body.items).toMatchObject([{ availability: 'sold-out', available: 0, unsellable: null }]);
  const own = await call<Types>('GET', path, { token });
  expect(own.body.items).toMatchObject([{ availability: 'sold-out', available: 1, unsellable: 1 }]);
  for (const page of [`/e/${shop.eventId}`, `/w/${shop.widgetId}`]) {
    const html = await (await browse(page)).text();
    expect(html).toContain('https://schema.org/SoldOut');
    expect(html).not.toContain('schema.org/InStock');
  }
});

it('is sold out by the copy in D1 too, while the object cannot be asked', async () => {
  const { shop, path, token } = await soldButOne();
  vi.spyOn(console, 'warn').mockReturnValue(undefined);
  vi.spyOn(console, 'error').mockReturnValue(undefined);
  await vi.waitFor(
    async () => {
      const sold = await env.DB.prepare('select count(*) as n from tickets where event_id = ?')
        .bind(shop.eventId)
        .first<{ n: number }>();
      expect(sold?.n).toBe(4);
    },
    { timeout: 30_000 },
  );
  const down = vi.spyOn(env.EVENT_SALES, 'get').mockImplementation(() => {
    throw new Error('the object is down');
  });
  const byName = vi.spyOn(env.EVENT_SALES, 'getByName').mockImplementation(() => {
    throw new Error('the object is down');
  });
  try {
    const own = await call<Types>('GET', path, { token });
    expect(down.mock.calls.length + byName.mock.calls.length).toBeGreaterThan(0);
    expect(own.body.items).toMatchObject([{ availability: 'sold-out', available: 1, unsellable: 1, sold: 4 }]);
  } finally {
    down.mockRestore();
    byName.mockRestore();
  }
});
