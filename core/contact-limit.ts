// A bound on what one contact may hold and have of a ticket type, over all its orders.

import { emailKeyOf } from './email.ts';
import type { Line, TicketTypeTerms } from './holds.ts';

export type OverLimit = { ticketTypeId: string; max: number; taken: number };

/** The first line that would go over its type's bound, or null. */
export function decideContactLimit(
  types: ReadonlyMap<string, TicketTypeTerms>,
  lines: readonly Line[],
  takenOf: (ticketTypeId: string) => number,
): OverLimit | null {
  for (const { ticketTypeId, quantity } of lines) {
    const max = types.get(ticketTypeId)?.maxPerContact ?? null;
    if (max === null) continue;
    const taken = takenOf(ticketTypeId);
    if (taken + quantity > max) return { ticketTypeId, max, taken };
  }
  return null;
}

/**
 * The one form in which contacts are compared. Upper and lower case are one address to every mail server people use, and
 * what follows a `+` is a label its owner made up. It is no identity: whoever has several mailboxes has several contacts.
 */
export function contactKey(email: string): string {
  return emailKeyOf(email).replace(/(?<=.)\+[^@]*(?=@)/, '');
}
