// The one-time links of letters. A link is found by its token, works once, and stops working when the credentials of its
// account have changed since it was written (credentials-changed.ts).

import { and, eq, gt, isNull, type SQL, sql } from 'drizzle-orm';
import { ok, type Result, refuse } from '#core/result.ts';
import { type Database, databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { networkOf } from '../http/network.ts';
import { accountLetters } from '../schema/accounts.ts';
import { writtenUnderTheseCredentials } from './credentials-changed.ts';
import { hashOf, type LetterKind } from './letters.ts';
import { countAttempt, perHour } from './rate-limit.ts';

export type LetterRow = typeof accountLetters.$inferSelect;

const deadLinksANetwork = perHour(120, 30);

export async function liveLetter(
  env: Env,
  token: string,
  kinds: readonly LetterKind[],
  address: string | undefined,
  nowMs: number,
): Promise<Result<LetterRow, 'link-expired' | 'too-many-requests'>> {
  const db = databaseOf(env);
  const [letter] = await db
    .select()
    .from(accountLetters)
    .where(and(eq(accountLetters.tokenHash, hashOf(token)), isLive(nowMs)));
  if (letter !== undefined && kinds.includes(letter.kind)) return ok(letter);
  // Only links that do not work are counted, so that nobody is limited for using their own.
  const counters = [{ what: 'link-network', subject: networkOf(address), limit: deadLinksANetwork }];
  const allowed = await countAttempt(env, counters, nowMs);
  return allowed.ok ? refuse('link-expired') : allowed;
}

function isLive(nowMs: number): SQL | undefined {
  return and(isNull(accountLetters.spentAt), gt(accountLetters.expiresAt, nowMs), writtenUnderTheseCredentials);
}

/** The first statement of a batch: it spends the link, so that of two uses only one has an effect. */
export function spend(db: Database, letter: LetterRow, nowMs: number, when: SQL = sql`true`) {
  return db
    .update(accountLetters)
    .set({ spentAt: nowMs })
    .where(and(eq(accountLetters.id, letter.id), isLive(nowMs), when));
}

/** The condition of the statements that follow `spend` in its batch. */
export function spentJustNow(letter: LetterRow, nowMs: number): SQL {
  return sql`exists (select 1 from account_letters where id = ${letter.id} and spent_at = ${nowMs})`;
}
