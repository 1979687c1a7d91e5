// The frame of all pages of one event for its organizer: title, status, time and place, six tabs, and in some of them a
// row of the pages of that tab.

import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';
import type { TicketedEvent } from '#core/contracts/events.ts';
import { textsOf } from '#core/event-text.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { dateTime } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { EventThumb } from '../../parts/event-face.tsx';
import { Page, Segmented, Tabs } from '../../parts/page.tsx';
import { Loaded } from '../../parts/states.tsx';
import { session } from '../../session.ts';
import { type Load, useLoad } from '../../use-load.ts';
import { StatusBadge } from './my-events.tsx';

type Props = {
  eventId: string;
  children: (event: TicketedEvent, load: Load<TicketedEvent>) => ComponentChildren;
};

type Tab = { label: string; pages: readonly { path: string; label: string }[] };

/** The first page of a tab is where the tab leads. */
function tabsOfEvent(): readonly Tab[] {
  const text = t().event;
  // Letters are in the organizer's name: an admin, who sees the rest, writes none.
  const isOrganizer = session.value.state === 'in' && session.value.user.role === 'organizer';
  const alone = (path: string, label: string): Tab => ({ label, pages: [{ path, label }] });
  return [
    alone('', text.overview),
    alone('/tickets', text.tickets),
    {
      label: text.ordersAndGuests,
      pages: [
        { path: '/orders', label: text.orders },
        { path: '/guests', label: text.guests },
        ...(isOrganizer ? [{ path: '/mailings', label: text.mailings }] : []),
      ],
    },
    {
      label: text.partners,
      pages: [
        { path: '/partners', label: text.deals },
        { path: '/open-terms', label: text.openTerms },
        { path: '/widget', label: text.ownWidget },
      ],
    },
    alone('/edit', text.page),
    {
      label: text.settings,
      pages: [
        { path: '/settings', label: text.moving },
        { path: '/door-links', label: text.doorLinks },
        { path: '/ledger', label: text.ledger },
        { path: '/reconciliation', label: text.reconciliation },
      ],
    },
  ];
}

export function EventFrame({ eventId, children }: Props) {
  const { path } = useLocation();
  const load = useLoad(eventId, (signal) =>
    read(api.events[':eventId'].$get({ param: { eventId } }, { init: { signal } })),
  );
  const event = load.data;
  const texts = event === null ? null : textsOf(event, locale.value);
  const base = `/my-events/${eventId}`;
  const tabs = tabsOfEvent();
  const current = tabs.find(({ pages }) => pages.some((one) => `${base}${one.path}` === path));
  const lead = event !== null && (
    <>
      <StatusBadge status={event.status} /> {dateTime(event.startsAt, event.timeZone)} · {texts?.venue.name},{' '}
      {texts?.venue.city}
    </>
  );
  return (
    <Page
      title={texts?.title ?? '…'}
      lead={lead}
      picture={event !== null && <EventThumb event={event} />}
      actions={event !== null && event.status !== 'draft' && <PublicPage eventId={eventId} />}
    >
      <Tabs
        label={t().event.tabs}
        current={`${base}${current?.pages[0]?.path ?? ''}`}
        tabs={tabs.map(({ label, pages }) => ({ href: `${base}${pages[0]?.path ?? ''}`, label }))}
      />
      {current !== undefined && current.pages.length > 1 && (
        <Segmented
          label={current.label}
          current={path}
          choices={current.pages.map((one) => ({ href: `${base}${one.path}`, label: one.label }))}
        />
      )}
      <Loaded load={load}>{(loaded) => children(loaded, load)}</Loaded>
    </Page>
  );
}

function PublicPage({ eventId }: { eventId: string }) {
  return (
    <a class="button plain" href={`/e/${eventId}`} target="_blank" rel="noreferrer">
      {t().event.publicPage}
    </a>
  );
}
