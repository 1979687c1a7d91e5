// How one event sells, for its organizer; of a draft, what is missing before it can be published.

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { TicketedEvent, TicketType } from '#core/contracts/events.ts';
import type { EventOverview as Overview, SalesOfPeriod } from '#core/contracts/home.ts';
import { homePeriods } from '#core/home-periods.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { number, percent, price } from '../../format.ts';
import { t } from '../../language.ts';
import { Loaded } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useLive } from '../../use-live.ts';
import { type Load, useLoad } from '../../use-load.ts';
import { type Figure, Figures, growth, points, shareOf } from '../home/home-figures.tsx';
import { LatestOrders, Sellers } from '../home/home-lists.tsx';
import { SalesChart } from '../home/sales-chart.tsx';
import { FailedLetters } from '../money/failed-letters.tsx';
import { FailedRefunds } from '../money/failed-refunds.tsx';
import { EventFrame } from './event-frame.tsx';
import { Checklist, Published } from './publishing.tsx';
import '../home/home.css';

type Period = (typeof homePeriods)[number];

export function EventOverview({ params }: ScreenProps) {
  const eventId = params.eventId ?? '';
  const { query } = useLocation();
  const [justPublished, setJustPublished] = useState(false);
  const period = homePeriods.find((one) => one === query.days) ?? '30';
  const types = useLoad(`types ${eventId}`, (signal) =>
    read(api.events[':eventId']['ticket-types'].$get({ param: { eventId } }, { init: { signal } })),
  );
  const overview = useLoad(`overview ${eventId} ${period}`, (signal) =>
    read(
      api.events[':eventId'].overview.$get(
        { param: { eventId }, query: period === '30' ? {} : { days: period } },
        { init: { signal } },
      ),
    ),
  );
  useLive(overview);
  return (
    <EventFrame eventId={eventId}>
      {(event, load) => (
        <div class="home">
          {event.status !== 'draft' && <FailedRefunds eventId={event.id} />}
          {event.status !== 'draft' && <FailedLetters eventId={event.id} />}
          {event.status !== 'draft' && (
            <Loaded load={overview}>{(read) => <Selling overview={read} period={period} />}</Loaded>
          )}
          <Loaded load={types}>
            {({ items }) => (
              <NextSteps
                event={event}
                types={items}
                load={load}
                sold={overview.data?.event.sold ?? null}
                onPublished={() => {
                  types.retry();
                  overview.retry();
                  setJustPublished(true);
                }}
              />
            )}
          </Loaded>
          {justPublished && <Published event={event} onClose={() => setJustPublished(false)} />}
        </div>
      )}
    </EventFrame>
  );
}

type NextStepsProps = {
  event: TicketedEvent;
  types: TicketType[];
  load: Load<TicketedEvent>;
  /** Null while it is not known. */
  sold: number | null;
  onPublished(): void;
};

/** Until the first sale the checklist stays; then the figures speak for themselves. */
function NextSteps({ event, types, load, sold, onPublished }: NextStepsProps) {
  if (event.status === 'cancelled') return null;
  if (event.status === 'published' && (sold === null || sold > 0)) return null;
  return <Checklist event={event} types={types} load={load} onPublished={onPublished} />;
}

function Selling({ overview, period }: { overview: Overview; period: Period }) {
  const { event, sales, orders, timeZone, marks } = overview;
  const base = `/my-events/${event.id}`;
  return (
    <>
      <Figures label={t().event.figures} figures={figuresOf(overview)} period={period} />
      <SalesChart money={sales} marks={marks} period={period} timeZone={timeZone} at={base} />
      <div class="home-columns">
        <LatestOrders orders={orders} href={`${base}/orders`} namesEvent={false} />
        <Sellers money={sales} />
      </div>
    </>
  );
}

function figuresOf({ event, sales }: Overview): Figure[] {
  const { now, before, days, currency }: SalesOfPeriod = sales;
  const text = t().event;
  const [sold, soldBefore] = [now.own + now.partners, before.own + before.partners];
  const share = shareOf(now.partners, sold);
  return [
    {
      name: text.ticketsSold,
      value: number(event.sold),
      note: text.ofCapacity(number(event.capacity)),
      change: null,
      days: [],
    },
    { name: text.revenueInAll, value: price(event.revenue), change: null, days: [] },
    {
      name: text.revenueOfPeriod,
      value: price({ amount: sold, currency }),
      change: growth(sold, soldBefore),
      days: days.map(({ own, partners }) => own + partners),
    },
    {
      name: t().home.throughPartners,
      value: share === null ? '—' : percent(share),
      change: points(share, shareOf(before.partners, soldBefore)),
      days: days.map(({ partners }) => partners),
    },
  ];
}
