// The e-mail of an account: verified, changed, and restored. The link of a letter counts only together with the
// account's session or password. Otherwise somebody who gets a letter about a foreign account would verify it for its
// creator, and somebody with an account could verify an address that is not theirs.

import { sql } from 'drizzle-orm';
import { emailKeyOf } from '#core/email.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { auditIfChanged } from '../audit/audit.ts';
import { databaseOf, statement } from '../database.ts';
import type { Env } from '../env.d.ts';
import type { Actor } from '../http/app-env.ts';
import { credentialsChanged } from './credentials-changed.ts';
import { isEmail } from './email-forms.ts';
import { letterWhere, wakeMailer } from './letters.ts';
import { type LetterRow, liveLetter, spend, spentJustNow } from './links.ts';
import { lockAccount } from './lock-account.ts';
import { countAttempt, perHour } from './rate-limit.ts';
import { hasSecondFactor, isFreshlyConfirmed } from './second-factor.ts';
import { endSessionsOf, isSessionOpen } from './sessions.ts';
import { verifyPassword } from './verify-password.ts';

const lettersAPerson = perHour(6, 3);

export async function resendVerification(env: Env, actor: Actor): Promise<Result<null, 'too-many-requests'>> {
  const nowMs = Date.now();
  const allowed = await countAttempt(env, [{ what: 'verify', subject: actor.userId, limit: lettersAPerson }], nowMs);
  if (!allowed.ok) return allowed;
  const db = databaseOf(env);
  const unverified = sql`id = ${actor.userId} and email_verified = 0`;
  await db.batch([letterWhere(env, db, 'verify-email', unverified, nowMs)]);
  await wakeMailer(env);
  return ok(null);
}

type PasswordRefusal = 'wrong-password' | 'too-many-requests' | 'busy';

/**
 * The address changes only when the link in the letter to the new address is used. An address that already has an account
 * gets no letter, and the response does not say so. The present address gets a letter at once, whose link stops the
 * change; an address that was never verified gets none, because it may be a stranger's.
 */
export async function requestEmailChange(
  env: Env,
  actor: Actor,
  request: { email: string; password: string },
  address: string | undefined,
): Promise<Result<null, PasswordRefusal | 'second-factor-required'>> {
  const nowMs = Date.now();
  const counters = [{ what: 'change-email', subject: actor.userId, limit: lettersAPerson }];
  const allowed = await countAttempt(env, counters, nowMs);
  if (!allowed.ok) return allowed;
  const checked = await verifyPassword(env, actor.userId, request.password, address, nowMs);
  if (!checked.ok) return checked;
  if (await hasSecondFactor(env, actor.userId)) {
    const confirmed = await isFreshlyConfirmed(env, actor, nowMs);
    if (!confirmed.ok) return confirmed;
  }
  const db = databaseOf(env);
  const free = sql`id = ${actor.userId}
    and not exists (select 1 from users taken where taken.email_key = ${emailKeyOf(request.email)})`;
  const shown = sql`id = ${actor.userId} and email_verified = 1`;
  await db.batch([
    letterWhere(env, db, 'change-email', free, nowMs, request.email),
    letterWhere(env, db, 'email-change-asked', shown, nowMs),
  ]);
  await wakeMailer(env);
  return ok(null);
}

/** Confirms the first address or a new one. Who is not signed in as the account must give its password. */
export async function confirmEmail(
  env: Env,
  request: { token: string; password?: string | undefined },
  actor: Actor | null,
  address: string | undefined,
): Promise<Result<null, 'link-expired' | 'password-required' | PasswordRefusal>> {
  const nowMs = Date.now();
  const found = await liveLetter(env, request.token, ['verify-email', 'change-email'], address, nowMs);
  if (!found.ok) return found;
  const letter = found.value;
  const isOwn = actor?.userId === letter.userId && (await isSessionOpen(env, actor));
  if (!isOwn) {
    if (request.password === undefined) return refuse('password-required');
    const checked = await verifyPassword(env, letter.userId, request.password, address, nowMs);
    if (!checked.ok) return checked;
  }
  const done = letter.kind === 'verify-email' ? await verify(env, letter, nowMs) : await move(env, letter, nowMs);
  return done ? ok(null) : refuse('link-expired');
}

async function verify(env: Env, letter: LetterRow, nowMs: number): Promise<boolean> {
  const db = databaseOf(env);
  const [, verified] = await db.batch([
    spend(db, letter, nowMs),
    // If the address has changed since the letter was written, the link proves nothing about the present one.
    statement(
      db,
      sql`update users set email_verified = 1, ever_verified = 1
      where id = ${letter.userId} and email = ${letter.address} and changes() = 1`,
    ),
    auditIfChanged(db, { what: 'email-verified', by: null, accountId: letter.userId }, nowMs),
  ]);
  return verified.meta.changes === 1;
}

/** Ends all sessions. The old address gets a link that restores it. */
async function move(env: Env, letter: LetterRow, nowMs: number): Promise<boolean> {
  const db = databaseOf(env);
  const { userId } = letter;
  const spent = spentJustNow(letter, nowMs);
  // A change back to an earlier address is an undo by another way. The addresses in between get no link that restores
  // them: a thief's link would otherwise be valid longer than the owner's.
  const leftAt = sql`(select min(created_at) from account_letters where user_id = ${userId}
    and kind = 'email-changed' and spent_at is null and expires_at > ${nowMs}
    and ${isEmail(sql`address`, letter.address)})`;
  const [spending] = await db.batch([
    spend(db, letter, nowMs, isFreeFor(letter)),
    // This statement comes before the one that replaces the address, because the letter goes to the old address.
    letterWhere(
      env,
      db,
      'email-changed',
      sql`id = ${userId} and email_verified = 1 and ${leftAt} is null and ${spent}`,
      nowMs,
    ),
    letterWhere(env, db, 'email-restored', sql`id = ${userId} and ${leftAt} is not null and ${spent}`, nowMs),
    takeAddress(db, letter, nowMs),
    auditIfChanged(db, { what: 'email-changed', by: null, accountId: userId }, nowMs),
    spendUndoLinks(db, userId, leftAt, nowMs, spent),
    endSessionsOf(db, userId, null, nowMs, spent),
    ...credentialsChanged(db, userId, nowMs, spent),
  ]);
  await wakeMailer(env);
  return spending.meta.changes === 1;
}

/**
 * Restores an address that the account was moved away from, and locks out whoever moved it. Links that restore the
 * addresses the account had since are deleted; a link of an older address stays, because its owner lost the account first.
 */
export async function undoEmailChange(
  env: Env,
  token: string,
  address: string | undefined,
): Promise<Result<null, 'link-expired' | 'too-many-requests'>> {
  const nowMs = Date.now();
  const found = await liveLetter(env, token, ['email-changed'], address, nowMs);
  if (!found.ok) return found;
  const letter = found.value;
  const db = databaseOf(env);
  const { userId } = letter;
  const spent = spentJustNow(letter, nowMs);
  const owner = sql`id = ${userId} and ${spent}`;
  const [spending] = await db.batch([
    spend(db, letter, nowMs, isFreeFor(letter)),
    letterWhere(env, db, 'email-restored', owner, nowMs),
    takeAddress(db, letter, nowMs),
    auditIfChanged(db, { what: 'email-change-undone', by: null, accountId: userId }, nowMs),
    letterWhere(env, db, 'email-restored', owner, nowMs),
    spendUndoLinks(db, userId, sql`${letter.createdAt}`, nowMs, spent),
    ...lockAccount(db, userId, letter.createdAt, nowMs, spent),
  ]);
  await wakeMailer(env);
  return spending.meta.changes === 1 ? ok(null) : refuse('link-expired');
}

function isFreeFor(letter: LetterRow) {
  return sql`not exists (select 1 from users other
    where other.email_key = ${emailKeyOf(letter.address)} and other.id <> ${letter.userId})`;
}

function takeAddress(db: ReturnType<typeof databaseOf>, letter: LetterRow, nowMs: number) {
  return statement(
    db,
    sql`update users set email = ${letter.address}, email_key = ${emailKeyOf(letter.address)},
      email_verified = 1, ever_verified = 1
    where id = ${letter.userId} and ${spentJustNow(letter, nowMs)}`,
  );
}

function spendUndoLinks(
  db: ReturnType<typeof databaseOf>,
  userId: string,
  sinceMs: ReturnType<typeof sql>,
  nowMs: number,
  when: ReturnType<typeof sql>,
) {
  return statement(
    db,
    sql`update account_letters set spent_at = ${nowMs}
    where user_id = ${userId} and kind = 'email-changed' and spent_at is null and created_at >= ${sinceMs} and ${when}`,
  );
}
