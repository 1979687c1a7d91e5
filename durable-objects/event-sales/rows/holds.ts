// The table of holds.

import type { Currency } from '#core/contracts/basics.ts';
import type { PlacedHold } from '#core/contracts/sales.ts';
import { type HeldLine, lineFee, lineTotal } from '#core/holds.ts';
import { wholeRows } from '../../insert-rows.ts';
import { all, first } from '../engine/database.ts';
import type { Transaction } from '../engine/transaction.ts';
import { holds } from '../schema.ts';

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

const wholeHolds = wholeRows(holds);

export function insertHold(tx: Transaction, hold: HoldRow): void {
  tx.write(wholeHolds.statement, wholeHolds.valuesOf(hold));
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
