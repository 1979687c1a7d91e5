// The organizer's desk for orders: found, filtered, opened beside the list, mailed again, refunded in part, and taken away
// as a file; in both languages, on a desk and on a phone.

import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it, vi } from 'vitest';
import { list, must, text } from '../local/api-client.ts';
import { openShop, type Shop } from '../local/shop.ts';
import { en } from '../web/messages/en.ts';
import { ru } from '../web/messages/ru.ts';
import { button, field, isIn, signIn } from './account-screens.ts';
import { mailTo } from './mailbox.ts';
import { company, origin, picture, unique } from './people.ts';

const run = unique();
const login = `desk${run}`;
const { come, everyone } = company('orders', [429]);
let shop: Shop;

async function buy(name: string, quantity: number): Promise<void> {
  const key = () => crypto.randomUUID();
  const lines = [{ ticketTypeId: shop.ticketTypeIds[0] ?? '', quantity }];
  const held = await must(origin, 'POST', `/api/widgets/${shop.widgetId}/holds`, { key: key(), body: { lines } }, 201);
  const body = { buyer: { name, email: `${login}-${name.length}@trial.example` }, locale: 'ru' };
  await must(origin, 'POST', `/api/holds/${text(held, 'holdId')}/order`, { key: key(), body }, 201);
}

beforeAll(async () => {
  shop = await openShop(origin, login, { types: [{ name: 'Вход', rubles: 0, capacity: 40 }] });
  for (const [name, quantity] of [
    ['Мария Долгополова-Константинопольская', 3],
    ['Иван', 1],
    ['=HYPERLINK("x")', 2],
  ] as const)
    await buy(name, quantity);
  const token = await shop.organizer();
  const listed = async () => list(await must(origin, 'GET', '/api/orders', { token }, 200), 'items').length === 3;
  await vi.waitUntil(listed, { timeout: 30_000, interval: 200 });
});

/** An order's tickets are mailed once a minute; nobody here waits that long. The Worker's own tests send them. */
async function mailsAtOnce(page: Page, succeeds: () => boolean): Promise<void> {
  await page.route('**/send-tickets', (route) =>
    succeeds()
      ? route.fulfill({ json: { mailing: 2 } })
      : route.fulfill({ status: 429, json: { error: { code: 'too-many-requests', requestId: 'x' } } }),
  );
}

async function isGood(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    // Without motion: a colour on its way from one scheme to the other has no contrast yet.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect([name, colorScheme, violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])]).toEqual([
      name,
      colorScheme,
      [],
    ]);
    await picture(page, `orders-${name}-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect([name, wide]).toEqual([name, 0]);
}

it.each([
  { locale: 'ru-RU', width: 1440, words: ru },
  { locale: 'en-US', width: 390, words: en },
  { locale: 'ru-RU', width: 360, words: ru },
] as const)('in $locale at $width px orders are found, opened and mailed again', async ({ locale, width, words }) => {
  const { page, context } = await come(locale, width);
  // Chosen by the person, so that the language of the account does not replace it.
  await context.addCookies([{ name: 'foyer-locale', value: locale.slice(0, 2), url: origin }]);
  await signIn(page, words, `${login}-org@trial.example`, 'a-long-trial-password');
  await isIn(page);
  await mailsAtOnce(page, () => true);
  await page.goto(`${origin}/orders`);
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });
  await row('Иван').waitFor();
  const name = (screen: string) => `${screen}-${locale}-${width}`;
  await isGood(page, name('all'));
  await page.getByLabel(words.orders.search).fill('мария');
  await page.getByRole('button', { name: words.orders.submit, exact: true }).click();
  await row('Иван').waitFor({ state: 'detached' });
  await page.getByLabel(words.orders.status, { exact: true }).selectOption('refunded');
  await page.getByText(words.orders.notFound).waitFor();
  expect(new URL(page.url()).searchParams.get('status')).toBe('refunded');
  await page.goBack();
  await row('Мария').getByRole('button').click();
  const sheet = page.getByRole('dialog');
  await sheet.getByText(words.orders.ticketState.valid).first().waitFor();
  expect(await sheet.getByText(words.orders.ticketState.valid).count()).toBe(3);
  await sheet.getByText(words.orders.history.placed).waitFor();
  await sheet.getByLabel(words.orders.note.label).fill('Придут с коляской');
  await button(page, words.orders.note.save).click();
  await sheet.getByText(words.orders.note.saved).waitFor();
  await isGood(page, name('one'));
  await button(page, words.orders.sendAgain).click();
  await sheet.getByText(words.orders.sent).waitFor();
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Мария');
});

it('a note that a colleague changed meanwhile is shown, and nothing is lost', async () => {
  const { page } = await come('ru-RU', 390);
  await signIn(page, ru, `${login}-org@trial.example`, 'a-long-trial-password');
  await isIn(page);
  await page.goto(`${origin}/orders`);
  await page.getByRole('row').filter({ hasText: 'Иван' }).getByRole('button').click();
  const note = page.getByRole('dialog').getByLabel(ru.orders.note.label);
  await note.fill('Моё');
  const token = await shop.organizer();
  const listed = await must(origin, 'GET', `/api/orders?q=${encodeURIComponent('Иван')}`, { token }, 200);
  const path = `/api/orders/${text(listed, 'items.0.orderId')}/note`;
  await must(origin, 'PUT', path, { token, ifMatch: 0, body: { text: 'Чужое' } }, 200);
  await button(page, ru.orders.note.save).click();
  await page.getByText('Чужое', { exact: true }).waitFor();
  expect(await note.inputValue()).toBe('Моё');
  await picture(page, 'orders-note-meanwhile');
  await button(page, ru.orders.note.save).click();
  await page.getByText(ru.orders.note.saved).waitFor();
});

it('tickets of several orders are mailed again together, and the screen says what failed', async () => {
  const { page } = await come('ru-RU', 1440);
  await signIn(page, ru, `${login}-org@trial.example`, 'a-long-trial-password');
  await isIn(page);
  let calls = 0;
  await mailsAtOnce(page, () => ++calls !== 2);
  await page.goto(`${origin}/orders`);
  await page.getByLabel(ru.orders.chooseAll).check();
  await button(page, ru.orders.sendAgain).click();
  await page.getByText(ru.orders.sentChosen(2)).waitFor();
  // The one that failed is named, and stays chosen for another try.
  await page.getByText(ru.errors['too-many-requests']).waitFor();
  await page.getByText(ru.orders.chosen(1)).waitFor();
  await picture(page, 'orders-sent-together');
});

it('chosen tickets are refunded with their sum shown before, and the list is a file', async () => {
  const { page } = await come('ru-RU', 1440);
  await signIn(page, ru, `${login}-org@trial.example`, 'a-long-trial-password');
  await isIn(page);
  await page.goto(`${origin}/my-events/${shop.eventId}/orders`);
  await page.getByRole('row').filter({ hasText: 'Мария' }).getByRole('button').click();
  await button(page, ru.orders.refundOf('Мария Долгополова-Константинопольская')).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox').nth(1).uncheck();
  await dialog.getByLabel(ru.orders.reason).fill('Заболели');
  await picture(page, 'orders-refund');
  await dialog.getByRole('button', { name: ru.orders.refundSubmit }).click();
  await dialog.waitFor({ state: 'detached' });
  for (const format of ['csv', 'xlsx'] as const) {
    const downloaded = page.waitForEvent('download');
    await button(page, ru.orders.exports[format]).click();
    const file = await downloaded;
    expect(file.suggestedFilename()).toMatch(new RegExp(`^orders-[\\d-]{10}\\.${format}$`));
    const bytes = await readFile(await file.path());
    if (format === 'xlsx') expect(bytes.subarray(0, 2).toString()).toBe('PK');
    else {
      const lines = bytes.toString().split('\r\n');
      expect(lines).toHaveLength(5);
      expect(lines.join()).toContain(`"'=HYPERLINK(""x"")"`);
    }
  }
  await picture(page, 'orders-of-event');
});

it.each([
  [ru, 390],
  [en, 1440],
] as const)('the guest list is searched, printed as a whole and taken as a table', async (words, width) => {
  const { page, context } = await come(words === ru ? 'ru-RU' : 'en-US', width);
  await context.addCookies([{ name: 'foyer-locale', value: words === ru ? 'ru' : 'en', url: origin }]);
  await signIn(page, words, `${login}-org@trial.example`, 'a-long-trial-password');
  await isIn(page);
  await page.goto(`${origin}/my-events/${shop.eventId}/guests`);
  await page.getByText(words.guests.print).waitFor();
  const all = await page.locator('table.guests tbody tr').count();
  expect(all).toBeGreaterThan(2);
  await isGood(page, `orders-guests-${width}`);
  await page.evaluate(() => Object.assign(window, { print: () => Object.assign(window, { printed: true }) }));
  await button(page, words.guests.print).click();
  await expect.poll(() => page.evaluate(() => Reflect.get(window, 'printed'))).toBe(true);
  expect(await page.locator('.paper-only tbody tr').count()).toBe(all);
  const downloaded = page.waitForEvent('download');
  await button(page, words.guests.csv).click();
  const lines = (await readFile(await (await downloaded).path())).toString().trimEnd().split('\r\n');
  expect(lines).toHaveLength(all + 1);
  await field(page, words.guests.search).fill('нет такого гостя');
  await button(page, words.guests.find).click();
  await page.getByText(words.guests.nothingFound).waitFor();
});

it.each([
  [ru, 1440],
  [en, 390],
] as const)(
  'the organizer writes to the buyers: sees the letter, tries it, sends it and sees it arrive',
  async (words, width) => {
    const { page, context } = await come(words === ru ? 'ru-RU' : 'en-US', width);
    await context.addCookies([{ name: 'foyer-locale', value: words === ru ? 'ru' : 'en', url: origin }]);
    await signIn(page, words, `${login}-org@trial.example`, 'a-long-trial-password');
    await isIn(page);
    await page.goto(`${origin}/my-events/${shop.eventId}/mailings`);
    const text = words.mailings;
    const subject = `Вход со двора ${width}`;
    await button(page, text.send(3)).waitFor();
    await button(page, text.send(3)).click();
    expect(await page.getByText(words.form.required).count()).toBe(2);
    await field(page, text.subject).fill(subject);
    await field(page, text.text).fill(
      `Двери откроются в 18:30.\n\nПодробности: https://evil.example/${'я'.repeat(90)}`,
    );
    const letter = page.getByRole('region', { name: text.preview });
    await letter.getByText('Двери откроются в 18:30.').waitFor();
    await isGood(page, `mailing-${width}`);
    await button(page, text.test).click();
    await page.getByText(text.tested(`${login}-org@trial.example`)).waitFor();
    await page.reload();
    await page.getByText(words.unsent.restored).waitFor();
    await button(page, text.send(3)).dblclick();
    await page.getByRole('dialog').getByText(text.ask(3)).waitFor();
    await picture(page, `mailing-ask-${width}`);
    await page.getByRole('dialog').getByRole('button', { name: text.confirm, exact: true }).click();
    await page.getByText(text.started).waitFor();
    const row = page.getByRole('listitem').filter({ hasText: subject });
    await row.getByText(text.progress(3, 3)).waitFor();
    await row.getByText(text.status.done).waitFor();
    await isGood(page, `mailing-sent-${width}`);
    const mail = await mailTo(`${login}-4@trial.example`, (one) => one.subject === subject);
    expect(mail.html).toContain('Двери откроются в 18:30.');
    expect(mail.html).not.toContain('href="https://evil.example');
  },
);

it('nobody’s page reported an error meanwhile', () => {
  expect(everyone.flatMap((person) => person.problems)).toEqual([]);
});
