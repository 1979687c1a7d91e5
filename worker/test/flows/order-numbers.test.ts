// The number of an order as people meet it: the same in the answers, on the page, in the letter and on the ticket, and
// the organizer finds the order by it.

import { env } from 'cloudflare:test';
import { expect, it } from 'vitest';
import type { OrderRow, PlacedHold } from '#core/contracts/sales.ts';
import { orderForDelivery } from '../../buying/buying.ts';
import { call } from '../calls.ts';
import { browse, heldAndOrdered, hold, newKey, newShop, order, orderNow, type Shop, until } from '../shop.ts';

type Page = { items: OrderRow[]; next: string | null };

async function found(shop: Shop, q: string): Promise<string[]> {
  const path = `/api/events/${shop.eventId}/orders?${new URLSearchParams({ q })}`;
  const response = await call<Page>('GET', path, { token: shop.organizer.token });
  expect(response.status).toBe(200);
  return response.body.items.map((one) => one.orderId);
}

it('is the same in every answer, on the page and in a replay', async () => {
  const shop = await newShop(199_900);
  const held = await hold<PlacedHold>(shop);
  const key = newKey();
  const [first, again] = [await order(held.body.holdId, key), await order(held.body.holdId, key)];
  const { number, orderId, orderToken } = first.body;
  expect(number).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{3}$/);
  expect(again.body.number).toBe(number);
  expect((await orderNow(first.body)).number).toBe(number);
  const opened = await browse(`/o/${orderId}/${orderToken}`);
  const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const html = await (await browse(`/o/${orderId}`, { headers: { cookie } })).text();
  expect(html).toContain(number);
  // Links have the id; nothing that a person reads has it.
  expect(html.replace(/<style.*?<\/style>/gs, '').replace(/<[^>]*>/g, ' ')).not.toContain(orderId);
  const cancelled = await call<{ number: string }>('POST', `/api/orders/${orderId}/cancel`, { token: orderToken });
  expect(cancelled.body.number).toBe(number);
});

it('finds the order, however it is typed, and so do a ticket, a name and an address', async () => {
  const shop = await newShop(0);
  const anna = await heldAndOrdered(shop, 2);
  const held = await hold<PlacedHold>(shop);
  const boris = (
    await order(held.body.holdId, newKey(), { buyer: { name: 'Борис Ёжиков', email: 'Bor_is@example.org' } })
  ).body;
  await until(
    () => found(shop, 'example.org'),
    (ids) => ids.length === 2,
  );
  const tickets = (await orderForDelivery(env, anna.orderId))?.tickets ?? [];
  for (const typed of [anna.number, anna.number.toLowerCase(), anna.number.replace('-', ' '), ` ${anna.number} `]) {
    expect(await found(shop, typed)).toEqual([anna.orderId]);
  }
  expect(await found(shop, tickets[1]?.number ?? '')).toEqual([anna.orderId]);
  for (const typed of ['каренина', 'АННА', 'Карен', 'ANNA@example'])
    expect(await found(shop, typed)).toEqual([anna.orderId]);
  for (const typed of ['ёжик', 'борис ёж', 'bor_is']) expect(await found(shop, typed)).toEqual([boris.orderId]);
  // Not a pattern: it stands for itself.
  for (const typed of ['%', 'a_na', '0000-000', '-', 'ord_']) expect(await found(shop, typed)).toEqual([]);
});

it('finds nothing of another event', async () => {
  const [shop, other] = [await newShop(0), await newShop(0)];
  const bought = await heldAndOrdered(shop);
  await until(
    () => found(shop, bought.number),
    (ids) => ids.length === 1,
  );
  expect(await found(other, bought.number)).toEqual([]);
});
