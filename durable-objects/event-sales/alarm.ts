// The alarm loop: the object has one alarm, which ends holds, sends the outbox to the queues, goes on with a wind-up
// and deletes old rows. `alarm()` never throws to the platform, which deletes an alarm that failed six times; instead
// the loop arms itself again.

import { logLine } from '#core/log-line.ts';
import { trim } from './commands/trim.ts';
import { gateIsCancelled, windUpSlice } from './commands/wind-up.ts';
import { earlier, type SalesState } from './engine/state.ts';
import type { GroupCommit, Transaction } from './engine/transaction.ts';
import type { OutboxMessage } from './outbox/messages.ts';
import { type Lane, lanes, leaseMessages } from './outbox/outbox.ts';

/** Bounds the sendings and slices of one alarm. The next alarm does the rest, and commands of buyers run in between. */
const roundsPerAlarm = 20;
/** After a failure the alarm waits. Armed for now, a lasting fault would make it run without a pause. */
const pauseAfterFailureMs = 1_000;

export function nextWakeMs(state: SalesState | null, nowMs: number): number | null {
  if (state === null || state.event === null) return null;
  const due = earlier(state.nextHoldEndMs, state.nextMessageMs);
  return state.windUp === null && !state.trimming ? due : earlier(due, nowMs);
}

export class AlarmLoop {
  readonly #storage: DurableObjectStorage;
  readonly #queues: Record<Lane, Queue<OutboxMessage>>;
  readonly #group: GroupCommit;
  readonly #cancelAtGate: () => Promise<void>;
  /** The alarm time this instance set last. `setAlarm` writes a row, so it is called only to move the alarm earlier. */
  #armedForMs: number | null = null;
  /** Alarms that are running. Each arms the next one at its end, so commands need not arm meanwhile. */
  #running = 0;

  constructor(
    storage: DurableObjectStorage,
    queues: Record<Lane, Queue<OutboxMessage>>,
    group: GroupCommit,
    cancelAtGate: () => Promise<void>,
  ) {
    this.#storage = storage;
    this.#queues = queues;
    this.#group = group;
    this.#cancelAtGate = cancelAtGate;
  }

  arm(atMs: number | null): void {
    if (this.#running > 0 || atMs === null) return;
    if (this.#armedForMs !== null && this.#armedForMs <= atMs) return;
    this.#armedForMs = atMs;
    // Not awaited: it is one of the writes of this turn, and the output gate holds back all results until they are
    // stored. At least 1, because `setAlarm` throws for a time before the epoch, and the callers of the group would get
    // no result.
    void this.#storage.setAlarm(Math.max(1, atMs));
  }

  async work(nextWake: () => number | null): Promise<void> {
    this.#armedForMs = null;
    this.#running += 1;
    let pauseMs = 0;
    try {
      await this.#repeat(trim);
      for (const lane of lanes) await this.#drain(lane);
      await this.windUp(roundsPerAlarm);
    } catch (error) {
      pauseMs = pauseAfterFailureMs;
      console.error(logLine('error', 'event-sales-alarm-failed', { error }));
    } finally {
      this.#running -= 1;
      const next = nextWake();
      this.arm(next === null ? null : Math.max(next, Date.now() + pauseMs));
    }
  }

  async #drain(lane: Lane): Promise<void> {
    for (let round = 0; round < roundsPerAlarm; round += 1) {
      const messages = await this.#group.run((tx) => leaseMessages(tx, lane, Math.random));
      if (messages.length === 0) return;
      await this.#queues[lane].sendBatch(messages.map((body) => ({ body, contentType: 'json' })));
    }
  }

  /** Runs slices as long as they return that there is more to do. */
  async #repeat(slice: (tx: Transaction) => boolean): Promise<void> {
    let hasMore = true;
    for (let round = 0; hasMore && round < roundsPerAlarm; round += 1) hasMore = await this.#group.run(slice);
  }

  /** Throws when the gate does not answer. Then nothing was refunded, and the alarm tries again. */
  async windUp(rounds: number): Promise<void> {
    for (let round = 0; round < rounds; round += 1) {
      const next = await this.#group.run((tx) => {
        windUpSlice(tx);
        return tx.state.windUp;
      });
      if (next === null) return;
      if (next.step === 'gate') {
        await this.#cancelAtGate();
        await this.#group.run(gateIsCancelled);
      }
    }
  }
}
