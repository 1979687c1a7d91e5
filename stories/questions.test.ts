// An organizer asks buyers, buyers reply in the widget, and the organizer reads the replies in the order and on the guest
// list; in both languages, on a phone and on a desk.

import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { list, must, field as valueAt } from '../local/api-client.ts';
import { openShop, type Shop } from '../local/shop.ts';
import { en } from '../web/messages/en.ts';
import { ru } from '../web/messages/ru.ts';
import { questionTexts } from '../widget/frame/messages/question-texts.ts';
import { violationsOf } from './accessible.ts';
import { button, field, isIn, signIn } from './account-screens.ts';
import { company, origin, type Person, picture, unique } from './people.ts';

const run = unique();
const login = `ask${run}`;
const { come, everyone } = company('questions', [400]);
let shop: Shop;
let organizer: Person;

beforeAll(async () => {
  shop = await openShop(origin, login, {
    types: [
      { name: 'Взрослый', rubles: 0, capacity: 40 },
      { name: 'Детский', rubles: 0, capacity: 40 },
    ],
  });
  organizer = await come('ru-RU', 1440);
  await signIn(organizer.page, ru, `${login}-org@trial.example`, 'a-long-trial-password');
  await isIn(organizer.page);
});

async function isGood(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await picture(page, `questions-${name}-${colorScheme}`);
    expect([name, colorScheme, await violationsOf(page)]).toEqual([name, colorScheme, []]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect([name, wide]).toEqual([name, 0]);
}

it('an organizer asks a text, a choice, a consent and the names', async () => {
  const { page } = organizer;
  const words = ru.questions;
  const add = async (fill: () => Promise<void>) => {
    await page.getByRole('link', { name: words.add }).click();
    await fill();
    await button(page, ru.common.save).click();
    await page.getByRole('link', { name: words.add }).waitFor();
  };
  await page.goto(`${origin}/my-events/${shop.eventId}/tickets`);
  await page.getByText(words.empty).waitFor();
  await add(async () => {
    await button(page, ru.common.save).click();
    await page.getByText(ru.form.required).waitFor();
    await field(page, words.label).fill('Телефон для связи');
    await page.getByLabel(words.labelIn.en).fill('Your phone');
  });
  await add(async () => {
    await page.getByLabel(words.kind).selectOption('choice');
    await field(page, words.label).fill('Размер футболки');
    await page.getByLabel(words.labelIn.en).fill('T-shirt size');
    await page.getByLabel(words.options).fill('S');
    await page.getByLabel(words.per, { exact: true }).selectOption('ticket');
    await page.getByLabel(words.required).check();
    await button(page, ru.common.save).click();
    await page.getByText(words.optionsWrong).waitFor();
    await page.getByLabel(words.options).fill('S\nM\nОчень большой');
    await page.getByLabel(words.optionsIn.en).fill('S\nM\nExtra large');
    await isGood(page, 'editor-1440');
    await page.setViewportSize({ width: 390, height: 900 });
    await isGood(page, 'editor-390');
  });
  await add(async () => {
    await page.getByLabel(words.kind).selectOption('consent');
    await field(page, words.consentLabel).fill('Я принимаю правила посещения');
    await page.getByLabel(words.labelIn.en).fill('I accept the house rules');
    await page.getByLabel(words.required).check();
  });
  await add(async () => {
    await page.getByLabel(words.kind).selectOption('name');
    await page.getByLabel('Детский').check();
  });
  // The consent is asked before the size.
  await page.getByRole('link', { name: 'Я принимаю правила' }).click();
  await page.getByLabel(words.place).selectOption({ label: words.after('Телефон для связи') });
  await button(page, ru.common.save).click();
  await page.getByText(words.forTypes('Детский')).waitFor();
  expect(await page.locator('a.row-title[href*="/questions/"]').allInnerTexts()).toEqual([
    'Телефон для связи',
    'Я принимаю правила посещения',
    'Размер футболки',
    words.kinds.name,
  ]);
  await isGood(page, 'list-390');
  await page.setViewportSize({ width: 1440, height: 900 });
  await isGood(page, 'list-1440');
});

it.each([
  { locale: 'ru-RU', width: 390, size: 'Размер футболки', phone: 'Телефон для связи', rules: 'Я принимаю правила' },
  { locale: 'en-US', width: 1440, size: 'T-shirt size', phone: 'Your phone', rules: 'I accept the house rules' },
] as const)('in $locale at $width px a buyer is asked, and nothing can be left out', async (words) => {
  const { page } = await come(words.locale, words.width);
  const texts = questionTexts[words.locale === 'ru-RU' ? 'ru' : 'en'];
  await page.goto(`${origin}/w/${shop.widgetId}`);
  const steppers = page.locator('.stepper');
  await steppers.nth(0).getByRole('button').last().click();
  await steppers.nth(1).getByRole('button').last().click();
  await page.getByRole('button', { name: /Продолжить|Continue/ }).click();
  await page.locator('#name').fill(words.width === 390 ? 'Анна Орлова' : 'John Smith');
  await page.locator('#email').fill(`${login}-${words.width}@trial.example`);
  const send = page.getByRole('button', { name: /Получить билеты|Get/ });
  await send.click();
  expect(await page.getByText(texts.missing.choice).count()).toBe(2);
  await page.getByText(texts.missing.consent).waitFor();
  await isGood(page, `asked-${words.locale}-${words.width}`);
  await page.getByLabel(words.phone).fill('+7 900 000-00-00');
  await page.getByLabel(words.size).nth(0).selectOption('Очень большой');
  await page.getByLabel(words.size).nth(1).selectOption('S');
  await page.getByLabel(words.rules).check();
  await page.getByLabel(texts.holder).fill(words.width === 390 ? 'Маша Орлова' : 'Mary Smith');
  await picture(page, `questions-filled-${words.locale}-${words.width}`);
  await send.click();
  await page.getByText(/Билеты ваши|The tickets are yours/).waitFor();
});

it('a question that is added after the widget was opened is shown when the order is refused, and nothing typed is lost', async () => {
  const { page } = await come('ru-RU', 390);
  await page.goto(`${origin}/w/${shop.widgetId}`);
  const token = await shop.organizer();
  const event = await must(origin, 'GET', `/api/events/${shop.eventId}`, { token }, 200);
  const late = { id: 'late', kind: 'text', per: 'order', label: 'Как вы нас нашли?', options: [], required: true };
  const asked = list(event, 'questions');
  const questions = [...asked, { ...late, ticketTypeIds: [shop.ticketTypeIds[0]], translations: {} }];
  const ifMatch = Number(valueAt(event, 'revision'));
  await must(origin, 'PATCH', `/api/events/${shop.eventId}`, { token, ifMatch, body: { questions } }, 200);
  await page.locator('.stepper').nth(0).getByRole('button').last().click();
  await page.getByRole('button', { name: 'Продолжить' }).click();
  await page.locator('#name').fill('Пётр');
  await page.locator('#email').fill(`${login}-late@trial.example`);
  await page.getByLabel('Размер футболки').selectOption('S');
  await page.getByLabel('Я принимаю правила').check();
  const send = page.getByRole('button', { name: 'Получить билеты' });
  await send.click();
  await page.getByText(questionTexts.ru.missing.text).waitFor();
  await picture(page, 'questions-late');
  expect(await page.locator('#name').inputValue()).toBe('Пётр');
  await page.getByLabel('Как вы нас нашли?').fill('По афише');
  await send.click();
  await page.getByText('Билеты ваши').waitFor();
});

it.each([
  { words: ru, width: 1440 },
  { words: en, width: 390 },
])('the organizer reads the replies at $width px', async ({ words, width }) => {
  const { page, context } = organizer;
  await context.addCookies([{ name: 'foyer-locale', value: width === 1440 ? 'ru' : 'en', url: origin }]);
  await page.setViewportSize({ width, height: 900 });
  await page.goto(`${origin}/my-events/${shop.eventId}/orders`);
  await page.getByRole('row').filter({ hasText: 'Анна Орлова' }).getByRole('button').click();
  const sheet = page.getByRole('dialog');
  await sheet.getByText(words.orders.replies).waitFor();
  await sheet.getByText('+7 900 000-00-00').waitFor();
  await sheet.getByText('Очень большой').waitFor();
  await sheet
    .getByText(words === ru ? 'Маша Орлова' : 'Павел Орлов')
    .first()
    .waitFor();
  await isGood(page, `order-${width}`);
  const entry = sheet.locator('.entry').filter({ hasText: words === ru ? 'Маша Орлова' : 'Павел Орлов' });
  await entry.getByRole('button').click();
  const name = sheet.getByRole('textbox', { name: words.orders.rename.name });
  await expect.poll(() => name.evaluate((one) => one === document.activeElement)).toBe(true);
  await name.fill('');
  await button(page, words.common.save).click();
  await sheet.getByText(words.form.required).waitFor();
  await name.fill(words === ru ? 'Павел Орлов' : 'Павел Петрович Орлов');
  await isGood(page, `rename-${width}`);
  await button(page, words.common.save).click();
  await sheet.getByText(words.orders.rename.saved).waitFor();
  await sheet
    .getByText(words === ru ? 'изменено: Маша Орлова → Павел Орлов' : 'from Павел Орлов to Павел Петрович Орлов')
    .waitFor();
  await picture(page, `questions-renamed-${width}`);
  await page.goto(`${origin}/my-events/${shop.eventId}/guests`);
  await page.getByRole('row').filter({ hasText: 'Mary Smith' }).getByText('Размер футболки').waitFor();
  await isGood(page, `guests-${width}`);
  expect(everyone.flatMap(({ problems }) => problems)).toEqual([]);
});
