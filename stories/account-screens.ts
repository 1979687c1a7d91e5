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

/** On a phone the menu is folded; only signed-in people have its button. */
export const isIn = (page: Page, words: Words) =>
  page.getByRole('link', { name: words.menu.profile }).or(page.locator('.menu-button:visible')).first().waitFor();

export async function unfoldMenu(page: Page, words: Words): Promise<void> {
  await isIn(page, words);
  const fold = page.locator('.menu-button:visible');
  if ((await fold.isVisible()) && (await fold.getAttribute('aria-expanded')) === 'false') await fold.click();
}

export async function signOut(page: Page, words: Words): Promise<void> {
  await unfoldMenu(page, words);
  await button(page, words.menu.signOut).first().click();
  await page.getByRole('link', { name: words.menu.signIn }).first().waitFor();
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
