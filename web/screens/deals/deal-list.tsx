// All deals of the party: first those whose turn it is, then by how they ended, with counts.

import { useLocation } from 'preact-iso';
import type { Deal, DealCounts, DealStatus } from '#core/contracts/deals.ts';
import { eventTitleIn } from '#core/event-text.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { dateTime, percent } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { EventThumb } from '../../parts/event-face.tsx';
import { Badge, Page, Tabs } from '../../parts/page.tsx';
import { MoreButton, usePages } from '../../parts/pages.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useLoad } from '../../use-load.ts';

type Filter = 'all' | 'proposed' | 'sent' | DealStatus;
const filters = ['all', 'proposed', 'sent', 'ACCEPTED', 'REJECTED', 'WITHDRAWN', 'TERMINATED', 'EXPIRED'] as const;

export function DealList({ user }: ScreenProps) {
  const { query } = useLocation();
  const filter = filters.find((one) => one === query.show) ?? 'all';
  const side = user.role === 'organizer' ? 'organizer' : 'distributor';
  const pages = usePages(`deals ${filter}`, (cursor, signal) => fetchDeals(filter, cursor, signal));
  const counts = useLoad('deal counts', (signal) => read(api.deals.counts.$get({}, { init: { signal } })));
  const text = t().deal;
  const known = counts.data;
  const tabs = filters.filter(
    (one) => one === filter || one === 'all' || one === 'proposed' || (known !== null && countOf(known, one) > 0),
  );
  if (known?.all === 0) {
    return (
      <Page title={text.listTitle}>
        <NoDeals side={side} />
      </Page>
    );
  }
  return (
    <Page title={text.listTitle}>
      <Tabs
        label={text.filter}
        current={addressOf(filter)}
        tabs={tabs.map((one) => ({
          href: addressOf(one),
          label: filterName(one),
          count: known === null ? null : countOf(known, one),
        }))}
      />
      <Loaded load={pages.load}>
        {({ items, next }) => (
          <>
            {items.length === 0 && <Empty title={text.emptyFilter} />}
            <ul class="cards">
              {items.map((deal) => (
                <DealRow key={deal.id} deal={deal} side={side} />
              ))}
            </ul>
            {next !== null && <MoreButton pages={pages} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

// The server filters, so that a page of the list is full of what was asked for, however many other deals there are.
function fetchDeals(filter: Filter, cursor: string | null, signal: AbortSignal) {
  const page = { limit: '30', ...(cursor === null ? {} : { cursor }) };
  const options = { init: { signal } };
  if (filter === 'all') return read(api.deals.$get({ query: page }, options));
  if (filter === 'proposed') return read(api.deals.proposed.$get({ query: { ...page, status: 'PENDING' } }, options));
  if (filter === 'sent') return read(api.deals.sent.$get({ query: { ...page, status: 'PENDING' } }, options));
  return read(api.deals.$get({ query: { ...page, status: filter } }, options));
}

function NoDeals({ side }: { side: Deal['author'] }) {
  const text = t().deal;
  const organizer = side === 'organizer';
  return (
    <Empty title={text.empty} text={organizer ? text.emptyOrganizer : text.emptyDistributor}>
      <a class="button main" href={organizer ? '/my-events' : '/to-sell'}>
        {organizer ? t().menu.events : t().menu.toSell}
      </a>
    </Empty>
  );
}

function DealRow({ deal, side }: { deal: Deal; side: Deal['author'] }) {
  const text = t().deal;
  const other = side === 'organizer' ? deal.distributor : deal.organizer;
  const mine = deal.author === side;
  return (
    <li class="card row-card">
      <EventThumb event={{ id: deal.eventId, cover: deal.eventCover }} />
      <div>
        <a class="row-title" href={`/deals/${deal.id}`}>
          {eventTitleIn(deal, locale.value)}
        </a>
        <p class="soft">
          {text.with(other.name)} · {dateTime(deal.eventStartsAt, deal.eventTimeZone)}
        </p>
      </div>
      <div class="row-end">
        <span>{percent(deal.commissionBps)}</span>
        <DealBadge status={deal.status} mine={mine} />
      </div>
    </li>
  );
}

/** A pending deal says whose answer it waits for. */
export function DealBadge({ status, mine }: { status: DealStatus; mine: boolean }) {
  const tone = status === 'ACCEPTED' ? 'good' : status === 'PENDING' && !mine ? 'warn' : 'plain';
  const text = t().deal;
  const name = status === 'PENDING' ? (mine ? text.theirTurn : text.yourTurn) : text.status[status];
  return <Badge tone={tone}>{name}</Badge>;
}

function countOf(counts: DealCounts, filter: Filter): number {
  if (filter === 'all' || filter === 'proposed' || filter === 'sent') return counts[filter];
  return counts.byStatus[filter];
}

function filterName(filter: Filter): string {
  if (filter === 'all') return t().common.all;
  if (filter === 'proposed') return t().deal.proposed;
  return filter === 'sent' ? t().deal.sent : t().deal.status[filter];
}

function addressOf(filter: Filter): string {
  return filter === 'all' ? '/deals' : `/deals?show=${filter}`;
}
