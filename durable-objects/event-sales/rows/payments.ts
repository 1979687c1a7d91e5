// The table of payments: what the provider was asked for and what it reported. An order may need several attempts.

import { isUndecided } from '#core/orders.ts';
import { all, first } from '../engine/database.ts';
import type { PaymentToMake } from '../records.ts';
import type { payments } from '../schema.ts';
import type { OrderRow } from './orders.ts';

export type PaymentRow = typeof payments.$inferSelect;

export function paymentRow(sql: SqlStorage, provider: string, paymentId: string): PaymentRow | null {
  return first<PaymentRow>(sql, 'select * from payments where provider = ? and payment_id = ?', provider, paymentId);
}

export function openPayments(sql: SqlStorage, orderId: string): PaymentRow[] {
  return all<PaymentRow>(
    sql,
    "select * from payments where order_id = ? and status = 'pending' order by attempt",
    orderId,
  );
}

/**
 * The payment the buyer is sent to. Later ones of the same attempt are stored without their `url`
 * (`record-payment.ts`).
 */
export function paymentOfAttempt(sql: SqlStorage, orderId: string, attempt: number): PaymentRow | null {
  return first<PaymentRow>(
    sql,
    'select * from payments where order_id = ? and attempt = ? and url is not null limit 1',
    orderId,
    attempt,
  );
}

/** Null when there is nothing to pay or the order is decided. */
export function paymentToMake(sql: SqlStorage, order: OrderRow): PaymentToMake | null {
  if (!isUndecided(order.status) || order.total_minor === 0) return null;
  return describePayment(order, paymentOfAttempt(sql, order.order_id, order.attempt), order.attempt);
}

export function describePayment(order: OrderRow, payment: PaymentRow | null, attempt: number): PaymentToMake {
  return {
    attempt,
    amountMinor: order.total_minor,
    currency: order.currency,
    expiresAtMs: order.expires_at ?? order.created_at,
    provider: payment?.provider ?? null,
    paymentId: payment?.payment_id ?? null,
    url: payment?.url ?? null,
  };
}
