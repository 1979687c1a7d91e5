// The ledger of the event. An entry is written in the transaction of the sale or the confirmed refund it belongs to and
// never changed.

import type { LedgerEntry } from '#core/contracts/balance.ts';
import { Currency } from '#core/contracts/basics.ts';
import { balanced, type Posting } from '#core/ledger.ts';
import { wholeRows } from '../../insert-rows.ts';
import { all, first, iso } from '../engine/database.ts';
import type { Transaction } from '../engine/transaction.ts';
import type { LedgerRecord } from '../records.ts';
import { entries } from '../schema.ts';
import type { OrderRow } from './orders.ts';

type EntryRow = typeof entries.$inferSelect;

const entriesPerPage = 100;

/** `entryId` is made from the id of the order or the refund: the unique index refuses to post one of them twice. */
export function postEntry(
  tx: Transaction,
  order: Pick<OrderRow, 'order_id' | 'deal_id' | 'distributor_id'>,
  entry: { entryId: string; kind: 'sale' | 'refund'; postings: readonly Posting[] },
): void {
  const postings = balanced(entry.postings);
  if (postings.length === 0) return;
  const row: Omit<EntryRow, 'n'> = {
    entry_id: entry.entryId,
    at: tx.nowMs,
    kind: entry.kind,
    order_id: order.order_id,
    deal_id: order.deal_id,
    distributor_id: order.distributor_id,
    postings: JSON.stringify(postings),
  };
  tx.write(wholeEntries.statement, wholeEntries.valuesOf(row));
}

/** Whose the money of an order is. */
export function partiesOf(tx: Transaction, order: Pick<OrderRow, 'distributor_id'>) {
  return { organizerId: tx.state.event?.organizerId ?? '', distributorId: order.distributor_id };
}

const wholeEntries = wholeRows(entries, 'n');

export function entriesOfOrder(sql: SqlStorage, orderId: string): LedgerRecord[] {
  return all<EntryRow>(sql, 'select * from entries where order_id = ? order by n', orderId).map((row) => ({
    entryId: row.entry_id,
    atMs: row.at,
    kind: row.kind,
    orderId: row.order_id,
    dealId: row.deal_id,
    postings: postingsOf(row),
  }));
}

export function postingsOf(row: Pick<EntryRow, 'postings'>): Posting[] {
  return JSON.parse(row.postings);
}

/**
 * A distributor sees the whole entries of their own deals, the organizer's postings too: both know the terms of the
 * deal.
 */
export function ledgerPage(
  sql: SqlStorage,
  forDistributorId: string | null,
  afterEntryId: string | null,
): { entries: LedgerEntry[]; next: string | null } {
  const after =
    afterEntryId === null
      ? { n: 0 }
      : first<{ n: number }>(sql, 'select n from entries where entry_id = ?', afterEntryId);
  if (after === null) return { entries: [], next: null };
  const rows = all<EntryRow>(
    sql,
    'select * from entries where n > ?1 and (?2 is null or distributor_id = ?2) order by n limit ?3',
    after.n,
    forDistributorId,
    entriesPerPage + 1,
  );
  const page = rows.slice(0, entriesPerPage);
  return {
    entries: page.map(entryView),
    next: rows.length > entriesPerPage ? (page.at(-1)?.entry_id ?? null) : null,
  };
}

function entryView(row: EntryRow): LedgerEntry {
  return {
    id: row.entry_id,
    at: iso(row.at),
    kind: row.kind,
    orderId: row.order_id,
    dealId: row.deal_id,
    postings: postingsOf(row).map(({ account, amountMinor, currency }) => ({
      account,
      amount: { amount: amountMinor, currency: Currency.parse(currency) },
    })),
  };
}
