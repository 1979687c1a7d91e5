// A free order beyond the rate: the widget asks its buyer to confirm by the letter, and goes on by itself after the press.

import { expect, it } from 'vitest';
import { must, text } from '../local/api-client.ts';
import { openShop, type Shop } from '../local/shop.ts';
import { en } from '../widget/frame/messages/en.ts';
import { orderTexts } from '../widget/frame/messages/order-texts.ts';
import { ru } from '../widget/frame/messages/ru.ts';
import { mailTo } from './mailbox.ts';
import { company, origin, type Person, picture, unique } from './people.ts';

const { come } = company('free-orders');

/** Somebody else has made as many orders for this address as get their tickets at once. */
async function orderedBefore(shop: Shop, email: string): Promise<void> {
  for (let n = 0; n < 3; n++) {
    const held = { lines: [{ ticketTypeId: shop.ticketTypeIds[0], quantity: 1 }] };
    const path = `/api/widgets/${shop.widgetId}/holds`;
    const holdId = text(await must(origin, 'POST', path, { key: crypto.randomUUID(), body: held }, 201), 'holdId');
    const body = { buyer: { name: 'Maria', email }, locale: 'ru' };
    await must(origin, 'POST', `/api/holds/${holdId}/order`, { key: crypto.randomUUID(), body }, 201);
  }
}

async function order({ page }: Person, shop: Shop, locale: 'ru' | 'en', email: string): Promise<void> {
  const words = { ru, en }[locale];
  await page.goto(`${origin}/w/${shop.widgetId}?lang=${locale}`);
  await page.getByRole('button', { name: words.proceed }).click();
  await page.getByLabel(words.name).fill('Maria Sokolova');
  await page.getByLabel(words.email).fill(email);
  await page.getByRole('button', { name: words.getTickets }).click();
  await page.getByRole('heading', { name: orderTexts[locale].confirm }).waitFor();
  await page.getByText(email).waitFor();
}

it.each([
  ['ru', 'ru-RU', 'Подтвердить заказ', 'Билеты ваши'],
  ['en', 'en-US', 'Confirm the order', 'The tickets are yours'],
] as const)('is confirmed by the press in its letter (%s)', async (locale, browserLocale, press, done) => {
  const shop = await openShop(origin, `free-${locale}-${unique()}`, {
    types: [{ name: 'Stalls', rubles: 0, capacity: 100 }],
  });
  const email = `maria-${unique()}@example.com`;
  await orderedBefore(shop, email);
  const buyer = await come(browserLocale, 390);
  await order(buyer, shop, locale, email);
  await picture(buyer.page, `free-orders-1-widget-${locale}`);

  const link = /href="([^"]+\?confirm=[\w-]+)"/;
  const letter = await mailTo(email, (mail) => link.test(mail.html ?? ''));
  const reader = await come(browserLocale, 390);
  await reader.page.goto(link.exec(letter.html ?? '')?.[1] ?? '');
  expect(reader.page.url()).not.toContain('confirm');
  await picture(reader.page, `free-orders-2-page-${locale}`);
  await reader.page.getByRole('button', { name: press }).click();
  await reader.page.getByRole('heading', { name: done }).waitFor();

  await buyer.page.getByRole('heading', { name: orderTexts[locale].paid }).waitFor();
  expect([...buyer.problems, ...reader.problems]).toEqual([]);
});
