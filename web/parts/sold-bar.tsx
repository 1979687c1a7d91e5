// How much of an event is sold.

import type { MyEvent } from '#core/contracts/my-events.ts';
import { number } from '../format.ts';
import { t } from '../language.ts';

/** How much of the capacity is sold; the bar repeats what stands beside it. */
export function SoldBar({ event: { sold, capacity } }: { event: Pick<MyEvent, 'sold' | 'capacity'> }) {
  if (capacity === 0) return <span class="soft">{t().soldBar.none}</span>;
  return (
    <span class="sold-bar">
      <span>{t().soldBar.of(number(sold), number(capacity))}</span>
      <span class="bar" aria-hidden="true">
        <i class="you" style={{ width: `${(100 * sold) / capacity}%` }} />
      </span>
    </span>
  );
}
