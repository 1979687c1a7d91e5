// What a clock that was wrong has left behind. While it ran ahead, moments were stored that lie far in the future of the
// right one; an object that waited for them would stand still for as long as the clock was wrong.

import { lanes, longestLeaseMs } from './outbox/outbox.ts';

/** No hold lives longer than the organizer's longest choice and the grace of an open payment, twice over. */
const longestHoldMs = 2 * 35 * 60_000;

/** At each start, before the rows are read: brings back what no right clock could have stored. */
export function mendFutureTimes(sql: SqlStorage, nowMs: number): void {
  for (const lane of lanes) {
    // A job that was never sent is due when it is made, and a sent one after its lease.
    sql.exec('update outbox set due_at = ?1 where lane = ?2 and sends = 0 and due_at > ?1', nowMs, lane);
    const latest = nowMs + 2 * longestLeaseMs;
    sql.exec('update outbox set due_at = ? where lane = ? and sends > 0 and due_at > ?', nowMs, lane, latest);
  }
  // A letter is given up so long after it was made.
  sql.exec('update outbox set made_at = ?1 where made_at > ?1', nowMs);
  // Wrong codes are forgotten from their moment on.
  sql.exec('update wrong_codes set at = ?1 where at > ?1', nowMs);
  sql.exec(
    "update holds set ends_at = ?1 where status in ('placed', 'ordered') and ends_at > ?1",
    nowMs + longestHoldMs,
  );
}
