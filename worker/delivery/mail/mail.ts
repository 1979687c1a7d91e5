// Sends letters; no other module sends mail. Configuration decides which sender carries them. The send log keeps a
// repeated message from mailing twice: an R2 record for each message id, claimed before the sending and marked after
// it. If the Worker dies between the two, the letter is sent twice, with the same id header. A claimed letter passes
// the rate limits and the list of mailboxes that want no more letters (`limits.ts`) before a sender gets it.

import type { Locale } from '#core/contracts/basics.ts';
import { letterRules } from '#core/letter-limits.ts';
import { assertNever } from '#core/result.ts';
import type { Counter } from '../../accounts/rate-limit.ts';
import { configOf } from '../../config.ts';
import type { Env } from '../../env.d.ts';
import { log } from '../../log.ts';
import { settingsOf } from '../../settings/settings.ts';
import { type LetterFrame, letterFrame } from '../letters/frame.ts';
import type { Letter } from '../letters/letter.tsx';
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

/**
 * `refused`: no try will ever succeed, e.g. the mailbox does not exist. For a failure that may pass, a sender throws.
 */
type Sending = 'accepted' | 'refused';

/**
 * A relay that does not respond within this time has failed. It is shorter than the life of a claim, so the claim is
 * given back in time.
 */
const sendWithinMs = 15_000;

export interface MailSender {
  send(message: Message): Promise<Sending>;
}

/** `withheld`: the address has reached its rate limit, or its owner wants no more letters. The letter is dropped. */
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

/** Throws when the letter must be tried again: its message then stays in the outbox and is sent again. */
export async function sendOnce(
  env: Env,
  message: Message,
  sender?: MailSender,
  withinMs = sendWithinMs,
): Promise<Sent> {
  const claimed = await claim(env.FILES, message.id, Date.now());
  if (claimed === 'accepted') return 'sent-before';
  if (claimed === 'refused' || claimed === 'withheld') return claimed;
  if (claimed === 'busy') throw new Error('this letter is being sent by another delivery of the same message');
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

/** The address or the sender has reached its rate limit for now. The outbox sends the message again later. */
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

/** Gives the claim back after a failure, so that the next try does not have to wait until the claim is old. */
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
  // The promise that loses the race is handled too: an unhandled rejection would end the isolate.
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
      // nodemailer's transport is large and most installations never use it, so it is loaded on first use.
      const { smtpSender } = await import('./smtp-sender.ts');
      return smtpSender(config.SMTP_URL, from);
    }
  }
}
