// Distributors as an organizer finds them, and the profile of one with the events to offer them.

import { titleIn } from '#core/event-text.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { dateTime } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Page, Section } from '../../parts/page.tsx';
import { MoreButton, usePages } from '../../parts/pages.tsx';
import { SellerResultsText } from '../../parts/seller-results.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useLoad } from '../../use-load.ts';
import { DistributorDetails, DistributorSearch, Sites } from './distributor-search.tsx';

export function Distributors(_screen: ScreenProps) {
  const text = t().distributors;
  return (
    <Page title={text.title} lead={text.lead}>
      <DistributorSearch label={text.search}>
        {(found) => (
          <ul class="cards">
            {found.map((one) => (
              <li key={one.id} class="card">
                <a class="row-title" href={`/distributors/${one.id}`}>
                  {one.name}
                </a>
                <DistributorDetails card={one} />
                {one.says !== '' && <p class="prose">{one.says}</p>}
                <Sites sites={one.sites} />
              </li>
            ))}
          </ul>
        )}
      </DistributorSearch>
    </Page>
  );
}

export function DistributorPage({ params, user }: ScreenProps) {
  const partyId = params.partyId ?? '';
  const text = t().distributors;
  const load = useLoad(partyId, (signal) =>
    read(api.distributors[':partyId'].$get({ param: { partyId } }, { init: { signal } })),
  );
  return (
    <Page title={load.data?.name ?? '…'} narrow>
      <Loaded load={load}>
        {({ about, audience, sites, results }) => (
          <>
            {results !== null && (
              <p>
                <SellerResultsText results={results} />
              </p>
            )}
            {about === '' && audience === '' && sites.length === 0 && <p class="soft">{text.silent}</p>}
            {about !== '' && (
              <Section title={text.about}>
                <p class="prose">{about}</p>
              </Section>
            )}
            {audience !== '' && (
              <Section title={text.audience}>
                <p class="prose">{audience}</p>
              </Section>
            )}
            {sites.length > 0 && (
              <Section title={text.sites}>
                <Sites sites={sites} />
              </Section>
            )}
            {user.role === 'organizer' && <EventsToOffer partyId={partyId} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function EventsToOffer({ partyId }: { partyId: string }) {
  const text = t().distributors;
  const pages = usePages('events to offer', (cursor, signal) =>
    read(
      api.events.mine.$get(
        { query: { status: 'published', ...(cursor === null ? {} : { cursor }) } },
        { init: { signal } },
      ),
    ),
  );
  return (
    <Section title={text.offerTitle} hint={text.offerHint}>
      <Loaded load={pages.load}>
        {({ items, next }) => {
          const coming = items.filter((event) => Date.parse(event.endsAt) > Date.now());
          return (
            <>
              {coming.length === 0 && <Empty title={text.noEvents} />}
              <ul class="plain-list">
                {coming.map((event) => (
                  <li key={event.id}>
                    <a href={`/my-events/${event.id}/offer?distributor=${partyId}`}>{titleIn(event, locale.value)}</a>{' '}
                    <span class="soft">{dateTime(event.startsAt, event.timeZone)}</span>
                  </li>
                ))}
              </ul>
              {next !== null && <MoreButton pages={pages} />}
            </>
          );
        }}
      </Loaded>
    </Section>
  );
}
