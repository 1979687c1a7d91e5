// How many tickets a contact has taken, counted with the order that takes them. Only types with a bound are counted; a
// bound set later counts from then on.

import { createHmac } from 'node:crypto';
import { contactKey, decideContactLimit, type OverLimit } from '#core/contact-limit.ts';
import type { Line } from '#core/holds.ts';
import { insertRows } from '../insert-rows.ts';
import { first } from './database.ts';
import { orderRow } from './order-rows.ts';
import type { Sale } from './sale.ts';

export function overContactLimit(sale: Sale, email: string, lines: readonly Line[]): OverLimit | null {
  return decideContactLimit(sale.book.rules.types, lines, (ticketTypeId) => taken(sale, email, ticketTypeId));
}

function taken(sale: Sale, email: string, ticketTypeId: string): number {
  const row = first<{ taken: number }>(
    sale.sql,
    'select taken from contacts where contact = ? and ticket_type_id = ?',
    contactHash(sale, email),
    ticketTypeId,
  );
  return row?.taken ?? 0;
}

export function takeForContact(sale: Sale, email: string, lines: readonly Line[]): void {
  for (const { ticketTypeId, quantity } of lines) {
    if (sale.book.rules.types.get(ticketTypeId)?.maxPerContact == null) continue;
    sale.write(upsertTaken, [contactHash(sale, email), ticketTypeId, quantity]);
  }
}

const upsertTaken = insertRows(
  'contacts',
  ['contact', 'ticket_type_id', 'taken'],
  'on conflict do update set taken = taken + excluded.taken',
);

export function giveBackOfContact(sale: Sale, orderId: string, lines: readonly Line[]): void {
  const email = orderRow(sale.sql, orderId)?.buyer_email;
  if (email === undefined) return;
  for (const { ticketTypeId, quantity } of lines) {
    // Never below zero: what was taken before the bound was set was not counted.
    sale.sql.exec(
      'update contacts set taken = max(0, taken - ?) where contact = ? and ticket_type_id = ?',
      quantity,
      contactHash(sale, email),
      ticketTypeId,
    );
  }
}

/** Another copy of the address is not kept. */
export function contactHash(sale: Sale, email: string): string {
  return createHmac('sha256', sale.book.orderSecret).update(contactKey(email)).digest('base64url');
}
