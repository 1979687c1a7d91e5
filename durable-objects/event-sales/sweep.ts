// Work in slices, so that no transaction keeps buyers waiting: winding up a cancelled event, forgetting old keys.

import { decideRefund } from '#core/refunds.ts';
import { all } from './database.ts';
import { endHold } from './hold-end.ts';
import type { HoldRow } from './holds.ts';
import { forgetNetworks } from './networks.ts';
import type { OrderRow } from './order-rows.ts';
import { enqueue } from './outbox.ts';
import { refundableTickets, requestTicketRefund } from './refunds.ts';
import type { Transaction } from './sale.ts';

const sliceOfHolds = 200;
const sliceOfOrders = 100;
/** Ended holds are kept as long as their answers, so that a late buyer hears "expired" and not "unknown". */
const endedHoldLifeMs = 48 * 60 * 60_000;
const trimmedAtOnce = 2_000;
/** Longer than any number of wrong codes is remembered. */
const guessesKeptMs = 48 * 60 * 60_000;
/** Finding what is old reads whole tables: not at every alarm. */
const trimEveryMs = 60 * 60_000;

/**
 * One slice of winding up a cancelled event (live holds end, then every paid order is refunded), or of writing to the
 * buyers of one whose time or place changed. Nothing of a cancelled event is wound up before its gate knows (`alarm.ts`):
 * who is refunded can't enter.
 */
export function sweepSlice(tx: Transaction): void {
  const { state } = tx;
  if (state.sweep === null || state.sweep === 'gate') return;
  state.changed.head = true;
  if (state.sweep === 'holds') {
    if (endLiveHolds(tx) < sliceOfHolds) state.sweep = 'orders:';
    return;
  }
  const [what = '', after = ''] = state.sweep.split(':');
  const orders = paidOrdersAfter(tx, after);
  for (const order of orders) {
    if (what === 'orders') refundForCancelling(tx, order);
    else enqueue(tx, { kind: 'tell-buyer', orderId: order.order_id, what: noticeOf(what) });
  }
  const last = orders.at(-1);
  state.sweep = orders.length < sliceOfOrders || last === undefined ? null : `${what}:${last.order_id}`;
}

export function gateIsTold(tx: Transaction): void {
  if (tx.state.sweep !== 'gate') return;
  tx.state.sweep = 'holds';
  tx.state.changed.head = true;
}

function noticeOf(what: string): 'event-postponed' | 'event-relocated' {
  return what === 'relocated' ? 'event-relocated' : 'event-postponed';
}

function endLiveHolds(tx: Transaction): number {
  const live = all<HoldRow>(
    tx.sql,
    "select * from holds where status in ('placed', 'ordered') order by ends_at limit ?",
    sliceOfHolds,
  );
  for (const hold of live) endHold(tx, hold, 'expired', 'cancelled');
  return live.length;
}

function paidOrdersAfter(tx: Transaction, orderId: string): OrderRow[] {
  return all<OrderRow>(
    tx.sql,
    "select * from orders where order_id > ? and status in ('paid', 'partly-refunded') order by order_id limit ?",
    orderId,
    sliceOfOrders,
  );
}

function refundForCancelling(tx: Transaction, order: OrderRow): void {
  const plan = decideRefund(order.status, refundableTickets(tx.sql, order.order_id), null);
  if (plan.ok) requestTicketRefund(tx, order, plan.value, 'event-cancelled');
  enqueue(tx, { kind: 'tell-buyer', orderId: order.order_id, what: 'event-cancelled' });
}

/** Forgets, slice by slice, what is past its time: answers, holds that ended, guesses,
 * counts of free orders, spent proofs. True: there is more. */
export function trim(tx: Transaction): boolean {
  const { state, sql, nowMs } = tx;
  const sinceMs = nowMs - state.trimmedAtMs;
  // A moment in the future was left by a clock that ran ahead.
  if (sinceMs >= 0 && sinceMs < trimEveryMs) return false;
  forgetNetworks(tx);
  const goesOn = [
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
      nowMs - guessesKeptMs,
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
  state.trimming = goesOn;
  if (goesOn) return true;
  state.trimmedAtMs = nowMs;
  state.changed.head = true;
  return false;
}

/** `text` ends with a moment and the most rows. True: as many as may be were deleted, so there may be more. */
function deleteSlice(sql: SqlStorage, text: string, beforeMs: number): boolean {
  return sql.exec(`${text} returning 1`, beforeMs, trimmedAtOnce).toArray().length === trimmedAtOnce;
}
