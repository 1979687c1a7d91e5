// The short number of a ticket, for people: printed, said on the phone. Unique in its event, and scrambled by a secret
// so that it does not tell how many were sold.

import { invariant } from './result.ts';

const bits = 30;
const mask = 2 ** bits - 1;
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The `ordinal`-th ticket of the event. Every step is a permutation of 30 bits, so two ordinals never share a number. */
export function ticketNumber(ordinal: number, secret: number): string {
  invariant(Number.isInteger(ordinal) && ordinal >= 0 && ordinal <= mask, 'an event has fewer tickets than numbers');
  let mixed = (ordinal ^ secret) & mask;
  for (const odd of [0x2545f491, 0x1b873593]) {
    mixed = Math.imul(mixed, odd) & mask;
    mixed ^= mixed >>> 15;
    mixed = (mixed + secret) & mask;
  }
  const characters = Array.from({ length: 6 }, (_, i) => alphabet.charAt((mixed >>> (25 - i * 5)) & 31)).join('');
  return `${characters.slice(0, 3)}-${characters.slice(3)}`;
}
