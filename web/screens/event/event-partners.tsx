// The deals of one event: who sells it on which terms, and whose turn it is.

import type { Deal } from '#core/contracts/deals.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { percent } from '../../format.ts';
import { t } from '../../language.ts';
import { MoreButton, usePages } from '../../parts/pages.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { DealBadge } from '../deals/deal-list.tsx';
import { EventFrame } from './event-frame.tsx';

export function EventPartners({ params, user }: ScreenProps) {
  const eventId = params.eventId ?? '';
  const pages = usePages<Deal>(`deals of ${eventId}`, (cursor, signal) =>
    read(
      api.deals.$get({ query: { eventId, limit: '30', ...(cursor === null ? {} : { cursor }) } }, { init: { signal } }),
    ),
  );
  const text = t().event;
  const offer = (
    <a class="button main" href={`/my-events/${eventId}/offer`}>
      {text.offer}
    </a>
  );
  return (
    <EventFrame eventId={eventId}>
      {(event) => (
        <Loaded load={pages.load}>
          {({ items, next }) => (
            <>
              {items.length === 0 && (
                <Empty title={text.noDeals} text={event.status === 'draft' ? text.noDealsDraft : text.noDealsText} />
              )}
              {event.status === 'published' && user.role === 'organizer' && <div class="actions">{offer}</div>}
              <ul class="cards">
                {items.map((deal) => (
                  <DealOfEvent key={deal.id} deal={deal} />
                ))}
              </ul>
              {next !== null && <MoreButton pages={pages} />}
            </>
          )}
        </Loaded>
      )}
    </EventFrame>
  );
}

function DealOfEvent({ deal }: { deal: Deal }) {
  const mine = deal.author === 'organizer';
  return (
    <li class="card row-card">
      <div>
        <a class="row-title" href={`/deals/${deal.id}`}>
          {deal.distributor.name}
        </a>
      </div>
      <div class="row-end">
        <span>{percent(deal.commissionBps)}</span>
        <DealBadge status={deal.status} mine={mine} />
      </div>
    </li>
  );
}
