// Sessions: a family of refresh tokens, each good for one use. A spent one that comes back means a copy is abroad,
// and ends the family; only within ten seconds it is taken for a lost reply and answered with the same successor.

import { createHash, createHmac, randomBytes } from 'node:crypto';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { ok, type Result, refuse } from '#core/result.ts';
import { configOf } from '../config.ts';
import { type Database, databaseOf, statement } from '../database.ts';
import type { Env } from '../env.d.ts';
import { newId } from '../ids/ids.ts';
import { refreshTokens, sessions } from './schema.ts';

export const sessionDays = 30;
const lostReplyMs = 10_000;

export type OpenedSession = { sessionId: string; refreshToken: string };

export async function openSession(env: Env, userId: string, nowMs: number): Promise<OpenedSession> {
  const db = databaseOf(env);
  const sessionId = newId('ses');
  const refreshToken = randomBytes(32).toString('base64url');
  await db.batch([
    db
      .insert(sessions)
      .values({ id: sessionId, userId, createdAt: nowMs, expiresAt: nowMs + sessionDays * 86_400_000 }),
    db.insert(refreshTokens).values({ hash: hashOf(refreshToken), sessionId, createdAt: nowMs }),
  ]);
  return { sessionId, refreshToken };
}

export type Rotated = OpenedSession & { userId: string };

export async function rotate(env: Env, token: string, nowMs: number): Promise<Result<Rotated, 'unauthenticated'>> {
  const db = databaseOf(env);
  const hash = hashOf(token);
  const successor = successorOf(env, token);
  const [spent, , found] = await db.batch([
    statement(
      db,
      sql`update refresh_tokens set spent_at = ${nowMs} where hash = ${hash} and spent_at is null
      and exists (select 1 from sessions where id = session_id and ended_at is null and expires_at > ${nowMs})`,
    ),
    statement(
      db,
      sql`insert into refresh_tokens (hash, session_id, created_at)
      select ${hashOf(successor)}, session_id, ${nowMs} from refresh_tokens where hash = ${hash} and changes() = 1`,
    ),
    selectToken(db, hash, hashOf(successor)),
  ]);
  const row = found[0];
  if (row === undefined || row.endedAt !== null || row.expiresAt <= nowMs) return refuse('unauthenticated');
  const answer = ok({ sessionId: row.sessionId, userId: row.userId, refreshToken: successor });
  if (spent.meta.changes === 1) return answer;
  const lostReply = row.spentAt !== null && nowMs - row.spentAt <= lostReplyMs && row.successorSpentAt === null;
  if (lostReply) return answer;
  await endSession(db, row.sessionId, 'reuse', nowMs);
  console.warn(JSON.stringify({ level: 'warn', what: 'refresh-reuse', userId: row.userId, sessionId: row.sessionId }));
  return refuse('unauthenticated');
}

function selectToken(db: Database, hash: string, successorHash: string) {
  return db
    .select({
      sessionId: refreshTokens.sessionId,
      spentAt: refreshTokens.spentAt,
      userId: sessions.userId,
      endedAt: sessions.endedAt,
      expiresAt: sessions.expiresAt,
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
    .select({ sessionId: refreshTokens.sessionId })
    .from(refreshTokens)
    .where(eq(refreshTokens.hash, hashOf(token)));
  if (found !== undefined) await endSession(db, found.sessionId, 'logout', nowMs);
}

async function endSession(db: Database, sessionId: string, endedBy: 'logout' | 'reuse', nowMs: number): Promise<void> {
  await db
    .update(sessions)
    .set({ endedAt: nowMs, endedBy })
    .where(and(eq(sessions.id, sessionId), isNull(sessions.endedAt)));
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

// Computed, so that the same successor can be given again though only its hash is stored. Without the secret a
// stolen token does not tell the next one.
function successorOf(env: Env, token: string): string {
  return createHmac('sha256', configOf(env).ID_SECRET).update(`refresh:${token}`).digest('base64url');
}
