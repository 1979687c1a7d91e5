// Ids that the object makes: `<prefix>_<event key>_<random>`. The event key leads whoever has the id to the event's
// object.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { encodeBase32 } from '#core/base32.ts';
import { invariant } from '#core/result.ts';
import type { SalesState } from './state.ts';
import type { Transaction } from './transaction.ts';

export function eventKeyOf(state: SalesState): string {
  invariant(state.event !== null, 'the event is published');
  return state.event.eventId.slice('evt_'.length);
}

/**
 * Whoever knows a hold's id may order it, so it has 128 random bits. The other ids give no right and only have to be
 * unique.
 */
const randomBytesOf = { hld: 16, ord: 10, tkt: 10, rfd: 10, hch: 10 } as const;

/**
 * Ids of tables that grow with every sale begin with the time, so that the rows of one commit lie side by side in the
 * table's B-tree. With random ids every inserted row would write a page of its own.
 */
const sortedByTime: readonly string[] = ['hld', 'ord'];

export function newId(tx: Transaction, prefix: keyof typeof randomBytesOf): string {
  const random = encodeBase32(tx.random(randomBytesOf[prefix])).toLowerCase();
  const time = sortedByTime.includes(prefix) ? tx.timePrefix : '';
  return `${prefix}_${eventKeyOf(tx.state)}_${time}${random}`;
}

// --- tokens --------------------------------------------------------------------------------------------------

// Two rights over one order, each an HMAC of the order's id under the event's secret: the order token sees and changes
// the order, the confirm token confirms a free order. Both are computed when needed and stored nowhere, so a copy of
// the tables opens nothing.

export function orderToken(state: SalesState, orderId: string): string {
  return hmacOf(state, orderId);
}

export function opensOrder(state: SalesState, orderId: string, token: string): boolean {
  return areEqual(orderToken(state, orderId), token);
}

/**
 * Sent in the confirmation letter and nowhere else. The order token would prove nothing here: whoever made the order
 * has it, also when the e-mail address is somebody else's.
 */
export function confirmToken(state: SalesState, orderId: string): string {
  return hmacOf(state, `confirm ${orderId}`);
}

export function opensConfirmation(state: SalesState, orderId: string, token: string): boolean {
  return areEqual(confirmToken(state, orderId), token);
}

function hmacOf(state: SalesState, text: string): string {
  return createHmac('sha256', state.orderSecret).update(text).digest('base64url');
}

function areEqual(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
