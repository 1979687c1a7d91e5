// One deal: its status, its terms and what they mean in money, all versions side by side, and, once accepted, the
// widget and its sales.

import type { Deal, DealWithVersions } from '#core/contracts/deals.ts';
import { eventTitleIn } from '#core/event-text.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { dateTime, stamp } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { LedgerEntries } from '../../parts/ledger-table.tsx';
import { MoneyMeaning } from '../../parts/money-meaning.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { MoreButton, usePages } from '../../parts/pages.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { WidgetKitView } from '../../parts/widget-kit.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useLoad } from '../../use-load.ts';
import { DealActions } from './deal-actions.tsx';
import { DealBadge } from './deal-list.tsx';
import { Messages } from './deal-messages.tsx';
import { VersionTable } from './deal-versions.tsx';

export function DealScreen({ params, user }: ScreenProps) {
  const dealId = params.dealId ?? '';
  const side: Deal['author'] = user.role === 'organizer' ? 'organizer' : 'distributor';
  const load = useLoad(dealId, (signal) =>
    read(api.deals[':dealId'].$get({ param: { dealId } }, { init: { signal } })),
  );
  const deal = load.data;
  const lead = deal !== null && (
    <>
      <DealBadge status={deal.status} mine={deal.author === side} />{' '}
      {t().deal.with(side === 'organizer' ? deal.distributor.name : deal.organizer.name)} ·{' '}
      {dateTime(deal.eventStartsAt, deal.eventTimeZone)}
    </>
  );
  return (
    <Page title={deal === null ? '…' : eventTitleIn(deal, locale.value)} lead={lead}>
      <Loaded load={load}>
        {(loaded) => (
          <>
            <DealActions deal={loaded} side={side} onChange={load.replace} onReload={load.retry} />
            {loaded.status === 'ACCEPTED' && <DealWidget dealId={dealId} />}
            {(loaded.status === 'ACCEPTED' || loaded.status === 'TERMINATED') && <DealSales deal={loaded} />}
            <Terms deal={loaded} side={side} />
            <Messages deal={loaded} side={side} />
          </>
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
      <Section title={t().deal.money.title}>
        <Loaded load={types}>{({ items: loaded }) => <MoneyMeaning types={loaded} terms={deal} />}</Loaded>
      </Section>
      <Section title={deal.versions.length > 1 ? t().deal.versions : t().deal.terms}>
        <VersionTable deal={deal} side={side} types={items} />
        {deal.decidedAt !== null && <p class="soft">{t().deal.decidedAt(stamp(deal.decidedAt, deal.eventTimeZone))}</p>}
      </Section>
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
