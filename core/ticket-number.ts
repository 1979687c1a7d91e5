// The number of a ticket, for people: printed, said on the phone, typed at the door when no camera reads the code. It
// is random, so that nobody can derive another one from it, and it gives no right: at the door a person has to confirm
// whose ticket it is.
//
// Nine characters are 45 random bits. In an event of 100,000 tickets one guess in 350 million names a ticket. A door
// link may type 10 wrong numbers at once and then one in 30 seconds (`core/rate-limit.ts`): some 40,000 in the 14 days
// it may live, so the chance to meet any ticket at all is about 1 in 9,000.

import { encodeBase32 } from './base32.ts';
import { invariant } from './result.ts';

export const ticketNumberBytes = 6;

/**
 * `random` comes from a cryptographic source. The caller makes sure that no other ticket of the event has this number.
 */
export function ticketNumber(random: Uint8Array): string {
  invariant(random.length === ticketNumberBytes, 'a ticket number is made of 6 random bytes');
  const text = encodeBase32(random);
  return `${text.slice(0, 3)}-${text.slice(3, 6)}-${text.slice(6, 9)}`;
}
