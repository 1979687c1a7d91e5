// More buyers than an event can serve: whoever can't be served is told so at once, with a time to come back, and nothing
// of what was said to the others is untrue. The bound is real; only its size is smaller here than the 2,000 of life.

import { env } from 'cloudflare:test';
import { afterEach, expect, it, vi } from 'vitest';
import { GroupCommit } from '../../../durable-objects/event-sales/engine/transaction.ts';
import { type ApiResponse, call, type ErrorResponse } from '../calls.ts';
import { hold, newKey, newShop, order } from '../shop.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** As if so many commands waited already. */
function crowded(by: number): void {
  const { get } = Object.getOwnPropertyDescriptor(GroupCommit.prototype, 'weight') ?? {};
  if (get === undefined) throw new Error('a group has no weight');
  vi.spyOn(GroupCommit.prototype, 'weight', 'get').mockImplementation(function (this: GroupCommit) {
    return Number(get.call(this)) + by;
  });
}

function expectBusy({ status, body, headers }: ApiResponse<unknown>): void {
  expect([status, (body as ErrorResponse).error.code]).toEqual([503, 'busy']);
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
}

it('a buyer beyond what an event can bear hears 503 with a time to come back, and his key works then', async () => {
  const shop = await newShop(0, 10);
  const sales = env.EVENT_SALES.getByName(shop.eventId);
  const held = async () => (await sales.stock())[0]?.held;
  const key = newKey();
  crowded(1_999);
  expect((await hold(shop)).status).toBe(201);
  vi.restoreAllMocks();
  crowded(2_000);
  expectBusy(await hold<unknown>(shop, 1, key));
  expectBusy(await hold<unknown>(shop, 1, key));
  expect(await held()).toBe(1);
  vi.restoreAllMocks();
  expect((await hold(shop, 1, key)).status).toBe(201);
  expect(await held()).toBe(2);
});

it('an order is sent away alike, while pages are read and what is held can be given back', async () => {
  const shop = await newShop(0);
  const [mine, other] = [await hold(shop), await hold(shop)];
  const key = newKey();
  crowded(2_000);
  expectBusy(await order<unknown>(mine.body.holdId, key));
  expect((await call('GET', `/api/widgets/${shop.widgetId}`)).status).toBe(200);
  expect((await call('DELETE', `/api/holds/${other.body.holdId}`)).status).toBe(204);
  vi.restoreAllMocks();
  expect((await order(mine.body.holdId, key)).status).toBe(201);
});
