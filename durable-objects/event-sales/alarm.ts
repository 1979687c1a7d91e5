// The object's one alarm: ends holds, drains the outbox to the queue, winds up a cancelled event, forgets old keys. It
// never throws to the platform, which deletes an alarm that failed too often, and arms itself again whatever happened.

import { whereItBroke } from '#core/where-it-broke.ts';
import type { SalesState } from './book.ts';
import { earlier } from './book.ts';
import type { GroupCommit } from './group-commit.ts';
import type { Job } from './jobs.ts';
import { type Lane, lanes, leaseJobs } from './outbox.ts';
import type { Transaction } from './sale.ts';
import { gateIsTold, sweepSlice, trim } from './sweep.ts';

/** Sendings and slices in one alarm; the rest follow in the next, so that commands come between. */
const mostRounds = 20;
/** After a failure: not at once, or a fault would spin. */
const restAfterFailureMs = 1_000;

export function nextWakeMs(state: SalesState | null, nowMs: number): number | null {
  if (state === null || state.event === null) return null;
  const due = earlier(state.nextHoldEndMs, state.nextJobMs);
  return state.sweep === null && !state.trimming ? due : earlier(due, nowMs);
}

export class AlarmLoop {
  readonly #storage: DurableObjectStorage;
  readonly #queues: Record<Lane, Queue<Job>>;
  readonly #group: GroupCommit;
  readonly #cancelAtGate: () => Promise<void>;
  /** What this instance set last; each setting is a written row, so only an earlier one is set. */
  #armedForMs: number | null = null;
  /** Alarms under way. They arm at their end; arming at once after a failure inside would make it spin. */
  #working = 0;

  constructor(
    storage: DurableObjectStorage,
    queues: Record<Lane, Queue<Job>>,
    group: GroupCommit,
    cancelAtGate: () => Promise<void>,
  ) {
    this.#storage = storage;
    this.#queues = queues;
    this.#group = group;
    this.#cancelAtGate = cancelAtGate;
  }

  arm(atMs: number | null): void {
    if (this.#working > 0 || atMs === null) return;
    if (this.#armedForMs !== null && this.#armedForMs <= atMs) return;
    this.#armedForMs = atMs;
    // Not awaited: it belongs to the writes of this turn, and the output gate holds the answers for them.
    // The platform refuses a moment before its era, and a refusal here would leave callers unanswered.
    void this.#storage.setAlarm(Math.max(1, atMs));
  }

  async work(nextWake: () => number | null): Promise<void> {
    this.#armedForMs = null;
    this.#working += 1;
    let rest = 0;
    try {
      await this.#repeat(trim);
      for (const lane of lanes) await this.#drain(lane);
      await this.sweep(mostRounds);
    } catch (error) {
      rest = restAfterFailureMs;
      console.error(JSON.stringify({ level: 'error', at: 'event-sales/alarm', error: whereItBroke(error) }));
    } finally {
      this.#working -= 1;
      const next = nextWake();
      this.arm(next === null ? null : Math.max(next, Date.now() + rest));
    }
  }

  async #drain(lane: Lane): Promise<void> {
    for (let round = 0; round < mostRounds; round += 1) {
      const jobs = await this.#group.run((tx) => leaseJobs(tx, lane, Math.random));
      if (jobs.length === 0) return;
      await this.#queues[lane].sendBatch(jobs.map((body) => ({ body, contentType: 'json' })));
    }
  }

  /** Slice after slice, as long as one says that there is more. */
  async #repeat(slice: (tx: Transaction) => boolean): Promise<void> {
    let goesOn = true;
    for (let round = 0; goesOn && round < mostRounds; round += 1) goesOn = await this.#group.run(slice);
  }

  /** Throws when the gate does not answer; then nothing behind it was swept, and the alarm goes on. */
  async sweep(rounds: number): Promise<void> {
    for (let round = 0; round < rounds; round += 1) {
      const next = await this.#group.run((tx) => {
        sweepSlice(tx);
        return tx.state.sweep;
      });
      if (next === null) return;
      if (next === 'gate') {
        await this.#cancelAtGate();
        await this.#group.run(gateIsTold);
      }
    }
  }
}
