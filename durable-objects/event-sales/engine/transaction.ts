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

// --- group commit --------------------------------------------------------------------------------------------

// Group commit. Committing is the most expensive part of a sale, so commands that arrive together share one
// transaction: they run one after another inside one `transactionSync`, and each caller gets its result only after the
// commit.
//
// When a command throws, the whole group is rolled back (outside `transactionSync` a throw would undo nothing in a
// Durable Object), the state in memory is read again from storage, and the commands run again one by one. So a bug
// fails only its own command.

/** `never` for a promise: what an async command writes after its first `await` would be outside the transaction. */
export type NotAPromise<Value> = Value extends PromiseLike<unknown> ? never : unknown;

type Waiting = {
  run: (tx: Transaction) => unknown;
  /** How many buyers' commands are inside. */
  weight: number;
  resolve: (value: never) => void;
  reject: (error: unknown) => void;
};

/** A transaction occupies the object's only thread, and its first caller waits for the last command of the group. */
const largestGroup = 500;

type GroupHooks = {
  /** A new context for one transaction, with all due holds ended. */
  begin: () => Transaction;
  /** Runs last inside the transaction: writes the changed counters together with the rows. */
  finish: (tx: Transaction) => void;
  /** Runs after a roll back, when the state in memory may be ahead of storage. */
  rebuild: () => void;
  committed: () => void;
};

export class GroupCommit {
  readonly #storage: DurableObjectStorage;
  readonly #hooks: GroupHooks;
  #waiting: Waiting[] = [];
  #gathering = false;

  constructor(storage: DurableObjectStorage, hooks: GroupHooks) {
    this.#storage = storage;
    this.#hooks = hooks;
  }

  /** How many commands wait for a commit. */
  get weight(): number {
    return this.#waiting.reduce((sum, one) => sum + one.weight, 0);
  }

  run<Value>(command: (tx: Transaction) => Value & NotAPromise<Value>, weight = 1): Promise<Value> {
    return new Promise<Value>((resolve, reject) => {
      this.#waiting.push({ run: command, weight, resolve, reject });
      if (!this.#gathering) void this.#gather();
    });
  }

  async #gather(): Promise<void> {
    this.#gathering = true;
    // `queueMicrotask` would run before the other calls are delivered and gather nothing, and in tests that fake the
    // clock `setTimeout` never fires.
    await scheduler.wait(0);
    this.#gathering = false;
    while (this.#waiting.length > 0) this.#commit(this.#nextGroup());
  }

  #nextGroup(): Waiting[] {
    let weight = 0;
    const end = this.#waiting.findIndex((one) => {
      weight += one.weight;
      return weight > largestGroup;
    });
    // At least one, so that a command heavier than `largestGroup` runs as a group of its own.
    return this.#waiting.splice(0, end === -1 ? this.#waiting.length : Math.max(1, end));
  }

  #commit(group: Waiting[]): void {
    const results = this.#attempt(group);
    if (results !== null) {
      group.forEach((one, i) => {
        one.resolve(results[i] as never);
      });
    } else {
      for (const one of group) this.#commitAlone(one);
    }
    this.#hooks.committed();
  }

  #attempt(group: Waiting[]): unknown[] | null {
    try {
      return this.#transact(group);
    } catch {
      this.#hooks.rebuild();
      return null;
    }
  }

  #commitAlone(one: Waiting): void {
    try {
      one.resolve(this.#transact([one])[0] as never);
    } catch (error) {
      this.#hooks.rebuild();
      one.reject(error);
    }
  }

  #transact(group: Waiting[]): unknown[] {
    return this.#storage.transactionSync(() => {
      const tx = this.#hooks.begin();
      const results = group.map((one) => one.run(tx));
      this.#hooks.finish(tx);
      return results;
    });
  }
}
