// A buyer's account gathers the orders made with their e-mail, once it is verified.

import { env } from 'cloudflare:test';
import { expect, it } from 'vitest';
import type { MyOrder } from '#core/contracts/accounts.ts';
import type { PlacedHold } from '#core/contracts/sales.ts';
import { call, newPerson } from '../calls.ts';
import { browse, hold, newShop, order, until } from '../shop.ts';

type Page = { items: MyOrder[]; next: string | null };

it('shows them with a way in only for the verified address, and never those of another', async () => {
  const shop = await newShop(0);
  const [anna, boris] = await Promise.all([newPerson('buyer'), newPerson('buyer')]);
  const held = await hold<PlacedHold>(shop);
  // However it was typed at the purchase.
  const name = { name: 'Анна', email: anna.email.toUpperCase() };
  const bought = await order(held.body.holdId, undefined, { buyer: name });
  expect(bought.status).toBe(201);
  const refused = await call('GET', '/api/me/orders', { token: anna.token });
  expect([refused.status, refused.body.error.code]).toEqual([403, 'email-not-verified']);
  await env.DB.prepare('update users set email_verified = 1').run();
  const list = (token: string) => call<Page>('GET', '/api/me/orders', { token });
  const mine = await until(
    () => list(anna.token),
    (response) => response.body.items.length > 0,
  );
  expect(mine.body.items).toMatchObject([{ orderId: bought.body.orderId, status: 'paid', total: { amount: 0 } }]);
  const url = mine.body.items[0]?.url ?? '';
  const opened = await browse(url);
  expect([opened.status, opened.headers.get('location')]).toEqual([303, `/o/${bought.body.orderId}`]);
  expect((await list(boris.token)).body.items).toEqual([]);
});
