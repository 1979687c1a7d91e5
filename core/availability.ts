// Whether tickets of one type can be bought now, and if not, why. The event's object and the Worker (with D1's older
// copy of the figures) use this rule, so widget, pages, JSON-LD and API never disagree.

import type { Availability } from './contracts/events.ts';
import { type SaleRules, saleWindow, type TicketTypeTerms } from './holds.ts';
import { availableTo, type Stock } from './stock.ts';

type Offered = {
  /** The event is not published or was cancelled, or the channel sells no more. */
  closed: boolean;
  event: Pick<SaleRules, 'endsAtMs'>;
  type: Pick<TicketTypeTerms, 'salesFromMs' | 'salesToMs' | 'minPerOrder' | 'retired'>;
  /** What can be held now. */
  available: number;
  /** How many could be held if every live hold ended without a sale. */
  returning: number;
};

/** Fewer than the minimum of an order count as sold out, because nobody can order them. */
export function decideAvailability(offered: Offered, nowMs: number): Availability {
  const { closed, event, type, available, returning } = offered;
  if (closed) return 'closed';
  const window = saleWindow(event, type, nowMs);
  if (window !== 'open') return window;
  if (available >= type.minPerOrder) return 'available';
  // Held tickets may be free again within minutes. "Sold out" would send the buyer away for good.
  return returning >= type.minPerOrder ? 'held' : 'sold-out';
}

/**
 * The number that anybody may read: at most the maximum of an order, and 0 below its minimum. The exact number, read
 * again and again, would reveal the sales of the event and the allotments of its deals.
 */
export function publicAvailable(available: number, type: { minPerOrder: number; maxPerOrder: number }): number {
  return available < type.minPerOrder ? 0 : Math.min(available, type.maxPerOrder);
}

/**
 * Free tickets that no open channel can sell, because each channel can take fewer than the minimum of an order; 0 while
 * live holds could free enough. The organizer is told: only they can lower the minimum or raise the capacity.
 */
export function unsellable(stock: Stock, ticketTypeId: string, minPerOrder: number, nowMs: number): number {
  const type = stock.types.get(ticketTypeId);
  if (type === undefined) return 0;
  const open = [...stock.channels].filter(([, channel]) => channel.open).map(([id]) => id);
  const reachable = [null, ...open].some(
    (widgetId) => availableTo(stock, ticketTypeId, widgetId, nowMs, 'with-holds-back') >= minPerOrder,
  );
  return reachable ? 0 : type.capacity - type.held - type.sold;
}
