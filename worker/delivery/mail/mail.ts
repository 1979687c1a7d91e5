// Sends letters. Which sender carries them is configuration; that a repeated job does not mail twice is the send
// log's work: an R2 record per message id, claimed before the sending and marked after it. Between the two lies
// the one window in which a crash makes a letter go twice; its id header is then the same.

import { configOf } from '../../config.ts';
import type { Env } from '../../env.d.ts';
import { bindingSender } from './binding-sender.ts';
import { localSender } from './local-sender.ts';
import type { Message } from './message.ts';
import { claim, mark, unclaim } from './send-log.ts';

export { type Attachment, type Message, messageOf } from './message.ts';

/** `refused`: this letter will never be taken, e.g. the mailbox does not exist. What may pass later is thrown. */
export type Sending = 'accepted' | 'refused';

/** A relay that says nothing is a failed sending; its claim is then given back before it grows old. */
const sendWithinMs = 15_000;

export interface MailSender {
  send(message: Message): Promise<Sending>;
}

export type Sent = Sending | 'sent-before';

/** Throws when it must be tried again: the job stays in its outbox and comes back. */
export async function sendOnce(
  env: Env,
  message: Message,
  sender?: MailSender,
  withinMs = sendWithinMs,
): Promise<Sent> {
  const claimed = await claim(env.FILES, message.id, Date.now());
  if (claimed === 'sent') return 'sent-before';
  if (claimed === 'busy') throw new Error('this letter is being sent by another delivery of the same job');
  const sending = await carried(env, message, sender, withinMs);
  await mark(env.FILES, message.id, sending, Date.now());
  if (sending === 'refused') console.error(JSON.stringify({ level: 'error', mail: 'refused', messageId: message.id }));
  return sending;
}

async function carried(env: Env, message: Message, sender: MailSender | undefined, withinMs: number): Promise<Sending> {
  try {
    return await inTime((sender ?? (await senderOf(env))).send(message), withinMs);
  } catch (error) {
    await unclaim(env.FILES, message.id);
    throw error;
  }
}

async function inTime(sending: Promise<Sending>, withinMs: number): Promise<Sending> {
  const waiting = new AbortController();
  const tooLate = scheduler.wait(withinMs, { signal: waiting.signal }).then(() => {
    throw new Error('the letter was not taken in time');
  });
  // The one that loses is heard too, or its rejection would end the isolate.
  tooLate.catch(() => undefined);
  try {
    return await Promise.race([sending, tooLate]);
  } finally {
    waiting.abort();
  }
}

export async function senderOf(env: Env): Promise<MailSender> {
  const config = configOf(env);
  switch (config.MAIL_SENDER) {
    case 'local':
      return localSender(env.FILES, config.MAIL_FROM);
    case 'binding':
      return bindingSender(env.EMAIL, config.MAIL_FROM);
    case 'smtp': {
      // nodemailer's transport is large and most installations never use it: loaded when it is.
      const { smtpSender } = await import('./smtp-sender.ts');
      return smtpSender(config.SMTP_URL, config.MAIL_FROM);
    }
  }
}
