// Paged exports of this object's state: for reconciliation, which compares them with D1 and with the provider, and for
// rebuilding D1.

import { all, first } from '../engine/database.ts';
import { nextSeq, type SalesState } from '../engine/state.ts';
import type { Transaction } from '../engine/transaction.ts';
import { projectionOf } from '../outbox/message-body.ts';
import type { OrderRow } from '../rows/orders.ts';
import type { ChannelExport, OrderExport, OutboxLag, PaymentExport } from '../rpc.ts';

/** A page is read in one transaction, and buyers wait for it. */
const ordersPerPage = 100;
const paymentsPerPage = 500;

/** Only orders that were ever paid: D1 hears of no others. */
export function exportOrders(tx: Transaction, afterOrderId: string | null, seqAbove: number | null): OrderExport {
  const rows = all<OrderRow>(
    tx.sql,
    'select * from orders where order_id > ? and paid_at is not null order by order_id limit ?',
    afterOrderId ?? '',
    ordersPerPage + 1,
  );
  const page = rows.slice(0, ordersPerPage);
  const underWay = page.filter(({ order_id }) => first(tx.sql, isWaitingSql, `project-order.${order_id}`) !== null);
  return {
    seq: seqAbove === null ? null : seqFrom(tx, seqAbove),
    orders: page.map((order) => projectionOf(tx, order)),
    underWay: underWay.map((order) => order.order_id),
    next: rows.length > ordersPerPage ? (page.at(-1)?.order_id ?? null) : null,
  };
}

const isWaitingSql = 'select 1 as waits from outbox where job_id = ?';

/**
 * D1 ignores whatever is not above the `seq` it has. An object that was restored from an earlier state would count
 * through numbers that D1 has seen already, and all it sends would be ignored; so it goes on above D1's number.
 */
function seqFrom(tx: Transaction, above: number): number {
  tx.state.seq = Math.max(tx.state.seq, above);
  return nextSeq(tx.state);
}

export function exportChannels(tx: Transaction, seqAbove: number): ChannelExport {
  return { seq: seqFrom(tx, seqAbove), channels: channelsOf(tx.state) };
}

export function channelsOf(state: SalesState): ChannelExport['channels'] {
  return [...state.channels.values()].map(({ widgetId, dealId, status }) => ({ widgetId, dealId, status }));
}

type Row = {
  provider: string;
  payment_id: string;
  order_id: string;
  status: PaymentExport['status'];
  total_minor: number;
  currency: string;
  confirmed: number;
  requested: number;
};

export function exportPayments(
  sql: SqlStorage,
  afterPaymentId: string | null,
): { payments: PaymentExport[]; next: string | null } {
  const rows = all<Row>(
    sql,
    `select p.provider, p.payment_id, p.order_id, p.status, o.total_minor, o.currency,
       (select coalesce(sum(amount_minor), 0) from refunds r where r.order_id = p.order_id
          and r.payment_id = p.payment_id and r.status = 'confirmed') as confirmed,
       (select coalesce(sum(amount_minor), 0) from refunds r where r.order_id = p.order_id
          and r.payment_id = p.payment_id and r.status not in ('failed', 'voiding')) as requested
     from payments p join orders o on o.order_id = p.order_id
     where p.payment_id > ? order by p.payment_id limit ?`,
    afterPaymentId ?? '',
    paymentsPerPage + 1,
  );
  const page = rows.slice(0, paymentsPerPage);
  return {
    payments: page.map((row) => ({
      provider: row.provider,
      paymentId: row.payment_id,
      orderId: row.order_id,
      status: row.status,
      amountMinor: row.total_minor,
      currency: row.currency,
      refundedMinor: row.confirmed,
      refundsRequestedMinor: row.requested,
    })),
    next: rows.length > paymentsPerPage ? (page.at(-1)?.payment_id ?? null) : null,
  };
}

export function outboxLag(sql: SqlStorage): Pick<OutboxLag, 'waiting' | 'sinceMs'> {
  const waiting = first<{ n: number; since: number | null }>(
    sql,
    "select count(*) as n, min(made_at) as since from outbox where job_id like 'project-order.%'",
  );
  return { waiting: waiting?.n ?? 0, sinceMs: waiting?.since ?? null };
}
