// The tables of orders and of their payments.

import type { HeldLine } from '#core/holds.ts';
import { isUndecided } from '#core/orders.ts';
import type { OrderReplies } from '#core/questions.ts';
import { wholeRows } from '../../insert-rows.ts';
import { all, first } from '../engine/database.ts';
import type { Transaction } from '../engine/transaction.ts';
import type { PaymentToMake } from '../records.ts';
import { orders, type payments } from '../schema.ts';

export type OrderRow = typeof orders.$inferSelect;

export function orderRow(sql: SqlStorage, orderId: string): OrderRow | null {
  return first<OrderRow>(sql, 'select * from orders where order_id = ?', orderId);
}

/** The lines of an order or a hold, with the prices that were fixed for it. */
export function orderLines(order: Pick<OrderRow, 'lines'>): HeldLine[] {
  return JSON.parse(order.lines);
}

export function orderReplies(order: Pick<OrderRow, 'replies'>): OrderReplies {
  return order.replies === null ? { order: [], tickets: [] } : JSON.parse(order.replies);
}

const wholeOrders = wholeRows(orders);

export function insertOrder(tx: Transaction, order: OrderRow): void {
  tx.write(wholeOrders.statement, wholeOrders.valuesOf(order));
}

export function setOrderStatus(sql: SqlStorage, orderId: string, status: OrderRow['status']): void {
  sql.exec('update orders set status = ? where order_id = ?', status, orderId);
}

/** A free order that gets its tickets only when the button in its letter is pressed (`commands/confirm-order.ts`). */
export function awaitsConfirmation(order: Pick<OrderRow, 'status' | 'total_minor'>): boolean {
  return order.status === 'open' && order.total_minor === 0;
}

// --- payments ------------------------------------------------------------------------------------------------

// The table of payments: what the provider was asked for and what it reported. An order may need several attempts.

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
 * (`recordPayment`).
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
