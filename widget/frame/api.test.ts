// What the frame reports of itself for the seller's results, and that the purchase never depends on it.

import { expect, it } from 'vitest';
import type { OrderSource } from '#core/contracts/results.ts';
import { apiOf } from './api.ts';

const source: OrderSource = { surface: 'embed', subId: 'telegram' };
const lines = [{ ticketTypeId: 'tty_1', quantity: 1 }];
const body = { buyer: { name: 'Анна', email: 'anna@example.org' }, locale: 'ru' } as const;

/** The traffic call always fails, as it does where an extension of the browser blocks it. */
function served(status: number, from: OrderSource | null) {
  const sent: { path: string; body: unknown }[] = [];
  const api = apiOf('wgt_1', from, async (input, init) => {
    const path = String(input);
    sent.push({ path, body: typeof init?.body === 'string' ? JSON.parse(init.body) : null });
    if (path.endsWith('/traffic')) throw new TypeError('blocked');
    return new Response(JSON.stringify(status < 300 ? {} : { error: { code: 'sold-out' } }), { status });
  });
  return { api, sent, counted: () => sent.filter(({ path }) => path === '/api/widgets/wgt_1/traffic') };
}

it('a hold is counted once it is placed, with the place', async () => {
  const { api, counted } = served(201, source);
  expect((await api.placeHold('key', lines)).ok).toBe(true);
  expect(counted()).toEqual([{ path: '/api/widgets/wgt_1/traffic', body: { what: 'hold', source } }]);
});

it('a hold that was refused is not counted', async () => {
  const { api, counted } = served(409, source);
  expect((await api.placeHold('key', lines)).ok).toBe(false);
  expect(counted()).toEqual([]);
});

it('an order says where it is made', async () => {
  const { api, sent } = served(201, source);
  await api.order('key', 'hld_1', body);
  expect(sent[0]?.body).toEqual({ ...body, source });
});

it('a preview counts nothing and says no place', async () => {
  const { api, sent, counted } = served(201, null);
  api.count('view');
  await api.placeHold('key', lines);
  await api.order('key', 'hld_1', body);
  expect(counted()).toEqual([]);
  expect(sent.at(-1)?.body).toEqual(body);
});
