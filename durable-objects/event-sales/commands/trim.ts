// Deletes rows that are past their time, in slices, so that no transaction keeps buyers waiting.

import { trimNetworks } from '../engine/networks.ts';
import type { Transaction } from '../engine/transaction.ts';

/** Finding old rows reads whole tables, so it does not run at every alarm. */
const trimEveryMs = 60 * 60_000;
const rowsAtOnce = 2_000;
/** As long as the idempotency records of holds, so that a buyer who comes late reads "expired" and not "unknown". */
const endedHoldLifeMs = 48 * 60 * 60_000;
/** Wrong codes stop counting much earlier (`core/purchase-limits.ts`). */
const wrongCodeLifeMs = 48 * 60 * 60_000;

/** One slice. True when there may be more to delete. */
export function trim(tx: Transaction): boolean {
  const { state, sql, nowMs } = tx;
  const sinceMs = nowMs - state.trimmedAtMs;
  // `trimmedAtMs` may lie in the future, when the clock ran ahead; then trimming is due.
  if (sinceMs >= 0 && sinceMs < trimEveryMs) return false;
  trimNetworks(tx);
  const hasMore = [
    deleteSlice(
      sql,
      `delete from answers where (scope, key) in
         (select scope, key from answers where keep_until is not null and keep_until < ? limit ?)`,
      nowMs,
    ),
    deleteSlice(
      sql,
      `delete from holds where hold_id in
         (select hold_id from holds where status in ('released', 'expired') and order_id is null and ends_at < ? limit ?)`,
      nowMs - endedHoldLifeMs,
    ),
    deleteSlice(
      sql,
      'delete from wrong_codes where network in (select network from wrong_codes where at < ? limit ?)',
      nowMs - wrongCodeLifeMs,
    ),
    deleteSlice(
      sql,
      'delete from free_orders where subject in (select subject from free_orders where at < ? limit ?)',
      nowMs,
    ),
    deleteSlice(
      sql,
      'delete from spent_proofs where proof_id in (select proof_id from spent_proofs where expires_at < ? limit ?)',
      nowMs,
    ),
  ].includes(true);
  state.trimming = hasMore;
  if (hasMore) return true;
  state.trimmedAtMs = nowMs;
  state.changed.head = true;
  return false;
}

/** `text` takes a moment and a limit. True when the limit was reached, so that there may be more. */
function deleteSlice(sql: SqlStorage, text: string, beforeMs: number): boolean {
  return sql.exec(`${text} returning 1`, beforeMs, rowsAtOnce).toArray().length === rowsAtOnce;
}
