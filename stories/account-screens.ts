// The account's screens as the people of the stories use them: by labels, in either language.

import { createHmac } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { en } from '../web/messages/en.ts';
import { origin } from './people.ts';

type Words = typeof en;

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
export const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });

/** The error of a field, found as a screen reader finds it. */
export async function errorAt(page: Page, name: string): Promise<string> {
  const input = field(page, name);
  await expect.poll(() => input.getAttribute('aria-invalid')).toBe('true');
  const ids = (await input.getAttribute('aria-describedby'))?.split(' ') ?? [];
  return page.locator(`[id="${ids.at(-1)}"]`).innerText();
}

export async function signIn(page: Page, words: Words, email: string, password: string): Promise<void> {
  await page.goto(`${origin}/sign-in`);
  await field(page, words.signUp.email).fill(email);
  await field(page, words.signUp.password).fill(password);
  await button(page, words.signIn.submit).click();
}

/** The frame of those who are signed in: a column at the side, or tabs at the bottom of a phone. */
export const isIn = (page: Page) =>
  page.locator('button.account, .phone-tabs > button').filter({ visible: true }).first().waitFor();

const isPhone = (page: Page) => (page.viewportSize()?.width ?? 1280) <= 640;

/** The menu of the account: behind one's name, and on a phone behind "more". */
export async function openAccountMenu(page: Page, words: Words): Promise<void> {
  await isIn(page);
  const menu = page.locator(isPhone(page) ? '#more-menu' : '#account-menu');
  if (await menu.isVisible()) return;
  if (isPhone(page)) await page.getByRole('button', { name: words.menu.more, exact: true }).click();
  else await page.locator('button.account').click();
  await menu.waitFor();
}

export async function signOut(page: Page, words: Words): Promise<void> {
  await openAccountMenu(page, words);
  await page.locator('.menu:popover-open').getByRole('button', { name: words.menu.signOut }).click();
  await page.getByRole('link', { name: words.menu.signIn }).first().waitFor();
}

/** Chosen in the menu of the account, which stays open behind it. */
export async function switchLanguage(page: Page): Promise<void> {
  const to = (await page.evaluate(() => document.documentElement.lang)) === 'ru' ? 'en' : 'ru';
  await page.locator('button.account').click();
  await page.locator(`#account-menu [lang=${to}]`).click();
  await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe(to);
  await page.keyboard.press('Escape');
}

/** What an authenticator app would show; the server takes a code once, and one of the next half minute too. */
export function codeOf(secret: string, steps = 0): string {
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
