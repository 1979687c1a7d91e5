// What one command gets to work with while its group's SQLite transaction is open: the state in memory, one clock
// reading, and the database.
//
// Calling into SQLite costs more than the statement itself, so inserts are buffered and flushed as one statement per
// table for all commands of the group. Reading through `sql` flushes first, so a command always sees its own writes and
// those of the commands before it.

import { randomBytes } from 'node:crypto';
import { encodeBase32 } from '#core/base32.ts';
import type { SalesState } from './state.ts';

/** How many random bytes are fetched at once: one call into the platform serves the ids of a whole group. */
const randomBlockBytes = 512;

export class Transaction {
  readonly state: SalesState;
  /** Read once a group, so that all its commands agree on the time. */
  readonly nowMs: number;
  /** `nowMs` in base32, the beginning of ids that sort by time (`ids.ts`). */
  readonly timePrefix: string;
  readonly #sql: SqlStorage;
  readonly #buffered = new Map<string, SqlStorageValue[][]>();
  #random = Buffer.alloc(0);
  #randomUsed = 0;

  constructor(sql: SqlStorage, state: SalesState, nowMs: number) {
    this.#sql = sql;
    this.state = state;
    this.nowMs = nowMs;
    const bytes = Buffer.alloc(6);
    bytes.writeUIntBE(Math.max(0, nowMs), 0, 6);
    this.timePrefix = encodeBase32(bytes).toLowerCase();
  }

  /** For reads, and for writes that cannot wait. Flushes the buffered inserts first. */
  get sql(): SqlStorage {
    for (const [statement, rows] of this.#buffered) this.#sql.exec(statement, JSON.stringify(rows));
    this.#buffered.clear();
    return this.#sql;
  }

  /** Buffers one row. `statement` takes all its rows as one JSON parameter: see `insertRows`. */
  write(statement: string, row: SqlStorageValue[]): void {
    const rows = this.#buffered.get(statement);
    if (rows === undefined) this.#buffered.set(statement, [row]);
    else rows.push(row);
  }

  random(length: number): Buffer {
    if (this.#randomUsed + length > this.#random.length) {
      this.#random = randomBytes(randomBlockBytes);
      this.#randomUsed = 0;
    }
    this.#randomUsed += length;
    return this.#random.subarray(this.#randomUsed - length, this.#randomUsed);
  }
}
