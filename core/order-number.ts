// The number of an order, for people: in letters, on pages, said on the phone. It is the end of the order's id, which is
// random, so every order has one, also the orders made before people saw numbers, and every copy of an order agrees on
// it. It gives no right: an order is opened by its token.
//
// Seven characters are 35 random bits. No two orders of an event have the same number: a trigger of the event's object
// refuses the second one (`migrations/event-sales/`), and the order is made again under another id.

import { plainBase32 } from './base32.ts';

const length = 7;
const beforeDash = 4;

export function orderNumber(orderId: string): string {
  const plain = orderId.slice(-length).toUpperCase();
  return `${plain.slice(0, beforeDash)}-${plain.slice(beforeDash)}`;
}

/**
 * A typed number as the end of the ids it may name, or null for what is no number. Case, dashes, spaces and the keyboard
 * layout do not matter, O is 0, I and L are 1.
 */
export function idEndOf(typed: string): string | null {
  const plain = plainBase32(typed);
  return plain.length === length ? plain.toLowerCase() : null;
}
