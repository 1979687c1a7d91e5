// What a distributor may do about an event: open the deal they have, take the organizer's open terms at once, or offer
// their own. What the server would refuse is not offered, and the reason is shown.

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { OpenTerms } from '#core/contracts/deals.ts';
import type { TicketedEvent } from '#core/contracts/events.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { t } from '../../language.ts';
import { Button } from '../../parts/controls.tsx';
import { MoneyMeaning } from '../../parts/money-meaning.tsx';
import { Section } from '../../parts/page.tsx';
import { FailureNote, Loaded } from '../../parts/states.tsx';
import { useAction } from '../../use-action.ts';
import { useLoad } from '../../use-load.ts';
import { DealBadge } from './deal-list.tsx';
import { TermsFacts } from './deal-versions.tsx';

export function DistributorOffer({ event }: { event: TicketedEvent }) {
  const eventId = event.id;
  const deals = useLoad(`my deals ${eventId}`, (signal) =>
    read(api.deals.$get({ query: { eventId, limit: '10' } }, { init: { signal } })),
  );
  const terms = useLoad(`open terms ${eventId}`, (signal) =>
    read(api.events[':eventId']['standing-terms'].$get({ param: { eventId } }, { init: { signal } })),
  );
  const text = t().openTerms;
  return (
    <Loaded load={deals}>
      {({ items }) => {
        const active = items.find((deal) => deal.status === 'PENDING' || deal.status === 'ACCEPTED');
        if (active !== undefined) {
          return (
            <Section title={text.haveDeal}>
              <p>
                <DealBadge status={active.status} mine={active.author === 'distributor'} />
              </p>
              <a class="button main" href={`/deals/${active.id}`}>
                {text.openDeal}
              </a>
            </Section>
          );
        }
        return (
          <Loaded load={terms}>
            {({ terms: open }) => (
              <>
                {open !== null && <TakeTerms key={open.revision} event={event} terms={open} onStale={terms.retry} />}
                <OwnOffer event={event} other={open !== null} />
              </>
            )}
          </Loaded>
        );
      }}
    </Loaded>
  );
}

type TakeProps = { event: TicketedEvent; terms: OpenTerms; onStale: () => void };

function TakeTerms({ event, terms, onStale }: TakeProps) {
  const text = t().openTerms;
  const { route } = useLocation();
  const [changed, setChanged] = useState(false);
  const types = useLoad(`types ${event.id}`, (signal) =>
    read(api.events[':eventId']['ticket-types'].$get({ param: { eventId: event.id } }, { init: { signal } })),
  );
  const take = useAction(() => read(api.deals.take.$post({ json: { eventId: event.id, revision: terms.revision } })));
  async function run() {
    const result = await take.run(undefined);
    if (result?.ok === true) route(`/deals/${result.body.id}`);
    if (result?.ok === false && result.failure.code === 'stale-version') {
      setChanged(true);
      onStale();
    }
  }
  return (
    <Section title={text.title} hint={text.takeHint}>
      {terms.message !== '' && <p class="prose">{terms.message}</p>}
      <Loaded load={types}>
        {({ items }) => (
          <>
            <TermsFacts terms={terms} types={items} timeZone={event.timeZone} />
            <details class="fold">
              <summary>{t().deal.money.title}</summary>
              <MoneyMeaning types={items} terms={terms} />
            </details>
          </>
        )}
      </Loaded>
      {changed ? <p class="note warn">{t().deal.changed}</p> : <FailureNote failure={take.failure} />}
      <Button kind="main" busy={take.busy} busyText={text.taking} onPress={run}>
        {text.take}
      </Button>
    </Section>
  );
}

function OwnOffer({ event, other }: { event: TicketedEvent; other: boolean }) {
  const text = t().catalogue;
  const closed = event.offers === 'nobody' ? t().openTerms.offersNobody : null;
  if (closed !== null && other) return null;
  return (
    <Section title={other ? t().openTerms.ownOffer : text.offer}>
      <p class="soft">{closed ?? (event.offers === 'invited' ? t().openTerms.offersInvited : text.offerText)}</p>
      {closed === null && (
        <a class={other ? 'button plain' : 'button main'} href={`/catalogue/${event.id}/offer`}>
          {text.offer}
        </a>
      )}
    </Section>
  );
}
