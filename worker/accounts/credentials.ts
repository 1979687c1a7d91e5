// Changes the password: in a session, or by the link of a letter. A reset is one batch that begins by spending its
// link, so that of two uses of a link only one has an effect.

import { eq, sql } from 'drizzle-orm';
import { emailKeyOf } from '#core/email.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { auditIfChanged } from '../audit/audit.ts';
import { type Database, databaseOf, statement } from '../database.ts';
import type { Env } from '../env.d.ts';
import type { Actor } from '../http/app-env.ts';
import { networkOf } from '../http/network.ts';
import { users } from '../schema/accounts.ts';
import { credentialsChanged } from './credentials-changed.ts';
import { floodLimit } from './flood-limit.ts';
import { letterTo, letterWhere, wakeMailer } from './letters.ts';
import { type LetterRow, liveLetter, spend, spentJustNow } from './links.ts';
import { hashPassword } from './passwords.ts';
import { countAttempt, perHour } from './rate-limit.ts';
import { endSessionsOf } from './sessions.ts';
import { verifyPassword } from './verify-password.ts';

const lettersAPerson = perHour(6, 3);
const lettersANetwork = perHour(120, 30);
const lettersInAll = perHour(5_000, 500);

/**
 * Responds alike and does the same work whether the account exists or not, so that nobody learns which e-mails have
 * one.
 */
export async function requestReset(
  env: Env,
  email: string,
  address: string | undefined,
): Promise<Result<null, 'too-many-requests'>> {
  const admitted = await floodLimit(env, 'reset', address);
  if (!admitted.ok) return admitted;
  const nowMs = Date.now();
  const emailKey = emailKeyOf(email);
  const counters = [
    { what: 'reset', subject: emailKey, limit: lettersAPerson },
    { what: 'reset-network', subject: networkOf(address), limit: lettersANetwork },
    {
      what: 'reset-all',
      subject: 'all',
      limit: lettersInAll,
      narrowedTo: { what: 'reset-narrow', subject: networkOf(address), limit: lettersAPerson },
    },
  ];
  const allowed = await countAttempt(env, counters, nowMs);
  if (!allowed.ok) return allowed;
  const db = databaseOf(env);
  await db.batch([letterWhere(env, db, 'reset-password', sql`email_key = ${emailKey}`, nowMs)]);
  await wakeMailer(env);
  return ok(null);
}

/**
 * The second factor stays, so that the mailbox alone does not let anybody in. For an account that was never verified, the
 * second factor and the profile are deleted: there, only the mailbox shows whose the account is.
 */
export async function resetPassword(
  env: Env,
  token: string,
  password: string,
  address: string | undefined,
): Promise<Result<null, 'link-expired' | 'busy' | 'too-many-requests'>> {
  const nowMs = Date.now();
  const found = await liveLetter(env, token, ['reset-password'], address, nowMs);
  if (!found.ok) return found;
  // The password is hashed only for a valid link, so that an invented one costs no memory and time.
  const hash = await hashPassword(env, password);
  if (!hash.ok) return hash;
  const { userId } = found.value;
  const db = databaseOf(env);
  const spent = spentJustNow(found.value, nowMs);
  const [spending] = await db.batch([
    spend(db, found.value, nowMs),
    statement(db, sql`update users set password_hash = ${hash.value} where id = ${userId} and changes() = 1`),
    auditIfChanged(db, { what: 'password-reset', by: null, accountId: userId }, nowMs),
    ...forgetWhoOpenedIt(db, found.value, nowMs),
    statement(db, sql`update users set email_verified = 1, ever_verified = 1 where id = ${userId} and ${spent}`),
    endSessionsOf(db, userId, null, nowMs, spent),
    ...credentialsChanged(db, userId, nowMs, spent),
    letterWhere(env, db, 'password-changed', sql`id = ${userId} and ${spent}`, nowMs),
  ]);
  if (spending.meta.changes === 0) return refuse('link-expired');
  await wakeMailer(env);
  return ok(null);
}

// The account was opened with an address that was never verified, so what its creator left in it is deleted for the
// owner.
function forgetWhoOpenedIt(db: Database, { userId, ...letter }: LetterRow, nowMs: number) {
  const never = sql`exists (select 1 from users
      where users.id = ${userId} and users.email_verified = 0 and users.ever_verified = 0)
    and ${spentJustNow({ userId, ...letter }, nowMs)}`;
  const party = sql`(select party_id from members where user_id = ${userId})`;
  return [
    statement(db, sql`delete from second_factors where user_id = ${userId} and ${never}`),
    statement(db, sql`delete from recovery_codes where user_id = ${userId} and ${never}`),
    statement(db, sql`delete from distributor_profiles where party_id in ${party} and ${never}`),
    statement(
      db,
      sql`update parties set payout_details = null, public_contacts = null, name = (select login from users where id = ${userId}),
        name_key = (select login_key from users where id = ${userId})
      where id in ${party} and ${never}`,
    ),
    statement(
      db,
      sql`update publications set pending_since = ${nowMs}, asked = asked + 1, attempts = 0
      where subject_id in (select id from events where organizer_id in ${party} and status = 'published') and ${never}`,
    ),
    statement(db, sql`update users set display_name = login where id = ${userId} and ${never}`),
  ] as const;
}

export async function changePassword(
  env: Env,
  actor: Actor,
  request: { currentPassword: string; newPassword: string },
  address: string | undefined,
): Promise<Result<null, 'wrong-password' | 'too-many-requests' | 'busy'>> {
  const nowMs = Date.now();
  const checked = await verifyPassword(env, actor.userId, request.currentPassword, address, nowMs);
  if (!checked.ok) return checked;
  const hash = await hashPassword(env, request.newPassword);
  if (!hash.ok) return hash;
  const db = databaseOf(env);
  await db.batch([
    db.update(users).set({ passwordHash: hash.value }).where(eq(users.id, actor.userId)),
    auditIfChanged(db, { what: 'password-changed', by: actor, accountId: actor.userId }, nowMs),
    endSessionsOf(db, actor.userId, actor.sessionId, nowMs),
    ...credentialsChanged(db, actor.userId, nowMs),
    letterTo(env, db, 'password-changed', actor.userId, nowMs),
  ]);
  await wakeMailer(env);
  return ok(null);
}
