// Asking for the tickets again. Bounded: the mail goes to whatever address the order has, and must not become a weapon.

import { ok, type Result, refuse } from '#core/result.ts';
import { orderRow } from './order-rows.ts';
import { enqueue } from './outbox.ts';
import type { Transaction } from './sale.ts';

const restBetweenMs = 60_000;
const mostMailings = 20;

export function askForMailing(
  tx: Transaction,
  orderId: string,
): Result<{ mailing: number }, 'not-found' | 'order-not-paid' | 'too-many-requests'> {
  const order = orderRow(tx.sql, orderId);
  if (order === null) return refuse('not-found');
  if (order.status !== 'paid' && order.status !== 'partly-refunded') return refuse('order-not-paid');
  const rest = (order.mailed_at ?? 0) + restBetweenMs - tx.nowMs;
  // A longer rest than there is was left by a clock that ran ahead.
  if (rest > 0 && rest <= restBetweenMs)
    return refuse('too-many-requests', { retryAfterSeconds: Math.ceil(rest / 1_000) });
  if (order.mailing >= mostMailings) return refuse('too-many-requests');
  const mailing = order.mailing + 1;
  tx.sql.exec('update orders set mailing = ?, mailed_at = ? where order_id = ?', mailing, tx.nowMs, orderId);
  enqueue(tx, { kind: 'deliver-order', orderId, mailing });
  return ok({ mailing });
}
