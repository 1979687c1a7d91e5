// A counter-offer. It begins with the terms of the current version and names that version, so that it is refused when
// the terms changed meanwhile.

import { useMemo } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { Currency } from '#core/contracts/basics.ts';
import type { CounterDealRequest, DealWithVersions } from '#core/contracts/deals.ts';
import type { TicketType } from '#core/contracts/events.ts';
import { eventTitleIn } from '#core/event-text.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { locale, t } from '../../language.ts';
import { Button, Form } from '../../parts/controls.tsx';
import { RestoredNote } from '../../parts/leaving.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty, FailureNote, Loaded } from '../../parts/states.tsx';
import { TermsForm } from '../../parts/terms-form.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useAction } from '../../use-action.ts';
import { useForm } from '../../use-form.ts';
import { useLoad } from '../../use-load.ts';
import { draftOfTerms, readTerms, type TermsDraft, termsErrors } from './terms-draft.ts';

export function CounterDeal({ params, user }: ScreenProps) {
  const dealId = params.dealId ?? '';
  const deal = useLoad(dealId, (signal) =>
    read(api.deals[':dealId'].$get({ param: { dealId } }, { init: { signal } })),
  );
  const name = deal.data === null ? '' : eventTitleIn(deal.data, locale.value);
  return (
    <Page title={t().deal.counterTitle} narrow lead={<a href={`/deals/${dealId}`}>{name}</a>}>
      <Loaded load={deal}>
        {(loaded) => <WithTypes deal={loaded} side={user.role === 'organizer' ? 'organizer' : 'distributor'} />}
      </Loaded>
    </Page>
  );
}

type Side = DealWithVersions['author'];

function WithTypes({ deal, side }: { deal: DealWithVersions; side: Side }) {
  const { eventId } = deal;
  const types = useLoad(`types ${eventId}`, (signal) =>
    read(api.events[':eventId']['ticket-types'].$get({ param: { eventId } }, { init: { signal } })),
  );
  return (
    <Loaded load={types}>
      {({ items }) => {
        const currency = items[0]?.price.currency ?? deal.serviceFee?.currency;
        if (currency === undefined) return <Empty title={t().catalogue.noTypes} />;
        return <CounterForm key={deal.version} deal={deal} types={items} currency={currency} side={side} />;
      }}
    </Loaded>
  );
}

/** The other side was faster: there is another version to read first. */
const overtaken = ['stale-version', 'own-version', 'deal-decided', 'deal-expired'];

type FormProps = { deal: DealWithVersions; types: TicketType[]; currency: Currency; side: Side };

function CounterForm({ deal, types, currency, side }: FormProps) {
  const { route } = useLocation();
  const form = useForm<string>(
    useMemo(() => draftOfTerms(deal, deal.eventTimeZone), [deal]),
    `counter ${deal.id} ${deal.version}`,
  );
  // `useForm` gives back every name that the draft has.
  const draft = form.values as TermsDraft;
  const send = useAction((body: CounterDealRequest) =>
    read(api.deals[':dealId'].counter.$post({ param: { dealId: deal.id }, json: body })),
  );
  async function submit() {
    const terms = readTerms(draft, types, currency, deal.eventTimeZone);
    form.refuse(terms.ok ? {} : terms.errors);
    if (!terms.ok) return;
    const result = await send.run({ ...terms.terms, version: deal.version });
    if (result?.ok === true) {
      form.sent();
      route(`/deals/${deal.id}`);
    }
    if (result?.ok === false) form.refuse(termsErrors(result.failure, draft));
  }
  return (
    <Form onSubmit={submit}>
      <RestoredNote form={form} />
      <TermsForm
        form={form}
        draft={draft}
        types={types}
        currency={currency}
        timeZone={deal.eventTimeZone}
        side={side}
      />
      <FailureNote failure={send.failure} />
      {overtaken.some((code) => code === send.failure?.code) && (
        <p>
          <a href={`/deals/${deal.id}`}>{t().deal.readNew}</a>
        </p>
      )}
      <div class="actions">
        <Button kind="main" submit busy={send.busy}>
          {t().deal.submitCounter}
        </Button>
        <a class="button plain" href={`/deals/${deal.id}`}>
          {t().common.cancel}
        </a>
      </div>
    </Form>
  );
}
