// One deal: the terms on the table and what they mean in money, the talk, and the answer always in sight: beside them, or
// at the foot of a phone. Once accepted, the widget and its sales. It is read again by itself.

import type { Deal, DealWithVersions } from '#core/contracts/deals.ts';
import { eventTitleIn } from '#core/event-text.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { dateTime, stamp } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { EventThumb } from '../../parts/event-face.tsx';
import { LedgerEntries } from '../../parts/ledger-table.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { MoreButton, usePages } from '../../parts/pages.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { WidgetKitView } from '../../parts/widget-kit.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useLive } from '../../use-live.ts';
import { useLoad } from '../../use-load.ts';
import { DealActions } from './deal-actions.tsx';
import { DealForecast } from './deal-forecast.tsx';
import { DealBadge } from './deal-list.tsx';
import { DealThread } from './deal-messages.tsx';
import { DealTable } from './deal-table.tsx';
import { VersionTable } from './deal-versions.tsx';

export function DealScreen({ params, user }: ScreenProps) {
  const dealId = params.dealId ?? '';
  const side: Deal['author'] = user.role === 'organizer' ? 'organizer' : 'distributor';
  const load = useLoad(dealId, (signal) =>
    read(api.deals[':dealId'].$get({ param: { dealId } }, { init: { signal } })),
  );
  useLive(load, 10);
  const deal = load.data;
  const lead = deal !== null && (
    <>
      <DealBadge status={deal.status} mine={deal.author === side} />{' '}
      {t().deal.with(side === 'organizer' ? deal.distributor.name : deal.organizer.name)} ·{' '}
      {dateTime(deal.eventStartsAt, deal.eventTimeZone)}
    </>
  );
  return (
    <Page
      title={deal === null ? '…' : eventTitleIn(deal, locale.value)}
      lead={lead}
      picture={deal !== null && <EventThumb event={{ id: deal.eventId, cover: deal.eventCover }} />}
    >
      <Loaded load={load}>
        {(loaded) => (
          <div class="deal-columns">
            <div class={loaded.status === 'PENDING' && loaded.author !== side ? 'deal-answer due' : 'deal-answer'}>
              <DealActions deal={loaded} side={side} onChange={load.replace} onReload={load.retry} />
            </div>
            <div class="deal-main">
              {loaded.status === 'ACCEPTED' && <DealWidget dealId={dealId} />}
              <Terms deal={loaded} side={side} />
              {(loaded.status === 'ACCEPTED' || loaded.status === 'TERMINATED') && <DealSales deal={loaded} />}
            </div>
            <div class="deal-talk">
              <DealThread deal={loaded} side={side} />
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Terms({ deal, side }: { deal: DealWithVersions; side: Deal['author'] }) {
  const { eventId } = deal;
  const types = useLoad(`types ${eventId}`, (signal) =>
    read(api.events[':eventId']['ticket-types'].$get({ param: { eventId } }, { init: { signal } })),
  );
  const items = types.data?.items ?? [];
  return (
    <>
      <DealTable deal={deal} types={items} />
      <Loaded load={types}>{({ items: loaded }) => <DealForecast deal={deal} side={side} types={loaded} />}</Loaded>
      {deal.decidedAt !== null && <p class="soft">{t().deal.decidedAt(stamp(deal.decidedAt, deal.eventTimeZone))}</p>}
      {deal.versions.length > 1 && (
        <details class="fold">
          <summary>{t().deal.versions}</summary>
          <VersionTable deal={deal} side={side} types={items} />
        </details>
      )}
    </>
  );
}

function DealWidget({ dealId }: { dealId: string }) {
  const load = useLoad(`widget ${dealId}`, (signal) =>
    read(api.deals[':dealId'].widget.$get({ param: { dealId } }, { init: { signal } })),
  );
  return (
    <Section title={t().deal.widgetTitle}>
      <Loaded load={load}>{(kit) => <WidgetKitView kit={kit} />}</Loaded>
    </Section>
  );
}

function DealSales({ deal }: { deal: DealWithVersions }) {
  const { eventId, id: dealId } = deal;
  const pages = usePages(`sales ${dealId}`, async (cursor, signal) => {
    const query = { dealId, ...(cursor === null ? {} : { cursor }) };
    const result = await read(api.events[':eventId'].ledger.$get({ param: { eventId }, query }, { init: { signal } }));
    return result.ok ? { ok: true, body: { items: result.body.entries, next: result.body.next } } : result;
  });
  return (
    <Section title={t().deal.salesTitle}>
      <Loaded load={pages.load}>
        {({ items, next }) =>
          items.length === 0 ? (
            <Empty title={deal.status === 'ACCEPTED' ? t().deal.salesEmpty : t().deal.salesNone} />
          ) : (
            <>
              <LedgerEntries entries={items} timeZone={deal.eventTimeZone} />
              {next !== null && <MoreButton pages={pages} />}
            </>
          )
        }
      </Loaded>
    </Section>
  );
}
