// Commands to one event's object that arrive together ride in one call, each with a result of its own. The call costs
// more than the work of the command in it, so at an on-sale the number of calls decides the throughput.
//
// A request must not wait for a promise of another request: the platform fails or forgets such a wait, after thousands
// of good ones. So each waits for a promise made in itself, raced with a timer of its own, and whoever opened the batch
// only hands the results over. See docs/hot-path.md.

import { waitUntil } from 'cloudflare:workers';
import type { BatchResult } from '../../durable-objects/event-sales/rpc.ts';
import { log } from '../log.ts';
import { ObjectUnavailable } from './unavailable.ts';

export type BatchLimits = {
  /** How long a turn of waiting for company is. */
  gatherMs: number;
  gatherAtMostMs: number;
  /** A batch older than this takes nobody in: the request that opened it may be gone, and would never send it. */
  openForMs: number;
  most: number;
  /** After this nobody knows what became of the command; the same key finds out. */
  answerWithinMs: number;
};

const limits: BatchLimits = { gatherMs: 0, gatherAtMostMs: 5, openForMs: 50, most: 100, answerWithinMs: 10_000 };

/** What is handed from the sending request to a waiting one: plain data only, nothing bound to a request. */
type Outcome<Value> = BatchResult<Value> | { busy: true } | { late: true };

type Waiting<Command, Value> = { command: Command; settle: (outcome: Outcome<Value>) => void };
type Batch<Command, Value> = { openedAtMs: number; waiting: Waiting<Command, Value>[] };

type Send<Target, Command, Value> = (
  target: Target,
  eventId: string,
  commands: Command[],
) => Promise<BatchResult<Value>[]>;

export class Batches<Target, Command, Value> {
  readonly #send: Send<Target, Command, Value>;
  readonly #limits: BatchLimits;
  /** The batch of each event that still takes somebody in. */
  readonly #open = new Map<string, Batch<Command, Value>>();

  constructor(send: Send<Target, Command, Value>, own: Partial<BatchLimits> = {}) {
    this.#send = send;
    this.#limits = { ...limits, ...own };
  }

  /** The command must be valid: what the object can't take is a bug of this one command alone. */
  async ask(target: Target, eventId: string, command: Command): Promise<Value> {
    let settle: (outcome: Outcome<Value>) => void = () => {};
    const answered = new Promise<Outcome<Value>>((resolve) => {
      settle = resolve;
    });
    this.#join(target, eventId, { command, settle });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<Outcome<Value>>((resolve) => {
      timer = setTimeout(() => resolve({ late: true }), this.#limits.answerWithinMs);
    });
    const outcome = await Promise.race([answered, late]);
    clearTimeout(timer);
    if ('result' in outcome) return outcome.result;
    if ('broken' in outcome) throw new Error('the event object failed on a command of a batch');
    throw new ObjectUnavailable('late' in outcome ? 'late' : 'busy');
  }

  #join(target: Target, eventId: string, one: Waiting<Command, Value>): void {
    const nowMs = Date.now();
    const open = this.#open.get(eventId);
    if (open !== undefined && nowMs - open.openedAtMs <= this.#limits.openForMs) {
      open.waiting.push(one);
      if (open.waiting.length >= this.#limits.most) this.#open.delete(eventId);
      return;
    }
    const batch = { openedAtMs: nowMs, waiting: [one] };
    this.#open.set(eventId, batch);
    // Sent also when the client of this request goes away: others have joined.
    waitUntil(this.#flush(target, eventId, batch));
  }

  async #flush(target: Target, eventId: string, batch: Batch<Command, Value>): Promise<void> {
    await this.#gather(batch);
    if (this.#open.get(eventId) === batch) this.#open.delete(eventId);
    const { waiting } = batch;
    const outcomes = await this.#outcomes(target, eventId, waiting);
    waiting.forEach((one, i) => {
      one.settle(outcomes[i] ?? { broken: true });
    });
  }

  /** Turn by turn, as long as each brings company: a crowd rides in few calls, and one who is alone leaves at once. */
  async #gather(batch: Batch<Command, Value>): Promise<void> {
    const untilMs = batch.openedAtMs + this.#limits.gatherAtMostMs;
    let before: number;
    do {
      before = batch.waiting.length;
      await scheduler.wait(this.#limits.gatherMs);
    } while (batch.waiting.length > before && batch.waiting.length < this.#limits.most && Date.now() < untilMs);
  }

  async #outcomes(target: Target, eventId: string, waiting: Waiting<Command, Value>[]): Promise<Outcome<Value>[]> {
    try {
      return await this.#send(
        target,
        eventId,
        waiting.map((one) => one.command),
      );
    } catch (error) {
      if (error instanceof ObjectUnavailable) return waiting.map(() => ({ busy: true }));
      log('error', 'batch-failed', { eventId, commands: waiting.length, error });
      return waiting.map(() => ({ broken: true }));
    }
  }
}
