// Locks an account that somebody else took over: afterwards a password reset by its mailbox is the only way in.

import { randomBytes } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';
import { type Database, statement } from '../database.ts';
import { credentialsChanged } from './credentials-changed.ts';
import { endSessionsOf } from './sessions.ts';

/**
 * Statements for a batch. They replace the password hash by one that no password has, end all sessions and spend the open
 * links. They delete a second factor that was turned on since `sinceMs`, because the intruder did it; an older one is the
 * owner's and stays.
 */
export function lockAccount(db: Database, userId: string, sinceMs: number, nowMs: number, when: SQL) {
  return [
    statement(db, sql`update users set password_hash = ${hashOfNoPassword()} where id = ${userId} and ${when}`),
    statement(
      db,
      sql`delete from second_factors where user_id = ${userId} and ${when}
      and (confirmed_at is null or confirmed_at >= ${sinceMs})`,
    ),
    statement(
      db,
      sql`delete from recovery_codes where user_id = ${userId} and ${when}
      and not exists (select 1 from second_factors where second_factors.user_id = ${userId})`,
    ),
    endSessionsOf(db, userId, null, nowMs, when),
    ...credentialsChanged(db, userId, nowMs, when),
  ] as const;
}

/** A hash with the usual parameters (see passwords.ts), so that a sign-in does the same work; no known password has it. */
function hashOfNoPassword(): string {
  const part = (bytes: number) => randomBytes(bytes).toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$m=19456,t=2,p=1$${part(16)}$${part(32)}`;
}
