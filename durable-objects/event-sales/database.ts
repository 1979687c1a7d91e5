// The object's tables. They are laid at the first publish (or the first closing), not at birth: asking about an event
// that was never published must leave nothing behind.

import { drizzle } from 'drizzle-orm/durable-sqlite';
import { migrate } from 'drizzle-orm/durable-sqlite/migrator';
import migrations from '../../migrations/event-sales/migrations.js';

export function isLaid(sql: SqlStorage): boolean {
  return sql.exec("select 1 from sqlite_master where type = 'table' and name = 'event'").toArray().length > 0;
}

/** Applies what is missing; applying again changes nothing. One transaction, no wait inside. */
export async function layTables(storage: DurableObjectStorage): Promise<void> {
  await migrate(drizzle(storage), migrations);
}

type Row = Record<string, SqlStorageValue>;

/** All rows at once: a cursor has no snapshot across an `await`. */
export function all<Found extends Row>(sql: SqlStorage, text: string, ...values: SqlStorageValue[]): Found[] {
  return sql.exec<Found>(text, ...values).toArray();
}

export function first<Found extends Row>(sql: SqlStorage, text: string, ...values: SqlStorageValue[]): Found | null {
  return all<Found>(sql, text, ...values)[0] ?? null;
}
