// Many rows by one statement: in workerd the call into SQLite costs more than the insert itself (docs/hot-path.md).

import { getTableColumns, getTableName } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';

/**
 * The statement takes one JSON text: an array of rows, each an array in the order of `columns`. `conflict` is an SQL
 * clause.
 */
export function insertRows(table: string, columns: readonly string[], conflict = ''): string {
  const values = columns.map((_, i) => `one ->> ${i}`).join(', ');
  // The inner select parses each row once instead of once per column, which halves the time. `limit -1` keeps the
  // planner from merging the two selects.
  const rows = 'select jsonb(value) as one from json_each(?) limit -1';
  // `where true`: without it SQLite's parser reads "on conflict" as the condition of a join.
  return `insert into ${table} (${columns.join(', ')}) select ${values} from (${rows}) where true ${conflict}`;
}

type Row<Table extends SQLiteTable> = Table['$inferSelect'];

/**
 * Writes whole rows: the columns are those of the schema, so that a new one cannot be forgotten here. `counted`: the
 * column that SQLite counts by itself.
 */
export function wholeRows<Table extends SQLiteTable, Counted extends string = never>(table: Table, counted?: Counted) {
  const columns = Object.keys(getTableColumns(table)).filter((column) => column !== counted);
  return {
    statement: insertRows(getTableName(table), columns),
    // The keys of a table of these objects are its columns' names, so a row has a value for each.
    valuesOf: (row: Omit<Row<Table>, Counted>): SqlStorageValue[] =>
      columns.map((column) => Reflect.get(row, column) as SqlStorageValue),
  };
}
