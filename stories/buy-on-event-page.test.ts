// A buyer's day on the event's own page: tickets are picked, held, paid and shown in place, on phones and on a wide screen, in
// both languages and both colour schemes. Then what goes wrong on such a day: a second press, Back, a lost network, a second
// tab, an expired hold, scripts that do not run.

import type { FrameLocator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { must } from '../local/api-client.ts';
import { openShop, type Shop } from '../local/shop.ts';
import { en } from '../widget/frame/messages/en.ts';
import { orderTexts } from '../widget/frame/messages/order-texts.ts';
import { ru } from '../widget/frame/messages/ru.ts';
import { violationsOf } from './accessible.ts';
import { company, origin, type Person, picture, sharedBrowser, unique } from './people.ts';

const run = unique();
const { come, everyone } = company('buy-on-event-page');
const words = { ru, en };
const browserLocales = { ru: 'ru-RU', en: 'en-US' } as const;

let shop: Shop;
beforeAll(async () => {
  shop = await openShop(origin, `on-page-${run}`, {
    types: [
      { name: 'Партер', rubles: 2_500, capacity: 200 },
      { name: 'Балкон', rubles: 1_500, capacity: 200 },
    ],
  });
});

type Lang = 'ru' | 'en';

async function openPage({ page }: Person, of: Shop = shop): Promise<FrameLocator> {
  await page.goto(`${origin}/e/${of.eventId}`);
  if (await page.locator('.dock').isVisible()) await page.locator('.dock a').click();
  return page.frameLocator('foyer-tickets iframe');
}

/** Two tickets of the first type are held. */
async function hold(frame: FrameLocator, lang: Lang, name = 'Партер'): Promise<void> {
  const m = words[lang];
  await frame.getByRole('button', { name: m.more(name) }).click();
  await frame.getByRole('button', { name: m.more(name) }).click();
  await frame.getByRole('button', { name: m.proceed }).click();
  await frame.getByRole('heading', { name: m.yourDetails }).waitFor();
}

async function fillIn(frame: FrameLocator, lang: Lang, email: string): Promise<void> {
  await frame.getByLabel(words[lang].name).fill('Мария Соколова');
  await frame.getByLabel(words[lang].email).fill(email);
}

async function payOnItsPage(page: Page): Promise<void> {
  await page.waitForURL(/\/pay\/test\//);
  await page.locator('input[name=number]').fill('4242 4242 4242 4242');
  await page.locator('input[name=expiry]').fill('12/30');
  await page.locator('input[name=cvc]').fill('123');
  await page.locator('form button[type=submit]').first().click();
  await page.waitForURL(/\/o\/ord_/);
}

/** No violation in the page and in the frame, and nothing stands out to the side. */
async function isSound(page: Page, name: string): Promise<void> {
  expect([name, await violationsOf(page)]).toEqual([name, []]);
  for (const frame of page.frames()) {
    // A frame in a closed sheet has not been loaded and would not answer.
    if (frame !== page.mainFrame() && !(await page.locator('foyer-tickets iframe').isVisible())) continue;
    const tooWide = await frame.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect([name, frame.url(), tooWide]).toEqual([name, frame.url(), 0]);
  }
  await picture(page, `buy-${name}`);
}

describe.each([
  ['ru', 360, 'light'],
  ['en', 390, 'dark'],
  ['ru', 1440, 'dark'],
  ['en', 1440, 'light'],
] as const)('in %s on a screen of %i px, %s', (lang, width, colorScheme) => {
  it('tickets are picked, held, paid and shown with their codes without leaving for another shop', async () => {
    const m = words[lang];
    const buyer = await come(browserLocales[lang], width);
    const { page } = buyer;
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const at = `${lang}-${width}-${colorScheme}`;
    await page.goto(`${origin}/e/${shop.eventId}`);
    if (width > 1000)
      await page
        .frameLocator('foyer-tickets iframe')
        .getByRole('button', { name: m.more('Партер') })
        .waitFor();
    await isSound(page, `${at}-1-page`);

    const frame = await openPage(buyer);
    await frame.getByRole('button', { name: m.more('Балкон') }).click();
    await frame
      .getByText(/1[\s,]500/)
      .first()
      .waitFor();
    await isSound(page, `${at}-2-choice`);
    await frame.getByRole('button', { name: m.fewer('Балкон') }).click();
    await hold(frame, lang);
    await fillIn(frame, lang, 'maria@gmial.com');
    await isSound(page, `${at}-3-details`);
    await frame.getByRole('button', { name: orderTexts[lang].perhaps('maria@gmail.com') }).click();
    expect(await frame.getByLabel(m.email).inputValue()).toBe('maria@gmail.com');
    await frame.getByLabel(m.email).fill(`maria-${at}-${run}@example.com`);
    // A double press is one order, and the tab stays the buyer's only one.
    await frame.getByRole('button', { name: m.pay('').trim() }).dblclick();
    await payOnItsPage(page);
    expect(buyer.context.pages()).toHaveLength(1);

    // Back at the event's page the tickets are there, with codes a camera reads.
    await page.goto(`${origin}/e/${shop.eventId}${width > 1000 ? '' : '#tickets'}`);
    await frame.getByRole('heading', { name: orderTexts[lang].paid }).waitFor();
    await frame.locator('svg.code').first().waitFor();
    expect(await frame.locator('.tickets li').count()).toBe(2);
    await isSound(page, `${at}-4-done`);
    await frame.getByRole('link', { name: orderTexts[lang].openOrder }).click();
    await page.waitForURL(/\/o\/ord_[0-9a-z_]+$/);
  });
});

describe('what goes wrong on such a day', () => {
  it('on a phone Back, Escape and the cross close the sheet, and the page behind cannot be reached meanwhile', async () => {
    const buyer = await come('ru-RU', 390);
    const { page } = buyer;
    await page.goto(`${origin}/e/${shop.eventId}`);
    const dock = page.locator('.dock a');
    const sheet = page.locator('#tickets');
    const isOpen = () => sheet.isVisible();
    const cross = page.getByRole('link', { name: 'Закрыть' });
    for (const close of [() => page.goBack(), () => page.keyboard.press('Escape'), () => cross.click()]) {
      await dock.click();
      await expect.poll(isOpen).toBe(true);
      expect(await cross.evaluate((element) => element === document.activeElement)).toBe(true);
      expect(await page.locator('header.top').evaluate((header) => (header as HTMLElement).inert)).toBe(true);
      await close();
      await expect.poll(isOpen).toBe(false);
      await expect.poll(() => dock.evaluate((element) => element === document.activeElement)).toBe(true);
      expect(await page.locator('header.top').evaluate((header) => (header as HTMLElement).inert)).toBe(false);
    }
    expect(page.url()).toBe(`${origin}/e/${shop.eventId}`);
  });

  it('a reload and a closed sheet keep what is held, and the choice is there again on the way back', async () => {
    const buyer = await come('ru-RU', 390);
    const { page } = buyer;
    const frame = await openPage(buyer);
    await hold(frame, 'ru');
    await page.reload();
    await frame.getByRole('heading', { name: ru.yourDetails }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.dock a').click();
    await frame.getByText(ru.keptFor).waitFor();
    await frame.getByRole('button', { name: ru.change }).click();
    expect(await frame.getByLabel(ru.quantity('Партер')).inputValue()).toBe('2');
  });

  it('Back from the payment page finds the order waiting, and it can still be paid', async () => {
    const buyer = await come('ru-RU', 1440);
    const { page } = buyer;
    const frame = await openPage(buyer);
    await hold(frame, 'ru');
    await fillIn(frame, 'ru', `back-${run}@example.com`);
    await frame.getByRole('button', { name: 'Оплатить' }).click();
    await page.waitForURL(/\/pay\/test\//);
    await page.goBack();
    await frame.getByRole('heading', { name: orderTexts.ru.unpaid }).waitFor();
    await isSound(page, 'back-from-payment');
    await frame.getByRole('link', { name: 'Перейти к оплате' }).click();
    await payOnItsPage(page);
  });

  it('a network lost in the middle is said in place, and one press goes on with the same order', async () => {
    const buyer = await come('ru-RU', 390);
    const { page, context } = buyer;
    const frame = await openPage(buyer);
    await hold(frame, 'ru');
    await fillIn(frame, 'ru', `offline-${run}@example.com`);
    const keys: (string | undefined)[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/order')) keys.push(request.headers()['idempotency-key']);
    });
    await context.setOffline(true);
    await frame.getByRole('button', { name: 'Оплатить' }).click();
    await frame.getByText(ru.lostText).waitFor();
    await isSound(page, 'network-lost');
    await context.setOffline(false);
    await frame.getByRole('button', { name: ru.tryAgain }).click();
    await payOnItsPage(page);
    expect(keys.length).toBeGreaterThan(3);
    expect(new Set(keys).size).toBe(1);
    // What was refused while there was no network.
    buyer.problems.length = 0;
  });

  it('two tabs are two purchases, and neither takes the other’s tickets', async () => {
    const buyer = await come('ru-RU', 1440);
    const frame = await openPage(buyer);
    await hold(frame, 'ru');
    const second = await buyer.context.newPage();
    await second.goto(`${origin}/e/${shop.eventId}`);
    const other = second.frameLocator('foyer-tickets iframe');
    await hold(other, 'ru', 'Балкон');
    await other.getByText('Балкон × 2').waitFor();
    await frame.getByText('Партер × 2').waitFor();
    await other.getByRole('button', { name: ru.change }).click();
    await buyer.page.reload();
    await frame.getByText('Партер × 2').waitFor();
  });

  it('a hold that ran out offers the same tickets again, with what was typed', async () => {
    const buyer = await come('ru-RU', 390);
    const { page } = buyer;
    const frame = await openPage(buyer);
    const placed = page.waitForResponse((response) => response.url().endsWith('/holds'));
    await hold(frame, 'ru');
    const { holdId }: { holdId: string } = await (await placed).json();
    await fillIn(frame, 'ru', `late-${run}@example.com`);
    // For the buyer it is the same as waiting for the end: the tickets are back on sale.
    await must(origin, 'DELETE', `/api/holds/${holdId}`, {}, 204);
    await frame.getByRole('button', { name: 'Оплатить' }).click();
    await frame.getByRole('heading', { name: ru.timeUp }).waitFor();
    await isSound(page, 'time-up');
    await frame.getByRole('button', { name: ru.takeAgain('2 билета') }).click();
    await frame.getByText('Партер × 2').waitFor();
    expect(await frame.getByLabel(ru.email).inputValue()).toBe(`late-${run}@example.com`);
  });

  it('without scripts the page names the prices and leads to the tickets', async () => {
    const browser = await sharedBrowser();
    const context = await browser.newContext({
      locale: 'ru-RU',
      viewport: { width: 390, height: 800 },
      javaScriptEnabled: false,
    });
    const page = await context.newPage();
    await page.goto(`${origin}/e/${shop.eventId}`);
    await page.locator('.dock a').click();
    await page.getByText('Партер').waitFor();
    await page.locator('.offer').getByRole('link', { name: 'Купить билет' }).click();
    await page.waitForURL(/\/w\/wgt_/);
    await page
      .getByText(/2\s500/)
      .first()
      .waitFor();
    await context.close();
  });

  it('tickets that are sold out, come later or are cancelled are said on the page, without a button to press', async () => {
    const small = await openShop(origin, `sold-out-${run}`, { types: [{ name: 'Ложа', rubles: 900, capacity: 1 }] });
    const body = { lines: [{ ticketTypeId: small.ticketTypeIds[0], quantity: 1 }] };
    await must(origin, 'POST', `/api/widgets/${small.widgetId}/holds`, { key: crypto.randomUUID(), body }, 201);
    const buyer = await come('ru-RU', 390);
    const frame = await openPage(buyer, small);
    await frame.getByText(ru.availability.held).waitFor();
    const token = await small.organizer();
    await must(origin, 'POST', `/api/events/${small.eventId}/cancel`, { token }, 200);
    await buyer.page.goto(`${origin}/e/${small.eventId}`);
    await buyer.page.getByText('Событие отменено').waitFor();
    expect(await buyer.page.locator('.dock, foyer-tickets').count()).toBe(0);
  });
});

it('nobody’s page reported an error meanwhile', () => {
  expect(everyone.flatMap((person) => person.problems)).toEqual([]);
});
