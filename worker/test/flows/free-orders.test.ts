// Free orders in a stranger's name, over HTTP: three get tickets at once, the others wait for a press in their letter.

import { env } from 'cloudflare:test';
import { expect, it } from 'vitest';
import type { PurchaseResponse } from '#core/contracts/sales.ts';
import type { StoredMessage } from '../../delivery/mail/local-sender.ts';
import { call } from '../calls.ts';
import { lettersTo } from '../mailbox.ts';
import { browse, hold, newKey, newShop, order, orderNow, type Shop, until } from '../shop.ts';

const ours = { 'sec-fetch-site': 'same-origin', origin: 'null' };

async function orderFor(shop: Shop, email: string, locale: 'ru' | 'en' = 'ru'): Promise<PurchaseResponse> {
  const held = await hold(shop);
  const ordered = await order(held.body.holdId, newKey(), { buyer: { name: 'Анна', email }, locale });
  expect(ordered.status).toBe(201);
  return ordered.body;
}

const linkIn = (letter: StoredMessage) => /(\/o\/[\w-]+\/[\w-]+\?confirm=[\w-]+)/.exec(letter.text)?.[1] ?? null;

/** The first order that waits, and the path its letter leads to. */
async function awaiting(email: string, locale: 'ru' | 'en' = 'ru') {
  const shop = await newShop(0);
  for (let n = 0; n < 3; n++) expect((await orderFor(shop, email, locale)).status).toBe('paid');
  const ordered = await orderFor(shop, email, locale);
  const letters = await until(
    () => lettersTo(email),
    (all) => all.some((one) => linkIn(one)?.includes(ordered.orderId)),
  );
  const letter = letters.find((one) => linkIn(one)?.includes(ordered.orderId));
  return { shop, ordered, letter, link: (letter && linkIn(letter)) ?? '' };
}

/** What a browser keeps after it has followed the link. */
async function cookiesOf(path: string): Promise<string> {
  const opened = await browse(path);
  expect(opened.status).toBe(303);
  expect(opened.headers.get('location')).toBe(path.split('/').slice(0, 3).join('/'));
  return opened.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

const press = (orderId: string, cookie: string, headers: Record<string, string> = ours) =>
  browse(`/o/${orderId}/confirm`, { method: 'POST', headers: { cookie, ...headers } });
const pageOf = async (orderId: string, cookie: string) =>
  (await browse(`/o/${orderId}`, { headers: { cookie } })).text();

it('of forty orders in one stranger’s name three become tickets without his press', async () => {
  const shop = await newShop(0);
  const stranger = `stranger-${newKey()}@example.org`;
  const orders: PurchaseResponse[] = [];
  for (let n = 0; n < 40; n++) orders.push(await orderFor(shop, stranger));
  expect(orders.filter((one) => one.status === 'paid')).toHaveLength(3);
  const waiting = orders.filter((one) => one.status === 'open');
  expect(waiting).toHaveLength(37);
  for (const one of waiting) expect(one).toMatchObject({ ticketIds: [], payment: null, confirmation: {} });
  const [stock] = await env.EVENT_SALES.getByName(shop.eventId).stock();
  expect(stock).toMatchObject({ sold: 3, held: 37 });
  // Whoever made them has only their own tokens, and the page they open has no button.
  for (const one of waiting.slice(0, 3)) {
    const cookie = await cookiesOf(`/o/${one.orderId}/${one.orderToken}`);
    expect(await pageOf(one.orderId, cookie)).not.toContain('/confirm');
    const forged = `${cookie}; foyer-confirm=${one.orderToken}`;
    expect([(await press(one.orderId, cookie)).status, (await press(one.orderId, forged)).status]).toEqual([404, 404]);
    expect((await orderNow(one)).status).toBe('open');
  }
}, 60_000);

it('the letter leads to a button, and only the press makes the tickets', async () => {
  const email = `anna-${newKey()}@example.org`;
  const { ordered, letter, link } = await awaiting(email);
  expect(letter?.subject).toContain('Подтвердите заказ');
  expect(letter?.html).toContain('/never-again/strangers/');
  const before = await orderNow(ordered);
  expect(before).toMatchObject({ status: 'open', tickets: [], confirmation: ordered.confirmation });
  // A program that looks through letters opens every link, more than once.
  await cookiesOf(link);
  const cookie = await cookiesOf(link);
  expect((await orderNow(ordered)).status).toBe('open');
  expect(await pageOf(ordered.orderId, cookie)).toContain(`/o/${ordered.orderId}/confirm`);
  expect((await press(ordered.orderId, cookie, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await orderNow(ordered)).status).toBe('open');

  for (let n = 0; n < 2; n++) {
    const pressed = await press(ordered.orderId, cookie);
    expect([pressed.status, pressed.headers.get('location')]).toEqual([303, `/o/${ordered.orderId}`]);
  }
  const after = await orderNow(ordered);
  expect(after).toMatchObject({ status: 'paid', confirmation: null, tickets: [{ status: 'valid' }] });
  expect(await pageOf(ordered.orderId, cookie)).toContain('Билеты ваши');
  const letters = await until(
    () => lettersTo(email),
    (all) => all.some((one) => one.text.includes(after.tickets[0]?.number ?? '-')),
  );
  expect(letters.filter((one) => one.text.includes(after.tickets[0]?.number ?? '-'))).toHaveLength(1);
});

it('says how it stands when the press comes after the order was given up', async () => {
  const { ordered, link } = await awaiting(`boris-${newKey()}@example.org`, 'en');
  const cookie = await cookiesOf(link);
  expect(await pageOf(ordered.orderId, cookie)).toContain('Confirm your order');
  const cancelled = await call('POST', `/api/orders/${ordered.orderId}/cancel`, { token: ordered.orderToken });
  expect(cancelled.status).toBe(200);
  expect((await press(ordered.orderId, cookie)).status).toBe(303);
  expect(await pageOf(ordered.orderId, cookie)).toContain('The order is cancelled');
  expect((await orderNow(ordered)).tickets).toEqual([]);
});
