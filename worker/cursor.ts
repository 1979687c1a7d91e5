// Keyset cursors: where a page of a list ended, as the sort value and id of its last row, opaque to the client.

import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { Refusal } from './http/refusal.ts';

export type Position = { at: number | string; id: string };

export function cursorAfter(position: Position): string {
  return Buffer.from(JSON.stringify([position.at, position.id])).toString('base64url');
}

/** Null for the first page. A cursor we did not make is refused. */
export function positionOf(cursor: string | undefined): Position | null {
  if (cursor === undefined) return null;
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parts) && parts.length === 2) {
      const [at, id]: unknown[] = parts;
      if ((typeof at === 'number' || typeof at === 'string') && typeof id === 'string') return { at, id };
    }
  } catch {
    // Falls through: not ours.
  }
  return unknownCursor();
}

export function unknownCursor(): never {
  throw new Refusal('invalid-request', { fields: [{ path: 'cursor', problem: 'unknown-cursor' }] });
}

/** For a list that is ordered newest first by a time and an id: the rows that stand below this position. */
export function olderThan(position: Position | null, at: SQLWrapper, id: SQLWrapper): SQL | undefined {
  if (position === null) return undefined;
  if (typeof position.at !== 'number') return unknownCursor();
  return sql`(${at}, ${id}) < (${position.at}, ${position.id})`;
}

/** The query asked for one row more than a page holds; the extra row tells that there is a next page. */
export function pageOf<Row, Item>(
  rows: Row[],
  limit: number,
  position: (row: Row) => Position,
  item: (row: Row) => Item,
): { items: Item[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(item),
    next: rows.length > limit && last !== undefined ? cursorAfter(position(last)) : null,
  };
}
