// How many free orders each contact and each network got at once. Beyond the rate limits of `core/free-orders.ts` a
// free order waits for a press in a letter, so that nobody can empty an event with made-up addresses.

import { type FreeOrderCount, freeOrdersOfContact, freeOrdersOfNetwork, needsConfirmation } from '#core/free-orders.ts';
import { counted, type RateLimit } from '#core/rate-limit.ts';
import { insertRows } from '../../insert-rows.ts';
import { all } from '../engine/database.ts';
import { namesOf } from '../engine/networks.ts';
import type { Transaction } from '../engine/transaction.ts';
import type { HoldRow } from './holds.ts';
import { contactHash } from './purchase-limit.ts';

type FreeOrder = { hold: HoldRow; email: string };

type Subject = { name: string; limit: RateLimit };

/**
 * The counts for all free orders of a batch: read by one query, and kept up to date as orders of the batch are counted.
 */
export class FreeOrders {
  readonly #tx: Transaction;
  readonly #stored = new Map<string, number>();

  constructor(tx: Transaction, orders: readonly FreeOrder[]) {
    this.#tx = tx;
    if (orders.length === 0) return;
    const names = orders.flatMap((order) => subjectsOf(tx, order).map(({ name }) => name));
    const rows = all<{ subject: string; at: number }>(
      tx.sql,
      'select f.subject, f.at from json_each(?) q cross join free_orders f on f.subject = q.value',
      JSON.stringify(names),
    );
    for (const { subject, at } of rows) this.#stored.set(subject, at);
  }

  /** When false, the order gets its tickets at once and has been counted. */
  mustConfirm(order: FreeOrder): boolean {
    const subjects = subjectsOf(this.#tx, order);
    const counts: FreeOrderCount[] = subjects.map(({ name, limit }) => ({ limit, storedMs: this.#storedOf(name) }));
    if (needsConfirmation(counts, this.#tx.nowMs)) return true;
    for (const { name, limit } of subjects) {
      const at = counted(limit, this.#storedOf(name), this.#tx.nowMs);
      this.#stored.set(name, at);
      this.#tx.write(upsertFreeOrders, [name, at]);
    }
    return false;
  }

  #storedOf(name: string): number | null {
    return this.#stored.get(name) ?? null;
  }
}

const upsertFreeOrders = insertRows(
  'free_orders',
  ['subject', 'at'],
  'on conflict (subject) do update set at = excluded.at',
);

/** The networks are those that placed the hold, which may be other ones than those the order comes from. */
function subjectsOf(tx: Transaction, { hold, email }: FreeOrder): Subject[] {
  return [
    { name: `contact:${contactHash(tx, email)}`, limit: freeOrdersOfContact },
    ...namesOf(hold.network).map((name) => ({ name: `network:${name}`, limit: freeOrdersOfNetwork })),
  ];
}
