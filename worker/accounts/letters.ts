// Letters about accounts. A letter is a row written with what it is about; the queue is then woken and the cron looks
// too, so a crash anywhere loses none. Whether a letter exists is decided in SQL by the row of its person: the request
// does the same work whether there is such a person or not.
//
// A link's token is computed from the letter's id under our secret: a repeated sending carries the same link, and D1
// holds only the hash, so who reads the database can use no link.

import { createHash, createHmac } from 'node:crypto';
import { and, asc, eq, gt, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import * as z from 'zod';
import { clockSkewMs } from '#core/clock-skew.ts';
import type { LetterClass } from '#core/letter-limits.ts';
import { configOf } from '../config.ts';
import { type Database, databaseOf, statement } from '../database.ts';
import { type LetterFrame, letterOf } from '../delivery/letters/letter.tsx';
import { type Sent, sendLetter } from '../delivery/mail/mail.ts';
import type { Env } from '../env.d.ts';
import { randomBase32 } from '../ids/ids.ts';
import { log } from '../log.ts';
import { accountLetters, users } from '../schema/accounts.ts';
import { letterTextsOf } from './letter-texts.ts';

export type LetterKind = (typeof accountLetters.$inferSelect)['kind'];

const minute = 60_000;
const day = 24 * 60 * minute;

/**
 * `livesMs`: how long a link works, and for how long at least the sending is tried. `page` is where the button leads;
 * `linked`: with a token of the letter's own; `notMe`: the token also opens the page "this was not me".
 */
type Plan = { livesMs: number; page: string; linked: boolean; notMe: boolean; class: LetterClass };
const plans: Record<LetterKind, Plan> = {
  'verify-email': { livesMs: day, page: 'verify-email', linked: true, notMe: true, class: 'address-check' },
  'change-email': { livesMs: day, page: 'verify-email', linked: true, notMe: true, class: 'address-check' },
  'email-change-asked': { livesMs: day, page: 'not-me', linked: true, notMe: false, class: 'account' },
  'email-changed': { livesMs: 7 * day, page: 'undo-email', linked: true, notMe: false, class: 'account' },
  'email-restored': { livesMs: 2 * day, page: 'forgotten-password', linked: false, notMe: false, class: 'account' },
  'reset-password': { livesMs: 15 * minute, page: 'reset-password', linked: true, notMe: false, class: 'account' },
  'password-changed': { livesMs: 2 * day, page: 'security', linked: false, notMe: false, class: 'account' },
  'second-factor-on': { livesMs: 2 * day, page: 'not-me', linked: true, notMe: false, class: 'account' },
  'second-factor-off': { livesMs: 2 * day, page: 'security', linked: false, notMe: false, class: 'account' },
  'payout-changed': { livesMs: 2 * day, page: 'security', linked: false, notMe: false, class: 'account' },
};

/** For a batch: a letter to a person's own address. */
export function letterTo(env: Env, db: Database, kind: LetterKind, userId: string, nowMs: number) {
  return letterWhere(env, db, kind, sql`id = ${userId}`, nowMs);
}

/** For a batch: a letter to whom `where` finds among `users`; `address` when it goes elsewhere than to their own. */
export function letterWhere(env: Env, db: Database, kind: LetterKind, where: SQL, nowMs: number, address?: string) {
  const { livesMs, linked } = plans[kind];
  const id = `acc_${randomBase32(160)}`;
  const hash = linked ? hashOf(tokenOf(env, id)) : null;
  return statement(
    db,
    sql`insert into account_letters (id, user_id, kind, address, token_hash, created_at, expires_at, credentials_version)
    select ${id}, id, ${kind}, ${address === undefined ? sql`email` : address}, ${hash}, ${nowMs}, ${nowMs + livesMs},
      credentials_version
    from users where disabled_at is null and ${where}`,
  );
}

/** Computed, so that the same link can be sent again though only its hash is stored. */
function tokenOf(env: Env, letterId: string): string {
  return createHmac('sha256', configOf(env).ID_SECRET).update(`account-letter:${letterId}`).digest('base64url');
}

export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

const Wake = z.object({ kind: z.literal('mail-account-letters') });
export type MailerWake = z.infer<typeof Wake>;

export function wakeOfMailer(body: unknown): boolean {
  return Wake.safeParse(body).success;
}

/**
 * Sent whether or not there is a letter, so that the response time reveals nothing. If the message is lost, the cron mails the
 * letter within a minute.
 */
export async function wakeMailer(env: Env): Promise<void> {
  const wake: MailerWake = { kind: 'mail-account-letters' };
  // The queue's producer is typed for the outbox messages of events; this message has a kind of its own.
  await (env.FACTS as unknown as Queue<MailerWake>).send(wake).catch(() => undefined);
}

const lettersARound = 50;
const firstPauseMs = minute;
const longestPauseMs = 60 * minute;
/** How long sending a letter is retried, at most, when its link is valid for longer than that. */
const triedForMs = 3 * day;

export async function mailDueLetters(env: Env, nowMs: number): Promise<void> {
  const db = databaseOf(env);
  const due = await db
    .select({ letter: accountLetters, name: users.displayName, locale: users.locale })
    .from(accountLetters)
    .innerJoin(users, eq(users.id, accountLetters.userId))
    .where(
      and(
        isNull(accountLetters.mailedAt),
        isNull(accountLetters.failedAt),
        isNull(accountLetters.spentAt),
        gt(accountLetters.expiresAt, nowMs),
        // A retry time further ahead than the longest pause was stored while the clock ran ahead.
        or(lte(accountLetters.tryAt, nowMs), gt(accountLetters.tryAt, nowMs + longestPauseMs + clockSkewMs)),
      ),
    )
    .orderBy(asc(accountLetters.createdAt))
    .limit(lettersARound);
  // One address that fails, or has had its share of letters for now, must not hold up the others.
  for (const one of due) {
    try {
      const sent = await mail(env, one);
      await noteOutcome(db, one.letter, sent === 'refused' ? 'refused' : 'mailed', nowMs);
    } catch (error) {
      await noteOutcome(db, one.letter, 'not-taken', nowMs);
      log('warn', 'account-letter-not-mailed', { letterId: one.letter.id, error });
    }
  }
}

async function noteOutcome(
  db: Database,
  letter: typeof accountLetters.$inferSelect,
  outcome: 'mailed' | 'refused' | 'not-taken',
  nowMs: number,
): Promise<void> {
  const failed = outcome === 'refused' || (outcome === 'not-taken' && nowMs - letter.createdAt >= triedForMs);
  const again = { tries: letter.tries + 1, tryAt: nowMs + Math.min(longestPauseMs, firstPauseMs * 2 ** letter.tries) };
  const noted = outcome === 'mailed' ? { mailedAt: nowMs } : failed ? { failedAt: nowMs } : again;
  await db.update(accountLetters).set(noted).where(eq(accountLetters.id, letter.id));
  if (!failed) return;
  log('error', 'account-letter-failed', { letterId: letter.id, kind: letter.kind, outcome });
}

type Due = { letter: typeof accountLetters.$inferSelect; name: string; locale: 'ru' | 'en' };

async function mail(env: Env, { letter, name, locale }: Due): Promise<Sent> {
  const origin = configOf(env).PUBLIC_ORIGIN;
  const { page, linked, notMe, class: letterClass } = plans[letter.kind];
  // The token is in the fragment, which no server log and no referrer contains.
  const linkTo = (where: string) => `${origin}/${where}#${tokenOf(env, letter.id)}`;
  const url = linked ? linkTo(page) : `${origin}/${page}`;
  const drawn = (frame: LetterFrame) => {
    const words = letterTextsOf(locale, frame.brand);
    const { subject, heading, lead, button, notes } = words[letter.kind];
    return letterOf(
      {
        locale,
        subject,
        preview: heading,
        heading,
        name,
        paragraphs: lead,
        event: null,
        lines: [],
        tickets: [],
        button: { text: button, url },
        ...(notMe ? { secondLink: { text: words.notMe, url: linkTo('not-me') } } : {}),
        notes: [...notes, words.why],
      },
      frame,
    );
  };
  const to = { name, address: letter.address };
  return sendLetter(env, { id: letter.id, locale, to, class: letterClass, senders: [], attachments: [] }, drawn);
}

/** Deletes letters that can no longer be sent or used, because each holds an address. */
export async function forgetOldLetters(env: Env, nowMs: number): Promise<void> {
  await databaseOf(env)
    .delete(accountLetters)
    .where(lt(accountLetters.expiresAt, nowMs - day));
}
