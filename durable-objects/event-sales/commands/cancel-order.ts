import { isUndecided } from '#core/orders.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import type { Transaction } from '../engine/transaction.ts';
import { holdRow } from '../rows/holds.ts';
import { type OrderRow, orderRow } from '../rows/orders.ts';
import { endHold } from './holds.ts';

/**
 * The buyer gives up an order that is not paid. If a payment succeeds all the same, it is a late payment and is
 * returned.
 */
export function cancelOrder(
  tx: Transaction,
  orderId: string,
): Result<{ status: OrderRow['status'] }, 'not-found' | 'order-not-open'> {
  const order = orderRow(tx.sql, orderId);
  if (order === null) return refuse('not-found');
  if (order.status === 'cancelled') return ok({ status: 'cancelled' });
  const hold = order.hold_id === null ? null : holdRow(tx.sql, order.hold_id);
  if (!isUndecided(order.status) || hold === null) return refuse('order-not-open');
  endHold(tx, hold, 'released', 'cancelled');
  return ok({ status: 'cancelled' });
}
