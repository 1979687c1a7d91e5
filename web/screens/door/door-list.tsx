// Which event's door to stand at: published ones, the nearest first.

import { titleIn } from '#core/event-text.ts';
import { read } from '../../answer.ts';
import { api } from '../../api.ts';
import { dateTime } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Page } from '../../parts/page.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { useLoad } from '../../use-load.ts';
import type { ScreenProps } from '../guard.tsx';

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
                <li class="card" key={event.id}>
                  <a class="row-title" href={`/door/${event.id}`}>
                    {titleIn(event, locale.value)}
                  </a>
                  <p class="soft">
                    {dateTime(event.startsAt, event.timeZone)} · {event.venue.name}
                  </p>
                </li>
              ))}
            </ul>
          </>
        )}
      </Loaded>
    </Page>
  );
}

// The event that is on now or about to begin comes first, whether it began an hour ago or begins in two.
function byNearness(a: { startsAt: string }, b: { startsAt: string }): number {
  const now = Date.now();
  return Math.abs(Date.parse(a.startsAt) - now) - Math.abs(Date.parse(b.startsAt) - now);
}
