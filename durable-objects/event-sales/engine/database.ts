// The object's tables are created at the first publish (or the first closing of a channel) and not when the object is:
// a request for an event that was never published must leave nothing stored.

import { drizzle } from 'drizzle-orm/durable-sqlite';
import { migrate } from 'drizzle-orm/durable-sqlite/migrator';
import migrations from '../../../migrations/event-sales/migrations.js';

export function hasTables(sql: SqlStorage): boolean {
  return sql.exec("select 1 from sqlite_master where type = 'table' and name = 'event'").toArray().length > 0;
}

/** Applies the missing migrations in one transaction. Idempotent. */
export async function migrateTables(storage: DurableObjectStorage): Promise<void> {
  await migrate(drizzle(storage), migrations);
}

type Row = Record<string, SqlStorageValue>;

/** Reads all rows at once: a cursor that is still open over an `await` sees the writes made meanwhile. */
export function all<Found extends Row>(sql: SqlStorage, text: string, ...values: SqlStorageValue[]): Found[] {
  return sql.exec<Found>(text, ...values).toArray();
}

export function first<Found extends Row>(sql: SqlStorage, text: string, ...values: SqlStorageValue[]): Found | null {
  return all<Found>(sql, text, ...values)[0] ?? null;
}

/** A stored moment as the API shows it: ISO 8601 in UTC. */
export function iso(ms: number): string;
export function iso(ms: number | null): string | null;
export function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
