// One letter, ready to send. Everything that becomes a header passes through `headerText`, so that no name or title can
// add a header or a recipient, whichever sender carries the letter.

import { cutText } from '#core/cut-text.ts';
import { mailAddress } from '#core/email.ts';
import type { LetterClass } from '#core/letter-limits.ts';
import { greetedName } from '#core/link-text.ts';

export type Attachment = { name: string; type: string; content: Uint8Array };

export type Message = {
  /** Names what the letter is about, e.g. order and mailing. The send log lets one id out once. */
  id: string;
  to: { name: string; address: string };
  /** Who writes, as mail programs show it: the brand. Its address is configuration. */
  senderName: string;
  subject: string;
  html: string;
  text: string;
  attachments: Attachment[];
  /** The class decides the rate limits (`core/letter-limits.ts`). */
  class: LetterClass;
  /** Ids of the event and the party that caused the letter. The letters that they cause are counted together. */
  senders: readonly string[];
  /** Where the reader ends letters of this kind, for the headers of RFC 8058; null for letters that cannot be ended. */
  neverAgain: string | null;
};

/** What of it is mailed; the rest decides whether it is. */
export type MailedForm = Omit<Message, 'class' | 'senders' | 'senderName'>;

export function messageOf(parts: Message): Message {
  if (!/^[A-Za-z0-9_.-]{1,200}$/.test(parts.id)) throw new Error('a message id is letters, digits, - . _');
  const address = mailAddress(parts.to.address);
  if (address === null) throw new Error('not an address');
  return {
    ...parts,
    to: { name: greetedName(headerText(parts.to.name, 120)) ?? '', address },
    subject: headerText(parts.subject, 200),
    attachments: parts.attachments.map((one) => ({ ...one, name: one.name.replace(/[^\p{L}\p{N}._-]/gu, '-') })),
  };
}

/** One line without controls: CR and LF would start a new header. */
function headerText(text: string, most: number): string {
  const oneLine = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return cutText(oneLine, most);
}

/** "Foyer <tickets@foyer.example>" in its two parts. */
export function senderAddress(from: string): { name: string; address: string } {
  const match = /^(.*)<([^<>]+)>$/.exec(from.trim());
  if (match === null) return { name: '', address: from.trim() };
  return { name: headerText((match[1] ?? '').replaceAll('"', ''), 120), address: (match[2] ?? '').trim() };
}

export function messageIdHeader(message: MailedForm, from: string): string {
  const domain = senderAddress(from).address.split('@')[1] ?? 'localhost';
  return `<${message.id}@${domain}>`;
}

/**
 * The headers beside those that every sender writes: they prevent out-of-office replies and let a mail program end such
 * letters with one press.
 */
export function extraHeaders(message: MailedForm): Record<string, string> {
  return {
    'Auto-Submitted': 'auto-generated',
    ...(message.neverAgain === null
      ? {}
      : { 'List-Unsubscribe': `<${message.neverAgain}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
  };
}
