// What a command works with inside the group's transaction, and what it makes there: ids and order tokens.

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { encodeBase32 } from '#core/base32.ts';
import { invariant } from '#core/result.ts';
import type { Book } from './book.ts';

/** `nowMs` is read once a group: every command of it happens at one moment. */
export type Sale = { sql: SqlStorage; book: Book; nowMs: number };

export function eventKeyOf(book: Book): string {
  invariant(book.event !== null, 'the event is published');
  return book.event.eventId.slice('evt_'.length);
}

/** A hold's id is the right to order it, so it ends in 128 random bits; the others only must not meet. */
const randomBytesOf = { hld: 16, ord: 10, tkt: 10, rfd: 10 } as const;

export function newId(book: Book, thing: keyof typeof randomBytesOf): string {
  return `${thing}_${eventKeyOf(book)}_${encodeBase32(randomBytes(randomBytesOf[thing])).toLowerCase()}`;
}

/** Computed again whenever it is needed and stored nowhere. */
export function orderToken(book: Book, orderId: string): string {
  return createHmac('sha256', book.orderSecret).update(orderId).digest('base64url');
}

export function opensOrder(book: Book, orderId: string, token: string): boolean {
  const expected = Buffer.from(orderToken(book, orderId));
  const given = Buffer.from(token);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export function iso(ms: number): string;
export function iso(ms: number | null): string | null;
export function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
