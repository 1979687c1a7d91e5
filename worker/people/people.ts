// Accounts: who may sign in, and the party each person acts for. Registering as organizer or distributor makes a
// party with the person as its member; buyers and admins act for nobody.

import { and, eq, sql } from 'drizzle-orm';
import type { LoginRequest, Me, RegisterRequest, SignedIn, UpdateMeRequest } from '#core/contracts/people.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { signAccessToken } from '../access/access-token.ts';
import { configOf } from '../config.ts';
import { type Database, databaseOf, folded, statement } from '../database.ts';
import type { Env } from '../env.d.ts';
import type { Actor } from '../http/app-env.ts';
import { newId } from '../ids/ids.ts';
import { meter, networkOf } from './meter.ts';
import { hashPassword, isOutdated, passwordMatches } from './passwords.ts';
import { members, parties, users } from './schema.ts';
import { endSessionOf, type OpenedSession, openSession, rotate } from './sessions.ts';

export { forgetOldMeters } from './meter.ts';
export { sessionDays } from './sessions.ts';

export type Entered = { signedIn: SignedIn; refreshToken: string };
type UserRow = typeof users.$inferSelect;
type Account = { user: UserRow; party: typeof parties.$inferSelect | null };

export async function register(
  env: Env,
  request: RegisterRequest,
  address: string | undefined,
): Promise<Result<Entered, 'email-taken' | 'login-taken' | 'too-many-requests' | 'busy'>> {
  const nowMs = Date.now();
  const perHour = configOf(env).REGISTRATIONS_PER_HOUR;
  const allowance = { perHour, burst: Math.max(30, Math.ceil(perHour * 0.3)) };
  const allowed = await meter(env, 'register', networkOf(address), allowance, nowMs);
  if (!allowed.ok) return allowed;
  const db = databaseOf(env);
  const taken = await takenOf(db, request);
  if (taken !== null) return refuse(taken);
  const hash = await hashPassword(request.password);
  if (!hash.ok) return hash;
  const userId = newId('usr');
  if (!(await insertAccount(db, userId, request, hash.value, nowMs))) {
    return refuse((await takenOf(db, request)) ?? 'email-taken');
  }
  return ok(await enter(env, userId, await openSession(env, userId, nowMs)));
}

async function takenOf(db: Database, request: RegisterRequest): Promise<'email-taken' | 'login-taken' | null> {
  const [email, login] = await db.batch([
    db
      .select({ id: users.id })
      .from(users)
      .where(eq(users.emailKey, folded(request.email))),
    db
      .select({ id: users.id })
      .from(users)
      .where(eq(users.loginKey, folded(request.login))),
  ]);
  if (email.length > 0) return 'email-taken';
  return login.length > 0 ? 'login-taken' : null;
}

/** False when another registration took the e-mail or the login meanwhile. */
async function insertAccount(
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
      emailKey: folded(request.email),
      passwordHash,
      role: request.role,
      displayName,
      locale: request.locale ?? 'ru',
      createdAt: nowMs,
    })
    .onConflictDoNothing();
  if (request.role === 'buyer') return (await db.batch([user]))[0].meta.changes === 1;
  const [inserted] = await db.batch([user, ...partyInserts(db, userId, request.role, displayName, nowMs)]);
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

/** Failed sign-ins one account may see before it has to slow down. */
const failedSignIns = { perHour: 120, burst: 20 };

export async function signIn(
  env: Env,
  request: LoginRequest,
): Promise<Result<Entered, 'wrong-credentials' | 'too-many-requests' | 'busy'>> {
  const nowMs = Date.now();
  const db = databaseOf(env);
  const emailKey = folded(request.email.trim());
  const [user] = await db.select().from(users).where(eq(users.emailKey, emailKey));
  const matches = await passwordMatches(request.password, user?.passwordHash ?? null);
  if (!matches.ok) return matches;
  if (user === undefined || !matches.value) {
    const allowed = await meter(env, 'sign-in', emailKey, failedSignIns, nowMs);
    return allowed.ok ? refuse('wrong-credentials') : allowed;
  }
  if (isOutdated(user.passwordHash)) await rehash(db, user.id, request.password);
  return ok(await enter(env, user.id, await openSession(env, user.id, nowMs)));
}

async function rehash(db: Database, userId: string, password: string): Promise<void> {
  const hash = await hashPassword(password);
  if (hash.ok) await db.update(users).set({ passwordHash: hash.value }).where(eq(users.id, userId));
}

export async function refresh(env: Env, token: string): Promise<Result<Entered, 'unauthenticated'>> {
  const rotated = await rotate(env, token, Date.now());
  if (!rotated.ok) return rotated;
  return ok(await enter(env, rotated.value.userId, rotated.value));
}

export async function signOut(env: Env, token: string): Promise<void> {
  await endSessionOf(env, token, Date.now());
}

async function enter(env: Env, userId: string, session: OpenedSession): Promise<Entered> {
  const account = await accountOf(databaseOf(env), userId);
  if (account === null) throw new Error('a session without its person');
  const { user } = account;
  const me = meOf(account);
  const actor: Actor = { userId, partyId: me.partyId, role: user.role, sessionId: session.sessionId };
  return {
    signedIn: { user: me, accessToken: await signAccessToken(env, actor) },
    refreshToken: session.refreshToken,
  };
}

async function accountOf(db: Database, userId: string): Promise<Account | null> {
  const [row] = await db
    .select({ user: users, party: parties })
    .from(users)
    .leftJoin(members, eq(members.userId, users.id))
    .leftJoin(parties, and(eq(parties.id, members.partyId), sql`${parties.kind} = ${users.role}`))
    .where(eq(users.id, userId))
    .orderBy(sql`${parties.id} is null`)
    .limit(1);
  return row ?? null;
}

function meOf({ user, party }: Account): Me {
  return {
    id: user.id,
    login: user.login,
    email: user.email,
    emailVerified: user.emailVerified,
    role: user.role,
    displayName: user.displayName,
    locale: user.locale,
    partyId: party?.id ?? null,
    payoutDetails: party?.payoutDetails ?? null,
    createdAt: new Date(user.createdAt).toISOString(),
  };
}

/** Null when the account is gone though its token still lives. */
export async function getMe(env: Env, actor: Actor): Promise<Me | null> {
  const account = await accountOf(databaseOf(env), actor.userId);
  return account === null ? null : meOf(account);
}

export async function updateMe(env: Env, actor: Actor, change: UpdateMeRequest): Promise<Me | null> {
  const db = databaseOf(env);
  const { displayName, locale, payoutDetails } = change;
  if (displayName !== undefined || locale !== undefined) {
    await db.update(users).set({ displayName, locale }).where(eq(users.id, actor.userId));
  }
  if (actor.partyId !== null && (displayName !== undefined || payoutDetails !== undefined)) {
    const named = displayName === undefined ? {} : { name: displayName, nameKey: folded(displayName) };
    await db
      .update(parties)
      .set({ ...named, payoutDetails })
      .where(eq(parties.id, actor.partyId));
    if (displayName !== undefined) await askForEventsOf(db, actor.partyId);
  }
  return getMe(env, actor);
}

// Widgets and tickets show the organizer's name: the cron carries the new one to his events' objects.
async function askForEventsOf(db: Database, partyId: string): Promise<void> {
  await db.run(sql`update publications set pending_since = ${Date.now()}, asked = asked + 1, attempts = 0
    where subject_id in (select id from events where organizer_id = ${partyId} and status = 'published')`);
}

/** The party events of this person belong to. An admin gets one of his own at his first event. */
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
