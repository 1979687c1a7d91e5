// The platform under the real EventSales, inside one Node process: SQLite in memory as the storage of a Durable Object,
// a clock and a random generator that the simulator controls, and crashes on both sides of a commit. The object's code
// runs unchanged; only what Cloudflare provides is made here.

import { registerHooks } from 'node:module';
import { DatabaseSync } from 'node:sqlite';
import type { CheckInGateCalls } from '../../durable-objects/check-in-gate/rpc.ts';
import type { OutboxMessage } from '../../durable-objects/event-sales/outbox/messages.ts';
import type { EventSalesCalls } from '../../durable-objects/event-sales/rpc.ts';
import type { Random } from '../random.ts';

export type Sales = EventSalesCalls & { alarm(): Promise<void> };

export class Crash extends Error {}

/**
 * What differs between histories and is the same in each repetition. `nowMs` is the right time, which a step of the clock
 * sets back or ahead; `objectMs` is the time that the living object sees.
 */
export const moment = { nowMs: 0, objectMs: 0, chance: (): number => 0, hang: (): void => undefined };

/** As the object's own constant: within it an object waits, and goes on by itself. */
const toleranceMs = 2_000;

/** An object that is awake keeps the latest time it has seen: its clock stands still until the right one has caught up. */
function objectNow(): number {
  moment.objectMs = Math.max(moment.objectMs, moment.nowMs);
  return moment.objectMs;
}

/** Whether the object waits for a time that is longer ahead than two requests are apart. */
export function standsStill(): boolean {
  return objectNow() > moment.nowMs + toleranceMs;
}

/** Must run before the object's code is loaded. */
export async function loadEventSales(): Promise<new (ctx: unknown, env: unknown) => Sales> {
  const ids = new URL('./seeded-crypto.ts', import.meta.url).href;
  const stub = 'export class DurableObject { constructor(ctx, env) { this.ctx = ctx; this.env = env; } }';
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier === 'cloudflare:workers') return { url: 'sim:workers', shortCircuit: true };
      const ours = context.parentURL?.includes('/durable-objects/') === true;
      return specifier === 'node:crypto' && ours ? { url: ids, shortCircuit: true } : next(specifier, context);
    },
    load(url, context, next) {
      if (url === 'sim:workers') return { format: 'module', source: stub, shortCircuit: true };
      if (!url.endsWith('.sql') && !url.endsWith('.json')) return next(url, context);
      const text = process.getBuiltinModule('node:fs').readFileSync(new URL(url), 'utf8');
      const source = url.endsWith('.json') ? `export default ${text}` : `export default ${JSON.stringify(text)}`;
      return { format: 'module', source, shortCircuit: true };
    },
  });
  Date.now = objectNow;
  Math.random = () => moment.chance();
  // Commands that arrive in one turn gather; a microtask is used as the turn, because it is the same in each
  // repetition. In an object whose clock stands still no timer fires, so a caller would wait for hours.
  const wait = () => {
    if (standsStill()) moment.hang();
    return Promise.resolve();
  };
  Object.assign(globalThis, { scheduler: { wait } });
  // An instance that died mid-command leaves promises that nobody awaits.
  process.on('unhandledRejection', (reason) => {
    if (!(reason instanceof Crash)) throw reason;
  });
  const url = new URL('../../durable-objects/event-sales/event-sales.ts', import.meta.url).href;
  const module: { EventSales: new (ctx: unknown, env: unknown) => Sales } = await import(url);
  return module.EventSales;
}

type Value = string | number | null;

/** What survives a crash: rows and the alarm. */
export class Disk {
  readonly db = file;
  alarmAtMs: number | null = null;

  constructor() {
    const [head] = this.all("select count(*) as n from sqlite_master where name = 'event'");
    if (head?.n === 0) return;
    for (const table of this.all(
      "select name from sqlite_master where type = 'table' and name not like '\\_\\_%' escape '\\'",
    )) {
      if (!String(table.name).startsWith('sqlite_')) this.run(`delete from ${table.name}`);
    }
  }

  /** Rows of our own queries: plain values by their names. */
  all(text: string, ...values: Value[]): Record<string, Value>[] {
    return this.run(text, ...values) as Record<string, Value>[];
  }

  /** Grows with every row written, also with one taken back. */
  changes(): number {
    return Number(this.all('select total_changes() as n')[0]?.n);
  }

  run(text: string, ...values: Value[]): unknown[] {
    let statement = prepared.get(text);
    if (statement === undefined) {
      statement = file.prepare(text);
      prepared.set(text, statement);
    }
    return statement.all(...values);
  }
}

// One database file for all histories of this process, emptied before each: creating the tables costs more than a
// history.
const file = new DatabaseSync(':memory:');
const prepared = new Map<string, ReturnType<DatabaseSync['prepare']>>();

/** What the object asks of the event's gate. */
export type Gate = Pick<CheckInGateCalls, 'voidTickets' | 'cancelEvent'>;

export type Faults = { before: number; after: number };
type Make = new (ctx: unknown, env: unknown) => Sales;

/** One life of the object: from its constructor to a crash. */
export class Life {
  readonly died: Promise<never>;
  readonly sales: Sales;
  #alive = true;
  #ready: Promise<unknown> = Promise.resolve();
  #die: (crash: Crash) => void = () => undefined;
  readonly #disk: Disk;
  readonly #random: Random;
  readonly #faults: Faults;

  constructor(
    make: Make,
    disk: Disk,
    random: Random,
    faults: Faults,
    send: (messages: OutboxMessage[]) => void,
    gate: Gate,
  ) {
    this.#disk = disk;
    this.#random = random;
    this.#faults = faults;
    // A new object sees the right time.
    moment.objectMs = moment.nowMs;
    this.died = new Promise<never>((_, reject) => {
      this.#die = reject;
    });
    this.died.catch(() => undefined);
    const ctx = {
      storage: this.#storage(),
      blockConcurrencyWhile: (work: () => Promise<unknown>) => {
        this.#ready = work();
        return this.#ready;
      },
      abort: () => this.crash(),
    };
    const FACTS = {
      sendBatch: async (messages: { body: OutboxMessage }[]) => {
        this.#mustLive();
        send(messages.map(({ body }) => structuredClone(body)));
      },
    };
    this.sales = new make(ctx, { FACTS, LETTERS: FACTS, CHECK_IN_GATE: { getByName: () => gate } });
  }

  get alive(): boolean {
    return this.#alive;
  }

  crash(): void {
    this.#alive = false;
    this.#die(new Crash('the object died'));
  }

  async call<Value>(ask: (sales: Sales) => Promise<Value>): Promise<Value> {
    await this.#ready;
    return Promise.race([ask(this.sales), this.died]);
  }

  #mustLive(): void {
    if (!this.#alive) throw new Crash('a dead object touched its storage');
  }

  #storage() {
    const exec = (text: string, ...values: Value[]) => {
      this.#mustLive();
      const rows = this.#disk.run(text, ...values);
      const raw = () => ({ toArray: () => rows.map((row) => Object.values(Object(row))) });
      return { toArray: () => rows, raw };
    };
    return {
      sql: { exec },
      transactionSync: <Value>(work: () => Value) => this.#transact(work),
      setAlarm: async (atMs: number | Date) => {
        this.#mustLive();
        this.#disk.alarmAtMs = Number(atMs);
      },
      deleteAlarm: async () => {
        this.#disk.alarmAtMs = null;
      },
    };
  }

  #transact<Value>(work: () => Value): Value {
    this.#mustLive();
    const { db } = this.#disk;
    db.exec('begin');
    let response: Value;
    try {
      response = work();
      // A crash before the commit: everything was decided, nothing is on disk.
      if (this.#random.chance(this.#faults.before)) {
        this.crash();
        throw new Crash('died before the commit');
      }
    } catch (error) {
      db.exec('rollback');
      throw error;
    }
    db.exec('commit');
    // A crash after the commit: it is on disk, but no caller got a result and no alarm is set.
    if (this.#random.chance(this.#faults.after)) {
      this.crash();
      throw new Crash('died after the commit');
    }
    return response;
  }
}
