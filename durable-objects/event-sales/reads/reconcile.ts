// The object compares itself: its counters with a recount of the rows, the ledger with zero, paid orders with their
// tickets. It reports and repairs nothing: a difference is a bug that somebody has to understand first.

import { endMoves } from '#core/holds.ts';
import { all, first } from '../engine/database.ts';
import type { GroupCommit, Transaction } from '../engine/transaction.ts';
import { countFailedRefunds } from '../rows/failed-refunds.ts';
import { postingsOf } from '../rows/ledger.ts';
import type { Reconciliation } from '../rpc.ts';

/** A slice takes some ten milliseconds, so buyers do not notice it. */
const entriesAtOnce = 10_000;
const ordersAtOnce = 5_000;

/**
 * Counters are compared in one transaction. Ledger and orders are read in slices, each a command of its own with others
 * in between: in one transaction an event with 500,000 orders would sell nothing for seconds. What changes between two
 * slices cannot cause a difference, since every entry sums to zero by itself and every order has its tickets by itself.
 */
export async function reconcile(group: Pick<GroupCommit, 'run'>): Promise<Reconciliation> {
  const counted = await group.run(recount);
  // Sums are added here and not inside the command: when its group fails, a command runs twice (`transaction.ts`).
  const sums = new Map<string, number>();
  for (let after: number | null = 0; after !== null; ) {
    const from: number = after;
    const slice: LedgerSlice = await group.run((tx) => ledgerSlice(tx, from));
    for (const [currency, sum] of slice.sums) sums.set(currency, (sums.get(currency) ?? 0) + sum);
    after = slice.next;
  }
  const ordersWithoutTickets: string[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const from: string = after;
    const slice: OrderSlice = await group.run((tx) => paidWithoutTickets(tx, from));
    ordersWithoutTickets.push(...slice.found);
    after = slice.next;
  }
  const ledger = [...sums].map(([currency, sumMinor]) => ({ currency, sumMinor }));
  const stockAgrees = counted.stock.every(
    (one) => one.held === one.heldRecounted && one.sold === one.soldRecounted && one.held + one.sold <= one.capacity,
  );
  const agrees = stockAgrees && ledger.every((one) => one.sumMinor === 0) && ordersWithoutTickets.length === 0;
  return { ...counted, agrees, ledger, ordersWithoutTickets };
}

function recount(tx: Transaction): Omit<Reconciliation, 'agrees' | 'ledger' | 'ordersWithoutTickets'> {
  const held = recountHeld(tx);
  const sold = recountSold(tx);
  const stock = [...tx.state.stock.types].map(([ticketTypeId, counted]) => ({
    ticketTypeId,
    capacity: counted.capacity,
    held: counted.held,
    sold: counted.sold,
    heldRecounted: held.get(ticketTypeId) ?? 0,
    soldRecounted: sold.get(ticketTypeId) ?? 0,
  }));
  return {
    atMs: tx.nowMs,
    stock,
    failedRefunds: countFailedRefunds(tx.sql),
    messagesWaiting: count(tx, 'select count(*) as n from outbox'),
    seq: tx.state.seq,
    paidOrders: count(tx, 'select count(*) as n from orders where paid_at is not null'),
  };
}

function recountHeld(tx: Transaction): Map<string, number> {
  const held = new Map<string, number>();
  const live = all<{ lines: string }>(tx.sql, "select lines from holds where status in ('placed', 'ordered')");
  for (const hold of live) {
    for (const move of endMoves(JSON.parse(hold.lines), null)) {
      held.set(move.ticketTypeId, (held.get(move.ticketTypeId) ?? 0) - move.held);
    }
  }
  return held;
}

/** One query for all types: one for each type would read all tickets each time. */
function recountSold(tx: Transaction): Map<string, number> {
  const rows = all<{ id: string; n: number }>(
    tx.sql,
    "select ticket_type_id as id, count(*) as n from tickets where status = 'valid' or keeps_place = 1 group by ticket_type_id",
  );
  return new Map(rows.map(({ id, n }) => [id, n]));
}

function count(tx: Transaction, text: string, ...values: SqlStorageValue[]): number {
  return first<{ n: number }>(tx.sql, text, ...values)?.n ?? 0;
}

type LedgerSlice = { sums: Map<string, number>; next: number | null };

function ledgerSlice(tx: Transaction, after: number): LedgerSlice {
  const rows = all<{ n: number; postings: string }>(
    tx.sql,
    'select n, postings from entries where n > ? order by n limit ?',
    after,
    entriesAtOnce,
  );
  const sums = new Map<string, number>();
  for (const row of rows) {
    for (const { currency, amountMinor } of postingsOf(row)) {
      sums.set(currency, (sums.get(currency) ?? 0) + amountMinor);
    }
  }
  return { sums, next: rows.length < entriesAtOnce ? null : (rows.at(-1)?.n ?? null) };
}

type OrderSlice = { found: string[]; next: string | null };

/** An order must have as many tickets as its lines say. Void ones count: a refund voids tickets and deletes none. */
function paidWithoutTickets(tx: Transaction, after: string): OrderSlice {
  const rows = all<{ order_id: string; agrees: number }>(
    tx.sql,
    `select order_id, (paid_at is null or status = 'paid-late' or (status = 'refunded' and paid_late = 1)
       or (select count(*) from tickets where tickets.order_id = orders.order_id) =
       (select sum(json_extract(value, '$.quantity')) from json_each(orders.lines))) as agrees
     from orders where order_id > ? order by order_id limit ?`,
    after,
    ordersAtOnce,
  );
  const found = rows.filter((row) => row.agrees !== 1).map((row) => row.order_id);
  return { found, next: rows.length < ordersAtOnce ? null : (rows.at(-1)?.order_id ?? null) };
}
