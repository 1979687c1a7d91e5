// What a command works with inside the group's transaction, and what it makes there: ids and order tokens.
//
// A statement costs its way into SQLite more than its work there, so rows of one kind are put off and written by one
// statement for all commands of a group. Whoever asks for `sql` finds them written: nobody can read past them.

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { encodeBase32 } from '#core/base32.ts';
import { invariant } from '#core/result.ts';
import type { SalesState } from './book.ts';

export class Transaction {
  readonly state: SalesState;
  /** Read once a group: every command of it happens at one moment. */
  readonly nowMs: number;
  /** `nowMs` as the beginning of ids. */
  readonly moment: string;
  readonly #sql: SqlStorage;
  readonly #putOff = new Map<string, SqlStorageValue[][]>();
  #random = Buffer.alloc(0);
  #randomUsed = 0;

  constructor(sql: SqlStorage, state: SalesState, nowMs: number) {
    this.#sql = sql;
    this.state = state;
    this.nowMs = nowMs;
    const bytes = Buffer.alloc(6);
    bytes.writeUIntBE(Math.max(0, nowMs), 0, 6);
    this.moment = encodeBase32(bytes).toLowerCase();
  }

  /** For reading, and for writing at once. */
  get sql(): SqlStorage {
    for (const [statement, rows] of this.#putOff) this.#sql.exec(statement, JSON.stringify(rows));
    this.#putOff.clear();
    return this.#sql;
  }

  /** `statement` takes all its rows as one text: see `insertRows`. */
  write(statement: string, row: SqlStorageValue[]): void {
    const rows = this.#putOff.get(statement);
    if (rows === undefined) this.#putOff.set(statement, [row]);
    else rows.push(row);
  }

  /** One call of the platform's for the ids of a whole group. */
  random(length: number): Buffer {
    if (this.#randomUsed + length > this.#random.length) {
      this.#random = randomBytes(randomAtOnce);
      this.#randomUsed = 0;
    }
    this.#randomUsed += length;
    return this.#random.subarray(this.#randomUsed - length, this.#randomUsed);
  }
}

const randomAtOnce = 512;

export function eventKeyOf(state: SalesState): string {
  invariant(state.event !== null, 'the event is published');
  return state.event.eventId.slice('evt_'.length);
}

/** A hold's id is the right to order it, so it ends in 128 random bits; the others only must not meet. */
const randomBytesOf = { hld: 16, ord: 10, tkt: 10, rfd: 10 } as const;
/** Tables that grow by every sale are kept in the order of these ids: rows of one commit should lie side by side. */
const inOrderOfTime: readonly string[] = ['hld', 'ord'];

export function newId(tx: Transaction, thing: keyof typeof randomBytesOf): string {
  const random = encodeBase32(tx.random(randomBytesOf[thing])).toLowerCase();
  const moment = inOrderOfTime.includes(thing) ? tx.moment : '';
  return `${thing}_${eventKeyOf(tx.state)}_${moment}${random}`;
}

/** Computed again whenever it is needed and stored nowhere. */
export function orderToken(state: SalesState, orderId: string): string {
  return createHmac('sha256', state.orderSecret).update(orderId).digest('base64url');
}

export function opensOrder(state: SalesState, orderId: string, token: string): boolean {
  const expected = Buffer.from(orderToken(state, orderId));
  const given = Buffer.from(token);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export function iso(ms: number): string;
export function iso(ms: number | null): string | null;
export function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
