// The frame of the dashboard as people use it: tabs on a phone, the account's menu, Back, unsent forms, the focus after a
// question, an ended session and a lost connection.

import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { must, text, verifyEmail } from '../local/api-client.ts';
import { en } from '../web/messages/en.ts';
import { ru } from '../web/messages/ru.ts';
import { violationsOf } from './accessible.ts';
import { button, field, isIn, openAccountMenu, signIn, signOut } from './account-screens.ts';
import { company, origin, type Person, picture, unique } from './people.ts';

const run = unique();
const password = 'камин и гитара';
const email = `frame-${run}@example.com`;
// A lost connection and a server that does not answer are part of the story.
const { come, everyone } = company('frame', [403, 503]);
const events: string[] = [];
let token = '';
let person: Person;

const eventOf = (title: string, startsAt: number) => ({
  title,
  startsAt: new Date(startsAt).toISOString(),
  endsAt: new Date(startsAt + 10_800_000).toISOString(),
  timeZone: 'Europe/Moscow',
  venue: { name: 'Клуб', address: '', city: 'Москва' },
  currency: 'RUB',
});

beforeAll(async () => {
  const body = { login: `frame-${run}`, email, password, role: 'organizer', displayName: 'Клуб «Маяк»', locale: 'ru' };
  token = text(await must(origin, 'POST', '/api/auth/register', { body }, 201), 'accessToken');
  await verifyEmail(origin, email, token);
  for (let n = 0; n < 12; n += 1) {
    const event = eventOf(`Вечер ${n}`, Date.now() + (n + 5) * 86_400_000);
    events.push(text(await must(origin, 'POST', '/api/events', { token, body: event }, 201), 'id'));
  }
  person = await come('ru-RU', 1280);
  await signIn(person.page, ru, email, password);
  await isIn(person.page);
});

const phoneTabs = (page: Page) => page.locator('.phone-tabs');

it.each([360, 640, 641, 1100, 1101, 1440])('stands in its form at %i px, and axe finds nothing', async (width) => {
  const { page } = person;
  await page.setViewportSize({ width, height: 800 });
  await page.goto(`${origin}/my-events`);
  await page.getByRole('heading', { name: ru.myEvents.title }).waitFor();
  await isIn(page);
  const column = (await page.locator('.shell').boundingBox()) ?? { width: 0, height: 0 };
  if (width <= 640) expect(column.height).toBeLessThanOrEqual(50);
  else expect(Math.round(column.width)).toBe(width <= 1100 ? 68 : 236);
  expect(await phoneTabs(page).isVisible()).toBe(width <= 640);
  const current = page.locator('.shell-nav, .phone-tabs').filter({ visible: true }).locator('[aria-current=page]');
  expect(await current.count()).toBe(1);
  expect(await current.innerText()).toContain(width <= 640 || width > 1100 ? ru.menu.events : '');
  for (const target of await page.locator('.shell a, .shell button, .phone-tabs > *').filter({ visible: true }).all()) {
    const box = await target.boundingBox();
    expect(Math.round(Math.min(box?.width ?? 0, box?.height ?? 0)), await target.innerText()).toBeGreaterThanOrEqual(
      (await target.getAttribute('class')) === 'brand' ? 24 : 44,
    );
  }
  await openAccountMenu(page, ru);
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await picture(page, `frame-${width}-${scheme}`);
    expect(await violationsOf(page)).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  await page.keyboard.press('Escape');
});

it('nothing moves when the number of notifications arrives', async () => {
  const { page } = person;
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.route('**/api/deals/notices', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await route.fulfill({ json: { items: [], next: null, unread: 3 } });
  });
  await page.goto(`${origin}/my-events`);
  const head = page.locator('.shell-head');
  await head.locator('.bell').waitFor();
  const places = () =>
    page
      .locator('.shell a, .shell button')
      .evaluateAll((all) => all.map((one) => JSON.stringify(one.getBoundingClientRect())));
  const before = await places();
  await head.locator('.unread', { hasText: '3' }).waitFor();
  expect(await places()).toEqual(before);
  await page.unroute('**/api/deals/notices');
});

it('a phone has five tabs; "more" holds the rest, the account and the language', async () => {
  const { page } = person;
  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto(`${origin}/`);
  await isIn(page);
  const tabs = phoneTabs(page).locator('> a, > button');
  expect(await tabs.allInnerTexts()).toEqual([
    ru.menu.home,
    ru.menu.events,
    ru.menu.deals,
    ru.menu.money,
    ru.menu.more,
  ]);
  const menu = page.locator('#more-menu');
  await button(page, ru.menu.more).click();
  await menu.getByRole('link', { name: ru.menu.security }).click();
  await page.getByRole('heading', { name: ru.security.title }).waitFor();
  expect(await menu.isVisible()).toBe(false);
  await button(page, ru.menu.more).click();
  await menu.getByRole('button', { name: 'English' }).click();
  await button(page, en.menu.more).waitFor();
  await menu.getByRole('button', { name: 'Русский' }).click();
  await button(page, ru.menu.more).waitFor();
  await page.keyboard.press('Escape');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('popovertarget'))).toBe('more-menu');
});

it('on the day of an event the door takes the place of money', async () => {
  const { page } = await come('ru-RU', 390);
  const body = { login: `door-${run}`, email: `door-${run}@example.com`, password, role: 'organizer', locale: 'ru' };
  const own = text(await must(origin, 'POST', '/api/auth/register', { body }, 201), 'accessToken');
  await verifyEmail(origin, body.email, own);
  const event = eventOf('Сегодня', Date.now() + 3_600_000);
  const id = text(await must(origin, 'POST', '/api/events', { token: own, body: event }, 201), 'id');
  const type = { name: 'Вход', price: { amount: 100, currency: 'RUB' }, capacity: 10 };
  await must(origin, 'POST', `/api/events/${id}/ticket-types`, { token: own, body: type }, 201);
  await must(origin, 'POST', `/api/events/${id}/publish`, { token: own, body: {} }, 200);
  await signIn(page, ru, body.email, password);
  await phoneTabs(page).getByRole('link', { name: ru.menu.door }).click();
  await page.getByRole('heading', { name: ru.door.title }).waitFor();
  await picture(page, 'frame-event-day');
});

it('Back shows a list where it was left, and the filter of its address', async () => {
  const { page } = person;
  await page.setViewportSize({ width: 1280, height: 600 });
  await page.goto(`${origin}/my-events?show=drafts`);
  await page.getByRole('link', { name: 'Вечер 0', exact: true }).waitFor();
  await page.evaluate(() => {
    scrollTo(0, 500);
    // The press itself may scroll first, to bring its row into view.
    addEventListener('click', () => Object.assign(window, { leftAt: scrollY }), { capture: true, once: true });
  });
  await page.locator('.row-title').filter({ visible: true }).nth(8).click();
  const left = await page.evaluate(() => Number(Reflect.get(window, 'leftAt')));
  expect(left).toBeGreaterThan(300);
  await page.getByRole('heading', { name: /^Вечер/ }).waitFor();
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(0);
  await page.goBack();
  await page.getByRole('heading', { name: ru.myEvents.title }).waitFor();
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(left);
  expect(new URL(page.url()).search).toBe('?show=drafts');
  await page.reload();
  await page.getByRole('link', { name: 'Вечер 0', exact: true }).waitFor();
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(left);
});

it('Back shows as many pages of a list as were loaded', async () => {
  const { page } = person;
  // The server gives thirty at once; here the list has two pages.
  await page.route('**/api/events/mine*', async (route) => {
    const url = new URL(route.request().url());
    url.searchParams.set('limit', '8');
    await route.continue({ url: url.href });
  });
  await page.goto(`${origin}/my-events?show=drafts`);
  await button(page, ru.common.more).click();
  await expect.poll(() => page.locator('.row-title').count()).toBe(12);
  await page.locator('.row-title').last().click();
  await page.getByRole('heading', { name: /^Вечер/ }).waitFor();
  await page.goBack();
  await expect.poll(() => page.locator('.row-title').count()).toBe(12);
  await page.reload();
  await expect.poll(() => page.locator('.row-title').count()).toBe(12);
  await page.unroute('**/api/events/mine*');
});

it('the palette leads to a screen and to an event by the keyboard, and gives the focus back', async () => {
  const { page } = person;
  await page.goto(`${origin}/deals`);
  const open = page.getByRole('button', { name: ru.palette.button });
  await open.click();
  const typed = page.getByRole('combobox', { name: ru.palette.title });
  await typed.waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await picture(page, 'frame-palette');
  await page.keyboard.press('Escape');
  await typed.waitFor({ state: 'detached' });
  await expect.poll(() => open.evaluate((one) => one === document.activeElement)).toBe(true);
  await page.keyboard.press('Control+KeyK');
  await typed.fill('вечер 7');
  await page.getByRole('option', { name: /^Вечер 7/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Вечер 7' }).waitFor();
  await page.keyboard.press('Control+KeyK');
  await typed.fill('ничего такого');
  await page.getByText(ru.palette.nothing).waitFor();
  await typed.fill(ru.menu.deals.slice(0, 4).toLowerCase());
  await page.keyboard.press('Enter');
  await page.waitForURL(`${origin}/deals`);
});

it('an unsent form survives a reload, and asks before it is left', async () => {
  const { page } = person;
  page.on('dialog', (dialog) => void dialog.accept());
  await page.goto(`${origin}/my-events/new`);
  await field(page, ru.editor.title).first().fill('Почти готово');
  await page.reload();
  await page.getByText(ru.unsent.restored).waitFor();
  expect(await field(page, ru.editor.title).first().inputValue()).toBe('Почти готово');
  await page.locator('.shell-nav').getByRole('link', { name: ru.menu.deals }).click();
  await button(page, ru.unsent.stay).click();
  expect(await field(page, ru.editor.title).first().inputValue()).toBe('Почти готово');
  await page.goBack();
  await page.goForward();
  await page.getByText(ru.unsent.restored).waitFor();
  await page.locator('.shell-nav').getByRole('link', { name: ru.menu.deals }).click();
  await picture(page, 'frame-unsent');
  await button(page, ru.unsent.leave).click();
  await page.waitForURL(`${origin}/deals`);
  await page.goto(`${origin}/my-events/new`);
  await field(page, ru.editor.title).first().waitFor();
  expect(await field(page, ru.editor.title).first().inputValue()).toBe('');
});

it('a draft is saved by itself, also what was typed without a connection', async () => {
  const { page } = person;
  await page.goto(`${origin}/my-events/${events[2]}/edit`);
  await page.getByText(ru.editor.savesItself).waitFor();
  await field(page, ru.editor.title).first().fill('Сохранится само');
  await page.getByText(/^Сохранено в \d/).waitFor();
  await picture(page, 'frame-autosave');
  await page.context().setOffline(true);
  await page.getByLabel(ru.editor.description).first().fill('Написано в метро.');
  await page.getByText(ru.errors.offline).waitFor();
  await page.context().setOffline(false);
  await page.getByText(/^Сохранено в \d/).waitFor();
  await page.reload();
  await field(page, ru.editor.title).first().waitFor();
  expect(await field(page, ru.editor.title).first().inputValue()).toBe('Сохранится само');
  expect(await page.getByLabel(ru.editor.description).first().inputValue()).toBe('Написано в метро.');
  expect(await page.getByText(ru.unsent.restored).count()).toBe(0);
  // What was refused while there was no network.
  person.problems.length = 0;
});

it('the focus returns to the button that asked', async () => {
  const { page } = person;
  await page.goto(`${origin}/my-events/${events[0]}/settings`);
  const ask = button(page, ru.event.deleteDraft);
  await ask.click();
  await page.getByRole('dialog').getByRole('button', { name: ru.common.cancel }).click();
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(ru.event.deleteDraft);
});

it('an ended session says so, and after signing in the same screen is there with the text', async () => {
  const { page } = person;
  await page.goto(`${origin}/my-events/${events[1]}/edit`);
  await field(page, ru.editor.title).first().fill('Вечер, который не пропал');
  // The sessions of the account end elsewhere, and the token of this page with them.
  await page.context().clearCookies();
  await page.route('**/api/**', (route) =>
    route.request().url().includes('/api/auth/')
      ? route.continue()
      : route.fulfill({ status: 401, json: { error: { code: 'unauthenticated', message: '', requestId: 'r' } } }),
  );
  await button(page, ru.common.save).click();
  await page.getByText(ru.signIn.again).waitFor();
  await picture(page, 'frame-session-ended');
  await page.unroute('**/api/**');
  await field(page, ru.signUp.email).fill(email);
  await field(page, ru.signUp.password).fill(password);
  await button(page, ru.signIn.submit).click();
  await page.getByText(ru.unsent.restored).waitFor();
  expect(new URL(page.url()).pathname).toBe(`/my-events/${events[1]}/edit`);
  expect(await field(page, ru.editor.title).first().inputValue()).toBe('Вечер, который не пропал');
  await button(page, ru.common.save).click();
  await page.getByRole('heading', { name: 'Вечер, который не пропал' }).waitFor();
});

it('without a connection the page says so and comes by itself when there is one', async () => {
  const { page } = person;
  await page.route('**/api/auth/refresh', (route) => route.fulfill({ status: 503, body: '' }));
  await page.goto(`${origin}/my-events`);
  await page.getByRole('heading', { name: ru.common.unreachableTitle }).waitFor();
  await picture(page, 'frame-unreachable');
  await page.unroute('**/api/auth/refresh');
  await button(page, ru.common.retry).click();
  await page.getByRole('heading', { name: ru.myEvents.title }).waitFor();
});

it('on a slow network the screen has its name and its menu before its data, and two presses make one event', async () => {
  const { page } = person;
  const release = await held(page, '**/api/events/mine**');
  await page.goto(`${origin}/my-events?show=drafts`);
  await page.getByRole('heading', { name: ru.myEvents.title }).waitFor();
  await page.getByRole('main').getByRole('status').waitFor();
  expect(await page.locator('.shell-nav').getByRole('link', { name: ru.menu.deals }).isVisible()).toBe(true);
  await expect.poll(() => page.locator('.waiting').evaluate((lines) => getComputedStyle(lines).opacity)).toBe('1');
  await picture(page, 'frame-slow');
  release();
  await page.getByRole('link', { name: 'Вечер 0', exact: true }).waitFor();
  expect(await page.locator('.waiting').count()).toBe(0);

  await page.goto(`${origin}/my-events/new`);
  await field(page, ru.editor.title).first().fill('Нажали дважды');
  await field(page, ru.editor.startsAt).fill('2027-06-01T19:00');
  await field(page, ru.editor.venueName).fill('Клуб');
  await field(page, ru.editor.city).fill('Москва');
  await field(page, ru.types.capacity).fill('10');
  await field(page, `${ru.types.price}, RUB`).fill('100');
  let sent = 0;
  page.on('request', (request) => {
    if (request.method() === 'POST' && new URL(request.url()).pathname === '/api/events') sent += 1;
  });
  const releaseEvents = await held(page, '**/api/events');
  await button(page, ru.editor.create).dblclick();
  const waiting = button(page, ru.common.saving);
  await waiting.waitFor();
  await waiting.press('Enter');
  await picture(page, 'frame-slow-saving');
  releaseEvents();
  await page.getByRole('heading', { name: 'Нажали дважды' }).waitFor();
  expect(sent).toBe(1);
});

/** Requests to this address wait, as on a network that is not there yet, until the returned function is called. */
async function held(page: Page, address: string): Promise<() => void> {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await page.route(address, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

it('nobody finds the text of whoever signed out', async () => {
  const { page } = person;
  await page.goto(`${origin}/my-events/new`);
  await field(page, ru.editor.title).first().fill('Тайна');
  await signOut(page, ru);
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('Тайна');
});

it('nobody’s page reported an error meanwhile', () => {
  expect(everyone.flatMap((one) => one.problems)).toEqual([]);
});
