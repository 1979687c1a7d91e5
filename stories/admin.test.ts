// An admin's day: what needs them, a person found, suspended with a reason and restored; in both languages, on a phone and
// on a desk, in light and dark.

import { spawnSync } from 'node:child_process';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { AdminHome } from '../core/contracts/admin.ts';
import { must, text as textIn } from '../local/api-client.ts';
import { openShop } from '../local/shop.ts';
import { en } from '../web/messages/en.ts';
import { ru } from '../web/messages/ru.ts';
import { violationsOf } from './accessible.ts';
import { button, field, isIn, signIn } from './account-screens.ts';
import { company, look, origin, type Person, state, unique } from './people.ts';

const run = unique();
const password = 'занавес и суфлёр';
const email = `desk-${run}@example.com`;
const shopName = `desk-shop-${run}`;
const organizer = { email: `${shopName}-org@trial.example`, password: 'a-long-trial-password' };
// A suspended person is refused at the sign-in.
const { come, everyone } = company('admin', [403]);

let eventId: string;
let admin: Person;
let stopped: Person;

beforeAll(async () => {
  const body = { login: `desk-${run}`, email, password, role: 'buyer', displayName: 'Дежурная' };
  await must(origin, 'POST', '/api/auth/register', { body }, 201);
  eventId = (await openShop(origin, shopName, { types: [{ name: 'Партер', rubles: 900, capacity: 20 }] })).eventId;
  // Last of what calls the server: the command holds this process up, and the server closes the connection that rests.
  const made = spawnSync(process.execPath, ['local/admin.ts', email], {
    env: { ...process.env, STATE: state },
    encoding: 'utf8',
  });
  expect([made.status, made.stderr]).toEqual([0, '']);
  admin = await come('ru-RU', 1440);
  stopped = await come('ru-RU', 390);
});

/** In light and dark, and nothing wider than a phone or a desk. */
async function seen(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await violationsOf(page)).toEqual([]);
    await look(page, `admin-${name}-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

const text = ru.people;

describe('the day of an admin', () => {
  it('begins with what needs them and how the platform does', async () => {
    const { page } = admin;
    await signIn(page, ru, email, password);
    await isIn(page);
    await page.goto(`${origin}/`);
    await page.getByRole('heading', { name: ru.admin.title }).waitFor();
    await page.getByText(ru.admin.figures.onSale).waitFor();
    await seen(page, 'home');
    await page.goto(`${origin}/admin/failures`);
    await page.getByRole('heading', { name: ru.eventsWithDifferences.title }).waitFor();
    await seen(page, 'failures');
  });

  it('leads from each alarm to where something can be done, and says what is quiet beside them', async () => {
    const { page } = admin;
    const late = { count: 2, since: '2026-11-26T20:00:00.000Z' };
    // A server of stories has nothing that went wrong, so the response says it did.
    await page.route('**/api/admin/home', async (route) => {
      const response = await route.fetch();
      const home = AdminHome.parse(await response.json());
      const lateEvents = [{ id: eventId, title: 'Испытание', translations: {}, since: late.since }];
      const alarms = {
        ...{ eventsWithDifferences: 1, eventsNotCompared: 3, failedRefunds: 2, failedLetters: 0 },
        ...{ failedAccountLetters: 1, lateAccountLetters: late, latePushes: late },
      };
      await route.fulfill({ response, json: { ...home, alarms, lateEvents } });
    });
    await page.goto(`${origin}/`);
    const alarms = page.getByRole('region', { name: ru.admin.alarms.label }).getByRole('link');
    await alarms.first().waitFor();
    const hrefs = await alarms.evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    expect(hrefs).toEqual([
      '/admin/failures',
      '/admin/failures',
      `/my-events/${eventId}/reconciliation`,
      '/admin/people?state=letter-failed',
      '/admin/people?state=letter-failed',
      '/admin/failures',
    ]);
    await page.getByText(ru.admin.alarms.quietIn(ru.admin.alarms.quiet.letters)).waitFor();
    await seen(page, 'alarms');
    await page.unroute('**/api/admin/home');
    await page.goto(origin + (hrefs[3] ?? ''));
    await page.getByText(text.nobody).waitFor();
  });

  it('finds a person by a part of the e-mail and suspends them with a reason', async () => {
    const { page } = admin;
    await page.getByRole('link', { name: ru.menu.people, exact: true }).filter({ visible: true }).first().click();
    await field(page, text.search).fill(organizer.email.slice(0, 20));
    await button(page, text.find).click();
    await page.getByText(organizer.email).waitFor();
    await seen(page, 'people');
    await page.getByRole('link', { name: `${shopName}-org` }).click();
    await page.getByText(text.eventCounts(1, 0, 0)).waitFor();
    await seen(page, 'person');
    await button(page, text.suspend).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(text.reason).selectOption('complaints');
    await dialog.getByLabel(text.note).fill('Три жалобы за неделю');
    await seen(page, 'suspend');
    await dialog.getByRole('button', { name: text.suspend, exact: true }).click();
    await page.getByText(text.suspendedNow(`${shopName}-org`)).waitFor();
    await page.getByText('Три жалобы за неделю').waitFor();
    await seen(page, 'suspended');
  });

  it('shows the suspended person what to do, once their password is right', async () => {
    const { page } = stopped;
    await signIn(page, ru, organizer.email, 'not the password');
    await page.getByText(ru.errors['wrong-credentials']).waitFor();
    await field(page, ru.signUp.password).fill(organizer.password);
    await button(page, ru.signIn.submit).click();
    await page.getByText(ru.errors['account-suspended']).waitFor();
    await seen(page, 'told');
  });

  it('gives the access back, and the person comes in', async () => {
    const { page } = admin;
    await button(page, text.restore).click();
    await page.getByRole('dialog').getByRole('button', { name: text.restore, exact: true }).click();
    await page.getByText(text.restored(`${shopName}-org`)).waitFor();
    await button(stopped.page, ru.signIn.submit).click();
    await isIn(stopped.page);
    expect((await fetch(`${origin}/api/events/${eventId}`)).status).toBe(200);
  });

  it('finds any event and any order, and the log names people and events', async () => {
    const { page } = admin;
    await page.goto(`${origin}/admin/events`);
    await field(page, ru.everything.search).fill(shopName);
    await button(page, ru.everything.find).click();
    await page.getByRole('link', { name: `Испытание ${shopName}` }).waitFor();
    await seen(page, 'events');
    await page.goto(`${origin}/admin/orders?q=nobody-${run}`);
    await page.getByRole('heading', { name: ru.everything.orders }).waitFor();
    await page.getByText(ru.everything.noOrders).waitFor();
    await seen(page, 'orders');
    await page.goto(`${origin}/log`);
    await page.getByText(`Испытание ${shopName}`).first().waitFor();
    await page
      .getByRole('link', { name: `${shopName}-org` })
      .first()
      .waitFor();
    await seen(page, 'log');
  });

  it('reads the same in English', async () => {
    const token = textIn(
      await must(origin, 'POST', '/api/auth/login', { body: { email, password } }, 200),
      'accessToken',
    );
    await must(origin, 'PATCH', '/api/me', { token, body: { locale: 'en' } }, 200);
    const { page } = await come('en-US', 390);
    await signIn(page, en, email, password);
    await isIn(page);
    await page.goto(`${origin}/`);
    await page.getByText(en.admin.figures.onSale).waitFor();
    await seen(page, 'home-en');
    await page.goto(`${origin}/admin/people`);
    await page.getByText(organizer.email).waitFor();
    await seen(page, 'people-en');
  });

  it('nobody’s console said a word about it', () => {
    expect(everyone.flatMap(({ problems }) => problems)).toEqual([]);
  });
});
