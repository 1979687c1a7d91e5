// Sign in (by password, then by the second factor where the account has one), refresh, sign out.

import { eq } from 'drizzle-orm';
import type { SecondFactorAsked } from '#core/contracts/accounts.ts';
import type { LoginRequest } from '#core/contracts/people.ts';
import { emailKeyOf } from '#core/email.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { challengeSeconds, signChallenge, verifyChallenge } from '../access/access-token.ts';
import { audit } from '../audit/audit.ts';
import { type Database, databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { networkOf } from '../http/network.ts';
import { secondFactors, users } from '../schema/accounts.ts';
import { settingsOf } from '../settings/settings.ts';
import { type SignedInSession, signedInSession } from './account.ts';
import { floodLimit } from './flood-limit.ts';
import { hashPassword, isOutdated, passwordMatches } from './passwords.ts';
import { type Counter, countAttempt, perHour, uncountAttempt } from './rate-limit.ts';
import { hasSecondFactor, takeCode } from './second-factor.ts';
import { endSessionOf, type From, openSession, rotate } from './sessions.ts';

// An attempt is counted before the password is verified and uncounted when it was right, so that parallel guesses count
// exactly, and a right guess over the limit is refused like a wrong one. The narrowest counter is account *and* network:
// an attacker who guesses at an account runs into that limit, and its owner on another network does not.
function signInCounters(emailKey: string, address: string | undefined): Counter[] {
  const network = networkOf(address);
  return [
    { what: 'sign-in-here', subject: `${emailKey} ${network}`, limit: perHour(120, 20) },
    { what: 'sign-in', subject: emailKey, limit: perHour(600, 100) },
    { what: 'sign-in-network', subject: network, limit: perHour(2_000, 300) },
    {
      what: 'sign-in-all',
      subject: 'all',
      limit: perHour(20_000, 2_000),
      // Right passwords are given back, so this leaves an office its sign-ins and a guesser twenty guesses an hour.
      narrowedTo: { what: 'sign-in-narrow', subject: network, limit: perHour(20, 5) },
    },
  ];
}

type SignInRefusal = 'wrong-credentials' | 'account-suspended' | 'too-many-requests' | 'busy';

export async function signIn(
  env: Env,
  request: LoginRequest,
  from: From,
): Promise<Result<SignedInSession | SecondFactorAsked, SignInRefusal>> {
  const admitted = await floodLimit(env, 'sign-in', from.address);
  if (!admitted.ok) return admitted;
  const nowMs = Date.now();
  const db = databaseOf(env);
  const emailKey = emailKeyOf(request.email);
  const counters = signInCounters(emailKey, from.address);
  const allowed = await countAttempt(env, counters, nowMs);
  if (!allowed.ok) return allowed;
  const [found] = await db
    .select({ user: users, confirmedAt: secondFactors.confirmedAt })
    .from(users)
    .leftJoin(secondFactors, eq(secondFactors.userId, users.id))
    .where(eq(users.emailKey, emailKey));
  const matches = await passwordMatches(env, request.password, found?.user.passwordHash ?? null);
  if (!matches.ok) return matches;
  if (found === undefined || !matches.value) {
    await noteRefused(db, found?.user.id ?? null, nowMs);
    return refuse('wrong-credentials');
  }
  if (found.user.disabledAt !== null) {
    // Said only to whoever knows the password: to a guesser a suspended account looks like any other.
    await noteRefused(db, found.user.id, nowMs);
    const { email, phone } = (await settingsOf(env)).support;
    return refuse('account-suspended', { contacts: [email, phone].filter((one) => one !== '').join(', ') });
  }
  await uncountAttempt(env, allowed.value);
  const { user } = found;
  if (isOutdated(user.passwordHash)) await rehash(env, db, user.id, request.password);
  if (found.confirmedAt !== null) return ok(await askSecondFactor(env, user, nowMs));
  return ok(await signedInSession(env, user.id, await openSession(env, user, from, nowMs)));
}

// Also written for an unknown e-mail: the same work for both, so that the response time does not reveal who has an account.
async function noteRefused(db: Database, accountId: string | null, nowMs: number): Promise<void> {
  await db.batch([audit(db, { what: 'sign-in-refused', by: null, accountId }, nowMs)]);
}

async function rehash(env: Env, db: Database, userId: string, password: string): Promise<void> {
  const hash = await hashPassword(env, password);
  if (hash.ok) await db.update(users).set({ passwordHash: hash.value }).where(eq(users.id, userId));
}

async function askSecondFactor(env: Env, user: typeof users.$inferSelect, nowMs: number): Promise<SecondFactorAsked> {
  const expiresAt = new Date(nowMs + challengeSeconds * 1000).toISOString();
  const { id: userId, credentialsVersion } = user;
  return { secondFactor: { challenge: await signChallenge(env, { userId, credentialsVersion }, nowMs), expiresAt } };
}

/** The second step. An expired challenge is refused as `unauthenticated`, and the client begins with the password again. */
export async function secondFactorSignIn(
  env: Env,
  request: { challenge: string; code: string },
  from: From,
): Promise<Result<SignedInSession, 'unauthenticated' | 'wrong-code' | 'too-many-requests'>> {
  const nowMs = Date.now();
  const challenge = await verifyChallenge(env, request.challenge);
  if (challenge === null) return refuse('unauthenticated');
  const { userId, credentialsVersion } = challenge;
  const [user] = await databaseOf(env).select().from(users).where(eq(users.id, userId));
  if (user === undefined || user.disabledAt !== null || !(await hasSecondFactor(env, userId))) {
    return refuse('unauthenticated');
  }
  // The credentials changed after the first step, so the password that was verified there may be the old one.
  if (user.credentialsVersion !== credentialsVersion) return refuse('unauthenticated');
  const taken = await takeCode(env, user, request.code, from.address, nowMs);
  if (!taken.ok) return taken;
  return ok(await signedInSession(env, userId, await openSession(env, user, from, nowMs, nowMs)));
}

export async function refresh(env: Env, token: string): Promise<Result<SignedInSession, 'unauthenticated'>> {
  const rotated = await rotate(env, token, Date.now());
  if (!rotated.ok) return rotated;
  return ok(await signedInSession(env, rotated.value.userId, rotated.value));
}

export async function signOut(env: Env, token: string): Promise<void> {
  await endSessionOf(env, token, Date.now());
}
