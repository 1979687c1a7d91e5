// The object's truth page by page, for those who hold a copy against it or make the copy anew.

import { nextSeq, type SalesState } from './book.ts';
import type { ChannelFacts, FactLag, OrderFacts, PaymentFact } from './calls.ts';
import { all, first } from './database.ts';
import { projectionOf } from './job-body.ts';
import type { OrderRow } from './order-rows.ts';
import type { Transaction } from './sale.ts';

/** One transaction reads a page, and buyers wait for it. */
const ordersPerPage = 100;
const paymentsPerPage = 500;

/** An order D1 has to know has been paid: before that nothing of it is told. */
export function orderFacts(tx: Transaction, afterOrderId: string | null, numberAbove: number | null): OrderFacts {
  const rows = all<OrderRow>(
    tx.sql,
    'select * from orders where order_id > ? and paid_at is not null order by order_id limit ?',
    afterOrderId ?? '',
    ordersPerPage + 1,
  );
  const page = rows.slice(0, ordersPerPage);
  const onTheirWay = page.filter(({ order_id }) => first(tx.sql, waitsSql, `project-order.${order_id}`) !== null);
  return {
    seq: numberAbove === null ? null : numberFrom(tx, numberAbove),
    orders: page.map((order) => projectionOf(tx, order)),
    onTheirWay: onTheirWay.map((order) => order.order_id),
    next: rows.length > ordersPerPage ? (page.at(-1)?.order_id ?? null) : null,
  };
}

const waitsSql = 'select 1 as waits from outbox where job_id = ?';

/**
 * An object put back to an earlier state would count again through numbers D1 has seen, and all its facts would be
 * taken for old ones.
 */
function numberFrom(tx: Transaction, above: number): number {
  tx.state.seq = Math.max(tx.state.seq, above);
  return nextSeq(tx.state);
}

export function channelFacts(tx: Transaction, numberAbove: number): ChannelFacts {
  return { seq: numberFrom(tx, numberAbove), channels: channelsOf(tx.state) };
}

export function channelsOf(state: SalesState): ChannelFacts['channels'] {
  return [...state.channels.values()].map(({ widgetId, dealId, status }) => ({ widgetId, dealId, status }));
}

type Row = {
  provider: string;
  payment_id: string;
  order_id: string;
  status: PaymentFact['status'];
  total_minor: number;
  currency: string;
  confirmed: number;
  asked: number;
};

export function paymentFacts(
  sql: SqlStorage,
  afterPaymentId: string | null,
): { payments: PaymentFact[]; next: string | null } {
  const rows = all<Row>(
    sql,
    `select p.provider, p.payment_id, p.order_id, p.status, o.total_minor, o.currency,
       (select coalesce(sum(amount_minor), 0) from refunds r where r.order_id = p.order_id
          and r.payment_id = p.payment_id and r.status = 'confirmed') as confirmed,
       (select coalesce(sum(amount_minor), 0) from refunds r where r.order_id = p.order_id
          and r.payment_id = p.payment_id and r.status not in ('failed', 'voiding')) as asked
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
      refundsAskedMinor: row.asked,
    })),
    next: rows.length > paymentsPerPage ? (page.at(-1)?.payment_id ?? null) : null,
  };
}

export function factLag(sql: SqlStorage): Pick<FactLag, 'waiting' | 'sinceMs'> {
  const waiting = first<{ n: number; since: number | null }>(
    sql,
    "select count(*) as n, min(made_at) as since from outbox where job_id like 'project-order.%'",
  );
  return { waiting: waiting?.n ?? 0, sinceMs: waiting?.since ?? null };
}
