// Promo codes that a network tried and that do not exist. After a few of them each further try costs a proof of work,
// or codes could be found by guessing.

import { levelOfGuess, wrongNow } from '#core/network-limits.ts';
import type { Refused } from '#core/result.ts';
import { all, first } from '../engine/database.ts';
import type { Transaction } from '../engine/transaction.ts';
import type { ProofUse } from './spent-proofs.ts';

/**
 * Called before the code is looked up: the price is the same for a right code and a wrong one, or the price itself
 * would tell which code exists.
 */
export function refuseGuess(
  tx: Transaction,
  { promoCode, networks }: { promoCode?: string | undefined; networks: readonly string[] },
  proof: ProofUse,
): Refused<'proof-required'> | null {
  if (promoCode === undefined || networks.length === 0) return null;
  const rows = all<{ wrong: number; at: number }>(
    tx.sql,
    'select w.wrong, w.at from json_each(?) q cross join wrong_codes w on w.network = q.value',
    JSON.stringify(networks),
  );
  const level = Math.max(0, ...rows.map(({ wrong, at }) => levelOfGuess(wrongNow(wrong, at, tx.nowMs))));
  return level === 0 ? null : proof.refuse(level);
}

export function countWrongCode({ sql, nowMs }: Transaction, networks: readonly string[]): void {
  for (const network of networks) {
    const row = first<{ wrong: number; at: number }>(
      sql,
      'select wrong, at from wrong_codes where network = ?',
      network,
    );
    const wrong = (row === null ? 0 : wrongNow(row.wrong, row.at, nowMs)) + 1;
    sql.exec(
      `insert into wrong_codes (network, wrong, at) values (?, ?, ?)
       on conflict (network) do update set wrong = excluded.wrong, at = excluded.at`,
      network,
      wrong,
      nowMs,
    );
  }
}
