// The offer of a deal on an event: by a distributor to its organizer, or by its organizer to a distributor they name.

import { useLocation } from 'preact-iso';
import type { OfferDealRequest } from '#core/contracts/deals.ts';
import type { TicketedEvent, TicketType } from '#core/contracts/events.ts';
import { titleIn } from '#core/event-text.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { dateTime } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Button, Form } from '../../parts/controls.tsx';
import { RestoredNote } from '../../parts/leaving.tsx';
import { Page } from '../../parts/page.tsx';
import { FailureNote, Loaded } from '../../parts/states.tsx';
import { TermsForm } from '../../parts/terms-form.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useAction } from '../../use-action.ts';
import { useForm } from '../../use-form.ts';
import { useLoad } from '../../use-load.ts';
import { DistributorDetails, DistributorSearch, Sites } from './distributor-search.tsx';
import { emptyTerms, readTerms, type TermsDraft, termsErrors } from './terms-draft.ts';

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
      <strong>{titleIn(event.data, locale.value)}</strong> · {dateTime(event.data.startsAt, event.data.timeZone)}
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
  const { route, query } = useLocation();
  const form = useForm<string>({ ...emptyTerms(), distributor: query.distributor ?? '' }, `offer ${event.id}`);
  const send = useAction((body: OfferDealRequest) => read(api.deals.$post({ json: body })));
  // `useForm` gives back every name that the draft has.
  const draft = form.values as TermsDraft;
  const distributorId = form.values.distributor ?? '';

  async function submit() {
    const terms = readTerms(draft, types, event.currency, event.timeZone);
    const errors = terms.ok ? {} : terms.errors;
    if (byOrganizer && distributorId === '') errors.distributor = t().deal.distributorMissing;
    form.refuse(errors);
    if (!terms.ok || Object.keys(errors).length > 0) return;
    const result = await send.run({
      eventId: event.id,
      ...terms.terms,
      ...(byOrganizer ? { distributorId } : {}),
    });
    if (result?.ok === true) {
      form.sent();
      route(`/deals/${result.body.id}`);
    }
    if (result?.ok === false) form.refuse(termsErrors(result.failure, draft));
  }
  return (
    <Form onSubmit={submit}>
      <RestoredNote form={form} />
      {byOrganizer && (
        <DistributorPicker
          chosen={distributorId}
          error={form.errors.distributor}
          onChoose={(id) => form.set('distributor', id)}
        />
      )}
      <TermsForm
        form={form}
        draft={draft}
        types={types}
        currency={event.currency}
        timeZone={event.timeZone}
        side={byOrganizer ? 'organizer' : 'distributor'}
      />
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
  const text = t().deal;
  return (
    <div class="card">
      <DistributorSearch label={text.distributorSearch} error={error}>
        {(found) => (
          <fieldset class="radios short-list">
            <legend>{text.distributor}</legend>
            {found.map((one) => (
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
                  <DistributorDetails card={one} />
                </span>
              </label>
            ))}
          </fieldset>
        )}
      </DistributorSearch>
      {chosen !== '' && <InHisWords key={chosen} partyId={chosen} />}
    </div>
  );
}

/** The chosen distributor and what they say of themselves, whether or not they are in the list that is shown. */
function InHisWords({ partyId }: { partyId: string }) {
  const load = useLoad(`profile ${partyId}`, (signal) =>
    read(api.distributors[':partyId'].$get({ param: { partyId } }, { init: { signal } })),
  );
  return (
    <Loaded load={load}>
      {({ name, about, audience, sites }) => (
        <>
          <p>
            {t().deal.chosen} <strong>{name}</strong>
          </p>
          {about !== '' && <p class="prose">{about}</p>}
          {audience !== '' && <p class="prose">{audience}</p>}
          <Sites sites={sites} />
        </>
      )}
    </Loaded>
  );
}
