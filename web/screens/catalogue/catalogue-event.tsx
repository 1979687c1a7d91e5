// One event for who has signed in: a distributor takes its terms or offers a deal from here. Anybody else is led to its page.

import { useEffect } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import type { TicketedEvent } from '#core/contracts/events.ts';
import { textsOf, typeName } from '#core/event-text.ts';
import { tagIn } from '#core/known-tags.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { eventTime, price } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { BuyLink } from '../../parts/buy-link.tsx';
import { EventFace } from '../../parts/event-face.tsx';
import { Markdown } from '../../parts/markdown.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { Loaded } from '../../parts/states.tsx';
import { session } from '../../session.ts';
import { useLoad } from '../../use-load.ts';
import { DistributorOffer } from '../deals/event-offer.tsx';

export function CatalogueEvent() {
  const eventId = useRoute().params.eventId ?? '';
  return session.value.state === 'in' ? <EventScreen eventId={eventId} /> : <ToEventPage eventId={eventId} />;
}

/** Letters and old links lead here; who is not signed in reads and buys on the page that the Worker draws. */
function ToEventPage({ eventId }: { eventId: string }) {
  useEffect(() => location.replace(`/e/${eventId}`), [eventId]);
  return null;
}

function EventScreen({ eventId }: { eventId: string }) {
  const load = useLoad(eventId, (signal) =>
    read(api.events[':eventId'].$get({ param: { eventId } }, { init: { signal } })),
  );
  const event = load.data;
  return (
    <Page
      key={eventId}
      title={event === null ? '…' : textsOf(event, locale.value).title}
      lead={event !== null && t().event.by(event.organizerName)}
    >
      <Loaded load={load}>{(loaded) => <EventView event={loaded} />}</Loaded>
    </Page>
  );
}

function EventView({ event }: { event: TicketedEvent }) {
  const { description, programme, legalDetails, venue } = textsOf(event, locale.value);
  return (
    <div class="columns">
      <div>
        <EventFace event={event} kind="whole" sizes="(max-width: 760px) 100vw, 620px" />
        {event.status === 'cancelled' && <p class="note bad">{t().catalogue.cancelledText}</p>}
        <p class="when">
          <time dateTime={event.startsAt}>{eventTime(event)}</time>
        </p>
        <p>
          {venue.name}
          <br />
          <span class="soft">{[venue.city, venue.address].filter((part) => part !== '').join(', ')}</span>
        </p>
        {event.ageRating !== null && <p class="soft">{event.ageRating}</p>}
        {event.tags.length > 0 && <p class="soft">{event.tags.map((tag) => tagIn(tag, locale.value)).join(' · ')}</p>}
        <div class="prose">
          <Markdown text={description} />
        </div>
        {programme !== '' && (
          <Section title={t().catalogue.programme}>
            <div class="prose">
              <Markdown text={programme} />
            </div>
          </Section>
        )}
        {legalDetails !== '' && (
          <Section title={t().catalogue.legal}>
            <p class="hint prose">{legalDetails}</p>
          </Section>
        )}
      </div>
      <div>
        <Types event={event} />
        <BuyLink event={event} />
        {event.status === 'published' && <Offer event={event} />}
      </div>
    </div>
  );
}

function Types({ event }: { event: TicketedEvent }) {
  const load = useLoad(`types ${event.id}`, (signal) =>
    read(api.events[':eventId']['ticket-types'].$get({ param: { eventId: event.id } }, { init: { signal } })),
  );
  return (
    <Section title={t().catalogue.tickets}>
      <Loaded load={load}>
        {({ items }) => (
          <ul class="plain-list">
            {items.length === 0 && <li class="soft">{t().catalogue.noTypes}</li>}
            {items.map((type) => (
              <li key={type.id} class="split">
                <span>
                  {typeName(type, locale.value)}
                  <br />
                  <span class="soft">{t().types.availability[type.availability]}</span>
                </span>
                <strong>{type.price.amount === 0 ? t().common.free : price(type.price)}</strong>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Section>
  );
}

function Offer({ event }: { event: TicketedEvent }) {
  const state = session.value;
  const role = state.state === 'in' ? state.user.role : null;
  if (role === 'distributor') return <DistributorOffer event={event} />;
  if (role === 'admin' || (state.state === 'in' && state.user.partyId === event.organizerId)) {
    return (
      <a class="button plain" href={`/my-events/${event.id}`}>
        {t().admin.open}
      </a>
    );
  }
  return null;
}
