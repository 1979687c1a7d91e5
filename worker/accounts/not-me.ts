// "This was not me": the second link of a letter, for the owner of a mailbox that somebody else used.

import { eq, type SQL, sql } from 'drizzle-orm';
import type { Disowned } from '#core/contracts/accounts.ts';
import { assertNever, ok, type Result, refuse } from '#core/result.ts';
import { auditIfChanged } from '../audit/audit.ts';
import { removeCoverFiles } from '../catalog/cover-files.ts';
import { databaseOf, statement } from '../database.ts';
import type { Env } from '../env.d.ts';
import { members } from '../schema/accounts.ts';
import { events } from '../schema/catalog.ts';
import { type LetterRow, liveLetter, spend, spentJustNow } from './links.ts';
import { lockAccount } from './lock-account.ts';

export async function notMe(
  env: Env,
  token: string,
  address: string | undefined,
): Promise<Result<Disowned, 'link-expired' | 'account-in-use' | 'too-many-requests'>> {
  const nowMs = Date.now();
  const kinds = ['verify-email', 'change-email', 'email-change-asked', 'second-factor-on'] as const;
  const found = await liveLetter(env, token, kinds, address, nowMs);
  if (!found.ok) return found;
  const letter = found.value;
  switch (letter.kind) {
    case 'verify-email':
      return deleteAccount(env, letter);
    case 'change-email':
      return stopChange(env, letter, nowMs);
    case 'email-change-asked':
    case 'second-factor-on':
      return closeAccount(env, letter, nowMs);
    case 'email-changed':
    case 'email-restored':
    case 'reset-password':
    case 'password-changed':
    case 'second-factor-off':
    case 'payout-changed':
      return refuse('link-expired');
    default:
      return assertNever(letter.kind);
  }
}

/** Says no for a stranger whose address was named as the new one of an account: the account does not change. */
async function stopChange(env: Env, letter: LetterRow, nowMs: number): Promise<Result<Disowned, 'link-expired'>> {
  const [spent] = await databaseOf(env).batch([spend(databaseOf(env), letter, nowMs)]);
  return spent.meta.changes === 1 ? ok({ outcome: 'stopped' }) : refuse('link-expired');
}

/** Whoever asked for the change knew the password, so the password stops working too. Only for the account's present address. */
async function closeAccount(env: Env, letter: LetterRow, nowMs: number): Promise<Result<Disowned, 'link-expired'>> {
  const db = databaseOf(env);
  const { userId } = letter;
  const still = sql`exists (select 1 from users where id = ${userId} and email = ${letter.address})`;
  const [spent] = await db.batch([
    spend(db, letter, nowMs, still),
    auditIfChanged(db, { what: 'account-closed-by-owner', by: null, accountId: userId }, nowMs),
    ...lockAccount(db, userId, letter.createdAt, nowMs, spentJustNow(letter, nowMs)),
  ]);
  return spent.meta.changes === 1 ? ok({ outcome: 'closed' }) : refuse('link-expired');
}

/** Deletes an account that was never verified, because the owner of its address says that it is not theirs. */
async function deleteAccount(
  env: Env,
  letter: LetterRow,
): Promise<Result<Disowned, 'link-expired' | 'account-in-use'>> {
  const db = databaseOf(env);
  const { userId } = letter;
  const own = await db.select({ partyId: members.partyId }).from(members).where(eq(members.userId, userId));
  const parties = listOf(own.map((one) => one.partyId));
  const drafts = await db.select({ id: events.id }).from(events).where(sql`${events.organizerId} in ${parties}`);
  // Every statement repeats the condition: the account may have been verified or used since the letter was read.
  const unused = sql`exists (select 1 from users where id = ${userId} and email_verified = 0 and ever_verified = 0)
    and not exists (select 1 from members where party_id in ${parties} and user_id <> ${userId})
    and not exists (select 1 from events
      where organizer_id in ${parties} and (status <> 'draft' or published_at is not null))
    and not exists (select 1 from deals where organizer_id in ${parties} or distributor_id in ${parties})`;
  const remove = (what: SQL) => statement(db, sql`delete from ${what} and ${unused}`);
  const results = await db.batch([
    remove(sql`refresh_tokens where session_id in (select id from sessions where user_id = ${userId})`),
    remove(sql`sessions where user_id = ${userId}`),
    remove(sql`second_factors where user_id = ${userId}`),
    remove(sql`recovery_codes where user_id = ${userId}`),
    remove(sql`account_letters where user_id = ${userId}`),
    remove(sql`distributor_words
      where rowid in (select key from listed_distributors where party_id in ${parties})`),
    remove(sql`listed_distributors where party_id in ${parties}`),
    remove(sql`distributor_profiles where party_id in ${parties}`),
    remove(sql`invitations where distributor_id in ${parties}`),
    remove(sql`notices where party_id in ${parties}`),
    // Rows that refer to a draft are deleted with it.
    remove(sql`events where organizer_id in ${parties}`),
    remove(sql`members where user_id = ${userId}`),
    statement(
      db,
      sql`delete from parties where id in ${parties}
      and not exists (select 1 from members where members.party_id = parties.id)`,
    ),
    remove(sql`users where id = ${userId}`),
    auditIfChanged(db, { what: 'account-deleted', by: null, subjectId: userId }, Date.now()),
  ]);
  if (results[13].meta.changes === 0) return refuse('account-in-use');
  await Promise.all(drafts.map((one) => removeCoverFiles(env, one.id)));
  return ok({ outcome: 'deleted' });
}

function listOf(ids: readonly string[]): SQL {
  return sql`(select value from json_each(${JSON.stringify(ids)}))`;
}
