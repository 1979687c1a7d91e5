// An address in Cyrillic letters buys, registers, signs in and is written to, however its domain is typed.

import { env } from 'cloudflare:test';
import { expect, it } from 'vitest';
import type { MyOrder } from '#core/contracts/accounts.ts';
import type { Me, SignedIn } from '#core/contracts/people.ts';
import type { OrderView, PlacedHold } from '#core/contracts/sales.ts';
import { mailDueLetters } from '../../accounts/accounts.ts';
import { storedEnvelopes } from '../../delivery/mail/local-sender.ts';
import { call, password } from '../calls.ts';
import { hold, newShop, order, orderNow, until } from '../shop.ts';

const name = `anna${crypto.randomUUID().slice(0, 8)}`;
const typed = `${name}@почта.рф`;
const punycode = `${name}@xn--80a1acny.xn--p1ai`;

const lettersTo = async (address: string) => (await storedEnvelopes(env.FILES)).filter((one) => one.to === address);

it('is one account, is shown as it was typed, and mail goes to the domain as punycode', async () => {
  const registration = { login: name, email: typed, password, role: 'buyer' };
  const registered = await call<SignedIn>('POST', '/api/auth/register', { body: registration });
  expect([registered.status, registered.body.user?.email]).toEqual([201, typed]);
  const again = { ...registration, login: `${name}-2`, email: punycode.toUpperCase() };
  expect((await call('POST', '/api/auth/register', { body: again })).status).toBe(409);
  for (const email of [typed, punycode, `${name}@ПОЧТА.РФ`]) {
    const entered = await call<SignedIn>('POST', '/api/auth/login', { body: { email, password } });
    expect([email, entered.status]).toEqual([email, 200]);
  }
  await mailDueLetters(env, Date.now());
  await until(
    () => lettersTo(punycode),
    (found) => found.length > 0,
  );

  const shop = await newShop(0);
  for (const email of [typed, punycode, `${name}@Почта.РФ`]) {
    const held = await hold<PlacedHold>(shop);
    const bought = await order(held.body.holdId, undefined, { buyer: { name: 'Анна', email } });
    expect([email, bought.status]).toEqual([email, 201]);
    const view: OrderView = await orderNow(bought.body);
    expect(view.buyer.email).toBe(email === punycode ? punycode : typed);
  }
  await env.DB.prepare('update users set email_verified = 1').run();
  const entered = await call<SignedIn>('POST', '/api/auth/login', { body: { email: punycode, password } });
  const { token } = { token: entered.body.accessToken };
  const mine = await until(
    () => call<{ items: MyOrder[] }>('GET', '/api/me/orders', { token }),
    (response) => response.body.items.length === 3,
  );
  expect(mine.body.items).toHaveLength(3);
  expect((await call<Me>('GET', '/api/me', { token })).body.email).toBe(typed);
});

it('one contact may have no more of a ticket type because he types his domain another way', async () => {
  const shop = await newShop(0);
  const { token } = shop.organizer;
  const path = `/api/events/${shop.eventId}/ticket-types/${shop.ticketTypeId}`;
  expect((await call('PATCH', path, { token, body: { maxPerContact: 1 } })).status).toBe(200);
  const buy = async (email: string) => {
    const held = await hold<PlacedHold>(shop);
    return (await order(held.body.holdId, undefined, { buyer: { name: 'Анна', email } })).status;
  };
  expect(await buy('a&b@почта.рф')).toBe(201);
  expect(await buy('a&b@xn--80a1acny.xn--p1ai')).toBe(409);
  expect(await buy('A&B@ПОЧТА.РФ')).toBe(409);
});
