// Where this widget stands, as the seller will read it beside what was sold. It is read from the frame's own address.

import type { OrderSource } from '#core/contracts/results.ts';
import { subIdFrom } from '#core/order-source.ts';

/** Null where a look at the widget must not count: in the dashboard's preview. */
export function sourceAt({ search, hash, origin }: Pick<Location, 'search' | 'hash' | 'origin'>): OrderSource | null {
  const asked = new URLSearchParams(search);
  if (asked.has('preview')) return null;
  const subId = subIdFrom(asked.get('sub'));
  const host = new URLSearchParams(hash.slice(1)).get('host');
  // The page of an event here embeds the widget as any other page does.
  const surface = !asked.has('embed') ? 'link' : host === origin ? 'event' : 'embed';
  return { surface, ...(subId !== undefined && { subId }) };
}
