// What one network and one contact may take of an event: a share of its tickets, a number of a ticket type, and free
// orders at a rate.
//
// How many tickets of an event one network may hold. A network is all devices that share an address: a home, an office,
// or all phones of a mobile carrier. So no network is forbidden to buy: beyond a free share each hold needs a proof of
// work and ends sooner. The proof is harder the more the network holds and the more of its holds expired unsold.

import { emailKeyOf } from './email.ts';
import type { Line, TicketTypeTerms } from './holds.ts';
import { type RateLimit, waitOf } from './rate-limit.ts';

export type NetworkLimits = {
  /** How many tickets a network may hold without a proof. */
  free: number;
  /** How many it may hold at a time at all. */
  most: number;
};

/** What an event's object knows of one network. */
export type NetworkUse = {
  /** Tickets in its live holds. */
  held: number;
  /** Its holds that expired lately. Released and sold ones do not count. */
  lapsed: number;
};

/** `level` counts from 1; each level doubles the work. */
export type NetworkDecision = { kind: 'free' } | { kind: 'proof'; level: number } | { kind: 'over' };

export const highestLevel = 9;
/** An expired hold raises the price of the next ones for this long. */
export const lapseMemoryMs = 60 * 60_000;
/** A hold beyond the free share lives at most this long. */
export const provenHoldMinutes = 3;

/** `largestOrder` is the most tickets of one type an order may have. */
export function networkLimits(capacity: number, largestOrder: number): NetworkLimits {
  const free = Math.max(2 * largestOrder, Math.floor(capacity * 0.02));
  // A fifth of a small event may be less than two orders; then two orders are the limit.
  return { free, most: Math.max(free, Math.floor(capacity / 5)) };
}

/** One request comes from several networks, each inside the next (an IPv6 /64 and its /48): the strictest decides. */
export function decideNetworkHold(
  limits: NetworkLimits,
  uses: readonly NetworkUse[],
  quantity: number,
): NetworkDecision {
  let level = 0;
  for (const { held, lapsed } of uses) {
    const after = held + quantity;
    // The first hold is never refused, because one order may be larger than the share of a small event.
    if (held > 0 && after > limits.most) return { kind: 'over' };
    if (after > limits.free) level = Math.max(level, levelOf(after / limits.free, lapsed));
  }
  return level === 0 ? { kind: 'free' } : { kind: 'proof', level };
}

function levelOf(shares: number, lapsed: number): number {
  // Two free shares are level 1, three are 2; each doubling of lapsed holds is one more.
  return Math.min(highestLevel, Math.max(1, Math.ceil(shares) - 1) + Math.floor(Math.log2(1 + lapsed)));
}

/** Wrong promo codes a network may try before each further try costs a proof. */
export const freeGuesses = 5;
/** One wrong code is forgotten after this long. */
export const guessForgottenMs = 10 * 60_000;

/** What trying one more code costs; 0 is nothing. */
export function levelOfGuess(wrong: number): number {
  return wrong < freeGuesses ? 0 : Math.min(highestLevel, 1 + Math.floor((wrong - freeGuesses) / 2));
}

/** Wrong codes that still count, of `wrong` counted last at `atMs`. */
export function wrongNow(wrong: number, atMs: number, nowMs: number): number {
  return Math.max(0, wrong - Math.floor(Math.max(0, nowMs - atMs) / guessForgottenMs));
}

// --- one contact ---------------------------------------------------------------------------------------------

// The purchase limit: how many tickets of a type one contact may take over all its orders.

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

// --- free orders ---------------------------------------------------------------------------------------------

// From which rate on a free order must be confirmed by the button in its letter before it gets tickets. Anybody can
// make free orders with anybody's address at no cost: without this rule a stranger's mailbox fills with tickets, and
// one script empties a free event. Orders are counted per contact and per network and never per event: many people from
// many networks may fill an event within a minute, and none of them has to confirm anything.

/** Free orders of one contact that get their tickets at once: three, and then one every 20 minutes. */
export const freeOrdersOfContact: RateLimit = { burst: 3, everyMs: 20 * 60_000 };
/** The same for one network, which may be a home or an office: five, and then one every 12 minutes. */
export const freeOrdersOfNetwork: RateLimit = { burst: 5, everyMs: 12 * 60_000 };

/** How long an order can be confirmed after it was made. Its tickets are held for that long. */
export const confirmationMs = 30 * 60_000;

/** The count of one contact or network; `storedMs` is null when it has none yet. */
export type FreeOrderCount = { limit: RateLimit; storedMs: number | null };

/**
 * The caller counts the order only when this is false. Counting waiting orders too would keep a contact over its limit
 * for days.
 */
export function needsConfirmation(counts: readonly FreeOrderCount[], nowMs: number): boolean {
  return counts.some(({ limit, storedMs }) => waitOf(limit, storedMs, nowMs) > 0);
}
