// Records the payment that the Worker asked the provider for. Compare-and-set: the first one recorded for an attempt is
// the one the buyer is sent to.

import { isUndecided } from '#core/orders.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import type { Transaction } from '../engine/transaction.ts';
import { enqueue } from '../outbox/outbox.ts';
import type { PaymentToMake } from '../records.ts';
import { orderRow } from '../rows/orders.ts';
import { paymentOfAttempt, paymentRow, paymentToMake } from '../rows/payments.ts';
import type { RecordPayment } from '../rpc.ts';

export function recordPayment(tx: Transaction, command: RecordPayment): Result<PaymentToMake | null, 'not-found'> {
  const { orderId, provider, paymentId } = command;
  const order = orderRow(tx.sql, orderId);
  if (order === null) return refuse('not-found');
  const known = paymentRow(tx.sql, provider, paymentId);
  if (known !== null && known.order_id !== orderId) return refuse('not-found');
  const current = paymentOfAttempt(tx.sql, orderId, order.attempt);
  const isNeeded = isUndecided(order.status) && command.attempt === order.attempt && current === null;
  if (isNeeded && (known === null || known.status === 'pending')) {
    savePayment(tx, command);
    tx.sql.exec("update orders set status = 'awaiting-payment' where order_id = ? and status = 'open'", orderId);
  } else if (known === null) {
    // Too late: the order was decided meanwhile, or this attempt has another payment. The payment is saved without its
    // `url`, so that no buyer is sent to it, but so that the provider is still asked about it while it is open.
    savePayment(tx, { ...command, url: null });
    enqueue(tx, { kind: 'cancel-payment', orderId, provider, paymentId });
  }
  return ok(paymentToMake(tx.sql, order));
}

type Payment = Omit<RecordPayment, 'url'> & { url: string | null };

function savePayment(tx: Transaction, { orderId, attempt, provider, paymentId, url }: Payment): void {
  tx.sql.exec(
    `insert into payments (provider, payment_id, order_id, attempt, url, status) values (?, ?, ?, ?, ?, 'pending')
     on conflict (provider, payment_id) do update set url = excluded.url, attempt = excluded.attempt`,
    provider,
    paymentId,
    orderId,
    attempt,
    url,
  );
}
