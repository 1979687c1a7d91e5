// Mails the tickets of an order again. Limited, because the mail goes to whatever address the order has: without a
// limit anybody with an order token could flood somebody else's mailbox.

import { ok, type Result, refuse } from '#core/result.ts';
import type { Transaction } from '../engine/transaction.ts';
import { enqueue } from '../outbox/outbox.ts';
import { orderRow } from '../rows/orders.ts';

const pauseMs = 60_000;
const mostMailings = 20;

/** `mailing` counts the sendings of the order, the first one included. */
export function resendTickets(
  tx: Transaction,
  orderId: string,
): Result<{ mailing: number }, 'not-found' | 'order-not-paid' | 'too-many-requests'> {
  const order = orderRow(tx.sql, orderId);
  if (order === null) return refuse('not-found');
  if (order.status !== 'paid' && order.status !== 'partly-refunded') return refuse('order-not-paid');
  const waitMs = (order.mailed_at ?? 0) + pauseMs - tx.nowMs;
  // A wait longer than the pause itself comes from a clock that ran ahead when the last mail was asked for.
  if (waitMs > 0 && waitMs <= pauseMs)
    return refuse('too-many-requests', { retryAfterSeconds: Math.ceil(waitMs / 1_000) });
  if (order.mailing >= mostMailings) return refuse('too-many-requests');
  const mailing = order.mailing + 1;
  tx.sql.exec('update orders set mailing = ?, mailed_at = ? where order_id = ?', mailing, tx.nowMs, orderId);
  enqueue(tx, { kind: 'deliver-order', orderId, mailing });
  return ok({ mailing });
}
