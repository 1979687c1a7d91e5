// A buyer's order: the letter leads to a page with the codes, which are swiped through and printed; people find the order
// by its number.

import { decode } from 'fast-png';
import type { Locator, Page } from 'playwright-core';
import decodeQr from 'qr/decode.js';
import { beforeAll, expect, it } from 'vitest';
import { field, must, text } from '../local/api-client.ts';
import { payByCard } from '../local/pay.ts';
import { openShop, type Shop } from '../local/shop.ts';
import { ru } from '../web/messages/ru.ts';
import { violationsOf } from './accessible.ts';
import { signIn } from './account-screens.ts';
import { mailTo } from './mailbox.ts';
import { company, origin, picture, unique } from './people.ts';

const run = unique();
const { come, everyone } = company('order-page');
const numberForm = /[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{3}(?![0-9A-Z-])/;

type Bought = { orderId: string; orderToken: string; number: string; email: string; codes: string[] };
let shop: Shop;
const bought = {} as Record<'ru' | 'en', Bought>;

/** The provider's report is on its way, so the order is asked until it is paid. */
async function paidOrder(orderId: string, token: string) {
  for (let patience = 100; patience > 0; patience--) {
    const view = await must(origin, 'GET', `/api/orders/${orderId}`, { token }, 200);
    if (field(view, 'status') === 'paid') return view;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  throw new Error('the order was never paid');
}

async function buy(locale: 'ru' | 'en'): Promise<Bought> {
  const email = `order-${locale}-${run}@example.com`;
  const lines = [{ ticketTypeId: shop.ticketTypeIds[0], quantity: 3 }];
  const holds = `/api/widgets/${shop.widgetId}/holds`;
  const holdId = text(await must(origin, 'POST', holds, { key: crypto.randomUUID(), body: { lines } }, 201), 'holdId');
  const body = { buyer: { name: 'Мария Ёлкина', email }, locale };
  const order = await must(origin, 'POST', `/api/holds/${holdId}/order`, { key: crypto.randomUUID(), body }, 201);
  const [orderId, orderToken] = [text(order, 'orderId'), text(order, 'orderToken')];
  await payByCard(text(order, 'payment.url'), 'succeeds');
  const codes: string[] = [];
  const view = await paidOrder(orderId, orderToken);
  for (const at of [0, 1, 2]) {
    const path = `/api/tickets/${text(view, `tickets.${at}.id`)}`;
    codes.push(text(await must(origin, 'GET', path, { token: orderToken }, 200), 'code'));
  }
  return { orderId, orderToken, number: text(order, 'number'), email, codes };
}

beforeAll(async () => {
  const types = [{ name: 'Партер', rubles: 1999, capacity: 100 }];
  shop = await openShop(origin, `order-${run}`, { types });
  bought.ru = await buy('ru');
  bought.en = await buy('en');
});

/** The way of the letter: its link, not an address that a test made up. */
async function openByLetter(page: Page, { email }: Bought): Promise<string> {
  const link = /href="([^"]+\/o\/ord_[^"]+)"/;
  const letter = await mailTo(email, (mail) => link.test(mail.html ?? ''));
  await page.goto(link.exec(letter.html ?? '')?.[1] ?? '');
  return letter.html ?? '';
}

async function scanned(code: Locator): Promise<string> {
  const { width, height, data, channels } = decode(await code.screenshot());
  const pixels = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at += 1) {
    for (const channel of [0, 1, 2]) pixels[at * 3 + channel] = Number(data[at * channels + channel]);
  }
  return decodeQr({ width, height, data: pixels });
}

const screens = (['ru', 'en'] as const).flatMap((locale) =>
  [360, 390, 1440].flatMap((width) => (['light', 'dark'] as const).map((scheme) => ({ locale, width, scheme }))),
);

it.each(screens)('is read by everybody at $width px, $locale, $scheme', async ({ locale, width, scheme }) => {
  const { page } = await come(locale === 'ru' ? 'ru-RU' : 'en-US', width);
  await page.emulateMedia({ colorScheme: scheme });
  await openByLetter(page, bought[locale]);
  await page.getByText(bought[locale].number).first().waitFor();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide).toBeLessThanOrEqual(0);
  expect(await violationsOf(page)).toEqual([]);
  // The whole code of the first ticket is in sight at once, without a scroll.
  const box = await page.locator('.code').first().boundingBox();
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(740);
  await picture(page, `order-page-${locale}-${width}-${scheme}`);
});

it('each code reads as its ticket, and the digits and the keys lead to the next', async () => {
  const { page } = await come('ru-RU', 390);
  await openByLetter(page, bought.ru);
  const cards = page.locator('.strip > li');
  expect(await cards.count()).toBe(3);
  const read: string[] = [];
  for (const n of [1, 2, 3]) {
    await page.getByRole('link', { name: `Билет ${n} из 3` }).click();
    const card = cards.nth(n - 1);
    await expect.poll(async () => Math.abs(((await card.boundingBox())?.x ?? 999) - 16)).toBeLessThan(25);
    read.push(await scanned(card.locator('.code')));
  }
  expect(read.toSorted()).toEqual(bought.ru.codes.toSorted());
  await page.getByRole('link', { name: 'Билет 1 из 3' }).click();
  const strip = page.locator('.strip');
  await strip.focus();
  const before = await strip.evaluate((one) => one.scrollLeft);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => strip.evaluate((one) => one.scrollLeft)).toBeGreaterThan(before);
});

it('prints as tickets: two to a sheet, light, with codes that read, and nothing else', async () => {
  const { page } = await come('ru-RU', 794);
  await page.emulateMedia({ colorScheme: 'dark', media: 'print' });
  await openByLetter(page, bought.ru);
  const read: string[] = [];
  for (const code of await page.locator('.code').all()) {
    expect((await code.boundingBox())?.width).toBeGreaterThan(250);
    read.push(await scanned(code));
  }
  expect(read.toSorted()).toEqual(bought.ru.codes.toSorted());
  for (const hidden of ['header', '.order-status', '.order-actions', '.steps', '.pass-save']) {
    expect(await page.locator(hidden).first().isVisible(), hidden).toBe(false);
  }
  expect(await page.getByText('Состав заказа').isVisible()).toBe(false);
  const paper = await page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);
  expect(paper).toBe('rgb(255, 255, 255)');
  const ink = await page
    .locator('.pass-event strong')
    .first()
    .evaluate((one) => getComputedStyle(one).color);
  expect(ink).toBe('rgb(26, 22, 19)');
  await picture(page, 'order-page-print');
  const pdf = Buffer.from(await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(2);
});

it('the number of the letter is the number of the page, and the organizer finds the order by it', async () => {
  const { page } = await come('ru-RU', 390);
  const letter = await openByLetter(page, bought.ru);
  const { number, orderId } = bought.ru;
  expect(numberForm.exec(letter.replace(/href="[^"]*"/g, ''))?.[0]).toBe(number);
  expect(letter.replace(/href="[^"]*"/g, '')).not.toContain(orderId);
  await page.getByText(`Заказ ${number}`).first().waitFor();

  const { page: desk } = await come('ru-RU', 1440);
  await signIn(desk, ru, `order-${run}-org@trial.example`, 'a-long-trial-password');
  await desk.waitForURL((url) => url.pathname !== '/sign-in');
  await desk.goto(`${origin}/my-events/${shop.eventId}/orders`);
  const row = (of: string) => desk.getByRole('row').filter({ hasText: of });
  await row(bought.en.number).waitFor();
  await desk.getByLabel(ru.orders.search).fill(number.toLowerCase().replace('-', ' '));
  await desk.getByRole('button', { name: ru.orders.submit, exact: true }).click();
  await row(bought.en.number).waitFor({ state: 'detached' });
  await row(number).waitFor();
  await picture(desk, 'order-page-found');
  await desk.getByLabel(ru.orders.search).fill('такого нет');
  await desk.getByRole('button', { name: ru.orders.submit, exact: true }).click();
  await desk.getByText(ru.orders.notFound).waitFor();
  await desk.goBack();
  await row(number).waitFor();
});

it.each([390, 700])('the letter reads well at %s px, with and without its picture', async (width) => {
  const letter = await mailTo(bought.ru.email);
  for (const scheme of ['light', 'dark'] as const) {
    const { page } = await come('ru-RU', width);
    await page.emulateMedia({ colorScheme: scheme });
    // The pictures of a letter are public: they load without a cookie.
    await page.setContent(letter.html ?? '');
    const face = page.locator('img').first();
    await expect.poll(() => face.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(1200);
    await picture(page, `order-letter-${width}-${scheme}`);
    await page.setContent((letter.html ?? '').replaceAll(/src="[^"]*"/g, 'src="data:,"'));
    await page.getByText(bought.ru.number).waitFor();
    await picture(page, `order-letter-${width}-${scheme}-bare`);
  }
  expect(letter.text).toContain(bought.ru.number);
});

it('nobody’s page reported an error meanwhile', () => {
  expect(everyone.flatMap((person) => person.problems).filter((problem) => !problem.includes('data:,'))).toEqual([]);
});
