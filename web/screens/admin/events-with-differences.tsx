// For an admin: the events whose last reconciliation found differences, each with a link to its report.

import type { EventWithDifferences } from '#core/contracts/reconciliation.ts';
import { titleIn } from '#core/event-text.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { stamp } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Section } from '../../parts/page.tsx';
import { MoreButton, usePages } from '../../parts/pages.tsx';
import { Loaded } from '../../parts/states.tsx';

export function EventsWithDifferences() {
  const text = t().eventsWithDifferences;
  const pages = usePages<EventWithDifferences>('events with differences', (cursor, signal) =>
    read(api.admin['red-events'].$get({ query: cursor === null ? {} : { cursor } }, { init: { signal } })),
  );
  return (
    <Section title={text.title} hint={text.text}>
      <Loaded load={pages.load}>
        {({ items, next }) =>
          items.length === 0 ? (
            <p>{text.none}</p>
          ) : (
            <>
              <ul class="plain-list">
                {items.map((one) => (
                  <Row key={one.eventId} event={one} />
                ))}
              </ul>
              {next !== null && <MoreButton pages={pages} />}
            </>
          )
        }
      </Loaded>
    </Section>
  );
}

function Row({ event }: { event: EventWithDifferences }) {
  const text = t().eventsWithDifferences;
  const { lag } = event;
  const about = [
    text.verdict[event.verdict],
    ...event.red.map(({ name, differing }) =>
      differing === 0 ? text.check[name] : `${text.check[name]}: ${differing}`,
    ),
    ...(event.failedRefunds > 0 ? [text.failedRefunds(event.failedRefunds)] : []),
    lag.behindSeconds === null ? text.behindUnknown : text.behind(lag.behindSeconds, lag.waiting),
    text.compared(stamp(event.at)),
  ];
  return (
    <li>
      <a class="row-title" href={`/my-events/${event.eventId}/reconciliation`}>
        {titleIn(event, locale.value)}
      </a>{' '}
      <span class="soft">· {event.organizerName}</span>
      <p class={event.verdict === 'differs' ? 'bad' : 'soft'}>{about.join(' · ')}</p>
    </li>
  );
}
