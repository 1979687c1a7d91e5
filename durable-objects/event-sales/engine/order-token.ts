// Two rights over one order, each an HMAC of the order's id under the event's secret: the order token sees and changes
// the order, the confirm token confirms a free order. Both are computed when needed and stored nowhere, so a copy of
// the tables opens nothing.

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SalesState } from './state.ts';

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
