// Stores each letter in R2 instead of sending it, for development: /dev/mailbox shows them. The key is the message id,
// so a letter that is sent again overwrites itself.

import * as z from 'zod';
import type { MailSender } from './mail.ts';
import type { Message } from './message.ts';
import { mimeOf } from './mime.ts';

const prefix = 'mailbox/';

const StoredMessage = z.object({
  id: z.string(),
  at: z.string(),
  from: z.string(),
  to: z.object({ name: z.string(), address: z.string() }),
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  attachments: z.array(z.object({ name: z.string(), type: z.string(), base64: z.string() })),
  neverAgain: z.string().nullable().default(null),
});
export type StoredMessage = z.infer<typeof StoredMessage>;

const Envelope = z.object({ at: z.string(), to: z.string(), subject: z.string(), attachments: z.coerce.number() });
export type Envelope = z.infer<typeof Envelope> & { id: string };

export function localSender(files: R2Bucket, from: string): MailSender {
  return {
    async send(message) {
      const at = new Date();
      const stored = storedForm(message, from, at);
      const envelope = {
        at: stored.at,
        to: encodeURIComponent(message.to.address),
        subject: encodeURIComponent(message.subject),
        attachments: String(message.attachments.length),
      };
      await files.put(prefix + message.id, JSON.stringify(stored), { customMetadata: envelope });
      return 'accepted';
    },
  };
}

function storedForm(message: Message, from: string, at: Date): StoredMessage {
  return {
    id: message.id,
    at: at.toISOString(),
    from,
    to: message.to,
    subject: message.subject,
    html: message.html,
    text: message.text,
    attachments: message.attachments.map((one) => ({
      name: one.name,
      type: one.type,
      base64: Buffer.from(one.content).toString('base64'),
    })),
    neverAgain: message.neverAgain,
  };
}

/**
 * The whole letter as a mail server would see it. It is made on demand, because encoding costs as much as drawing the
 * PDF.
 */
export function rawOf({ attachments, from, at, ...rest }: StoredMessage): Promise<Uint8Array> {
  const contents = attachments.map(({ base64, ...one }) => ({ ...one, content: Buffer.from(base64, 'base64') }));
  return mimeOf({ ...rest, attachments: contents }, from, new Date(at));
}

export async function storedMessage(files: R2Bucket, id: string): Promise<StoredMessage | null> {
  const object = await files.get(prefix + id);
  return object === null ? null : StoredMessage.parse(await object.json());
}

/** Newest first. All letters are read at once: the mailbox is one developer's. */
export async function storedEnvelopes(files: R2Bucket): Promise<Envelope[]> {
  const found: Envelope[] = [];
  let cursor: string | undefined;
  do {
    const list = await files.list({ prefix, include: ['customMetadata'], ...(cursor === undefined ? {} : { cursor }) });
    for (const object of list.objects) {
      const { at, to, subject, attachments } = Envelope.parse(object.customMetadata);
      found.push({
        id: object.key.slice(prefix.length),
        at,
        to: decodeURIComponent(to),
        subject: decodeURIComponent(subject),
        attachments,
      });
    }
    cursor = list.truncated ? list.cursor : undefined;
  } while (cursor !== undefined);
  return found.sort((a, b) => b.at.localeCompare(a.at) || a.id.localeCompare(b.id));
}
