// What is counted of contacts and networks, so that none takes more than `core/purchase-limits.ts` lets it.
//
// How many tickets of a type one contact has taken. Counted in the transaction of the order that takes them, and only
// for types with a purchase limit; a limit that is set later counts from then on.

import { createHmac } from 'node:crypto';
import type { Line } from '#core/holds.ts';
import {
  contactKey,
  decideContactLimit,
  type FreeOrderCount,
  freeOrdersOfContact,
  freeOrdersOfNetwork,
  levelOfGuess,
  needsConfirmation,
  type OverLimit,
  wrongNow,
} from '#core/purchase-limits.ts';
import { counted, type RateLimit } from '#core/rate-limit.ts';
import { type Refused, refuse } from '#core/result.ts';
import { insertRows } from '../../insert-rows.ts';
import { all, first } from '../engine/database.ts';
import { namesOf } from '../engine/networks.ts';
import type { Transaction } from '../engine/transaction.ts';
import type { SolvedProof } from '../records.ts';
import type { HoldRow } from './holds.ts';
import { orderRow } from './orders.ts';

export function overPurchaseLimit(tx: Transaction, email: string, lines: readonly Line[]): OverLimit | null {
  return decideContactLimit(tx.state.rules.types, lines, (ticketTypeId) => taken(tx, email, ticketTypeId));
}

function taken(tx: Transaction, email: string, ticketTypeId: string): number {
  const row = first<{ taken: number }>(
    tx.sql,
    'select taken from contacts where contact = ? and ticket_type_id = ?',
    contactHash(tx, email),
    ticketTypeId,
  );
  return row?.taken ?? 0;
}

export function addPurchased(tx: Transaction, email: string, lines: readonly Line[]): void {
  for (const { ticketTypeId, quantity } of lines) {
    if (tx.state.rules.types.get(ticketTypeId)?.maxPerContact == null) continue;
    tx.write(upsertTaken, [contactHash(tx, email), ticketTypeId, quantity]);
  }
}

const upsertTaken = insertRows(
  'contacts',
  ['contact', 'ticket_type_id', 'taken'],
  'on conflict do update set taken = taken + excluded.taken',
);

export function removePurchased(tx: Transaction, orderId: string, lines: readonly Line[]): void {
  const email = orderRow(tx.sql, orderId)?.buyer_email;
  if (email === undefined) return;
  for (const { ticketTypeId, quantity } of lines) {
    // Not below zero: tickets that were taken before the limit was set were not counted.
    tx.sql.exec(
      'update contacts set taken = max(0, taken - ?) where contact = ? and ticket_type_id = ?',
      quantity,
      contactHash(tx, email),
      ticketTypeId,
    );
  }
}

/** Stored as a keyed hash: this table must not become another list of e-mail addresses. */
export function contactHash(tx: Transaction, email: string): string {
  return createHmac('sha256', tx.state.orderSecret).update(contactKey(email)).digest('base64url');
}

// --- free orders ---------------------------------------------------------------------------------------------

// How many free orders each contact and each network got at once. Beyond the rate limits of `core/purchase-limits.ts` a
// free order waits for a press in a letter, so that nobody can empty an event with made-up addresses.

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

// --- wrong promo codes ---------------------------------------------------------------------------------------

// Promo codes that a network tried and that do not exist. After a few of them each further try costs a proof of work,
// or codes could be found by guessing.

/**
 * Called before the code is looked up: the price is the same for a right code and a wrong one, or the price itself
 * would tell which code exists.
 */
export function refuseGuess(
  tx: Transaction,
  { promoCode, networks }: { promoCode?: string | undefined; networks: readonly string[] },
  proof: ProofUse,
): Refused<'proof-required'> | null {
  if (promoCode === undefined || networks.length === 0) return null;
  const rows = all<{ wrong: number; at: number }>(
    tx.sql,
    'select w.wrong, w.at from json_each(?) q cross join wrong_codes w on w.network = q.value',
    JSON.stringify(networks),
  );
  const level = Math.max(0, ...rows.map(({ wrong, at }) => levelOfGuess(wrongNow(wrong, at, tx.nowMs))));
  return level === 0 ? null : proof.refuse(level);
}

export function countWrongCode({ sql, nowMs }: Transaction, networks: readonly string[]): void {
  for (const network of networks) {
    const row = first<{ wrong: number; at: number }>(
      sql,
      'select wrong, at from wrong_codes where network = ?',
      network,
    );
    const wrong = (row === null ? 0 : wrongNow(row.wrong, row.at, nowMs)) + 1;
    sql.exec(
      `insert into wrong_codes (network, wrong, at) values (?, ?, ?)
       on conflict (network) do update set wrong = excluded.wrong, at = excluded.at`,
      network,
      wrong,
      nowMs,
    );
  }
}

// --- spent proofs --------------------------------------------------------------------------------------------

// Proofs of work that were used. Each pays for one request, so its id is stored until the proof would have expired
// anyway.

/**
 * The proof that came with one request. Inside that request it may pay for several things: a guessed code and the hold.
 */
export class ProofUse {
  readonly #tx: Transaction;
  readonly #proof: SolvedProof | null;
  #spent = false;

  constructor(tx: Transaction, proof: SolvedProof | null) {
    this.#tx = tx;
    this.#proof = proof;
  }

  /** Null when the proof is worth `level`. The first time it is, the proof is marked as spent. */
  refuse(level: number): Refused<'proof-required'> | null {
    if (this.#proof === null || this.#proof.level < level) return refuse('proof-required', { level });
    if (this.#spent || this.#spend(this.#proof)) return null;
    return refuse('proof-required', { level });
  }

  #spend({ proofId, expiresAtMs }: SolvedProof): boolean {
    const { sql, nowMs } = this.#tx;
    if (expiresAtMs <= nowMs) return false;
    if (first(sql, 'select 1 from spent_proofs where proof_id = ?', proofId) !== null) return false;
    sql.exec('insert into spent_proofs (proof_id, expires_at) values (?, ?)', proofId, expiresAtMs);
    this.#spent = true;
    return true;
  }
}
