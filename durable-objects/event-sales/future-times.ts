// Repairs times that were stored while the clock ran ahead. An object that waited for them would do nothing for as long
// as the clock was wrong: send no messages and end no holds.

import { lanes, longestLeaseMs } from './outbox/outbox.ts';

/** Twice the longest life of a hold: the longest choice of an organizer with the wait for an open payment. */
const longestHoldMs = 2 * 35 * 60_000;

/** Runs at each start, before the state is read. Changes only times that a right clock could not have stored. */
export function mendFutureTimes(sql: SqlStorage, nowMs: number): void {
  for (const lane of lanes) {
    // A message that was never sent is due when it is made; one that was sent is due when its lease ends.
    sql.exec('update outbox set due_at = ?1 where lane = ?2 and sends = 0 and due_at > ?1', nowMs, lane);
    const latest = nowMs + 2 * longestLeaseMs;
    sql.exec('update outbox set due_at = ? where lane = ? and sends > 0 and due_at > ?', nowMs, lane, latest);
  }
  // The outbox gives a letter up a certain time after `made_at`; a time in the future would put that off.
  sql.exec('update outbox set made_at = ?1 where made_at > ?1', nowMs);
  // A wrong code stops counting a while after `at`.
  sql.exec('update wrong_codes set at = ?1 where at > ?1', nowMs);
  sql.exec(
    "update holds set ends_at = ?1 where status in ('placed', 'ordered') and ends_at > ?1",
    nowMs + longestHoldMs,
  );
}
