// Offering a deal on an event: a distributor to its organizer, or its organizer to a distributor he names.

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { OfferDealRequest } from '#core/contracts/deals.ts';
import type { TicketedEvent, TicketType } from '#core/contracts/events.ts';
import { read } from '../answer.ts';
import { api } from '../api.ts';
import { dateTime, eventText, percent } from '../format.ts';
import { locale, t } from '../language.ts';
import { Button, Form, TextField } from '../parts/controls.tsx';
import { Page } from '../parts/page.tsx';
import { FailureNote, Loaded } from '../parts/states.tsx';
import { TermsForm } from '../parts/terms-form.tsx';
import { useAction } from '../use-action.ts';
import { fieldErrors, useForm } from '../use-form.ts';
import { useLoad } from '../use-load.ts';
import type { ScreenProps } from './guard.tsx';
import { emptyTerms, readTerms, type TermsDraft, termsFields } from './terms-draft.ts';

export function OfferDeal({ params, user }: ScreenProps) {
  const eventId = params.eventId ?? '';
  const event = useLoad(eventId, (signal) =>
    read(api.events[':eventId'].$get({ param: { eventId } }, { init: { signal } })),
  );
  const types = useLoad(`types ${eventId}`, (signal) =>
    read(api.events[':eventId']['ticket-types'].$get({ param: { eventId } }, { init: { signal } })),
  );
  const lead = event.data !== null && (
    <>
      <strong>{eventText(event.data, locale.value).title}</strong> ·{' '}
      {dateTime(event.data.startsAt, event.data.timeZone)}
    </>
  );
  return (
    <Page title={t().deal.offerTitle} narrow lead={lead}>
      <Loaded load={event}>
        {(loaded) => (
          <Loaded load={types}>
            {({ items }) => <OfferForm event={loaded} types={items} byOrganizer={user.role === 'organizer'} />}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}

type FormProps = { event: TicketedEvent; types: TicketType[]; byOrganizer: boolean };

function OfferForm({ event, types, byOrganizer }: FormProps) {
  const { route } = useLocation();
  const form = useForm<string>({ ...emptyTerms(), distributor: '' });
  const send = useAction((body: OfferDealRequest) => read(api.deals.$post({ json: body })));
  // `useForm` keeps every name it began with.
  const draft = form.values as TermsDraft;
  const distributorId = form.values.distributor ?? '';

  async function submit() {
    const terms = readTerms(draft, types, event.currency, event.timeZone);
    const errors = terms.ok ? {} : terms.errors;
    if (byOrganizer && distributorId === '') errors.distributor = t().deal.distributorMissing;
    form.refuse(errors);
    if (!terms.ok || Object.keys(errors).length > 0) return;
    const answer = await send.run({
      eventId: event.id,
      ...terms.terms,
      ...(byOrganizer ? { distributorId } : {}),
    });
    if (answer?.ok === true) route(`/deals/${answer.body.id}`);
    if (answer?.ok === false) form.refuse(fieldErrors(answer.failure, termsFields));
  }
  return (
    <Form onSubmit={submit}>
      {byOrganizer && (
        <DistributorPicker
          chosen={distributorId}
          error={form.errors.distributor}
          onChoose={(id) => form.set('distributor', id)}
        />
      )}
      <TermsForm form={form} draft={draft} types={types} currency={event.currency} timeZone={event.timeZone} />
      <FailureNote failure={send.failure} />
      <div class="actions">
        <Button kind="main" submit busy={send.busy}>
          {t().deal.submitOffer}
        </Button>
        <a class="button plain" href={byOrganizer ? `/my-events/${event.id}` : `/catalogue/${event.id}`}>
          {t().common.cancel}
        </a>
      </div>
    </Form>
  );
}

type PickerProps = { chosen: string; error: string | undefined; onChoose: (id: string) => void };

function DistributorPicker({ chosen, error, onChoose }: PickerProps) {
  const [q, setQ] = useState('');
  const text = t().deal;
  const load = useLoad(`distributors ${q.trim()}`, (signal) =>
    read(api.distributors.$get({ query: q.trim() === '' ? {} : { q: q.trim() } }, { init: { signal } })),
  );
  return (
    <div class="card">
      <TextField
        name="distributor-search"
        value={q}
        onValue={setQ}
        error={error}
        label={text.distributorSearch}
        type="search"
        maxLength={200}
      />
      <fieldset class="radios short-list">
        <legend>{text.distributor}</legend>
        <Loaded load={load}>
          {({ items }) => (
            <>
              {items.length === 0 && <p class="soft">{text.distributorNone}</p>}
              {items.map((one) => (
                <label class="radio" key={one.id}>
                  <input
                    type="radio"
                    name="distributor"
                    value={one.id}
                    checked={chosen === one.id}
                    onChange={() => onChoose(one.id)}
                  />
                  <span>
                    <strong>{one.name}</strong>
                    <span class="hint">
                      {text.distributorFacts(
                        one.acceptedDeals,
                        one.usualCommissionBps === null ? null : percent(one.usualCommissionBps),
                      )}
                    </span>
                  </span>
                </label>
              ))}
            </>
          )}
        </Loaded>
      </fieldset>
      {chosen !== '' && <InHisWords key={chosen} partyId={chosen} />}
    </div>
  );
}

/** What the chosen distributor says of himself. */
function InHisWords({ partyId }: { partyId: string }) {
  const load = useLoad(`profile ${partyId}`, (signal) =>
    read(api.distributors[':partyId'].$get({ param: { partyId } }, { init: { signal } })),
  );
  return (
    <Loaded load={load}>
      {({ about, audience, sites }) => (
        <>
          {about !== '' && <p class="prose">{about}</p>}
          {audience !== '' && <p class="prose">{audience}</p>}
          {sites.map((site) => (
            <p key={site}>
              <a href={site} target="_blank" rel="noopener noreferrer nofollow ugc">
                {site}
              </a>
            </p>
          ))}
        </>
      )}
    </Loaded>
  );
}
