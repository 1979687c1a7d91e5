// All deals of the party: first whose turn it is, then how each ended, with counts.

import { useLocation } from 'preact-iso';
import type { Deal, DealCounts, DealStatus } from '#core/contracts/deals.ts';
import { read } from '../answer.ts';
import { api } from '../api.ts';
import { dateTime, percent } from '../format.ts';
import { t } from '../language.ts';
import { Badge, Page, Tabs } from '../parts/page.tsx';
import { MoreButton, usePages } from '../parts/pages.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
import { useLoad } from '../use-load.ts';
import type { ScreenProps } from './guard.tsx';

type Filter = 'all' | 'proposed' | 'sent' | DealStatus;
const filters = ['all', 'proposed', 'sent', 'ACCEPTED', 'REJECTED', 'WITHDRAWN', 'TERMINATED', 'EXPIRED'] as const;

export function DealList({ user }: ScreenProps) {
  const { query } = useLocation();
  const filter = filters.find((one) => one === query.show) ?? 'all';
  const side = user.role === 'organizer' ? 'organizer' : 'distributor';
  const pages = usePages('deals', (cursor, signal) =>
    read(api.deals.$get({ query: { limit: '100', ...(cursor === null ? {} : { cursor }) } }, { init: { signal } })),
  );
  const counts = useLoad('deal counts', (signal) => read(api.deals.counts.$get({}, { init: { signal } })));
  const text = t().deal;
  return (
    <Page title={text.listTitle}>
      <Loaded load={pages.load}>
        {({ items, next }) => {
          if (items.length === 0) return <NoDeals side={side} />;
          const shown = items.filter((deal) => matches(deal, filter, side));
          const counted = filters
            .map((one) => ({
              filter: one,
              // Of all deals, not only of those on the page.
              count: countOf(counts.data, one) ?? items.filter((deal) => matches(deal, one, side)).length,
            }))
            .filter((one) => one.count > 0 || one.filter === 'proposed' || one.filter === filter);
          return (
            <>
              <Tabs
                label={text.filter}
                current={addressOf(filter)}
                tabs={counted.map((one) => ({
                  href: addressOf(one.filter),
                  label: filterName(one.filter),
                  count: one.count,
                }))}
              />
              {shown.length === 0 && <Empty title={text.emptyFilter} />}
              <ul class="cards">
                {shown.map((deal) => (
                  <DealRow key={deal.id} deal={deal} side={side} />
                ))}
              </ul>
              {next !== null && <MoreButton pages={pages} />}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

function NoDeals({ side }: { side: Deal['author'] }) {
  const text = t().deal;
  const organizer = side === 'organizer';
  return (
    <Empty title={text.empty} text={organizer ? text.emptyOrganizer : text.emptyDistributor}>
      <a class="button main" href={organizer ? '/my-events' : '/catalogue'}>
        {organizer ? t().menu.events : t().menu.catalogue}
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
      <div>
        <a class="row-title" href={`/deals/${deal.id}`}>
          {deal.eventTitle}
        </a>
        <p class="soft">
          {text.with(other.name)} · {dateTime(deal.eventStartsAt, deal.eventTimeZone)}
        </p>
      </div>
      <div class="row-end">
        <span>{percent(deal.commissionBps)}</span>
        {deal.status === 'PENDING' && <span class="soft">{mine ? text.theirTurn : text.yourTurn}</span>}
        <DealBadge status={deal.status} mine={mine} />
      </div>
    </li>
  );
}

export function DealBadge({ status, mine }: { status: DealStatus; mine: boolean }) {
  const tone = status === 'ACCEPTED' ? 'good' : status === 'PENDING' && !mine ? 'warn' : 'plain';
  return <Badge tone={tone}>{t().deal.status[status]}</Badge>;
}

function matches(deal: Deal, filter: Filter, side: Deal['author']): boolean {
  if (filter === 'all') return true;
  if (filter === 'proposed') return deal.status === 'PENDING' && deal.author !== side;
  if (filter === 'sent') return deal.status === 'PENDING' && deal.author === side;
  return deal.status === filter;
}

function countOf(counts: DealCounts | null, filter: Filter): number | null {
  if (counts === null) return null;
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
