// The link from an event to its tickets. The Worker redirects it to the organizer's own widget.

import type { TicketedEvent } from '#core/contracts/events.ts';
import { locale, t } from '../language.ts';

type Props = {
  event: TicketedEvent;
  /** The id of the event's title, for pages with many such links. */
  describedBy?: string;
};

/** Nothing for an event that is not on sale, is over, or has no ticket type yet. */
export function BuyLink({ event, describedBy }: Props) {
  const sells = event.status === 'published' && event.priceFrom !== null && Date.parse(event.endsAt) > Date.now();
  if (!sells) return null;
  return (
    <a class="button main" href={`/e/${event.id}/buy?lang=${locale.value}`} aria-describedby={describedBy}>
      {t().catalogue.buy}
    </a>
  );
}
