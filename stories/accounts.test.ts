// Accounts, as their people live them: coming in, being locked out and helped back in, guarding an account, lending a
// door. Told twice, in Russian on a phone and in English at a desk; every screen is looked at in both widths.

import { createHmac } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { must, text } from '../local/api-client.ts';
import { en } from '../web/messages/en.ts';
import { ru } from '../web/messages/ru.ts';
import { linkTo } from './mailbox.ts';
import { arrive, look, openBrowser, origin, type Person, picture, unique } from './people.ts';

const run = unique();
const first = 'камин и гитара';
const second = 'самовар и баранки';
const everyone: Person[] = [];
let browser: Browser;

async function come(locale: 'ru-RU' | 'en-US', width: number): Promise<Person> {
  // A common password is answered 400, payout details without a code 403: both belong to these stories.
  const person = await arrive(browser, locale, width, [400, 403]);
  everyone.push(person);
  return person;
}

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
});

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  for (const [at, person] of everyone.entries()) await picture(person.page, `accounts-failed-${at}`);
});

type Words = typeof en;

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });

/** What stands at a field as its error, tied to it for those who hear the page. */
async function errorAt(page: Page, name: string): Promise<string> {
  const input = field(page, name);
  await expect.poll(() => input.getAttribute('aria-invalid')).toBe('true');
  const ids = (await input.getAttribute('aria-describedby'))?.split(' ') ?? [];
  return page.locator(`[id="${ids.at(-1)}"]`).innerText();
}

async function signIn(page: Page, words: Words, email: string, password: string): Promise<void> {
  await page.goto(`${origin}/sign-in`);
  await field(page, words.signUp.email).fill(email);
  await field(page, words.signUp.password).fill(password);
  await button(page, words.signIn.submit).click();
}

const isIn = (page: Page, words: Words) => page.getByRole('link', { name: words.menu.profile }).first().waitFor();

async function signOut(page: Page, words: Words): Promise<void> {
  await button(page, words.menu.signOut).first().click();
  await page.getByRole('link', { name: words.menu.signIn }).first().waitFor();
}

/** What an authenticator app would show; the server takes a code once, and one of the next half minute too. */
function codeOf(secret: string, steps = 0): string {
  const bits = [...secret].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const key = Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const digest = createHmac('sha1', key).update(counter).digest();
  const at = digest.readUInt8(digest.length - 1) & 15;
  return String((digest.readUInt32BE(at) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

describe.each([
  { locale: 'ru-RU', width: 390, words: ru, role: 'organizer' },
  { locale: 'en-US', width: 1280, words: en, role: 'distributor' },
] as const)('an account of $role is guarded by its owner ($locale, $width px)', ({ locale, width, words, role }) => {
  const lang = locale.slice(0, 2);
  const email = `${role}-${run}@example.com`;
  const newEmail = `new-${email}`;
  const shot = (page: Page, name: string) => look(page, `accounts-${lang}-${name}`);
  let person: Person;
  let elsewhere: Person;
  let secret = '';
  let recovery: string[] = [];

  beforeAll(async () => {
    person = await come(locale, width);
    elsewhere = await come(locale, width);
  });

  it('signs up once the role is chosen and the password is not everybody’s first', async () => {
    const { page } = person;
    await page.goto(`${origin}/sign-up`);
    await page.getByLabel(words.signUp.displayName).fill(`Очаг ${run}`);
    await field(page, words.signUp.login).fill(`${role}-${run}`);
    await field(page, words.signUp.email).fill(email);
    await field(page, words.signUp.password).fill('iloveyou1');
    await button(page, words.signUp.submit).click();
    await page.getByText(words.signUp.roleMissing).waitFor();
    await shot(page, 'sign-up-no-role');
    await page.getByRole('radio', { name: words.roles[role] }).check();
    await button(page, words.signUp.submit).click();
    expect(await errorAt(page, words.signUp.password)).toBe(words.security.commonPassword);
    await shot(page, 'sign-up-common-password');
    await field(page, words.signUp.password).fill(first);
    await button(page, words.signUp.submit).click();
    await isIn(page, words);
    await shot(page, 'home');
  });

  it('confirms his e-mail by the letter', async () => {
    const { page } = person;
    await page.goto(`${origin}/profile`);
    await page.getByText(words.profile.emailUnverified).waitFor();
    await page.goto(await linkTo(email, '/verify-email'));
    await expect.poll(() => page.url()).not.toContain('#');
    await shot(page, 'verify');
    await button(page, words.security.verify.submit).click();
    await page.getByText(words.security.verify.done).waitFor();
    await shot(page, 'verified');
    await page.goto(`${origin}/profile`);
    await page.getByText(email).waitFor();
    expect(await page.getByText(words.profile.emailUnverified).count()).toBe(0);
    await shot(page, 'profile');
  });

  it('is told at the field that the password is wrong, and comes in with the right one', async () => {
    const { page } = person;
    await signOut(page, words);
    await signIn(page, words, email, 'не тот пароль');
    expect(await errorAt(page, words.signUp.password)).toBe(words.errors['wrong-credentials']);
    await shot(page, 'sign-in-wrong');
    await field(page, words.signUp.password).fill(first);
    await button(page, words.signIn.submit).click();
    await isIn(page, words);
  });

  it('forgets the password, chooses another by the letter, and every earlier session ends', async () => {
    const { page } = elsewhere;
    await page.goto(`${origin}/sign-in`);
    await page.getByRole('link', { name: words.security.forgotten.link }).click();
    await field(page, words.signUp.email).fill(email);
    await shot(page, 'forgotten');
    await button(page, words.security.forgotten.submit).click();
    await page.getByText(words.security.forgotten.sent).waitFor();
    await shot(page, 'forgotten-sent');
    await page.goto(await linkTo(email, '/reset-password'));
    await field(page, words.security.reset.password).fill('Password2024');
    await button(page, words.security.reset.submit).click();
    expect(await errorAt(page, words.security.reset.password)).toBe(words.security.commonPassword);
    await field(page, words.security.reset.password).fill(second);
    await shot(page, 'reset');
    await button(page, words.security.reset.submit).click();
    await page.getByText(words.security.reset.done).waitFor();
    await shot(page, 'reset-done');
    await person.page.goto(`${origin}/security`);
    await person.page.getByText(words.signIn.needed).waitFor();
    await shot(person.page, 'sign-in-needed');
    await signIn(page, words, email, first);
    expect(await errorAt(page, words.signUp.password)).toBe(words.errors['wrong-credentials']);
    await field(page, words.signUp.password).fill(second);
    await button(page, words.signIn.submit).click();
    await isIn(page, words);
  });

  it('sees where he is signed in and ends the other session', async () => {
    const { page } = person;
    const text = words.security.sessions;
    await field(page, words.signUp.email).fill(email);
    await field(page, words.signUp.password).fill(second);
    await button(page, words.signIn.submit).click();
    await page.getByText(text.current).waitFor();
    await shot(page, 'security');
    await page.getByRole('button', { name: new RegExp(text.endOf('').trim()) }).click();
    await expect.poll(() => page.getByRole('button', { name: new RegExp(text.endOf('').trim()) }).count()).toBe(0);
    await elsewhere.page.goto(`${origin}/profile`);
    await elsewhere.page.getByText(words.signIn.needed).waitFor();
  });

  it('is refused payout details without codes, turns codes on, and may then', async () => {
    const { page } = person;
    const text = words.security.second;
    await page.goto(`${origin}/profile`);
    await page.getByLabel(words.profile.payout).fill('40702810900000000001');
    await button(page, words.common.save).click();
    await page.getByText(words.security.second.neededFirst).waitFor();
    await shot(page, 'payout-refused');
    await page.getByRole('link', { name: text.toSecurity }).first().click();
    await button(page, text.turnOn).click();
    await page
      .getByRole('form', { name: text.sectionTitle })
      .getByLabel(words.security.password.current)
      .fill('не тот');
    await button(page, text.begin).click();
    await page.getByText(words.errors['wrong-password']).waitFor();
    await page.getByRole('form', { name: text.sectionTitle }).getByLabel(words.security.password.current).fill(second);
    await button(page, text.begin).click();
    await page.getByRole('img', { name: text.qr }).waitFor();
    secret = (await page.getByText(text.byHand).locator('.code').innerText()).replaceAll(' ', '');
    await shot(page, 'second-enrol');
    await field(page, text.code).fill('000000');
    await button(page, text.confirm).click();
    expect(await errorAt(page, text.code)).toBe(words.errors['wrong-code']);
    await field(page, text.code).fill(codeOf(secret));
    await button(page, text.confirm).click();
    recovery = (await field(page, text.codesTitle).inputValue()).split('\n');
    await shot(page, 'second-codes');
    expect(new Set(recovery).size).toBe(10);
    await button(page, text.codesKept).click();
    await page.getByText(text.left(10)).waitFor();
    await shot(page, 'second-on');
    await page.goto(`${origin}/profile`);
    await page.getByLabel(words.profile.payout).fill('40702810900000000001');
    await button(page, words.common.save).click();
    await page.getByText(words.common.saved).waitFor();
    await shot(page, 'payout-saved');
  });

  it('comes in with a code, and with a recovery code once', async () => {
    const { page } = person;
    const text = words.security.second;
    await signOut(page, words);
    await signIn(page, words, email, second);
    await page.getByText(text.text).waitFor();
    await shot(page, 'second-asked');
    await field(page, text.code).fill(codeOf(secret, 1));
    await button(page, text.submit).click();
    await isIn(page, words);
    await signOut(page, words);
    await signIn(page, words, email, second);
    await field(page, text.code).fill(recovery[0] ?? '');
    await button(page, text.submit).click();
    await isIn(page, words);
    await page.goto(`${origin}/security`);
    await page.getByText(text.left(9)).waitFor();
    await signIn(elsewhere.page, words, email, second);
    await field(elsewhere.page, text.code).fill(recovery[0] ?? '');
    await button(elsewhere.page, text.submit).click();
    expect(await errorAt(elsewhere.page, text.code)).toBe(words.errors['wrong-code']);
    await shot(elsewhere.page, 'second-wrong');
  });

  it('moves to another e-mail; the old one is told and takes it back', async () => {
    const { page } = person;
    const text = words.security.email;
    const form = page.getByRole('form', { name: text.title });
    await form.getByLabel(text.next).fill(newEmail);
    await form.getByLabel(words.security.password.current).fill(second);
    await button(page, text.submit).click();
    await page.getByText(text.sent).waitFor();
    await shot(page, 'email-asked');
    await page.goto(await linkTo(newEmail, '/verify-email'));
    await button(page, words.security.verify.submit).click();
    await page.getByText(words.security.verify.done).waitFor();
    await page.goto(`${origin}/profile`);
    await page.getByText(words.signIn.needed).waitFor();
    await elsewhere.page.goto(await linkTo(email, '/undo-email'));
    await shot(elsewhere.page, 'undo');
    await button(elsewhere.page, words.security.undo.submit).click();
    await elsewhere.page.getByText(words.security.undo.done).waitFor();
    await shot(elsewhere.page, 'undone');
    await signIn(page, words, newEmail, second);
    expect(await errorAt(page, words.signUp.password)).toBe(words.errors['wrong-credentials']);
    await signIn(page, words, email, second);
    await field(page, words.security.second.code).fill(recovery[1] ?? '');
    await button(page, words.security.second.submit).click();
    await isIn(page, words);
  });

  it('reads in the log what happened, newest first', async () => {
    const { page } = person;
    const text = words.security.log;
    await page.goto(`${origin}/log`);
    await page.getByText(text.what_['email-change-undone']).first().waitFor();
    const said = await page.locator('.log strong').allInnerTexts();
    for (const deed of [
      'email-changed',
      'second-factor-on',
      'payout-details-changed',
      'password-reset',
      'sign-in-refused',
    ] as const) {
      expect(said).toContain(text.what_[deed]);
    }
    await shot(page, 'log');
  });
});

describe('an organizer lends the door, and a buyer finds his orders', () => {
  const password = first;
  const host = { email: `host-${run}@example.com`, login: `host-${run}` };
  const buyerEmail = `buyer-${run}@example.com`;
  const title = `Вечер у камина ${run}`;
  let token = '';
  let eventId = '';
  let typeId = '';
  let organizer: Person;
  let phone: Person;

  const ask = (method: string, path: string, body?: unknown, key?: string) =>
    must(
      origin,
      method,
      path,
      { token, ...(body === undefined ? {} : { body }), ...(key === undefined ? {} : { key }) },
      200,
      201,
    );

  /** A ticket of the organizer's own giving; answers what its QR code says. */
  async function freeTicket(name: string): Promise<string> {
    const body = { ticketTypeId: typeId, holder: { name, email: buyerEmail } };
    return text(await ask('POST', `/api/events/${eventId}/tickets`, body, crypto.randomUUID()), 'code');
  }

  beforeAll(async () => {
    organizer = await come('ru-RU', 1280);
    phone = await come('en-US', 390);
    const account = { ...host, password, role: 'organizer', displayName: `Очаг ${run}`, locale: 'ru' };
    token = text(await must(origin, 'POST', '/api/auth/register', { body: account }, 201), 'accessToken');
    const startsAt = Date.now() + 86_400_000;
    const event = {
      title,
      description: 'Песни под гитару.',
      startsAt: new Date(startsAt).toISOString(),
      endsAt: new Date(startsAt + 10_800_000).toISOString(),
      timeZone: 'Europe/Moscow',
      venue: { name: 'Клуб «Очаг»', address: 'ул. Рубинштейна, 13', city: 'Санкт-Петербург' },
      currency: 'RUB',
    };
    eventId = text(await ask('POST', '/api/events', event), 'id');
    const type = { name: 'Входной', price: { amount: 0, currency: 'RUB' }, capacity: 10 };
    typeId = text(await ask('POST', `/api/events/${eventId}/ticket-types`, type), 'id');
    await ask('POST', `/api/events/${eventId}/publish`, {});
  });

  it('the link is made for one gate and shown once', async () => {
    const { page } = organizer;
    await signIn(page, ru, host.email, password);
    await isIn(page, ru);
    await page.getByRole('link', { name: title }).first().click();
    await page.getByRole('link', { name: ru.security.door.tab }).click();
    await page.getByText(ru.security.door.none).waitFor();
    await field(page, ru.security.door.gate).fill('Северный вход');
    await button(page, ru.security.door.submit).click();
    await page.getByText(ru.security.door.made).waitFor();
    await look(page, 'accounts-door-link-made');
  });

  it('a phone without an account opens it and only checks in', async () => {
    const url = await organizer.page.locator('.copy-row textarea').inputValue();
    const { page } = phone;
    const words = en.security.door;
    await page.goto(url);
    await page.getByRole('heading', { name: words.at('Северный вход') }).waitFor();
    expect(page.url()).toBe(`${origin}/door/link`);
    await page.getByLabel(en.door.code).fill(await freeTicket('Анна'));
    await page.keyboard.press('Enter');
    await page.getByText(en.door.results.admitted).first().waitFor();
    await look(page, 'accounts-door-phone-admitted');
    await page.reload();
    await page.getByRole('heading', { name: words.at('Северный вход') }).waitFor();
    expect(await page.getByRole('link', { name: en.menu.profile }).count()).toBe(0);
  });

  it('revoked, it lets nobody in any more', async () => {
    const { page } = organizer;
    const text = ru.security.door;
    await button(page, text.revoke).click();
    await look(page, 'accounts-door-revoke');
    await page.getByRole('dialog').getByRole('button', { name: text.revoke }).click();
    await page.getByText(text.revoked, { exact: true }).waitFor();
    await look(page, 'accounts-door-revoked');
    await phone.page.getByLabel(en.door.code).fill(await freeTicket('Пётр'));
    await phone.page.keyboard.press('Enter');
    await phone.page.getByText(en.security.door.deadTitle).waitFor();
    await phone.page.reload();
    await phone.page.getByText(en.security.door.deadTitle).waitFor();
    await look(phone.page, 'accounts-door-phone-dead');
  });

  it('a buyer’s account shows the orders of his e-mail only once he has confirmed it', async () => {
    const widget = await ask('GET', `/api/events/${eventId}/widget`);
    const path = `/api/widgets/${text(widget, 'widgetId')}/holds`;
    const lines = [{ ticketTypeId: typeId, quantity: 2 }];
    const hold = await must(origin, 'POST', path, { key: crypto.randomUUID(), body: { lines } }, 201);
    const purchase = { buyer: { name: 'Мария Ёлкина', email: buyerEmail.toUpperCase() }, locale: 'ru' };
    const order = `/api/holds/${text(hold, 'holdId')}/order`;
    await must(origin, 'POST', order, { key: crypto.randomUUID(), body: purchase }, 201);

    const { page } = await come('ru-RU', 390);
    await page.goto(`${origin}/sign-up?role=buyer`);
    await field(page, ru.signUp.login).fill(`buyer-${run}`);
    await field(page, ru.signUp.email).fill(buyerEmail);
    await field(page, ru.signUp.password).fill(password);
    await button(page, ru.signUp.submit).click();
    await page.getByText(ru.security.orders.verifyText).waitFor();
    expect(await page.getByText(title).count()).toBe(0);
    await look(page, 'accounts-orders-unverified');
    await page.goto(await linkTo(buyerEmail, '/verify-email'));
    await button(page, ru.security.verify.submit).click();
    await page.getByText(ru.security.verify.done).waitFor();
    await expect
      .poll(
        async () => {
          await page.goto(origin);
          await page.getByText(ru.security.orders.title).waitFor();
          return page.getByRole('link', { name: ru.security.orders.open }).count();
        },
        { timeout: 15_000 },
      )
      .toBeGreaterThan(0);
    await page.getByText(title).first().waitFor();
    await look(page, 'accounts-orders');
    await page.getByRole('link', { name: ru.security.orders.open }).first().click();
    await page.waitForURL(/\/o\/ord_/);
    await page.getByText(title).first().waitFor();
  });

  it('nobody’s page reported an error meanwhile', () => {
    expect(everyone.flatMap((person) => person.problems)).toEqual([]);
  });
});
