// Sends letters: the one way out of the house. Which sender carries them is configuration; that a repeated job does not
// mail twice is the send log's work: an R2 record per message id, claimed before the sending and marked after it. Between
// the two lies the one window in which a crash makes a letter go twice; its id header is then the same. A claimed letter
// passes the rate limits and the list of mailboxes that want no more (`limits.ts`) before any sender sees it.

import type { Locale } from '#core/contracts/basics.ts';
import { letterRules } from '#core/letter-limits.ts';
import { assertNever } from '#core/result.ts';
import type { Counter } from '../../accounts/rate-limit.ts';
import { configOf } from '../../config.ts';
import type { Env } from '../../env.d.ts';
import { log } from '../../log.ts';
import { settingsOf } from '../../settings/settings.ts';
import { letterFrame } from '../letters/frame.ts';
import type { Letter, LetterFrame } from '../letters/letter.tsx';
import { bindingSender } from './binding-sender.ts';
import { judgeLetter, uncountLetter } from './limits.ts';
import { localSender } from './local-sender.ts';
import { type Message, messageOf, senderAddress } from './message.ts';
import { neverAgainUrl } from './never-again.ts';
import { claim, mark, unclaim } from './send-log.ts';

export { type Attachment, type Message, messageOf } from './message.ts';
export {
  allowAgain,
  isListed,
  type NeverAgainLink,
  neverAgainLink,
  suppress,
} from './never-again.ts';

/** `refused`: this letter will never be taken, e.g. the mailbox does not exist. What may pass later is thrown. */
type Sending = 'accepted' | 'refused';

/** A relay that says nothing is a failed sending; its claim is then given back before it grows old. */
const sendWithinMs = 15_000;

export interface MailSender {
  send(message: Message): Promise<Sending>;
}

/** `withheld`: the address has had its share, or its owner wants no more. The letter is over and does not come again. */
export type Sent = Sending | 'sent-before' | 'withheld';

export type Envelope = Omit<Message, 'subject' | 'html' | 'text' | 'neverAgain' | 'senderName'> & { locale: Locale };

/** `draw` gets what stands around every letter: the brand, the operator's contacts, the link that ends such letters. */
export async function sendLetter(
  env: Env,
  { locale, ...envelope }: Envelope,
  draw: (frame: LetterFrame) => Letter,
  sender?: MailSender,
): Promise<Sent> {
  const kind = letterRules[envelope.class].neverAgain;
  const neverAgain = kind === null ? null : neverAgainUrl(env, envelope.to.address, kind, locale);
  const frame = letterFrame(await settingsOf(env), locale, configOf(env).PUBLIC_ORIGIN, neverAgain);
  return sendOnce(env, messageOf({ ...envelope, ...draw(frame), neverAgain, senderName: frame.brand }), sender);
}

/** Throws when it must be tried again: the job stays in its outbox and comes back. */
export async function sendOnce(
  env: Env,
  message: Message,
  sender?: MailSender,
  withinMs = sendWithinMs,
): Promise<Sent> {
  const claimed = await claim(env.FILES, message.id, Date.now());
  if (claimed === 'accepted') return 'sent-before';
  if (claimed === 'refused' || claimed === 'withheld') return claimed;
  if (claimed === 'busy') throw new Error('this letter is being sent by another delivery of the same job');
  const verdict = await unclaimedOnFailure(env, message, () => judgeLetter(env, message, Date.now()));
  switch (verdict.do) {
    case 'withhold':
      await mark(env.FILES, message.id, 'withheld', Date.now());
      log('info', 'mail-withheld', { code: verdict.why, messageId: message.id });
      return 'withheld';
    case 'wait':
      await unclaim(env.FILES, message.id);
      throw new LetterWaits();
    case 'send':
      return carriedAndMarked(env, message, verdict.counted, sender, withinMs);
    default:
      return assertNever(verdict);
  }
}

/** Its address or its sender has had its share for now. The letter comes again by itself. */
export class LetterWaits extends Error {
  override name = 'LetterWaits';
}

async function carriedAndMarked(
  env: Env,
  message: Message,
  counted: readonly Counter[],
  sender: MailSender | undefined,
  withinMs: number,
): Promise<Sending> {
  const sending = await unclaimedOnFailure(env, message, async () => {
    try {
      return await inTime((sender ?? (await senderOf(env, message.senderName))).send(message), withinMs);
    } catch (error) {
      await uncountLetter(env, counted);
      throw error;
    }
  });
  await mark(env.FILES, message.id, sending, Date.now());
  if (sending === 'refused') log('error', 'mail-refused', { messageId: message.id });
  return sending;
}

/** Gives the claim back after a failure, so that the next try need not wait for it to grow old. */
async function unclaimedOnFailure<Value>(env: Env, message: Message, task: () => Promise<Value>): Promise<Value> {
  try {
    return await task();
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

async function senderOf(env: Env, senderName: string): Promise<MailSender> {
  const config = configOf(env);
  const from = `${senderName} <${senderAddress(config.MAIL_FROM).address}>`;
  switch (config.MAIL_SENDER) {
    case 'local':
      return localSender(env.FILES, from);
    case 'binding':
      return bindingSender(env.EMAIL, from);
    case 'smtp': {
      // nodemailer's transport is large and most installations never use it: loaded when it is.
      const { smtpSender } = await import('./smtp-sender.ts');
      return smtpSender(config.SMTP_URL, from);
    }
  }
}
