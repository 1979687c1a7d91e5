// The mailboxes of the people in a story: the letters that the server stores instead of sending them.

import type { Page } from 'playwright-core';
import PostalMime, { type Email } from 'postal-mime';
import type { en } from '../web/messages/en.ts';
import { ru } from '../web/messages/ru.ts';
import { origin } from './people.ts';

/** The newest letter to an address that fits; letters are mailed in the background, so it is waited for. */
export async function mailTo(address: string, fits: (mail: Email) => boolean = () => true): Promise<Email> {
  for (let patience = 450; patience > 0; patience--) {
    const answer = await fetch(`${origin}/dev/mailbox.json?to=${encodeURIComponent(address)}`);
    const { items } = (await answer.json()) as { items: { id: string }[] };
    for (const { id } of items) {
      const raw = await fetch(`${origin}/dev/mailbox/${id}/raw`);
      const mail = await PostalMime.parse(await raw.arrayBuffer());
      if (fits(mail)) return mail;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`no such mail to ${address}`);
}

/** The link of a letter to this page of the dashboard, as its reader would press it. */
export async function linkTo(address: string, page: string): Promise<string> {
  const link = new RegExp(`href="([^"]+${page}#[\\w-]{43})"`);
  const mail = await mailTo(address, (one) => link.test(one.html ?? ''));
  return link.exec(mail.html ?? '')?.[1] ?? '';
}

/** The same by the mailbox's page, as the README tells a newcomer. */
export async function confirmInMailbox(page: Page, address: string): Promise<void> {
  await linkTo(address, '/verify-email');
  const mailbox = await page.context().newPage();
  await mailbox.goto(`${origin}/dev/mailbox?to=${encodeURIComponent(address)}`);
  await mailbox.getByRole('link', { name: 'Подтвердите почту' }).first().click();
  const opened = page.context().waitForEvent('page');
  const button = mailbox.frameLocator('iframe').getByRole('link', { name: 'Подтвердить почту' });
  await button.click();
  const confirming = await opened;
  await confirming.getByRole('button', { name: ru.security.verify.submit, exact: true }).click();
  await confirming.getByText(ru.security.verify.done).waitFor();
  await confirming.close();
  await mailbox.close();
}

/** Presses the link of the letter that signing up has sent, in the tab of the person who signed up, and returns. */
export async function confirmEmail(page: Page, address: string, words: typeof en = ru): Promise<void> {
  const cameFrom = page.url();
  await page.goto(await linkTo(address, '/verify-email'));
  await page.getByRole('button', { name: words.security.verify.submit, exact: true }).click();
  await page.getByText(words.security.verify.done).waitFor();
  await page.goto(cameFrom);
  await page.getByText(words.verifyEmail.title, { exact: true }).waitFor({ state: 'detached' });
}
