/** The rows of one query by the row of another that they belong to; within each the order of the rows stays. */
export function grouped<Row, Item>(rows: readonly Row[], keyed: (row: Row) => [string, Item]): Map<string, Item[]> {
  const found = new Map<string, Item[]>();
  for (const row of rows) {
    const [key, item] = keyed(row);
    const items = found.get(key);
    if (items === undefined) found.set(key, [item]);
    else items.push(item);
  }
  return found;
}
