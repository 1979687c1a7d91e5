// The published events whose tickets the person may scan, the nearest in time first.

import type { TicketedEvent } from '#core/contracts/events.ts';
import { textsOf } from '#core/event-text.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { dateTime } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Page } from '../../parts/page.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useLoad } from '../../use-load.ts';

export function DoorList({ user }: ScreenProps) {
  const load = useLoad('door', (signal) =>
    user.role === 'admin'
      ? read(api.events.$get({ query: { limit: '100' } }, { init: { signal } }))
      : read(api.events.mine.$get({ query: { status: 'published', limit: '100' } }, { init: { signal } })),
  );
  return (
    <Page title={t().door.title} lead={t().door.choose} narrow>
      <Loaded load={load}>
        {({ items }) => (
          <>
            {items.length === 0 && <Empty title={t().door.empty} text={t().door.emptyText} />}
            <ul class="cards">
              {[...items].sort(byNearness).map((event) => (
                <Row key={event.id} event={event} />
              ))}
            </ul>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Row({ event }: { event: TicketedEvent }) {
  const { title, venue } = textsOf(event, locale.value);
  return (
    <li class="card">
      <a class="row-title" href={`/door/${event.id}`}>
        {title}
      </a>
      <p class="soft">
        {dateTime(event.startsAt, event.timeZone)} · {venue.name}
      </p>
    </li>
  );
}

// The event that is on now or about to begin comes first, whether it began an hour ago or begins in two.
function byNearness(a: { startsAt: string }, b: { startsAt: string }): number {
  const now = Date.now();
  return Math.abs(Date.parse(a.startsAt) - now) - Math.abs(Date.parse(b.startsAt) - now);
}
