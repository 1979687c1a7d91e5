// The second factor: six digits of an authenticator app, and ten recovery codes for the day the phone is gone. A code is
// good once. The secret is stored encrypted and bound to its owner; recovery codes only as keyed hashes.

import { createHmac } from 'node:crypto';
import { and, count, eq, gt, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import type { Enrolment, RecoveryCodes, SecondFactorState } from '#core/contracts/accounts.ts';
import type { Role } from '#core/contracts/people.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { auditIfChanged } from '../audit/audit.ts';
import { configOf } from '../config.ts';
import { databaseOf, statement } from '../database.ts';
import type { Env } from '../env.d.ts';
import type { Actor } from '../http/app-env.ts';
import { networkOf } from '../http/network.ts';
import { randomBase32 } from '../ids/ids.ts';
import { recoveryCodes, secondFactors, sessions, users } from '../schema/accounts.ts';
import { settingsOf } from '../settings/settings.ts';
import { credentialsChanged } from './credentials-changed.ts';
import { decrypt, encrypt } from './encryption.ts';
import { letterTo, letterWhere, wakeMailer } from './letters.ts';
import { type Counter, countAttempt, perHour, uncountAttempt } from './rate-limit.ts';
import { base32, newSecret, otpauthUri, stepOf, stepsOff } from './totp.ts';
import { verifyPassword } from './verify-password.ts';

/** How long a session counts as recently re-authenticated after a code. */
const freshMs = 10 * 60_000;
const recoveryCodeCount = 10;

const isOfApp = (code: string) => /^\d{6}$/.test(code.trim());

// An attacker who guesses codes already knows the password, and a code has only 20 bits, so few guesses are allowed. They
// are counted by account and network first, so that a thief elsewhere uses up the limit of that network and not the
// owner's. The account's own limit is for a thief with many networks; it can keep the owner's app out for a while, but not
// their recovery codes: those have 60 bits, so they are counted apart and need no limit of the account.
function codeCounters(userId: string, code: string, address: string | undefined): Counter[] {
  const subject = `${userId} ${networkOf(address)}`;
  const limit = perHour(20, 8);
  if (!isOfApp(code)) return [{ what: 'recovery-code-here', subject, limit }];
  return [
    { what: 'second-factor-here', subject, limit },
    { what: 'second-factor', subject: userId, limit: perHour(100, 40) },
  ];
}

export async function hasSecondFactor(env: Env, userId: string): Promise<boolean> {
  const [row] = await databaseOf(env)
    .select({ userId: secondFactors.userId })
    .from(secondFactors)
    .where(and(eq(secondFactors.userId, userId), isNotNull(secondFactors.confirmedAt)));
  return row !== undefined;
}

export async function secondFactorState(env: Env, actor: Actor): Promise<SecondFactorState> {
  const db = databaseOf(env);
  const [[factor], [left], [session]] = await db.batch([
    db
      .select({ confirmedAt: secondFactors.confirmedAt })
      .from(secondFactors)
      .where(eq(secondFactors.userId, actor.userId)),
    db
      .select({ n: count() })
      .from(recoveryCodes)
      .where(and(eq(recoveryCodes.userId, actor.userId), isNull(recoveryCodes.usedAt))),
    db.select({ confirmedAt: sessions.confirmedAt }).from(sessions).where(eq(sessions.id, actor.sessionId)),
  ]);
  const on = factor !== undefined && factor.confirmedAt !== null;
  const untilMs = on ? (session?.confirmedAt ?? 0) + freshMs : 0;
  return {
    state: on ? 'on' : 'off',
    recoveryCodesLeft: on ? (left?.n ?? 0) : 0,
    confirmedUntil: untilMs > Date.now() ? new Date(untilMs).toISOString() : null,
  };
}

/** The detail `enrolled` tells the dashboard whether to ask for a code or to offer the enrolment. */
export async function isFreshlyConfirmed(
  env: Env,
  actor: Actor,
  nowMs: number,
): Promise<Result<null, 'second-factor-required'>> {
  const { state, confirmedUntil } = await secondFactorState(env, actor);
  if (confirmedUntil !== null && Date.parse(confirmedUntil) > nowMs) return ok(null);
  return refuse('second-factor-required', { enrolled: state === 'on' });
}

/** For what may be done without a second factor: whoever has one shows it, so that a stolen session is not enough. */
export async function isFreshlyConfirmedIfEnrolled(
  env: Env,
  actor: Actor,
): Promise<Result<null, 'second-factor-required'>> {
  const confirmed = await isFreshlyConfirmed(env, actor, Date.now());
  return confirmed.ok || (await hasSecondFactor(env, actor.userId)) ? confirmed : ok(null);
}

type EnrolRefusal = 'wrong-password' | 'too-many-requests' | 'busy' | 'second-factor-on' | 'email-not-verified';

/** Makes a new secret, which takes effect with its first code. It asks the password, so that nobody can enrol on an unlocked screen. */
export async function enrolSecondFactor(
  env: Env,
  actor: Actor,
  password: string,
  address: string | undefined,
): Promise<Result<Enrolment, EnrolRefusal>> {
  const nowMs = Date.now();
  const checked = await verifyPassword(env, actor.userId, password, address, nowMs);
  if (!checked.ok) return checked;
  // Otherwise somebody who registered a foreign address could lock its owner out with a second factor of their own.
  if (!checked.value.emailVerified) return refuse('email-not-verified');
  const secret = newSecret();
  const encryptedSecret = await encrypt(env, actor.userId, secret);
  const written = await databaseOf(env)
    .insert(secondFactors)
    .values({ userId: actor.userId, encryptedSecret, createdAt: nowMs })
    .onConflictDoUpdate({
      target: secondFactors.userId,
      set: { encryptedSecret, createdAt: nowMs, lastStep: 0 },
      setWhere: isNull(secondFactors.confirmedAt),
    });
  if (written.meta.changes === 0) return refuse('second-factor-on');
  const { brandName } = await settingsOf(env);
  const uri = otpauthUri(brandName[checked.value.locale], checked.value.email, secret);
  return ok({ secret: base32(secret), uri });
}

type ConfirmRefusal =
  | 'wrong-code'
  | 'second-factor-on'
  | 'second-factor-off'
  | 'email-not-verified'
  | 'too-many-requests';

export async function confirmSecondFactor(
  env: Env,
  actor: Actor,
  code: string,
  address: string | undefined,
): Promise<Result<RecoveryCodes, ConfirmRefusal>> {
  const nowMs = Date.now();
  const counters = codeCounters(actor.userId, code, address);
  const allowed = await countAttempt(env, counters, nowMs);
  if (!allowed.ok) return allowed;
  const db = databaseOf(env);
  const [factor] = await db.select().from(secondFactors).where(eq(secondFactors.userId, actor.userId));
  if (factor === undefined) return refuse('second-factor-off');
  if (factor.confirmedAt !== null) return refuse('second-factor-on');
  const step = isOfApp(code)
    ? stepOf(await decrypt(env, actor.userId, factor.encryptedSecret), code.trim(), nowMs)
    : null;
  if (step === null) return refuse('wrong-code');
  await uncountAttempt(env, counters);
  const codes = Array.from({ length: recoveryCodeCount }, () => randomBase32(60));
  const hashes = JSON.stringify(codes.map((one) => hashOf(env, one)));
  const own = and(eq(secondFactors.userId, actor.userId), eq(secondFactors.encryptedSecret, factor.encryptedSecret));
  const verified = sql`exists (select 1 from users where id = ${actor.userId} and email_verified = 1)`;
  const turnedOn = sql`exists (select 1 from second_factors where user_id = ${actor.userId} and confirmed_at = ${nowMs})`;
  const [written, , , , [user]] = await db.batch([
    db
      .update(secondFactors)
      .set({ confirmedAt: nowMs, lastStep: step })
      .where(and(own, isNull(secondFactors.confirmedAt), verified)),
    auditIfChanged(db, { what: 'second-factor-on', by: actor, accountId: actor.userId }, nowMs),
    statement(
      db,
      sql`insert into recovery_codes (user_id, hash) select ${actor.userId}, value from json_each(${hashes})
      where changes() = 1`,
    ),
    db
      .update(sessions)
      .set({ confirmedAt: nowMs })
      .where(and(eq(sessions.id, actor.sessionId), turnedOn)),
    db.select({ verified: users.emailVerified }).from(users).where(eq(users.id, actor.userId)),
    ...credentialsChanged(db, actor.userId, nowMs, turnedOn),
    letterWhere(env, db, 'second-factor-on', sql`id = ${actor.userId} and ${turnedOn}`, nowMs),
  ]);
  if (user?.verified === false) return refuse('email-not-verified');
  if (written.meta.changes === 0) return refuse('second-factor-on');
  await wakeMailer(env);
  return ok({ recoveryCodes: codes.map(shownCode) });
}

/** Re-authenticates this session for ten minutes, for the operations that ask for the second factor again. */
export async function checkSecondFactor(
  env: Env,
  actor: Actor,
  code: string,
  address: string | undefined,
): Promise<Result<SecondFactorState, 'wrong-code' | 'second-factor-off' | 'too-many-requests'>> {
  const nowMs = Date.now();
  if (!(await hasSecondFactor(env, actor.userId))) return refuse('second-factor-off');
  const taken = await takeCode(env, { id: actor.userId, role: actor.role }, code, address, nowMs);
  if (!taken.ok) return taken;
  await databaseOf(env).update(sessions).set({ confirmedAt: nowMs }).where(eq(sessions.id, actor.sessionId));
  return ok(await secondFactorState(env, actor));
}

export async function disableSecondFactor(
  env: Env,
  actor: Actor,
  code: string,
  address: string | undefined,
): Promise<Result<null, 'wrong-code' | 'second-factor-off' | 'too-many-requests'>> {
  const nowMs = Date.now();
  if (!(await hasSecondFactor(env, actor.userId))) return refuse('second-factor-off');
  const taken = await takeCode(env, { id: actor.userId, role: actor.role }, code, address, nowMs);
  if (!taken.ok) return taken;
  const db = databaseOf(env);
  await db.batch([
    db.delete(secondFactors).where(eq(secondFactors.userId, actor.userId)),
    auditIfChanged(db, { what: 'second-factor-off', by: actor, accountId: actor.userId }, nowMs),
    db.delete(recoveryCodes).where(eq(recoveryCodes.userId, actor.userId)),
    db.update(sessions).set({ confirmedAt: null }).where(eq(sessions.userId, actor.userId)),
    ...credentialsChanged(db, actor.userId, nowMs),
    letterTo(env, db, 'second-factor-off', actor.userId, nowMs),
  ]);
  await wakeMailer(env);
  return ok(null);
}

/** Consumes a code of the app or a recovery code. Of two requests with the same code, one is refused. */
export async function takeCode(
  env: Env,
  user: { id: string; role: Role },
  code: string,
  address: string | undefined,
  nowMs: number,
): Promise<Result<null, 'wrong-code' | 'too-many-requests'>> {
  const counters = codeCounters(user.id, code, address);
  const allowed = await countAttempt(env, counters, nowMs);
  if (!allowed.ok) return allowed;
  const plain = code.trim();
  const taken = isOfApp(plain)
    ? await takeDigits(env, user.id, plain, nowMs)
    : await takeRecoveryCode(env, user, plain, nowMs);
  if (!taken) return refuse('wrong-code');
  await uncountAttempt(env, counters);
  return ok(null);
}

async function takeDigits(env: Env, userId: string, digits: string, nowMs: number): Promise<boolean> {
  const db = databaseOf(env);
  const [factor] = await db.select().from(secondFactors).where(eq(secondFactors.userId, userId));
  if (factor === undefined) return false;
  const step = stepOf(await decrypt(env, userId, factor.encryptedSecret), digits, nowMs);
  if (step === null) return false;
  const taken = await db
    .update(secondFactors)
    .set({ lastStep: step })
    .where(
      and(
        eq(secondFactors.userId, userId),
        isNotNull(secondFactors.confirmedAt),
        // A later step than a code can name was taken while a clock ran ahead: no code would be good until then.
        or(lt(secondFactors.lastStep, step), gt(secondFactors.lastStep, step + 2 * stepsOff)),
        eq(secondFactors.encryptedSecret, factor.encryptedSecret),
      ),
    );
  return taken.meta.changes === 1;
}

async function takeRecoveryCode(
  env: Env,
  user: { id: string; role: Role },
  code: string,
  nowMs: number,
): Promise<boolean> {
  const db = databaseOf(env);
  const plain = code.toLowerCase().replace(/[^0-9a-z]/g, '');
  const by = { userId: user.id, role: user.role };
  const used = sql`exists (select 1 from recovery_codes
    where user_id = ${user.id} and hash = ${hashOf(env, plain)} and used_at = ${nowMs})`;
  const [taken] = await db.batch([
    db
      .update(recoveryCodes)
      .set({ usedAt: nowMs })
      .where(
        and(
          eq(recoveryCodes.userId, user.id),
          eq(recoveryCodes.hash, hashOf(env, plain)),
          isNull(recoveryCodes.usedAt),
        ),
      ),
    auditIfChanged(db, { what: 'recovery-code-used', by, accountId: user.id }, nowMs),
    ...credentialsChanged(db, user.id, nowMs, used),
  ]);
  return taken.meta.changes === 1;
}

// A keyed hash: an attacker with a copy of the database cannot test recovery codes against it.
function hashOf(env: Env, plain: string): string {
  return createHmac('sha256', configOf(env).ID_SECRET).update(`recovery-code:${plain}`).digest('base64url');
}

function shownCode(plain: string): string {
  return plain.replace(/(.{4})(?=.)/g, '$1-');
}
