// From which rate on a free order is confirmed by its letter before it gets tickets. Anybody makes a free order in
// anybody's name and pays nothing for it: a stranger's mailbox fills with tickets he never asked for, and one script
// empties a free hall. What is counted is the concentration, never the event at large: a hall that fills in a minute from
// many networks for many people is an honest crowd, and none of them is asked for anything more.

import { type RateLimit, waitOf } from './rate-limit.ts';

/** Free orders for one contact that get their tickets at once: three, and then one every 20 minutes. */
export const freeOrdersOfContact: RateLimit = { burst: 3, everyMs: 20 * 60_000 };
/** And from one network: five, and then one every 12 minutes. A home or an office buys a little more than one person. */
export const freeOrdersOfNetwork: RateLimit = { burst: 5, everyMs: 12 * 60_000 };

/** How long an order waits for the press, from the moment it was made. Its tickets are held so long. */
export const confirmationMs = 30 * 60_000;

/** What was counted for one contact or network; `storedMs` is null where nothing was. */
export type FreeOrderCount = { limit: RateLimit; storedMs: number | null };

/** An order is counted only when this is false: otherwise refused ones would keep a contact over its limit for days. */
export function needsConfirmation(counts: readonly FreeOrderCount[], nowMs: number): boolean {
  return counts.some(({ limit, storedMs }) => waitOf(limit, storedMs, nowMs) > 0);
}
