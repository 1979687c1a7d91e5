// What the catalog may change on an event that is on sale: publish it again with other capacities, open channels.

import { ok, type Result, refuse } from './result.ts';
import { type AllotmentRule, leastCapacity, promisedToOthers, type Stock } from './stock.ts';

export function decidePublish(
  stock: Stock,
  ticketTypes: readonly { id: string; capacity: number }[],
  nowMs: number,
): Result<null, 'capacity-below-sold'> {
  for (const { id, capacity } of ticketTypes) {
    const least = leastCapacity(stock, id, nowMs);
    if (capacity < least) return refuse('capacity-below-sold', { ticketTypeId: id, least });
  }
  return ok(null);
}

/** Only free tickets that are not guaranteed to another channel can be guaranteed. */
export function decideOpenChannel(
  stock: Stock,
  widgetId: string,
  allotment: AllotmentRule,
  nowMs: number,
): Result<null, 'allotment-exceeds-stock'> {
  if (allotment.kind !== 'guarantee' || nowMs >= allotment.releaseAtMs) return ok(null);
  const taken = stock.channels.get(widgetId)?.counts;
  for (const [ticketTypeId, quantity] of allotment.quantities) {
    const type = stock.types.get(ticketTypeId);
    const own = taken?.get(ticketTypeId);
    const free =
      type === undefined
        ? 0
        : type.capacity - type.held - type.sold - promisedToOthers(stock, ticketTypeId, widgetId, nowMs);
    const missing = quantity - (own?.held ?? 0) - (own?.sold ?? 0);
    if (missing > free) return refuse('allotment-exceeds-stock', { ticketTypeId, available: Math.max(0, free) });
  }
  return ok(null);
}
