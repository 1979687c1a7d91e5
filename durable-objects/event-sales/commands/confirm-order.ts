// Free orders that get their tickets only when the button in their letter is pressed: which ones is decided by
// `rows/limits.ts`. Such an order is `open` with nothing to pay. Its hold is prolonged until the end of the
// time to confirm, and the order expires with its hold as any other.

import { confirmationMs } from '#core/purchase-limits.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { opensConfirmation } from '../engine/ids.ts';
import { removeHeld } from '../engine/networks.ts';
import type { Transaction } from '../engine/transaction.ts';
import { enqueue } from '../outbox/outbox.ts';
import { type HoldRow, holdRow } from '../rows/holds.ts';
import { awaitsConfirmation, type OrderRow, orderRow } from '../rows/orders.ts';
import type { ConfirmOrder } from '../rpc.ts';
import { endHold } from './holds.ts';
import { sell, writeSold } from './sell.ts';

/** Has the letter sent and prolongs the hold. The caller writes both rows. */
export function awaitConfirmation(tx: Transaction, order: OrderRow, hold: HoldRow): void {
  hold.ends_at = Math.max(hold.ends_at, tx.nowMs + confirmationMs);
  order.expires_at = hold.ends_at;
  enqueue(tx, { kind: 'tell-buyer', orderId: order.order_id, what: 'confirm-order' });
}

/** Idempotent: pressed again or too late, the button changes nothing, and the result is the order's status. */
export function confirmOrder(
  tx: Transaction,
  { orderId, confirmToken }: ConfirmOrder,
): Result<{ status: OrderRow['status'] }, 'not-found'> {
  const order = orderRow(tx.sql, orderId);
  if (order === null || !opensConfirmation(tx.state, orderId, confirmToken)) return refuse('not-found');
  const hold = order.hold_id === null ? null : holdRow(tx.sql, order.hold_id);
  if (!awaitsConfirmation(order) || hold === null) return ok({ status: order.status });
  if (tx.state.rules.cancelled || hold.ends_at <= tx.nowMs) {
    // The order may still be `open`: the wind-up of a cancelled event goes in slices, and one transaction ends only so
    // many holds.
    const status = tx.state.rules.cancelled ? 'cancelled' : 'expired';
    endHold(tx, hold, 'expired', status);
    return ok({ status });
  }
  sell(tx, order, { late: false, payment: null });
  removeHeld(tx, hold, false);
  writeSold(tx, order);
  return ok({ status: order.status });
}
