// What one signs in with, changed by its owner: the password, the e-mail. Each change is one batch that begins by using
// up the link (or comes after the current password), so of two uses of a link one has an effect.

import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { assertNever, ok, type Result, refuse } from '#core/result.ts';
import { auditIfChanged } from '../audit/audit.ts';
import { type Database, databaseOf, folded, statement } from '../database.ts';
import type { Env } from '../env.d.ts';
import type { Actor } from '../http/app-env.ts';
import { firstLine } from './first-line.ts';
import { hashOf, type LetterKind, letterTo, letterWhere, wakeMailer } from './letters.ts';
import { type Allowance, meterAll, networkOf } from './meter.ts';
import { checkPassword } from './own-password.ts';
import { hashPassword } from './passwords.ts';
import { accountLetters, users } from './schema.ts';
import { hasSecondFactor, isFreshlyConfirmed } from './second-factor.ts';
import { endSessionsOf } from './sessions.ts';

type LetterRow = typeof accountLetters.$inferSelect;

const lettersAPerson: Allowance = { perHour: 6, burst: 3 };
const lettersANetwork: Allowance = { perHour: 120, burst: 30 };
const lettersInAll: Allowance = { perHour: 5_000, burst: 500 };

/** Answers alike whether there is such an account or not, having done the same work. */
export async function requestReset(
  env: Env,
  email: string,
  address: string | undefined,
): Promise<Result<null, 'too-many-requests'>> {
  const admitted = await firstLine(env, 'reset', address);
  if (!admitted.ok) return admitted;
  const nowMs = Date.now();
  const emailKey = folded(email.trim());
  const meters = [
    { what: 'reset', subject: emailKey, allowance: lettersAPerson },
    { what: 'reset-network', subject: networkOf(address), allowance: lettersANetwork },
    { what: 'reset-all', subject: 'all', allowance: lettersInAll },
  ];
  const allowed = await meterAll(env, meters, nowMs);
  if (!allowed.ok) return allowed;
  const db = databaseOf(env);
  await db.batch([letterWhere(env, db, 'reset-password', sql`email_key = ${emailKey}`, nowMs)]);
  await wakeMailer(env);
  return ok(null);
}

/** The second factor stays: whoever has the mailbox alone still cannot come in. */
export async function resetPassword(
  env: Env,
  token: string,
  password: string,
  address: string | undefined,
): Promise<Result<null, 'link-expired' | 'busy' | 'too-many-requests'>> {
  const nowMs = Date.now();
  const found = await liveLetter(env, token, ['reset-password'], address, nowMs);
  if (!found.ok) return found;
  // Hashed only for a link that works: a made-up one must not cost us memory and time.
  const hash = await hashPassword(env, password);
  if (!hash.ok) return hash;
  const { userId } = found.value;
  const db = databaseOf(env);
  const [spent] = await db.batch([
    spend(db, found.value, nowMs),
    statement(
      db,
      sql`update users set password_hash = ${hash.value}, email_verified = 1
      where id = ${userId} and changes() = 1`,
    ),
    auditIfChanged(db, { what: 'password-reset', by: null, accountId: userId }, nowMs),
    endSessionsOf(db, userId, null, nowMs, spentJustNow(found.value, nowMs)),
    spendOthers(db, userId, ['reset-password', 'change-email'], nowMs),
    letterTo(env, db, 'password-changed', userId, nowMs),
  ]);
  if (spent.meta.changes === 0) return refuse('link-expired');
  await wakeMailer(env);
  return ok(null);
}

export async function changePassword(
  env: Env,
  actor: Actor,
  request: { currentPassword: string; newPassword: string },
): Promise<Result<null, 'wrong-password' | 'too-many-requests' | 'busy'>> {
  const nowMs = Date.now();
  const checked = await checkPassword(env, actor.userId, request.currentPassword, nowMs);
  if (!checked.ok) return checked;
  const hash = await hashPassword(env, request.newPassword);
  if (!hash.ok) return hash;
  const db = databaseOf(env);
  await db.batch([
    db.update(users).set({ passwordHash: hash.value }).where(eq(users.id, actor.userId)),
    auditIfChanged(db, { what: 'password-changed', by: actor, accountId: actor.userId }, nowMs),
    endSessionsOf(db, actor.userId, actor.sessionId, nowMs),
    spendOthers(db, actor.userId, ['reset-password'], nowMs),
    letterTo(env, db, 'password-changed', actor.userId, nowMs),
  ]);
  await wakeMailer(env);
  return ok(null);
}

export async function resendVerification(env: Env, actor: Actor): Promise<Result<null, 'too-many-requests'>> {
  const nowMs = Date.now();
  const allowed = await meterAll(env, [{ what: 'verify', subject: actor.userId, allowance: lettersAPerson }], nowMs);
  if (!allowed.ok) return allowed;
  const db = databaseOf(env);
  const unverified = sql`id = ${actor.userId} and email_verified = 0`;
  await db.batch([letterWhere(env, db, 'verify-email', unverified, nowMs)]);
  await wakeMailer(env);
  return ok(null);
}

type EmailRefusal = 'wrong-password' | 'too-many-requests' | 'busy' | 'second-factor-required';

/** Nothing changes until the new address answers. One that is taken gets no letter, and nobody is told that it is. */
export async function requestEmailChange(
  env: Env,
  actor: Actor,
  request: { email: string; password: string },
): Promise<Result<null, EmailRefusal>> {
  const nowMs = Date.now();
  const allowed = await meterAll(
    env,
    [{ what: 'change-email', subject: actor.userId, allowance: lettersAPerson }],
    nowMs,
  );
  if (!allowed.ok) return allowed;
  const checked = await checkPassword(env, actor.userId, request.password, nowMs);
  if (!checked.ok) return checked;
  if (await hasSecondFactor(env, actor.userId)) {
    const confirmed = await isFreshlyConfirmed(env, actor, nowMs);
    if (!confirmed.ok) return confirmed;
  }
  const db = databaseOf(env);
  const free = sql`id = ${actor.userId}
    and not exists (select 1 from users taken where taken.email_key = ${folded(request.email)})`;
  await db.batch([letterWhere(env, db, 'change-email', free, nowMs, request.email)]);
  await wakeMailer(env);
  return ok(null);
}

/** What the pages behind the links of letters do: confirm an address, or take an old one back. */
export async function confirmLink(
  env: Env,
  token: string,
  kinds: readonly ('verify-email' | 'change-email' | 'email-changed')[],
  address: string | undefined,
): Promise<Result<null, 'link-expired' | 'too-many-requests'>> {
  const nowMs = Date.now();
  const found = await liveLetter(env, token, kinds, address, nowMs);
  if (!found.ok) return found;
  const done = await confirm(env, found.value, nowMs);
  return done ? ok(null) : refuse('link-expired');
}

async function confirm(env: Env, letter: LetterRow, nowMs: number): Promise<boolean> {
  switch (letter.kind) {
    case 'verify-email':
      return verifyEmail(env, letter, nowMs);
    case 'change-email':
    case 'email-changed':
      return moveEmail(env, letter, letter.kind, nowMs);
    case 'reset-password':
    case 'password-changed':
    case 'second-factor-on':
    case 'second-factor-off':
    case 'payout-changed':
      return false;
    default:
      return assertNever(letter.kind);
  }
}

async function verifyEmail(env: Env, letter: LetterRow, nowMs: number): Promise<boolean> {
  const db = databaseOf(env);
  const [, verified] = await db.batch([
    spend(db, letter, nowMs),
    // The address may have changed since the letter was written: then it proves nothing.
    statement(
      db,
      sql`update users set email_verified = 1
      where id = ${letter.userId} and email = ${letter.address} and changes() = 1`,
    ),
    auditIfChanged(db, { what: 'email-verified', by: null, accountId: letter.userId }, nowMs),
  ]);
  return verified.meta.changes === 1;
}

/** Also the way back: the letter to the old address names it. Everybody signs in again either way. */
async function moveEmail(
  env: Env,
  letter: LetterRow,
  kind: 'change-email' | 'email-changed',
  nowMs: number,
): Promise<boolean> {
  const db = databaseOf(env);
  const emailKey = folded(letter.address);
  const free = sql`not exists
    (select 1 from users other where other.email_key = ${emailKey} and other.id <> ${letter.userId})`;
  const isNew = kind === 'change-email';
  // The notice goes to the address that is about to be replaced, so it is written before. Taking an old address back
  // tells nobody: the one it replaces may be a thief's.
  const notice = sql`${isNew ? sql`true` : sql`false`} and id = ${letter.userId} and ${free}
    and ${spentJustNow(letter, nowMs)}`;
  const [spent, , moved] = await db.batch([
    spend(db, letter, nowMs),
    letterWhere(env, db, 'email-changed', notice, nowMs),
    statement(
      db,
      sql`update users set email = ${letter.address}, email_key = ${emailKey}, email_verified = 1
      where id = ${letter.userId} and ${free} and ${spentJustNow(letter, nowMs)}`,
    ),
    auditIfChanged(
      db,
      { what: isNew ? 'email-changed' : 'email-change-undone', by: null, accountId: letter.userId },
      nowMs,
    ),
    endSessionsOf(db, letter.userId, null, nowMs, spentJustNow(letter, nowMs)),
    spendOthers(db, letter.userId, ['verify-email', 'change-email', 'reset-password'], nowMs),
  ]);
  await wakeMailer(env);
  return spent.meta.changes === 1 && moved.meta.changes === 1;
}

async function liveLetter(
  env: Env,
  token: string,
  kinds: readonly LetterKind[],
  address: string | undefined,
  nowMs: number,
): Promise<Result<LetterRow, 'link-expired' | 'too-many-requests'>> {
  const meters = [{ what: 'link-network', subject: networkOf(address), allowance: lettersANetwork }];
  const db = databaseOf(env);
  const [letter] = await db
    .select()
    .from(accountLetters)
    .where(
      and(
        eq(accountLetters.tokenHash, hashOf(token)),
        isNull(accountLetters.spentAt),
        gt(accountLetters.expiresAt, nowMs),
      ),
    );
  if (letter !== undefined && kinds.includes(letter.kind)) return ok(letter);
  // Only links that do not work count: nobody is slowed down for using his own.
  const allowed = await meterAll(env, meters, nowMs);
  return allowed.ok ? refuse('link-expired') : allowed;
}

function spend(db: Database, letter: LetterRow, nowMs: number) {
  return db
    .update(accountLetters)
    .set({ spentAt: nowMs })
    .where(and(eq(accountLetters.id, letter.id), isNull(accountLetters.spentAt), gt(accountLetters.expiresAt, nowMs)));
}

function spentJustNow(letter: LetterRow, nowMs: number) {
  return sql`exists (select 1 from account_letters where id = ${letter.id} and spent_at = ${nowMs})`;
}

/** Older links of these kinds stop working. */
function spendOthers(db: Database, userId: string, kinds: readonly LetterKind[], nowMs: number) {
  return statement(
    db,
    sql`update account_letters set spent_at = ${nowMs}
    where user_id = ${userId} and spent_at is null and kind in (select value from json_each(${JSON.stringify(kinds)}))`,
  );
}
