// The operator's brand: an admin names it, puts a logo and writes the terms; a visitor and the reader of a letter see them.
// The stories after this one share the server, so the story ends by giving it its name back.

import { spawnSync } from 'node:child_process';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pictureSamples } from '../core/pictures/samples.fixture.ts';
import { defaultSettings } from '../core/settings.ts';
import { en } from '../web/messages/en.ts';
import { ru } from '../web/messages/ru.ts';
import { violationsOf } from './accessible.ts';
import { isIn, signIn } from './account-screens.ts';
import { mailTo } from './mailbox.ts';
import { company, look, origin, type Person, state, unique } from './people.ts';

const run = unique();
const password = 'занавес и суфлёр';
const email = `brand-${run}@example.com`;
const text = ru.settings;
// An address that is none is answered 400.
const { come, everyone } = company('brand', [400]);

let admin: Person;
let visitor: Person;

async function post(path: string, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(origin + path, { method: 'POST', headers, body: JSON.stringify(body) });
}

beforeAll(async () => {
  await post('/api/auth/register', { login: `brand-${run}`, email, password, role: 'buyer' });
  const made = spawnSync(process.execPath, ['local/admin.ts', email], {
    env: { ...process.env, STATE: state },
    encoding: 'utf8',
  });
  expect([made.status, made.stderr]).toEqual([0, '']);
  admin = await come('ru-RU', 1280);
  visitor = await come('en-US', 390);
});

afterAll(async () => {
  const signedIn = await post('/api/auth/login', { email, password });
  const { accessToken } = (await signedIn.json()) as { accessToken: string };
  const { revision } = (await (await fetch(`${origin}/api/settings`)).json()) as { revision: number };
  const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
  const { brandName, support, operator } = defaultSettings;
  const none = { ru: '', en: '' };
  const body = { brandName, support, operator, texts: { terms: none, privacy: none, refunds: none, about: none } };
  const put = (method: string, path: string, of: number, sent?: object) =>
    fetch(origin + path, {
      method,
      headers: { ...headers, 'if-match': `"${of}"` },
      ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
    });
  expect((await put('PATCH', '/api/settings', revision, body)).status).toBe(200);
  expect((await put('DELETE', '/api/settings/logo', revision + 1)).status).toBe(200);
});

async function isAccessible(page: Page): Promise<void> {
  expect(await violationsOf(page)).toEqual([]);
}

const section = (page: Page, title: string) => page.getByRole('form', { name: title, exact: true });
const button = (within: Locator, name: string) => within.getByRole('button', { name, exact: true });
/** Its label may be followed by the word that it is optional. */
const field = (within: Locator, name: string) => within.getByLabel(name);

describe('the brand of the operator', () => {
  it('is missing much at first, and the admin is told what', async () => {
    const { page } = admin;
    await signIn(page, ru, email, password);
    await isIn(page);
    await page.goto(`${origin}/admin`);
    await page.getByText(text.missingTitle).waitFor();
    await page.getByText(text.missing.terms).waitFor();
    await isAccessible(page);
    await page.getByRole('link', { name: text.toSettings }).click();
    await page.getByRole('heading', { name: text.title }).waitFor();
    await look(page, 'brand-settings-empty');
    await visitor.page.goto(`${origin}/legal/terms`);
    await visitor.page.getByRole('heading', { name: 'This text is not there yet' }).waitFor();
    await isAccessible(visitor.page);
  });

  it('gets a name and a logo, seen at the head of the dashboard at once', async () => {
    const { page } = admin;
    const brand = section(page, text.brand);
    await field(brand, text.nameRu).fill('');
    await button(brand, ru.common.save).click();
    await brand.getByText(ru.form.required).waitFor();
    await field(brand, text.nameRu).fill(`Сцена ${run}`);
    await field(brand, text.nameEn).fill(`Stage ${run}`);
    await button(brand, ru.common.save).click();
    await page.getByText(text.saved).waitFor();
    await page.locator('a.brand', { hasText: `Сцена ${run}` }).waitFor();
    await expect.poll(() => page.title()).toBe(`${text.title} · Сцена ${run}`);
    await page.getByLabel(text.chooseLogo).setInputFiles({
      name: 'logo.svg',
      mimeType: 'image/svg+xml',
      buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    });
    await page.getByText(ru.errors['picture-unknown']).waitFor();
    await page.getByLabel(text.chooseLogo).setInputFiles({
      name: 'logo.png',
      mimeType: 'image/png',
      buffer: Buffer.from(pictureSamples.png, 'base64'),
    });
    await page.getByText(text.removeLogo).waitFor();
    await page.locator('a.brand img').waitFor();
  });

  it('gets contacts, legal data and terms; what is typed in one section outlives saving another', async () => {
    const { page } = admin;
    const support = section(page, text.support);
    await field(support, text.email).fill('nonsense');
    await field(section(page, text.operator), text.operatorName).fill('ООО «Сцена»');
    await button(support, ru.common.save).click();
    await support.getByText(ru.form.check).waitFor();
    await field(support, text.email).fill('help@stage.example');
    await field(support, text.phone).fill('+7 495 123-45-67');
    await button(support, ru.common.save).click();
    await support.getByText(text.saved).waitFor();
    const operator = section(page, text.operator);
    expect(await field(operator, text.operatorName).inputValue()).toBe('ООО «Сцена»');
    await field(operator, text.address).fill('Москва, Театральная площадь, 1');
    await button(operator, ru.common.save).click();
    await operator.getByText(text.saved).waitFor();
    await page.getByText(text.kinds.terms).click();
    const terms = section(page, text.kinds.terms);
    await field(terms, text.inRu).fill('# Предмет\n\nМы продаём **билеты**.');
    await field(terms, text.inEn).fill('# Subject\n\nWe sell **tickets**.');
    await button(terms, text.preview).click();
    await terms.getByRole('heading', { name: 'Предмет' }).waitFor();
    await button(terms, ru.common.save).click();
    await terms.getByText(text.saved).waitFor();
    await isAccessible(page);
    await look(page, 'brand-settings');
  });

  it('keeps what is typed and not saved over a reload, and asks before it is left', async () => {
    const { page } = admin;
    const operator = section(page, text.operator);
    await field(operator, text.registration).fill('ОГРН 1027700132195');
    page.once('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await operator.getByText(ru.unsent.restored).waitFor();
    expect(await field(operator, text.registration).inputValue()).toBe('ОГРН 1027700132195');
    expect(await section(page, text.support).getByText(ru.unsent.restored).count()).toBe(0);
    await page.locator('a.brand').click();
    await page.getByRole('dialog').getByRole('button', { name: ru.unsent.stay, exact: true }).click();
    expect(new URL(page.url()).pathname).toBe('/admin/settings');
    await button(operator, ru.common.save).click();
    await operator.getByText(text.saved).waitFor();
    await page.reload();
    await field(section(page, text.operator), text.registration).waitFor();
    expect(await page.getByText(ru.unsent.restored).count()).toBe(0);
    expect(await field(section(page, text.operator), text.registration).inputValue()).toBe('ОГРН 1027700132195');
  });

  it('that another admin changed meanwhile loses nobody’s text', async () => {
    const other = await come('ru-RU', 1280);
    await signIn(other.page, ru, email, password);
    await isIn(other.page);
    await other.page.goto(`${origin}/admin/settings`);
    const theirs = section(other.page, text.support);
    await field(theirs, text.hoursRu).fill('с 10 до 20');
    await button(theirs, ru.common.save).click();
    await theirs.getByText(text.saved).waitFor();
    const theirOperator = section(other.page, text.operator);
    await field(theirOperator, text.address).fill('Москва, Петровка, 1');
    await button(theirOperator, ru.common.save).click();
    await theirOperator.getByText(text.saved).waitFor();
    const mine = section(admin.page, text.support);
    await field(mine, text.hoursEn).fill('10 to 20');
    await button(mine, ru.common.save).click();
    await mine.getByText(text.merged).waitFor();
    expect(await field(mine, text.hoursRu).inputValue()).toBe('с 10 до 20');
    expect(await field(mine, text.hoursEn).inputValue()).toBe('10 to 20');
    // A section that nobody typed in shows what the other admin saved, so that saving it puts nothing back.
    const operator = section(admin.page, text.operator);
    expect(await field(operator, text.address).inputValue()).toBe('Москва, Петровка, 1');
    await button(mine, ru.common.save).click();
    await mine.getByText(text.saved).waitFor();
    await button(operator, ru.common.save).click();
    await operator.getByText(text.saved).waitFor();
    await other.page.reload();
    const address = field(section(other.page, text.operator), text.address);
    await address.waitFor();
    expect(await address.inputValue()).toBe('Москва, Петровка, 1');
  });

  it('is what a visitor reads, in the language of the visitor', async () => {
    const { page } = visitor;
    await page.goto(`${origin}/legal/terms`);
    await page.getByRole('heading', { name: 'Terms of sale', exact: true }).waitFor();
    await page.getByRole('heading', { name: 'Subject' }).waitFor();
    expect(await page.title()).toBe(`Terms of sale · Stage ${run}`);
    const logo = page.locator('header img');
    await expect.poll(() => logo.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
    await isAccessible(page);
    await look(page, 'brand-terms');
    await page.getByRole('contentinfo').getByRole('link', { name: 'Contacts' }).click();
    await page.getByRole('link', { name: 'help@stage.example' }).waitFor();
    await page.getByText('10 to 20').waitFor();
    await isAccessible(page);
    await look(page, 'brand-contacts');
    await page.goto(`${origin}/sign-up`);
    await page.locator('a.brand', { hasText: `Stage ${run}` }).waitFor();
    await page.getByRole('button', { name: en.signUp.submit }).waitFor();
  });

  it('stands in the letter that signing up sends', async () => {
    const address = `guest-${run}@example.com`;
    const body = { login: `guest-${run}`, email: address, password, role: 'buyer' };
    await post('/api/auth/register', body);
    const mail = await mailTo(address);
    expect(mail.subject).toContain(`Сцена ${run}`);
    expect(mail.from?.name).toBe(`Сцена ${run}`);
    expect(mail.text).toContain('help@stage.example');
    expect(mail.html).toContain(`${origin}/legal/terms`);
  });

  it('nobody’s console said a word about it', () => {
    expect(everyone.flatMap(({ problems }) => problems)).toEqual([]);
  });
});
