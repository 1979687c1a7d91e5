// Runs the commands of one event's object: it holds the state in memory, the group commit and the alarm loop, and knows
// whether the event was published at all. `event-sales.ts` is the table of calls; what a call runs in is here.

import { logLine } from '#core/log-line.ts';
import { invariant, type Refused, refuse } from '#core/result.ts';
import { AlarmLoop, nextWakeMs } from './alarm.ts';
import { endDueHolds } from './commands/holds.ts';
import { hasTables, migrateTables } from './engine/database.ts';
import { readState, type SalesState, writeState } from './engine/state.ts';
import { GroupCommit, type NotAPromise, Transaction } from './engine/transaction.ts';
import { mendFutureTimes } from './future-times.ts';
import type * as Rpc from './rpc.ts';

/** How many commands may wait for a commit. The next ones are refused as `busy`, so that waiting times stay bounded. */
const mostWaiting = 2_000;
/** Steps of a wind-up inside the RPC that cancels the event: the gate, the holds, the first orders. */
const windUpRoundsAtOnce = 3;

export class CommandRunner {
  readonly group: GroupCommit;
  readonly #ctx: DurableObjectState;
  readonly #env: Cloudflare.Env;
  readonly #sql: SqlStorage;
  readonly #alarmLoop: AlarmLoop;
  /** Null while the object has no tables. */
  #state: SalesState | null = null;

  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    this.#ctx = ctx;
    this.#env = env;
    this.#sql = ctx.storage.sql;
    this.group = new GroupCommit(ctx.storage, {
      begin: () => this.#begin(),
      finish: (tx) => writeState(tx.sql, tx.state),
      rebuild: () => this.#rebuild(),
      committed: () => this.#alarmLoop.arm(nextWakeMs(this.#state, Date.now())),
    });
    const queues = { facts: env.FACTS, letters: env.LETTERS };
    this.#alarmLoop = new AlarmLoop(ctx.storage, queues, this.group, () => this.gate().cancelEvent());
    ctx.blockConcurrencyWhile(async () => {
      if (!hasTables(this.#sql)) return;
      await migrateTables(ctx.storage);
      mendFutureTimes(this.#sql, Date.now());
      this.#state = readState(this.#sql, Date.now());
      // The alarm may be gone: the process died while it ran, or the platform deleted it after six failures.
      this.#alarmLoop.arm(nextWakeMs(this.#state, Date.now()));
    });
  }

  #rebuild(): void {
    try {
      this.#state = readState(this.#sql, Date.now());
    } catch (error) {
      // The state in memory may be ahead of storage, so this instance must not go on; the next one reads it again.
      this.#ctx.abort('the state could not be read again');
      throw error;
    }
  }

  #begin(): Transaction {
    invariant(this.#state !== null, 'a command finds the tables made');
    const tx = new Transaction(this.#sql, this.#state, Date.now());
    endDueHolds(tx);
    return tx;
  }

  async createTables(): Promise<void> {
    if (this.#state !== null) return;
    await migrateTables(this.#ctx.storage);
    this.#state ??= readState(this.#sql, Date.now());
  }

  /** Null while the object has no tables, so before the first publish. */
  get state(): SalesState | null {
    return this.#state;
  }

  get isPublished(): boolean {
    return this.#state?.event != null;
  }

  /** Runs one command of a published event. */
  async command<Value>(
    command: (tx: Transaction) => Value & NotAPromise<Value>,
  ): Promise<Value | Refused<'not-found'>> {
    return this.isPublished ? this.group.run(command) : refuse('not-found');
  }

  /**
   * Runs the commands of many buyers as one command of a group. When that fails, it runs each alone, so that one bug
   * fails one.
   */
  async batch<Command, Value>(
    commands: Command[],
    decide: (tx: Transaction, commands: readonly Command[]) => Value[],
  ): Promise<Rpc.BatchResult<Value | Refused<'not-found' | 'busy'>>[]> {
    if (!this.isPublished) return commands.map(() => ({ result: refuse('not-found') }));
    if (this.group.weight >= mostWaiting) return commands.map(() => ({ result: refuse('busy') }));
    try {
      const results = await this.group.run((tx) => decide(tx, commands), commands.length);
      return results.map((result) => ({ result }));
    } catch (error) {
      if (commands.length > 1) {
        const alone = await Promise.all(commands.map((command) => this.batch([command], decide)));
        return alone.flat();
      }
      console.error(logLine('error', 'event-sales-command-failed', { error }));
      return [{ broken: true }];
    }
  }

  /** The state with all due holds ended, however late the alarm is; null before the first publish. */
  async freshState(): Promise<SalesState | null> {
    const due = this.#state?.nextHoldEndMs;
    if (due != null && due <= Date.now()) await this.group.run(() => null);
    return this.isPublished ? this.#state : null;
  }

  /**
   * Winds a small cancelled event up within the call that cancelled it. The alarm does the rest of a large one, and all
   * when the gate does not answer.
   */
  async windUpAtOnce(): Promise<void> {
    if (this.#state?.windUp?.step === 'gate') await this.#alarmLoop.windUp(windUpRoundsAtOnce).catch(logSilentGate);
  }

  /** Never throws: the platform deletes an alarm that failed six times. */
  async workOfAlarm(): Promise<void> {
    if (!this.isPublished) return;
    await this.#alarmLoop.work(() => nextWakeMs(this.#state, Date.now()));
  }

  gate() {
    invariant(this.#state?.event != null, 'an event with a gate is published');
    return this.#env.CHECK_IN_GATE.getByName(this.#state.event.eventId);
  }
}

/** A gate that does not answer is not a failure: the refund or the wind-up is stored and asks it again. */
export function logSilentGate(error: unknown): void {
  console.warn(logLine('warn', 'gate-silent', { error }));
}
