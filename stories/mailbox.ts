// What the people of a story find in their mailboxes: the letters the server keeps instead of sending them.

import PostalMime, { type Email } from 'postal-mime';
import { origin } from './people.ts';

/** The newest letter to an address that fits; letters are mailed in the background, so it is waited for. */
export async function mailTo(address: string, fits: (mail: Email) => boolean = () => true): Promise<Email> {
  for (let patience = 180; patience > 0; patience--) {
    const answer = await fetch(`${origin}/dev/mailbox.json`);
    const { items } = (await answer.json()) as { items: { id: string; to: string }[] };
    for (const { id } of items.filter((one) => one.to === address)) {
      const raw = await fetch(`${origin}/dev/mailbox/${id}/raw`);
      const mail = await PostalMime.parse(await raw.arrayBuffer());
      if (fits(mail)) return mail;
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`no such mail to ${address}`);
}

/** The link of a letter to this page of the dashboard, as its reader would press it. */
export async function linkTo(address: string, page: string): Promise<string> {
  const link = new RegExp(`href="([^"]+${page}#[\\w-]{43})"`);
  const mail = await mailTo(address, (one) => link.test(one.html ?? ''));
  return link.exec(mail.html ?? '')?.[1] ?? '';
}
