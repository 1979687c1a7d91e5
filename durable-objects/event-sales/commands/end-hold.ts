// How a hold ends without a sale: its stock and its promo code are given back, and the order on it ends with it. A hold
// whose payment is still open does not end before the provider was asked, since the buyer may have paid in the last
// second.

import { endMoves } from '#core/holds.ts';
import { decideHoldEnd, paymentGraceMs } from '#core/orders.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { all } from '../engine/database.ts';
import { holdScope, withdrawResult } from '../engine/idempotency.ts';
import { removeHeld } from '../engine/networks.ts';
import { countPromoUse, earlier, minimum, move } from '../engine/state.ts';
import type { Transaction } from '../engine/transaction.ts';
import { enqueue } from '../outbox/outbox.ts';
import { type HoldRow, holdRow } from '../rows/holds.ts';
import { orderLines, setOrderStatus } from '../rows/orders.ts';
import { openPayments } from '../rows/payments.ts';
import { removePurchased } from '../rows/purchase-limit.ts';

/**
 * Bounds one transaction. The rest end with the next command or alarm; until then `ends_at` is checked wherever it
 * matters.
 */
const endedAtOnce = 1_000;

/** Ends the holds that are due. Runs before every group, so that no decision depends on the alarm being in time. */
export function endDueHolds(tx: Transaction): void {
  const { state, sql, nowMs } = tx;
  if (state.nextHoldEndMs === null || nowMs < state.nextHoldEndMs) return;
  const due = all<HoldRow>(
    sql,
    "select * from holds where status in ('placed', 'ordered') and ends_at <= ? order by ends_at limit ?",
    nowMs,
    endedAtOnce,
  );
  for (const hold of due) endDueHold(tx, hold);
  state.nextHoldEndMs = minimum(sql, "select min(ends_at) as at from holds where status in ('placed', 'ordered')");
}

function endDueHold(tx: Transaction, hold: HoldRow): void {
  const payments = hold.order_id === null ? [] : openPayments(tx.sql, hold.order_id);
  const end = decideHoldEnd({ hasOpenPayment: payments.length > 0, asked: hold.asked === 1 });
  if (end === 'expire') {
    endHold(tx, hold, 'expired');
    return;
  }
  const endsAt = tx.nowMs + paymentGraceMs;
  tx.sql.exec('update holds set asked = 1, ends_at = ? where hold_id = ?', endsAt, hold.hold_id);
  tx.state.nextHoldEndMs = earlier(tx.state.nextHoldEndMs, endsAt);
  for (const { order_id: orderId, provider, payment_id: paymentId } of payments) {
    enqueue(tx, { kind: 'ask-provider', orderId, provider, paymentId });
  }
}

/**
 * The buyer gives up a hold that is not ordered yet. Its row is deleted, so a repeat finds nothing and is `not-found`.
 * Once the hold is ordered its id authorizes nothing: only the order token can cancel the order.
 */
export function releaseHold(tx: Transaction, holdId: string): Result<null, 'not-found'> {
  const hold = holdRow(tx.sql, holdId);
  if (hold === null || isOrdered(hold.status)) return refuse('not-found');
  if (hold.status === 'placed') endHold(tx, hold, 'released');
  return ok(null);
}

function isOrdered(status: HoldRow['status']): boolean {
  return status === 'ordered' || status === 'sold' || status === 'refunded';
}

export function endHold(
  tx: Transaction,
  hold: HoldRow,
  why: 'released' | 'expired',
  orderStatus: 'expired' | 'cancelled' = 'expired',
): void {
  move(tx.state, endMoves(orderLines(hold), hold.widget_id));
  countPromoUse(tx.state, hold.promo_code, -1);
  if (hold.order_id !== null) removePurchased(tx, hold.order_id, orderLines(hold));
  removeHeld(tx, hold, why === 'expired');
  if (why === 'released' && hold.order_id === null) {
    deleteHold(tx, hold);
    return;
  }
  tx.sql.exec('update holds set status = ? where hold_id = ?', why, hold.hold_id);
  if (hold.order_id === null) return;
  setOrderStatus(tx.sql, hold.order_id, orderStatus);
  cancelOpenPayments(tx, hold.order_id);
}

/**
 * A released hold that was never ordered leaves no row, so holding and releasing in a circle fills no storage. Its
 * idempotency record stays as `withdrawn` for a while: a late copy of the request must not place a hold the buyer knows
 * nothing of.
 */
function deleteHold(tx: Transaction, hold: HoldRow): void {
  tx.sql.exec('delete from holds where hold_id = ?', hold.hold_id);
  if (hold.idempotency_key === null) return;
  withdrawResult(tx, { scope: holdScope(hold.widget_id), key: hold.idempotency_key });
}

/** Asks the provider to let none of them succeed later. One that succeeds all the same is a late payment. */
function cancelOpenPayments(tx: Transaction, orderId: string): void {
  for (const { provider, payment_id: paymentId } of openPayments(tx.sql, orderId)) {
    enqueue(tx, { kind: 'cancel-payment', orderId, provider, paymentId });
  }
}
