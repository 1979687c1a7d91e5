// The table of holds.

import type { Currency } from '#core/contracts/basics.ts';
import type { PlacedHold } from '#core/contracts/sales.ts';
import { type HeldLine, lineFee, lineTotal } from '#core/holds.ts';
import { insertRows } from '../../insert-rows.ts';
import { all, first } from '../engine/database.ts';
import type { Transaction } from '../engine/transaction.ts';
import type { holds } from '../schema.ts';

export type HoldRow = typeof holds.$inferSelect;

export function holdRow(sql: SqlStorage, holdId: string): HoldRow | null {
  return first<HoldRow>(sql, 'select * from holds where hold_id = ?', holdId);
}

/** The known ones among many ids, by one query. */
export function holdRows(sql: SqlStorage, holdIds: readonly string[]): Map<string, HoldRow> {
  const rows = all<HoldRow>(sql, holdsSql, JSON.stringify(holdIds));
  return new Map(rows.map((row) => [row.hold_id, row]));
}

const holdsSql = 'select h.* from json_each(?) q cross join holds h on h.hold_id = q.value';

const holdColumns = [
  'hold_id',
  'widget_id',
  'terms_version',
  'status',
  'lines',
  'currency',
  'total_minor',
  'promo_code',
  'placed_at',
  'expires_at',
  'ends_at',
  'asked',
  'order_id',
  'network',
  'idempotency_key',
] as const satisfies readonly (keyof HoldRow)[];

const insertHolds = insertRows('holds', holdColumns);

export function insertHold(tx: Transaction, hold: HoldRow): void {
  tx.write(
    insertHolds,
    holdColumns.map((column) => hold[column]),
  );
}

/** Lines as the buyer sees them. */
export function pricedLines(lines: readonly HeldLine[], currency: Currency): PlacedHold['lines'] {
  const money = (amount: number) => ({ amount, currency });
  return lines.map((line) => ({
    ticketTypeId: line.ticketTypeId,
    name: line.name,
    quantity: line.quantity,
    price: money(line.priceMinor),
    discount: money(line.discountMinor),
    serviceFee: money(lineFee(line)),
    total: money(lineTotal(line)),
  }));
}
