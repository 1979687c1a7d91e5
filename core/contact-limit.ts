// The purchase limit: how many tickets of a type one contact may take over all its orders.

import { emailKeyOf } from './email.ts';
import type { Line, TicketTypeTerms } from './holds.ts';

export type OverLimit = { ticketTypeId: string; max: number; taken: number };

/** The first line that would exceed the limit of its type, or null. */
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
 * The form in which contacts are compared. Mail servers ignore case, and what follows a `+` is a label chosen by the
 * owner of the mailbox. A contact is no identity: whoever has several mailboxes has several contacts.
 */
export function contactKey(email: string): string {
  return emailKeyOf(email).replace(/(?<=.)\+[^@]*(?=@)/, '');
}
