// The rate limits of letters, in front of every sending: how many letters of its class the address has had, and how many
// the event and the organizer behind it have caused (core/letter-limits.ts has the table and the reasons). The counts
// are the GCRA rows in D1, so they are exact under concurrent consumers of the queue.

import { type LetterAllowance, letterRules } from '#core/letter-limits.ts';
import { contactKey } from '#core/purchase-limits.ts';
import { type Counter, countAttempt, perHour, uncountAttempt } from '../../accounts/rate-limit.ts';
import type { Env } from '../../env.d.ts';
import type { Message } from './message.ts';
import { isSuppressed } from './never-again.ts';

type Verdict =
  /** `counted` is subtracted again when the sending fails, because the next try counts the letter once more. */
  { do: 'send'; counted: readonly Counter[] } | { do: 'wait' } | { do: 'withhold'; why: 'never-again' | 'rate' };

export async function judgeLetter(env: Env, message: Message, nowMs: number): Promise<Verdict> {
  try {
    return await counted(env, message, nowMs);
  } catch (error) {
    // D1 is away, so nothing can be counted. The tickets of a paid order are sent all the same; other letters wait.
    if (letterRules[message.class].uncounted === 'send') return { do: 'send', counted: [] };
    throw error;
  }
}

async function counted(env: Env, message: Message, nowMs: number): Promise<Verdict> {
  const rule = letterRules[message.class];
  if (rule.neverAgain !== null && (await isSuppressed(env, message.to.address, rule.neverAgain))) {
    return { do: 'withhold', why: 'never-again' };
  }
  const address = rule.address.map((allowance) =>
    counterOf(`letters-to-${message.class}`, contactKey(message.to.address), allowance),
  );
  if (!(await countAttempt(env, address, nowMs)).ok) {
    return rule.overAddress === 'wait' ? { do: 'wait' } : { do: 'withhold', why: 'rate' };
  }
  const { sender } = rule;
  const senders =
    sender === null ? [] : message.senders.map((id) => counterOf(`letters-by-${message.class}`, id, sender));
  if ((await countAttempt(env, senders, nowMs)).ok) return { do: 'send', counted: [...address, ...senders] };
  await uncountAttempt(env, address);
  return { do: 'wait' };
}

/** If this fails, the count stays and only makes the address wait a little longer. */
export async function uncountLetter(env: Env, counted: readonly Counter[]): Promise<void> {
  await uncountAttempt(env, counted).catch(() => undefined);
}

// A subject with two limits has two counters, so the limit is part of the counter's name.
function counterOf(what: string, subject: string, allowance: LetterAllowance): Counter {
  return { what: `${what}-${allowance.burst}`, subject, limit: perHour(allowance.perHour, allowance.burst) };
}
