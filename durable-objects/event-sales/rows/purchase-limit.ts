// How many tickets of a type one contact has taken. Counted in the transaction of the order that takes them, and only
// for types with a purchase limit; a limit that is set later counts from then on.

import { createHmac } from 'node:crypto';
import { contactKey, decideContactLimit, type OverLimit } from '#core/contact-limit.ts';
import type { Line } from '#core/holds.ts';
import { insertRows } from '../../insert-rows.ts';
import { first } from '../engine/database.ts';
import type { Transaction } from '../engine/transaction.ts';
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
