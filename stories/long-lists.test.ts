// Lists that are longer than a page: the screen says that there is more, and a press leads to the end.

import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { must, text, verifyEmail } from '../local/api-client.ts';
import { en } from '../web/messages/en.ts';
import { ru } from '../web/messages/ru.ts';
import { button, isIn, signIn } from './account-screens.ts';
import { company, origin, picture, unique } from './people.ts';

const run = unique();
const password = 'камин и гитара';
const email = `organizer-${run}@example.com`;
/** Each of these lists comes by fifty. */
const many = 53;
const times = Array.from({ length: many }, (_, i) => i);
const { come, everyone } = company('long-lists');
let eventId = '';
let token = '';

async function account(role: 'organizer' | 'distributor', address: string): Promise<string> {
  const body = { login: `${role}-${run}`, email: address, password, role, displayName: `Сцена ${role}`, locale: 'ru' };
  const token = text(await must(origin, 'POST', '/api/auth/register', { body }, 201), 'accessToken');
  await verifyEmail(origin, address, token);
  return token;
}

async function newEvent(token: string): Promise<void> {
  const startsAt = Date.now() + 86_400_000;
  const body = {
    title: 'Вечер камерной музыки',
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(startsAt + 10_800_000).toISOString(),
    timeZone: 'Europe/Moscow',
    venue: { name: 'Малый зал', address: 'Невский, 30', city: 'Санкт-Петербург' },
    currency: 'RUB',
  };
  eventId = text(await must(origin, 'POST', '/api/events', { token, body }, 201), 'id');
  const type = { name: 'Партер', price: { amount: 100_000, currency: 'RUB' }, capacity: 10 };
  await must(origin, 'POST', `/api/events/${eventId}/ticket-types`, { token, body: type }, 201);
  await must(origin, 'POST', `/api/events/${eventId}/publish`, { token, body: {} }, 200);
}

beforeAll(async () => {
  token = await account('organizer', email);
  const other = await account('distributor', `distributor-${run}@example.com`);
  await newEvent(token);
  const offer = { eventId, commissionBps: 1_000 };
  const dealId = text(await must(origin, 'POST', '/api/deals', { token: other, body: offer }, 201), 'id');
  const links = `/api/events/${eventId}/door-links`;
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  for (const i of times) {
    const message = { token: other, body: { body: `Письмо ${i}` } };
    await must(origin, 'POST', `/api/deals/${dealId}/messages`, message, 201);
    const link = await must(origin, 'POST', links, { token, body: { gate: `Вход ${i}`, expiresAt } }, 201);
    // At most fifty links may be open; the list has the others too.
    if (i < 10) await must(origin, 'DELETE', `${links}/${text(link, 'id')}`, { token }, 204);
    // From several networks, because sign-ins to one account from one network are limited.
    const entered = { body: { email, password }, from: `10.7.${i}.1` };
    await must(origin, 'POST', '/api/auth/login', entered, 200);
  }
});

/** The rows that are there at first, and all of them once nothing more can be asked for. */
async function walk(page: Page, path: string, rows: string, more: string, name: string): Promise<number[]> {
  await page.goto(origin + path);
  const items = page.locator(rows);
  await items.first().waitFor();
  const first = await items.count();
  const press = button(page, more);
  await picture(page, name);
  while ((await press.count()) > 0) {
    const before = await items.count();
    await press.click();
    await expect.poll(() => items.count()).toBeGreaterThan(before);
  }
  return [first, await items.count()];
}

it.each([
  ['ru-RU', 360, ru],
  ['en-US', 1440, en],
] as const)(
  'notifications, door links and sessions are reached to their end, in %s at %i px',
  async (locale, width, words) => {
    const language = words === ru ? 'ru' : 'en';
    await must(origin, 'PATCH', '/api/me', { token, body: { locale: language } }, 200);
    const { page } = await come(locale, width);
    await signIn(page, words, email, password);
    await isIn(page);
    const { more } = words.common;
    const at = (list: string) => `long-${list}-${language}-${width}`;
    // One more: the offer itself.
    expect(await walk(page, '/notifications', 'ul.cards > li', more, at('notices'))).toEqual([50, many + 1]);
    const links = `/my-events/${eventId}/door-links`;
    expect(await walk(page, links, 'ul.plain-list > li', more, at('door-links'))).toEqual([50, many]);
    await page.getByText('Вход 0', { exact: true }).waitFor();
    const sessions = 'ul.plain-list > li.split';
    const [first, all = 0] = await walk(page, '/security', sessions, more, at('sessions'));
    expect(first).toBe(50);
    expect(all).toBeGreaterThan(many);
    // Beside a long text its button keeps the room of its word.
    const end = page.locator(`${sessions} .button`).first();
    expect(await end.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
    // One that ends leaves the others where they are: the page does not fold up.
    await page.locator(sessions).nth(10).getByRole('button').click();
    await expect.poll(() => page.locator(sessions).count()).toBe(all - 1);
    await picture(page, at('sessions-all'));
  },
);

it('nobody was shown an error', () => {
  expect(everyone.flatMap(({ problems }) => problems)).toEqual([]);
});
