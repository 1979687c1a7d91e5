// Orders and their payments as rows.

import type { HeldLine } from '#core/holds.ts';
import { insertRows } from '../insert-rows.ts';
import type { PaymentToMake } from './calls.ts';
import { all, first } from './database.ts';
import type { Transaction } from './sale.ts';
import type { orders, payments } from './schema.ts';

export type OrderRow = typeof orders.$inferSelect;
export type PaymentRow = typeof payments.$inferSelect;

export function orderRow(sql: SqlStorage, orderId: string): OrderRow | null {
  return first<OrderRow>(sql, 'select * from orders where order_id = ?', orderId);
}

export function orderLines(order: Pick<OrderRow, 'lines'>): HeldLine[] {
  return JSON.parse(order.lines);
}

const orderColumns = [
  'order_id',
  'hold_id',
  'widget_id',
  'deal_id',
  'distributor_id',
  'terms_version',
  'status',
  'paid_late',
  'lines',
  'currency',
  'total_minor',
  'refunded_minor',
  'buyer_name',
  'buyer_email',
  'locale',
  'created_at',
  'expires_at',
  'paid_at',
  'attempt',
  'provider',
  'payment_id',
  'mailing',
  'mailed_at',
] as const satisfies readonly (keyof OrderRow)[];

const insertOrders = insertRows('orders', orderColumns);

export function insertOrder(tx: Transaction, order: OrderRow): void {
  tx.write(
    insertOrders,
    orderColumns.map((column) => order[column]),
  );
}

export function setOrderStatus(sql: SqlStorage, orderId: string, status: OrderRow['status']): void {
  sql.exec('update orders set status = ? where order_id = ?', status, orderId);
}

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

/** The payment recorded for an attempt; the first one recorded counts. */
export function paymentOfAttempt(sql: SqlStorage, orderId: string, attempt: number): PaymentRow | null {
  return first<PaymentRow>(
    sql,
    'select * from payments where order_id = ? and attempt = ? and url is not null limit 1',
    orderId,
    attempt,
  );
}

export function isUndecided(order: Pick<OrderRow, 'status'>): boolean {
  return order.status === 'open' || order.status === 'awaiting-payment';
}

/** Nothing is to be paid, and the press in its letter is still to come (`free-orders.ts`). */
export function awaitsConfirmation(order: Pick<OrderRow, 'status' | 'total_minor'>): boolean {
  return order.status === 'open' && order.total_minor === 0;
}

/** What the provider is to be asked for, or was; null when nothing is to be paid or the order is decided. */
export function paymentToMake(sql: SqlStorage, order: OrderRow): PaymentToMake | null {
  if (!isUndecided(order) || order.total_minor === 0) return null;
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
