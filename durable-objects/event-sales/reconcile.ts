// The object against itself: counters against a recount, the ledger against zero, paid orders against their tickets.
// A report, not a repair: what does not agree is a bug to be understood.

import { endMoves } from '#core/holds.ts';
import type { Reconciliation } from './calls.ts';
import { all, first } from './database.ts';
import { postingsOf } from './ledger.ts';
import { countFailedRefunds } from './refund-again.ts';
import type { Sale } from './sale.ts';

export function reconcile(sale: Sale): Reconciliation {
  const held = recountHeld(sale);
  const stock = [...sale.book.stock.types].map(([ticketTypeId, counted]) => ({
    ticketTypeId,
    capacity: counted.capacity,
    held: counted.held,
    sold: counted.sold,
    heldRecounted: held.get(ticketTypeId) ?? 0,
    soldRecounted: recountSold(sale, ticketTypeId),
  }));
  const ledger = ledgerSums(sale);
  const ordersWithoutTickets = paidWithoutTickets(sale);
  const failedRefunds = countFailedRefunds(sale.sql);
  const stockAgrees = stock.every(
    (one) => one.held === one.heldRecounted && one.sold === one.soldRecounted && one.held + one.sold <= one.capacity,
  );
  return {
    atMs: sale.nowMs,
    agrees: stockAgrees && ledger.every((one) => one.sumMinor === 0) && ordersWithoutTickets.length === 0,
    stock,
    ledger,
    ordersWithoutTickets,
    failedRefunds,
    jobsWaiting: count(sale, 'select count(*) as n from outbox'),
    seq: sale.book.seq,
    paidOrders: count(sale, 'select count(*) as n from orders where paid_at is not null'),
  };
}

function recountHeld(sale: Sale): Map<string, number> {
  const held = new Map<string, number>();
  const live = all<{ lines: string }>(sale.sql, "select lines from holds where status in ('placed', 'ordered')");
  for (const hold of live) {
    for (const move of endMoves(JSON.parse(hold.lines), null)) {
      held.set(move.ticketTypeId, (held.get(move.ticketTypeId) ?? 0) - move.held);
    }
  }
  return held;
}

function recountSold(sale: Sale, ticketTypeId: string): number {
  return count(sale, "select count(*) as n from tickets where status = 'valid' and ticket_type_id = ?", ticketTypeId);
}

function count(sale: Sale, text: string, ...values: SqlStorageValue[]): number {
  return first<{ n: number }>(sale.sql, text, ...values)?.n ?? 0;
}

function ledgerSums(sale: Sale): Reconciliation['ledger'] {
  const sums = new Map<string, number>();
  for (const row of all<{ postings: string }>(sale.sql, 'select postings from entries')) {
    for (const { currency, amountMinor } of postingsOf(row)) {
      sums.set(currency, (sums.get(currency) ?? 0) + amountMinor);
    }
  }
  return [...sums].map(([currency, sumMinor]) => ({ currency, sumMinor }));
}

/** As many tickets as the lines say, void ones included: a refund voids tickets, it does not take them away. */
function paidWithoutTickets(sale: Sale): string[] {
  const rows = all<{ order_id: string }>(
    sale.sql,
    `select order_id from orders where paid_at is not null and status <> 'paid-late' and not
       (status = 'refunded' and paid_late = 1)
       and (select count(*) from tickets where tickets.order_id = orders.order_id) <>
       (select sum(json_extract(value, '$.quantity')) from json_each(orders.lines))`,
  );
  return rows.map((row) => row.order_id);
}
