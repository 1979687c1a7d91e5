// A buyer's whole day: the catalog by a chip, the event, tickets bought in place, the order with its codes, and the letter. Each
// screen is looked through by axe. The face of the event is the same one in all its places.

import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { field, must } from '../local/api-client.ts';
import { openShop, type Shop } from '../local/shop.ts';
import { en } from '../widget/frame/messages/en.ts';
import { orderTexts } from '../widget/frame/messages/order-texts.ts';
import { ru } from '../widget/frame/messages/ru.ts';
import { violationsOf } from './accessible.ts';
import { mailTo } from './mailbox.ts';
import { company, origin, picture, sharedBrowser, unique } from './people.ts';

const run = unique();
const { come, everyone } = company('buyers-day');
const tag = `джаз ${run}`;
const contact = `ask-${run}@mayak.example`;
const texts = {
  ru: {
    widget: ru,
    order: orderTexts.ru,
    tickets: 'Билеты ваши',
    write: 'Написать организатору',
    ask: 'Вопросы организатору',
  },
  en: {
    widget: en,
    order: orderTexts.en,
    tickets: 'the tickets are yours',
    write: 'Write to the organizer',
    ask: 'Questions to the organizer',
  },
} as const;
const orderLink = /href="([^"]+\/o\/ord_[^"]+)"/;

let shop: Shop;
beforeAll(async () => {
  shop = await openShop(origin, `day-${run}`, { types: [{ name: 'Входной', rubles: 1_999, capacity: 100 }] });
  const token = await shop.organizer();
  const path = `/api/events/${shop.eventId}`;
  const revision = Number(field(await must(origin, 'GET', path, { token }, 200), 'revision'));
  await must(origin, 'PATCH', path, { token, ifMatch: revision, body: { tags: [tag] } }, 200);
  const publicContacts = { email: contact, phone: '+7 812 123-45-67', link: 'https://mayak.example/' };
  await must(origin, 'PATCH', '/api/me', { token, body: { publicContacts } }, 200);
});

async function isSound(page: Page, name: string): Promise<void> {
  expect([name, await violationsOf(page)]).toEqual([name, []]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect([name, wide]).toEqual([name, 0]);
  await picture(page, `day-${name}`);
}

const face = () => new RegExp(`/img/${shop.eventId}/face/v\\d+-(square|wide)\\.(svg|png)$`);

const looks = [
  ['ru', 360, 'light'],
  ['en', 390, 'dark'],
  ['ru', 1440, 'dark'],
  ['en', 1440, 'light'],
] as const;

describe.each(looks)('in %s at %i px, %s', (lang, width, colorScheme) => {
  const words = texts[lang];
  const email = `day-${lang}-${width}-${run}@example.com`;
  const name = (screen: string) => `${lang}-${width}-${colorScheme}-${screen}`;

  it('a buyer comes from the catalog to codes on the order’s page', async () => {
    const { page } = await come(lang === 'ru' ? 'ru-RU' : 'en-US', width);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.goto(`${origin}/catalogue?${new URLSearchParams({ tag })}`);
    const poster = page.locator('.poster');
    expect(await poster.count()).toBe(1);
    expect(await poster.locator('img').getAttribute('src')).toMatch(face());
    await isSound(page, name('1-catalog'));
    await poster.locator('.poster-title a').click();
    await page.waitForURL(`${origin}/e/${shop.eventId}`);
    expect(await page.locator('.hero img').getAttribute('src')).toMatch(face());
    expect(await page.locator('meta[property="og:image"]').getAttribute('content')).toMatch(face());
    expect(await page.locator(`a[href^="mailto:${contact}"]`).count()).toBe(1);
    await isSound(page, name('2-event'));
    if (width <= 1000) await page.locator('.dock a').click();
    const frame = page.frameLocator('foyer-tickets iframe');
    // The only ticket type is chosen already.
    expect(await frame.getByLabel(words.widget.quantity('Входной')).inputValue()).toBe('1');
    await frame.getByRole('button', { name: words.widget.proceed }).click();
    await frame.getByLabel(words.widget.name).fill('Мария Соколова');
    await frame.getByLabel(words.widget.email).fill(email);
    await frame.getByRole('button', { name: words.widget.pay('').trim() }).click();
    await page.waitForURL(/\/pay\/test\//);
    await isSound(page, name('3-payment'));
    await page.locator('input[name=number]').fill('4242 4242 4242 4242');
    await page.locator('input[name=expiry]').fill('12/30');
    await page.locator('input[name=cvc]').fill('123');
    await page.locator('form button[type=submit]').first().click();
    await page.waitForURL(/\/o\/ord_/);
    await page.locator('.code').first().waitFor();
    expect(await page.locator('.pass .face').first().getAttribute('src')).toMatch(face());
    await page.getByRole('link', { name: words.write }).waitFor();
    await isSound(page, name('4-order'));
    const pdf = await page.request.get(`${page.url().split('?')[0]}/tickets.pdf`);
    expect([pdf.status(), pdf.headers()['content-type']]).toEqual([200, 'application/pdf']);
  });

  it('the letter shows the same face, says whom to ask, and its link opens the order without any script', async () => {
    const letter = await mailTo(email, (mail) => orderLink.test(mail.html ?? ''));
    const html = letter.html ?? '';
    // Where pictures are blocked, a height would leave an empty area.
    expect(html).not.toMatch(/<img[^>]* height=/);
    expect(/<img src="([^"]+)"/.exec(html)?.[1]).toMatch(face());
    expect(html).toContain(`${words.ask}: ${contact}, +7 812 123-45-67`);
    expect(html).not.toContain('mayak.example/');
    const context = await (await sharedBrowser()).newContext({
      javaScriptEnabled: false,
      viewport: { width, height: 900 },
    });
    const page = await context.newPage();
    await page.goto(orderLink.exec(html)?.[1] ?? '');
    await page.getByRole('heading', { name: words.tickets }).waitFor();
    expect(await page.locator('.code').count()).toBe(1);
    await context.close();
    const person = await come(lang === 'ru' ? 'ru-RU' : 'en-US', width);
    await person.page.emulateMedia({ colorScheme });
    await person.page.setContent(html);
    await picture(person.page, name('day-5-letter'));
    const wide = await person.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wide).toBe(0);
  });
});

it('each address of the face is a picture, and the widget begins with it', async () => {
  const { page } = await come('ru-RU', 390);
  await page.goto(`${origin}/w/${shop.widgetId}`);
  const src = (await page.locator('img.face').first().getAttribute('src')) ?? '';
  expect(src).toMatch(face());
  for (const file of ['square.svg', 'wide.svg', 'wide.png']) {
    const got = await fetch(origin + src.replace(/(square|wide)\.\w+$/, file));
    expect([file, got.status]).toEqual([file, 200]);
    expect(got.headers.get('content-type')).toMatch(/^image\//);
  }
});

it('nobody’s page reported an error meanwhile', () => {
  expect(everyone.flatMap((person) => person.problems)).toEqual([]);
});
