// Accounts as people use them: signing in, being locked out and helped back in, guarding an account. Each story runs
// twice, in Russian on a phone and in English at a desk; every screen is checked in both widths.

import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { en } from '../web/messages/en.ts';
import { ru } from '../web/messages/ru.ts';
import { button, codeOf, errorAt, field, isIn, signIn, signOut } from './account-screens.ts';
import { linkTo } from './mailbox.ts';
import { company, look, origin, type Person, unique } from './people.ts';

const run = unique();
const first = 'камин и гитара';
const second = 'самовар и баранки';
const third = 'ключ под половиком';
// A common password is answered 400, payout details without a code 403: both belong to these stories.
const { come, everyone } = company('accounts', [400, 403]);

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
    expect(await errorAt(page, words.signUp.password)).toBe(words.form.commonPassword);
    await shot(page, 'sign-up-common-password');
    await field(page, words.signUp.password).fill(first);
    await button(page, words.signUp.submit).click();
    await isIn(page);
    await shot(page, 'home');
  });

  it('is told to confirm his e-mail before he turns codes on', async () => {
    const { page } = person;
    await page.goto(`${origin}/security`);
    await page.getByText(words.security.second.verifyFirst).waitFor();
    await shot(page, 'second-verify-first');
  });

  it('confirms his e-mail by the letter; elsewhere a press asks for the password', async () => {
    const { page } = person;
    await elsewhere.page.goto(await linkTo(email, '/verify-email'));
    await button(elsewhere.page, words.security.verify.submit).click();
    await field(elsewhere.page, words.security.verify.password).fill('не тот пароль');
    await button(elsewhere.page, words.security.verify.submit).click();
    expect(await errorAt(elsewhere.page, words.security.verify.password)).toBe(words.errors['wrong-password']);
    await shot(elsewhere.page, 'verify-whose');
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
    await isIn(page);
  });

  it('forgets the password, chooses another by the letter, and every earlier session ends', async () => {
    const { page } = elsewhere;
    await page.goto(`${origin}/sign-in`);
    await page.getByRole('link', { name: words.signIn.forgotten }).click();
    // The form before has a field of this name too.
    await button(page, words.security.forgotten.submit).waitFor();
    await field(page, words.signUp.email).fill(email);
    await shot(page, 'forgotten');
    await button(page, words.security.forgotten.submit).click();
    await page.getByText(words.security.forgotten.sent).waitFor();
    await shot(page, 'forgotten-sent');
    await page.goto(await linkTo(email, '/reset-password'));
    await field(page, words.security.reset.password).fill('Password2024');
    await button(page, words.security.reset.submit).click();
    expect(await errorAt(page, words.security.reset.password)).toBe(words.form.commonPassword);
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
    await isIn(page);
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
    await field(page, words.secondStep.code).fill('000000');
    await button(page, text.confirm).click();
    expect(await errorAt(page, words.secondStep.code)).toBe(words.errors['wrong-code']);
    await field(page, words.secondStep.code).fill(codeOf(secret));
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
    await page.getByText(words.secondStep.text).waitFor();
    await shot(page, 'second-asked');
    await field(page, words.secondStep.code).fill(codeOf(secret, 1));
    await button(page, words.secondStep.submit).click();
    await isIn(page);
    await signOut(page, words);
    await signIn(page, words, email, second);
    await field(page, words.secondStep.code).fill(recovery[0] ?? '');
    await button(page, words.secondStep.submit).click();
    await isIn(page);
    await page.goto(`${origin}/security`);
    await page.getByText(text.left(9)).waitFor();
    await signIn(elsewhere.page, words, email, second);
    await field(elsewhere.page, words.secondStep.code).fill(recovery[0] ?? '');
    await button(elsewhere.page, words.secondStep.submit).click();
    expect(await errorAt(elsewhere.page, words.secondStep.code)).toBe(words.errors['wrong-code']);
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
    await elsewhere.page.goto(await linkTo(email, '/not-me'));
    await button(elsewhere.page, words.security.notMe.submit).waitFor();
    await shot(elsewhere.page, 'not-me');
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
    // The password that the intruder knew has ended. A new one comes by a letter to the restored address.
    await signIn(page, words, email, second);
    expect(await errorAt(page, words.signUp.password)).toBe(words.errors['wrong-credentials']);
    const used = await linkTo(email, '/reset-password');
    await page.getByRole('link', { name: words.signIn.forgotten }).click();
    // The form before has a field of this name too.
    await button(page, words.security.forgotten.submit).waitFor();
    await field(page, words.signUp.email).fill(email);
    await button(page, words.security.forgotten.submit).click();
    await page.getByText(words.security.forgotten.sent).waitFor();
    await expect.poll(() => linkTo(email, '/reset-password'), { timeout: 15_000 }).not.toBe(used);
    await page.goto(await linkTo(email, '/reset-password'));
    await field(page, words.security.reset.password).fill(third);
    await button(page, words.security.reset.submit).click();
    await page.getByText(words.security.reset.done).waitFor();
    await signIn(page, words, email, third);
    await field(page, words.secondStep.code).fill(recovery[1] ?? '');
    await button(page, words.secondStep.submit).click();
    await isIn(page);
  });

  it('reads in the log what happened, newest first', async () => {
    const { page } = person;
    const text = words.security.log;
    await page.goto(`${origin}/log`);
    await page.getByText(text.what_['email-change-undone']).first().waitFor();
    const said = await page.locator('.log strong').allInnerTexts();
    for (const kind of [
      'email-changed',
      'second-factor-on',
      'payout-details-changed',
      'password-reset',
      'sign-in-refused',
    ] as const) {
      expect(said).toContain(text.what_[kind]);
    }
    await shot(page, 'log');
  });
});

it('whoever gets a letter about an account that is not his deletes it, and his address is free', async () => {
  const { page } = await come('ru-RU', 390);
  const stranger = await come('en-US', 1280);
  const email = `stranger-${run}@example.com`;
  const join = async (at: Page, login: string, words: typeof en) => {
    await at.goto(`${origin}/sign-up`);
    await field(at, words.signUp.login).fill(login);
    await field(at, words.signUp.email).fill(email);
    await field(at, words.signUp.password).fill(first);
    await at.getByRole('radio', { name: words.roles.buyer }).check();
    await button(at, words.signUp.submit).click();
    await isIn(at);
  };
  await join(stranger.page, `stranger-${run}`, en);
  await page.goto(await linkTo(email, '/not-me'));
  await button(page, ru.security.notMe.submit).click();
  await page.getByText(ru.security.notMe.done.deleted).waitFor();
  await look(page, 'accounts-ru-not-me-done');
  await join(page, `owner-${run}`, ru);
  await stranger.page.goto(`${origin}/security`);
  await stranger.page.getByText(en.signIn.needed).waitFor();
});

it('nobody’s page reported an error meanwhile', () => {
  expect(everyone.flatMap((person) => person.problems)).toEqual([]);
});
