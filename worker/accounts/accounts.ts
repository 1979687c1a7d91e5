// Accounts: who may sign in, and the party each person acts for. Registering as organizer or distributor makes a
// party with the person as its member; buyers and admins act for nobody.

import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Me, RegisterRequest, UpdateMeRequest } from '#core/contracts/people.ts';
import { emailKeyOf } from '#core/email.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { auditIfChanged } from '../audit/audit.ts';
import { configOf } from '../config.ts';
import { hasAnyContact, newContactsOf, writeContacts } from '../contacts/contacts.ts';
import { type Database, databaseOf, folded, statement } from '../database.ts';
import type { Env } from '../env.d.ts';
import type { Actor } from '../http/app-env.ts';
import { networkOf } from '../http/network.ts';
import { newId } from '../ids/ids.ts';
import { accountLetters, members, parties, users } from '../schema/accounts.ts';
import { accountOf, meOf, type SignedInSession, signedInSession } from './account.ts';
import { isEmail } from './email-forms.ts';
import { floodLimit } from './flood-limit.ts';
import { letterTo, wakeMailer } from './letters.ts';
import { hashPassword } from './passwords.ts';
import { countAttempt, perHour } from './rate-limit.ts';
import { isFreshlyConfirmed } from './second-factor.ts';
import { type From, openSession } from './sessions.ts';

export type { SignedInSession } from './account.ts';
export { changePassword, requestReset, resetPassword } from './credentials.ts';
export { carryOutAccountChanges, restorePerson, suspendPerson } from './disabling.ts';
export { confirmEmail, requestEmailChange, resendVerification, undoEmailChange } from './email.ts';
export { isEmail } from './email-forms.ts';
export { forgetOldLetters, type MailerWake, mailDueLetters, wakeOfMailer } from './letters.ts';
export { NewPassword } from './new-password.ts';
export { notMe } from './not-me.ts';
export { deleteOldCounters } from './rate-limit.ts';
export {
  checkSecondFactor,
  confirmSecondFactor,
  disableSecondFactor,
  enrolSecondFactor,
  isFreshlyConfirmedIfEnrolled,
  secondFactorState,
} from './second-factor.ts';
export {
  deviceOf,
  endOtherSessions,
  endSession,
  type From,
  isSessionOpen,
  openSessionsOf,
  sessionDays,
} from './sessions.ts';
export { refresh, secondFactorSignIn, signIn, signOut } from './sign-in.ts';

export async function register(
  env: Env,
  request: RegisterRequest,
  from: From,
): Promise<Result<SignedInSession, 'email-taken' | 'login-taken' | 'too-many-requests' | 'busy'>> {
  const admitted = await floodLimit(env, 'register', from.address);
  if (!admitted.ok) return admitted;
  const nowMs = Date.now();
  const registrations = configOf(env).REGISTRATIONS_PER_HOUR;
  const limit = perHour(registrations, Math.max(30, Math.ceil(registrations * 0.3)));
  const counter = { what: 'register', subject: networkOf(from.address), limit };
  const allowed = await countAttempt(env, [counter], nowMs);
  if (!allowed.ok) return allowed;
  const db = databaseOf(env);
  const taken = await takenOf(db, request);
  if (taken !== null) return refuse(taken);
  const hash = await hashPassword(env, request.password);
  if (!hash.ok) return hash;
  const userId = newId('usr');
  if (!(await insertAccount(env, db, userId, request, hash.value, nowMs))) {
    return refuse((await takenOf(db, request)) ?? 'email-taken');
  }
  await wakeMailer(env);
  const session = await openSession(env, { id: userId, role: request.role }, from, nowMs);
  return ok(await signedInSession(env, userId, session));
}

async function takenOf(db: Database, request: RegisterRequest): Promise<'email-taken' | 'login-taken' | null> {
  const [email, mayComeBack, login] = await db.batch([
    db
      .select({ id: users.id })
      .from(users)
      .where(eq(users.emailKey, emailKeyOf(request.email))),
    // An account was moved away from this address and may still be restored to it. A new account with it would prevent that.
    db
      .select({ id: accountLetters.id })
      .from(accountLetters)
      .where(
        and(
          sql`${isEmail(accountLetters.address, request.email)} and ${accountLetters.kind} = 'email-changed'`,
          isNull(accountLetters.spentAt),
          gt(accountLetters.expiresAt, Date.now()),
        ),
      ),
    db
      .select({ id: users.id })
      .from(users)
      .where(eq(users.loginKey, folded(request.login))),
  ]);
  if (email.length > 0 || mayComeBack.length > 0) return 'email-taken';
  return login.length > 0 ? 'login-taken' : null;
}

/** False when another registration took the e-mail or the login meanwhile. */
async function insertAccount(
  env: Env,
  db: Database,
  userId: string,
  request: RegisterRequest,
  passwordHash: string,
  nowMs: number,
): Promise<boolean> {
  const displayName = request.displayName ?? request.login;
  const user = db
    .insert(users)
    .values({
      id: userId,
      login: request.login,
      loginKey: folded(request.login),
      email: request.email,
      emailKey: emailKeyOf(request.email),
      passwordHash,
      role: request.role,
      displayName,
      locale: request.locale ?? 'ru',
      createdAt: nowMs,
    })
    .onConflictDoNothing();
  const letter = letterTo(env, db, 'verify-email', userId, nowMs);
  if (request.role === 'buyer') return (await db.batch([user, letter]))[0].meta.changes === 1;
  const [inserted] = await db.batch([user, ...partyInserts(db, userId, request.role, displayName, nowMs), letter]);
  return inserted.meta.changes === 1;
}

function partyInserts(db: Database, userId: string, kind: 'organizer' | 'distributor', name: string, nowMs: number) {
  const partyId = newId('pty');
  // D1's batch goes on when a statement changed nothing, so each asks whether the one before it did.
  return [
    statement(
      db,
      sql`insert into parties (id, kind, name, name_key, created_at)
      select ${partyId}, ${kind}, ${name}, ${folded(name)}, ${nowMs} where changes() = 1`,
    ),
    statement(db, sql`insert into members (party_id, user_id) select ${partyId}, ${userId} where changes() = 1`),
  ] as const;
}

/** Whether the person has a verified address, so that they may write to others. An admin is made by the operator and counts as verified. */
export async function hasVerifiedEmail(env: Env, actor: Actor): Promise<boolean> {
  if (actor.role === 'admin') return true;
  const [user] = await databaseOf(env)
    .select({ verified: users.emailVerified })
    .from(users)
    .where(eq(users.id, actor.userId));
  return user?.verified === true;
}

/** Null when the account was deleted while an access token of it is still valid. */
export async function getMe(env: Env, actor: Actor): Promise<Me | null> {
  const account = await accountOf(databaseOf(env), actor.userId);
  return account === null ? null : meOf(account);
}

/** Payout details change only after a recent second factor, and a letter tells the owner of the change. */
export async function updateMe(
  env: Env,
  actor: Actor,
  change: UpdateMeRequest,
): Promise<Result<Me, 'unauthenticated' | 'second-factor-required' | 'email-not-verified'>> {
  const db = databaseOf(env);
  const nowMs = Date.now();
  const account = await accountOf(db, actor.userId);
  if (account === null) return refuse('unauthenticated');
  const { displayName, locale, withoutLetter } = change;
  const current = account.party?.payoutDetails ?? null;
  const wanted = change.payoutDetails === '' ? null : change.payoutDetails;
  const payout = account.party !== null && wanted !== undefined && wanted !== current ? { to: wanted } : null;
  if (payout !== null) {
    const confirmed = await isFreshlyConfirmed(env, actor, nowMs);
    if (!confirmed.ok) return confirmed;
  }
  const contacts = newContactsOf(account.party, change.publicContacts);
  // Pages and letters show the contacts to strangers under our name, so only a person with a verified e-mail may write them.
  if (contacts !== null && hasAnyContact(contacts) && !account.user.emailVerified) return refuse('email-not-verified');
  if (displayName !== undefined || locale !== undefined || withoutLetter !== undefined) {
    await db.update(users).set({ displayName, locale, withoutLetter }).where(eq(users.id, actor.userId));
  }
  if (account.party !== null && displayName !== undefined) {
    const named = { name: displayName, nameKey: folded(displayName) };
    await db.update(parties).set(named).where(eq(parties.id, account.party.id));
    await requestEventPushes(db, account.party.id);
  }
  if (account.party !== null && contacts !== null) await writeContacts(env, actor, account.party.id, contacts, nowMs);
  if (account.party !== null && payout !== null) await writePayout(env, actor, account.party.id, payout.to, nowMs);
  const me = await getMe(env, actor);
  return me === null ? refuse('unauthenticated') : ok(me);
}

// Widgets and tickets show the organizer's name: the cron carries the new one to the objects of their events.
async function requestEventPushes(db: Database, partyId: string): Promise<void> {
  await db.run(sql`update publications set pending_since = ${Date.now()}, asked = asked + 1, attempts = 0
    where subject_id in (select id from events where organizer_id = ${partyId} and status = 'published')`);
}

async function writePayout(env: Env, actor: Actor, partyId: string, to: string | null, nowMs: number): Promise<void> {
  const db = databaseOf(env);
  await db.batch([
    db.update(parties).set({ payoutDetails: to }).where(eq(parties.id, partyId)),
    auditIfChanged(
      db,
      { what: 'payout-details-changed', by: actor, subjectId: partyId, partyId, after: { empty: to === null } },
      nowMs,
    ),
    letterTo(env, db, 'payout-changed', actor.userId, nowMs),
  ]);
  await wakeMailer(env);
}

/** The party that this person's events belong to. An admin gets a party with their first event. */
export async function organizerPartyOf(env: Env, actor: Actor): Promise<string> {
  if (actor.partyId !== null) return actor.partyId;
  const db = databaseOf(env);
  const [own] = await db
    .select({ id: parties.id })
    .from(parties)
    .innerJoin(members, eq(members.partyId, parties.id))
    .where(and(eq(members.userId, actor.userId), eq(parties.kind, 'organizer')));
  if (own !== undefined) return own.id;
  const account = await accountOf(db, actor.userId);
  if (account === null) throw new Error('an actor without his person');
  const partyId = newId('pty');
  const name = account.user.displayName;
  await db.batch([
    db.insert(parties).values({ id: partyId, kind: 'organizer', name, nameKey: folded(name), createdAt: Date.now() }),
    db.insert(members).values({ partyId, userId: actor.userId }),
  ]);
  return partyId;
}
