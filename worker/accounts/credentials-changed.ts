// What every change of a credential does to the open links of an account. Each change (password, reset, e-mail, its undo,
// second factor, a used recovery code, ending all sessions, disabling) puts these statements into its batch, so that a
// link asked for by whoever knew the old credentials opens nothing under the new ones.

import { type SQL, sql } from 'drizzle-orm';
import { type Database, statement } from '../database.ts';
import type { LetterKind } from './letters.ts';

/**
 * The links that outlive a change of a credential, because none of them lets anybody in: the first proves a mailbox to
 * somebody who is signed in as the account, the others take the account from whoever changed it and leave a reset by
 * its mailbox as the only way in. A thief who changes the password must not be able to kill them.
 */
export const lastingLinks: readonly LetterKind[] = [
  'verify-email',
  'email-changed',
  'email-change-asked',
  'second-factor-on',
];

const lasting = sql`kind in (select value from json_each(${JSON.stringify(lastingLinks)}))`;

/** For a batch, after the change itself; `when` repeats the change's own condition. */
export function credentialsChanged(db: Database, userId: string, nowMs: number, when: SQL = sql`true`) {
  return [
    statement(db, sql`update users set credentials_version = credentials_version + 1 where id = ${userId} and ${when}`),
    // Letters that only report a change have no link and are still mailed.
    statement(
      db,
      sql`update account_letters set spent_at = ${nowMs}
      where user_id = ${userId} and spent_at is null and token_hash is not null and not ${lasting} and ${when}`,
    ),
  ] as const;
}

/** For a query of `account_letters`: the link was written under the credentials of today, or outlives their changes. */
export const writtenUnderTheseCredentials = sql`exists (select 1 from users
  where users.id = account_letters.user_id and users.disabled_at is null
  and (users.credentials_version = account_letters.credentials_version or account_letters.${lasting}))`;
