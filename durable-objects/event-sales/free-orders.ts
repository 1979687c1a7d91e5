// Which free orders get their tickets at once, and which wait for a press in a letter (`core/free-orders.ts`). An order
// that waits is an `open` one with nothing to pay: its hold ends later, and it lapses with its hold as any other.

import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  confirmationMs,
  type FreeOrderCount,
  freeOrdersOfContact,
  freeOrdersOfNetwork,
  needsConfirmation,
} from '#core/free-orders.ts';
import { counted, type RateLimit } from '#core/rate-limit.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { insertRows } from '../insert-rows.ts';
import type { SalesState } from './book.ts';
import type { ConfirmOrder } from './calls.ts';
import { contactHash } from './contacts.ts';
import { all } from './database.ts';
import { endHold } from './hold-end.ts';
import { type HoldRow, holdRow } from './holds.ts';
import { countEnded, namesOf } from './networks.ts';
import { awaitsConfirmation, type OrderRow, orderRow } from './order-rows.ts';
import { enqueue } from './outbox.ts';
import type { Transaction } from './sale.ts';
import { sell, writeSold } from './sell.ts';

export type FreeOrder = { hold: HoldRow; email: string };

type Subject = { name: string; limit: RateLimit };

/** The counts of all free orders of a batch: read at once, and kept up to date by what is ordered since. */
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

  /** False: the order gets its tickets at once, and is counted. */
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

/** The network is the one that took the hold: who orders with another one's hold has used both. */
function subjectsOf(tx: Transaction, { hold, email }: FreeOrder): Subject[] {
  return [
    { name: `contact:${contactHash(tx, email)}`, limit: freeOrdersOfContact },
    ...namesOf(hold.network).map((name) => ({ name: `network:${name}`, limit: freeOrdersOfNetwork })),
  ];
}

/** Asks for the letter. The caller writes the order and its hold, which lives until then. */
export function awaitConfirmation(tx: Transaction, order: OrderRow, hold: HoldRow): void {
  hold.ends_at = Math.max(hold.ends_at, tx.nowMs + confirmationMs);
  order.expires_at = hold.ends_at;
  enqueue(tx, { kind: 'tell-buyer', orderId: order.order_id, what: 'confirm-order' });
}

/** The press in the letter. Pressed again, or too late, it changes nothing and answers how the order stands. */
export function confirmOrder(
  tx: Transaction,
  { orderId, confirmToken }: ConfirmOrder,
): Result<{ status: OrderRow['status'] }, 'not-found'> {
  const order = orderRow(tx.sql, orderId);
  if (order === null || !opensConfirmation(tx.state, orderId, confirmToken)) return refuse('not-found');
  const hold = order.hold_id === null ? null : holdRow(tx.sql, order.hold_id);
  if (!awaitsConfirmation(order) || hold === null) return ok({ status: order.status });
  if (tx.state.rules.cancelled || hold.ends_at <= tx.nowMs) {
    // The event is off and not wound up yet, or more holds are due than one transaction ends.
    const status = tx.state.rules.cancelled ? 'cancelled' : 'expired';
    endHold(tx, hold, 'expired', status);
    return ok({ status });
  }
  sell(tx, order, { late: false, payment: null });
  countEnded(tx, hold, false);
  writeSold(tx, order);
  return ok({ status: order.status });
}

/** Goes out in the letter and nowhere else. The order's own token must not do: whoever made the order has that. */
export function confirmToken(state: SalesState, orderId: string): string {
  return createHmac('sha256', state.orderSecret).update(`confirm ${orderId}`).digest('base64url');
}

function opensConfirmation(state: SalesState, orderId: string, token: string): boolean {
  const expected = Buffer.from(confirmToken(state, orderId));
  const given = Buffer.from(token);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
