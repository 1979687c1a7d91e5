// Taking an account from whoever is in it: afterwards a new password by a letter to its mailbox is the only way in.

import { randomBytes } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';
import { type Database, statement } from '../database.ts';
import { credentialsChanged } from './credentials-changed.ts';
import { endSessionsOf } from './sessions.ts';

/**
 * For a batch. The password fits nothing any more, all sessions end, open links are spent. A second factor turned on
 * since `sinceMs` goes too: whoever had the account then turned it on. An older one stays: it is the owner's.
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

/** Of the form of every other (see passwords.ts), so that a sign-in does the same work; no password has this tag. */
function hashOfNoPassword(): string {
  const part = (bytes: number) => randomBytes(bytes).toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$m=19456,t=2,p=1$${part(16)}$${part(32)}`;
}
