// The frame of all pages of one event for its organizer: title, status, time and place, and the tabs.

import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';
import type { TicketedEvent } from '#core/contracts/events.ts';
import { textsOf } from '#core/event-text.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { dateTime } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Page, Tabs } from '../../parts/page.tsx';
import { Loaded } from '../../parts/states.tsx';
import { type Load, useLoad } from '../../use-load.ts';
import { StatusBadge } from './my-events.tsx';

type Props = { eventId: string; children: (event: TicketedEvent, load: Load<TicketedEvent>) => ComponentChildren };

export function EventFrame({ eventId, children }: Props) {
  const { path } = useLocation();
  const load = useLoad(eventId, (signal) =>
    read(api.events[':eventId'].$get({ param: { eventId } }, { init: { signal } })),
  );
  const event = load.data;
  const texts = event === null ? null : textsOf(event, locale.value);
  const base = `/my-events/${eventId}`;
  const text = t().event;
  const lead = event !== null && (
    <>
      <StatusBadge status={event.status} /> {dateTime(event.startsAt, event.timeZone)} · {texts?.venue.name},{' '}
      {texts?.venue.city}
    </>
  );
  return (
    <Page title={texts?.title ?? '…'} lead={lead}>
      <Tabs
        label={text.tabs}
        current={path}
        tabs={[
          { href: base, label: text.overview },
          { href: `${base}/orders`, label: text.orders },
          { href: `${base}/ledger`, label: text.ledger },
          { href: `${base}/reconciliation`, label: text.reconciliation },
          { href: `${base}/widget`, label: text.ownWidget },
          { href: `${base}/open-terms`, label: t().event.openTerms },
          { href: `${base}/door-links`, label: t().event.doorLinks },
        ]}
      />
      <Loaded load={load}>{(loaded) => children(loaded, load)}</Loaded>
    </Page>
  );
}
