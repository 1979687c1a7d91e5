// Many rows by one statement: in workerd the call into SQLite costs more than the insert itself (docs/hot-path.md).

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
