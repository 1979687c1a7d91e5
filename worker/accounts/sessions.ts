// Sessions. A session is a chain of refresh tokens, each good for one use. Reuse of a spent refresh token means theft, so
// it ends the session (reuse detection). Within ten seconds of the first use, a repeat is taken for a client whose
// response was lost, and gets the same successor again.

import { createHash, createHmac, randomBytes } from 'node:crypto';
import { and, desc, eq, gt, isNull, ne, type SQL, sql } from 'drizzle-orm';
import { isWithin } from '#core/clock-skew.ts';
import type { SessionView } from '#core/contracts/accounts.ts';
import type { Role } from '#core/contracts/people.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { audit, auditIfChanged } from '../audit/audit.ts';
import { configOf } from '../config.ts';
import { olderThan, type Position, pageOf } from '../cursor.ts';
import { type Database, databaseOf, statement } from '../database.ts';
import type { Env } from '../env.d.ts';
import type { Actor } from '../http/app-env.ts';
import { newId } from '../ids/ids.ts';
import { log } from '../log.ts';
import { refreshTokens, sessions, users } from '../schema/accounts.ts';
import { credentialsChanged } from './credentials-changed.ts';

export const sessionDays = 30;
/** A session that is not used ends earlier, so that a forgotten browser does not stay signed in for the whole month. */
const idleDays = 14;
const lostReplyMs = 10_000;
const pageSize = 50;

/** When a session ends by itself. A page in use refreshes every ten minutes, which is what `lastSeenAt` notes. */
const sessionEndsAt = sql<number>`min(${sessions.expiresAt},
  max(${sessions.lastSeenAt}, ${sessions.createdAt}) + ${idleDays * 86_400_000})`;

export type OpenedSession = { sessionId: string; refreshToken: string };

/** Where a sign-in comes from: the address for the rate limits, the device for the list of sessions. */
export type From = { address: string | undefined; device: string };

export async function openSession(
  env: Env,
  user: { id: string; role: Role },
  from: From,
  nowMs: number,
  confirmedAt: number | null = null,
): Promise<OpenedSession> {
  const db = databaseOf(env);
  const sessionId = newId('ses');
  const refreshToken = randomBytes(32).toString('base64url');
  const by = { userId: user.id, role: user.role };
  await db.batch([
    db.insert(sessions).values({
      id: sessionId,
      userId: user.id,
      createdAt: nowMs,
      expiresAt: nowMs + sessionDays * 86_400_000,
      device: from.device,
      lastSeenAt: nowMs,
      confirmedAt,
    }),
    db.insert(refreshTokens).values({ hash: hashOf(refreshToken), sessionId, createdAt: nowMs }),
    audit(
      db,
      {
        what: 'signed-in',
        by,
        subjectId: sessionId,
        accountId: user.id,
        after: { secondFactor: confirmedAt !== null },
      },
      nowMs,
    ),
  ]);
  return { sessionId, refreshToken };
}

type Rotated = OpenedSession & { userId: string };

export async function rotate(env: Env, token: string, nowMs: number): Promise<Result<Rotated, 'unauthenticated'>> {
  const db = databaseOf(env);
  const hash = hashOf(token);
  const successor = successorOf(env, token);
  const [spent, , found] = await db.batch([
    statement(
      db,
      sql`update refresh_tokens set spent_at = ${nowMs} where hash = ${hash} and spent_at is null
      and exists (select 1 from sessions where id = session_id and ended_at is null and ${sessionEndsAt} > ${nowMs})`,
    ),
    statement(
      db,
      sql`insert into refresh_tokens (hash, session_id, created_at)
      select ${hashOf(successor)}, session_id, ${nowMs} from refresh_tokens where hash = ${hash} and changes() = 1`,
    ),
    selectToken(db, hash, hashOf(successor)),
    statement(
      db,
      sql`update sessions set last_seen_at = ${nowMs}
      where id = (select session_id from refresh_tokens where hash = ${hash} and spent_at = ${nowMs})`,
    ),
  ]);
  const row = found[0];
  if (row === undefined || row.endedAt !== null || row.sessionEndsAt <= nowMs) return refuse('unauthenticated');
  const rotated = ok({ sessionId: row.sessionId, userId: row.userId, refreshToken: successor });
  if (spent.meta.changes === 1) return rotated;
  const lostReply = row.spentAt !== null && isWithin(lostReplyMs, row.spentAt, nowMs) && row.successorSpentAt === null;
  if (lostReply) return rotated;
  // We cannot tell the thief from the owner, so the audit entry names nobody.
  await endSession(db, row, 'reuse', nowMs, null);
  log('warn', 'refresh-reuse', { userId: row.userId, sessionId: row.sessionId });
  return refuse('unauthenticated');
}

function selectToken(db: Database, hash: string, successorHash: string) {
  return db
    .select({
      sessionId: refreshTokens.sessionId,
      spentAt: refreshTokens.spentAt,
      userId: sessions.userId,
      endedAt: sessions.endedAt,
      sessionEndsAt,
      successorSpentAt: sql<number | null>`(select spent_at from refresh_tokens where hash = ${successorHash})`,
    })
    .from(refreshTokens)
    .innerJoin(sessions, eq(sessions.id, refreshTokens.sessionId))
    .where(eq(refreshTokens.hash, hash));
}

/** Ends the family this token belongs to; an unknown token ends nothing. */
export async function endSessionOf(env: Env, token: string, nowMs: number): Promise<void> {
  const db = databaseOf(env);
  const [found] = await db
    .select({ sessionId: refreshTokens.sessionId, userId: sessions.userId, role: users.role })
    .from(refreshTokens)
    .innerJoin(sessions, eq(sessions.id, refreshTokens.sessionId))
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(refreshTokens.hash, hashOf(token)));
  if (found !== undefined) await endSession(db, found, 'logout', nowMs, found);
}

const auditKindOf = { logout: 'signed-out', reuse: 'refresh-reused', owner: 'session-ended' } as const;

export async function endSession(
  db: Database,
  { sessionId, userId }: { sessionId: string; userId: string },
  endedBy: keyof typeof auditKindOf,
  nowMs: number,
  by: Pick<Actor, 'userId' | 'role'> | null,
): Promise<void> {
  await db.batch([
    db
      .update(sessions)
      .set({ endedAt: nowMs, endedBy })
      .where(and(eq(sessions.id, sessionId), isNull(sessions.endedAt))),
    auditIfChanged(db, { what: auditKindOf[endedBy], by, subjectId: sessionId, accountId: userId }, nowMs),
  ]);
}

/** For a batch: every session of a person but `keep`, e.g. once their password changed. */
export function endSessionsOf(db: Database, userId: string, keep: string | null, nowMs: number, when: SQL = sql`true`) {
  return db
    .update(sessions)
    .set({ endedAt: nowMs, endedBy: 'credentials' })
    .where(
      and(
        eq(sessions.userId, userId),
        isNull(sessions.endedAt),
        keep === null ? when : and(ne(sessions.id, keep), when),
      ),
    );
}

/** Ends all sessions of the actor but the current one. */
export async function endOtherSessions(env: Env, actor: Actor, nowMs: number): Promise<void> {
  const db = databaseOf(env);
  const by = { userId: actor.userId, role: actor.role };
  await db.batch([
    endSessionsOf(db, actor.userId, actor.sessionId, nowMs),
    audit(db, { what: 'session-ended', by, accountId: actor.userId, after: { all: 'others' } }, nowMs),
    ...credentialsChanged(db, actor.userId, nowMs),
  ]);
}

/**
 * An access token is valid for ten minutes. A call that changes something also checks that its session has not ended and
 * that the person still has the token's role, so that signing out, disabling and a new role take effect at once.
 */
export async function isSessionOpen(env: Env, actor: Actor): Promise<boolean> {
  const [row] = await databaseOf(env)
    .select({ role: users.role })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(sessions.id, actor.sessionId),
        eq(sessions.userId, actor.userId),
        isNull(sessions.endedAt),
        gt(sessionEndsAt, Date.now()),
        isNull(users.disabledAt),
      ),
    );
  return row?.role === actor.role;
}

/**
 * Those still open, the newest sign-in first. Not by when each was last seen: a session that is used between two pages
 * would move up and be on neither, and it may be the one somebody looks for.
 */
export async function openSessionsOf(
  env: Env,
  actor: Actor,
  after: Position | null,
): Promise<{ items: SessionView[]; next: string | null }> {
  const rows = await databaseOf(env)
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.userId, actor.userId),
        isNull(sessions.endedAt),
        gt(sessionEndsAt, Date.now()),
        olderThan(after, sessions.createdAt, sessions.id),
      ),
    )
    .orderBy(desc(sessions.createdAt), desc(sessions.id))
    .limit(pageSize + 1);
  return pageOf(
    rows,
    pageSize,
    (row) => ({ at: row.createdAt, id: row.id }),
    (row) => ({
      id: row.id,
      device: row.device,
      createdAt: new Date(row.createdAt).toISOString(),
      lastSeenAt: new Date(Math.max(row.lastSeenAt, row.createdAt)).toISOString(),
      expiresAt: new Date(row.expiresAt).toISOString(),
      current: row.id === actor.sessionId,
    }),
  );
}

/** Enough to recognise one's own machine, and no more: the whole header would be a fingerprint. */
export function deviceOf(userAgent: string | undefined): string {
  const text = userAgent ?? '';
  const browser = browsers.find(([mark]) => text.includes(mark))?.[1];
  const system = systems.find(([mark]) => text.includes(mark))?.[1];
  return [browser, system].filter((part) => part !== undefined).join(', ');
}

// The first that fits: most browsers also name those they descend from.
const browsers: [string, string][] = [
  ['YaBrowser/', 'Yandex'],
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['SamsungBrowser/', 'Samsung Internet'],
  ['Firefox/', 'Firefox'],
  ['FxiOS/', 'Firefox'],
  ['CriOS/', 'Chrome'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
  ['curl/', 'curl'],
];
const systems: [string, string][] = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'macOS'],
  ['Linux', 'Linux'],
];

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

// Computed, so that the same successor can be given again though only its hash is stored. Without the secret a
// stolen token does not tell the next one.
function successorOf(env: Env, token: string): string {
  return createHmac('sha256', configOf(env).ID_SECRET).update(`refresh:${token}`).digest('base64url');
}
