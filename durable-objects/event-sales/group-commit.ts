// Group commit: the commit is what a sale costs, so commands that arrive together share one. They are decided one after
// another inside one `transactionSync`; each caller is answered only after it.
//
// A throw inside rolls the whole group back (a throw alone undoes nothing in a Durable Object), memory is rebuilt from
// storage, and the group runs again one by one, so that one bug fails one command.

import type { Transaction } from './sale.ts';

/** `never` for a promise: an async command would keep its late writes outside the transaction. */
type NotAPromise<Value> = Value extends PromiseLike<unknown> ? never : unknown;

type Waiting = {
  run: (tx: Transaction) => unknown;
  /** How many buyers' commands it is. */
  weight: number;
  resolve: (value: never) => void;
  reject: (error: unknown) => void;
};

/** One transaction holds the thread; more than this would make the first caller wait for the last. */
const largestGroup = 500;

export type GroupHooks = {
  /** A fresh view for one transaction, after ending what is due. */
  begin: () => Transaction;
  /** Last inside the transaction: counters go down with the rows. */
  finish: (tx: Transaction) => void;
  /** After a roll back: memory may be ahead of storage. */
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

  /** Commands that wait for a commit. */
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
    // `queueMicrotask` would gather nothing, and tests that fake the clock hang `setTimeout`.
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
    // One command heavier than a whole group is a group of its own.
    return this.#waiting.splice(0, end === -1 ? this.#waiting.length : Math.max(1, end));
  }

  #commit(group: Waiting[]): void {
    const answers = this.#attempt(group);
    if (answers !== null) {
      group.forEach((one, i) => {
        one.resolve(answers[i] as never);
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
      const answers = group.map((one) => one.run(tx));
      this.#hooks.finish(tx);
      return answers;
    });
  }
}
