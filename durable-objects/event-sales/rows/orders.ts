// The table of orders.

import type { HeldLine } from '#core/holds.ts';
import { insertRows } from '../../insert-rows.ts';
import { first } from '../engine/database.ts';
import type { Transaction } from '../engine/transaction.ts';
import type { orders } from '../schema.ts';

export type OrderRow = typeof orders.$inferSelect;

export function orderRow(sql: SqlStorage, orderId: string): OrderRow | null {
  return first<OrderRow>(sql, 'select * from orders where order_id = ?', orderId);
}

/** The lines of an order or a hold, with the prices that were fixed for it. */
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

/** A free order that gets its tickets only when the button in its letter is pressed (`commands/confirm-order.ts`). */
export function awaitsConfirmation(order: Pick<OrderRow, 'status' | 'total_minor'>): boolean {
  return order.status === 'open' && order.total_minor === 0;
}
