// From which rate on a free order must be confirmed by the button in its letter before it gets tickets. Anybody can
// make free orders with anybody's address at no cost: without this rule a stranger's mailbox fills with tickets, and
// one script empties a free event. Orders are counted per contact and per network and never per event: many people from
// many networks may fill an event within a minute, and none of them has to confirm anything.

import { type RateLimit, waitOf } from './rate-limit.ts';

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
