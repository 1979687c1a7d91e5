// The object against itself: counters against a recount, the ledger against zero, paid orders against their tickets.
// A report, not a repair: what does not agree is a bug to be understood.

import { endMoves } from '#core/holds.ts';
import type { Reconciliation } from './calls.ts';
import { all, first } from './database.ts';
import type { GroupCommit } from './group-commit.ts';
import { postingsOf } from './ledger.ts';
import { countFailedRefunds } from './refund-again.ts';
import type { Transaction } from './sale.ts';

/** Rows of one slice: some ten milliseconds, so that nobody who buys meanwhile notices. */
const sliceOfEntries = 10_000;
const sliceOfOrders = 5_000;

/**
 * Each slice is a command of its own, and between two of them others are served. Counters are judged at one moment. The ledger and the orders are walked in slices: each entry sums to zero by itself and
 * each order has its tickets by itself, so it matters to nobody what happened between two slices. In one transaction an
 * event with 500,000 orders would stop selling for seconds.
 */
export async function reconcile(group: Pick<GroupCommit, 'run'>): Promise<Reconciliation> {
  const counted = await group.run(recount);
  // What a slice found is added here and not in the command: a command of a group that failed is run again.
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
    jobsWaiting: count(tx, 'select count(*) as n from outbox'),
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

/** One pass for all types: a pass for each would read the tickets as often as there are types. */
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
    sliceOfEntries,
  );
  const sums = new Map<string, number>();
  for (const row of rows) {
    for (const { currency, amountMinor } of postingsOf(row)) {
      sums.set(currency, (sums.get(currency) ?? 0) + amountMinor);
    }
  }
  return { sums, next: rows.length < sliceOfEntries ? null : (rows.at(-1)?.n ?? null) };
}

type OrderSlice = { found: string[]; next: string | null };

/** As many tickets as the lines say, void ones included: a refund voids tickets, it does not take them away. */
function paidWithoutTickets(tx: Transaction, after: string): OrderSlice {
  const rows = all<{ order_id: string; agrees: number }>(
    tx.sql,
    `select order_id, (paid_at is null or status = 'paid-late' or (status = 'refunded' and paid_late = 1)
       or (select count(*) from tickets where tickets.order_id = orders.order_id) =
       (select sum(json_extract(value, '$.quantity')) from json_each(orders.lines))) as agrees
     from orders where order_id > ? order by order_id limit ?`,
    after,
    sliceOfOrders,
  );
  const found = rows.filter((row) => row.agrees !== 1).map((row) => row.order_id);
  return { found, next: rows.length < sliceOfOrders ? null : (rows.at(-1)?.order_id ?? null) };
}
