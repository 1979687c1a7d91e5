// Keyset cursors: where a page of a list ended, as the sort value and id of its last row, opaque to the client. A route
// reads the cursor (`paged` in http/paged.ts), and a list takes the position.

import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { ok, type Result, refuse } from '#core/result.ts';

/** `at` is the sort value: a number in most lists, a text in those whose order needs more than one column. */
export type Position<At extends number | string = number> = { at: At; id: string };

/** What a list takes of its query. Null: the first page. */
export type Paged = { after: Position | null };

export type CursorRefusal = 'invalid-request';

function cursorAfter({ at, id }: Position<number | string>): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url');
}

/** Null for the first page. A cursor that we did not make is refused. */
export function positionOf(cursor: string | undefined): Result<Position | null, CursorRefusal> {
  if (cursor === undefined) return ok(null);
  const found = decoded(cursor);
  return found !== null && typeof found.at === 'number' ? ok({ at: found.at, id: found.id }) : unknownCursor;
}

/** The same for a list whose sort value is a text. */
export function textPositionOf(cursor: string | undefined): Result<Position<string> | null, CursorRefusal> {
  if (cursor === undefined) return ok(null);
  const found = decoded(cursor);
  return found !== null && typeof found.at === 'string' ? ok({ at: found.at, id: found.id }) : unknownCursor;
}

export const unknownCursor = refuse('invalid-request', { fields: [{ path: 'cursor', problem: 'unknown-cursor' }] });

function decoded(cursor: string): Position<number | string> | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(parts) || parts.length !== 2) return null;
    const [at, id]: unknown[] = parts;
    return (typeof at === 'number' || typeof at === 'string') && typeof id === 'string' ? { at, id } : null;
  } catch {
    return null;
  }
}

/** For a list that is ordered newest first by a time and an id: the rows after this position. */
export function olderThan(after: Position | null, at: SQLWrapper, id: SQLWrapper): SQL | undefined {
  return after === null ? undefined : sql`(${at}, ${id}) < (${after.at}, ${after.id})`;
}

/** The query asks for one row more than a page holds; the extra row tells that there is a next page. */
export function pageOf<Row, Item>(
  rows: Row[],
  limit: number,
  position: (row: Row) => Position<number | string>,
  item: (row: Row) => Item,
): { items: Item[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(item),
    next: rows.length > limit && last !== undefined ? cursorAfter(position(last)) : null,
  };
}
