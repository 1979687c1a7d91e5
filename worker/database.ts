// All access to D1. D1 has no interactive transactions, so what must be all or nothing is one `batch`.

import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { Env } from './env.d.ts';

export function databaseOf(env: Env) {
  return drizzle(env.DB);
}

export type Database = ReturnType<typeof databaseOf>;

/**
 * A statement written in SQL, for a batch. drizzle 0.45 leaves raw statements unprepared there and stumbles over their
 * parameters, so the prepared one is put where its batch looks for it.
 */
export function statement(db: Database, query: SQL) {
  const raw = db.run(query);
  return Object.assign(raw, { stmt: db.$client.prepare(raw.getQuery().sql) });
}

/**
 * `column in (…)` for any number of values. D1 refuses a statement with more than 100 parameters, so the values go down
 * as one of them: a JSON array.
 */
export function isOneOf(column: SQLWrapper, values: readonly string[]): SQL {
  return sql`${column} in (select value from json_each(${JSON.stringify(values)}))`;
}

/** Text as it is compared and searched: SQLite folds ASCII only. */
export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** SQLite folds ASCII only, so a name is looked for as it was typed and in the ways in which names are written. */
export function nameForms(typed: string): string[] {
  const small = typed.toLowerCase();
  const capital = small.replace(/(^|[\s-])\p{L}/gu, (start) => start.toUpperCase());
  return [...new Set([typed, small, capital, typed.toUpperCase()])];
}
