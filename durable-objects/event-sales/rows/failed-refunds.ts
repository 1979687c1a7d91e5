// Refunds that the provider rejected and nobody has retried.

import { all, first } from '../engine/database.ts';
import type { FailedRefund } from '../records.ts';
import type { RefundRow } from './refunds.ts';

/**
 * A retried refund stays in the table as `failed`. It was retried when its tickets name a newer refund, or, for a
 * payment that is returned whole, when there is a newer refund of that payment.
 */
const unresolvedSql = `select r.* from refunds r where r.status = 'failed' and case r.kind
  when 'tickets' then exists (select 1 from tickets t where t.order_id = r.order_id and t.refund_id = r.refund_id)
  else not exists (select 1 from refunds n where n.order_id = r.order_id and n.kind = r.kind
    and n.payment_id = r.payment_id and n.refund_id <> r.refund_id
    and (n.requested_at > r.requested_at or n.status <> 'failed')) end`;

/** Those of the given refunds that failed and were not retried. */
export function failedRefunds(sql: SqlStorage, refundIds: readonly string[]): FailedRefund[] {
  const named = `${unresolvedSql} and r.refund_id in (select value from json_each(?))`;
  return all<RefundRow>(sql, named, JSON.stringify(refundIds)).map((row) => ({
    refundId: row.refund_id,
    orderId: row.order_id,
    kind: row.kind,
    amountMinor: row.amount_minor,
    currency: row.currency,
    requestedAtMs: row.requested_at,
  }));
}

export function countFailedRefunds(sql: SqlStorage): number {
  return first<{ n: number }>(sql, `select count(*) as n from (${unresolvedSql})`)?.n ?? 0;
}
