// An event's open terms for its organizer: what any distributor of the audience may take at once, and who the audience
// is.

import { useMemo, useState } from 'preact/hooks';
import type { OpenTerms, OpenTermsAudience, SetOpenTermsRequest } from '#core/contracts/deals.ts';
import type { TicketedEvent, TicketType } from '#core/contracts/events.ts';
import type { PartyCard } from '#core/contracts/people.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { stamp } from '../../format.ts';
import { t } from '../../language.ts';
import { Button, Form, RadioGroup } from '../../parts/controls.tsx';
import { RestoredNote } from '../../parts/leaving.tsx';
import { Section } from '../../parts/page.tsx';
import { Done, Empty, FailureNote, Loaded } from '../../parts/states.tsx';
import { TermsForm } from '../../parts/terms-form.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useAction } from '../../use-action.ts';
import { useForm } from '../../use-form.ts';
import { useLoad } from '../../use-load.ts';
import { EventFrame } from '../event/event-frame.tsx';
import { DistributorDetails, DistributorSearch } from './distributor-search.tsx';
import { draftOfTerms, emptyTerms, readTerms, type TermsDraft, termsErrors } from './terms-draft.ts';

const audiences: readonly OpenTermsAudience[] = ['anyone', 'invited', 'nobody'];

export function OpenTermsScreen({ params }: ScreenProps) {
  const eventId = params.eventId ?? '';
  const types = useLoad(`types ${eventId}`, (signal) =>
    read(api.events[':eventId']['ticket-types'].$get({ param: { eventId } }, { init: { signal } })),
  );
  const terms = useLoad(`open terms ${eventId}`, (signal) =>
    read(api.events[':eventId']['standing-terms'].$get({ param: { eventId } }, { init: { signal } })),
  );
  return (
    <EventFrame eventId={eventId}>
      {(event) => (
        <Loaded load={types}>
          {({ items }) => (
            <Loaded load={terms}>
              {({ terms: saved }) => {
                if (event.status === 'cancelled') return <Empty title={t().errors['event-cancelled']} />;
                if (items.length === 0) return <Empty title={t().types.empty} text={t().types.emptyText} />;
                return (
                  <TermsOfEvent
                    key={saved?.revision ?? 0}
                    event={event}
                    types={items}
                    saved={saved}
                    onSaved={(next) => terms.replace({ terms: next })}
                  />
                );
              }}
            </Loaded>
          )}
        </Loaded>
      )}
    </EventFrame>
  );
}

type FormProps = {
  event: TicketedEvent;
  types: TicketType[];
  saved: OpenTerms | null;
  onSaved: (next: OpenTerms) => void;
};

function TermsOfEvent({ event, types, saved, onSaved }: FormProps) {
  const text = t().openTerms;
  const eventId = event.id;
  const form = useForm<string>(
    useMemo(() => firstDraft(saved, event.timeZone), [saved]),
    `open terms ${eventId}`,
  );
  const [invited, setInvited] = useState<PartyCard[]>(saved?.invited ?? []);
  // `useForm` gives back every name that the draft has.
  const draft = form.values as TermsDraft;
  const audience = audiences.find((one) => one === form.values.audience) ?? 'anyone';
  const save = useAction((json: SetOpenTermsRequest) =>
    read(api.events[':eventId']['standing-terms'].$put({ param: { eventId }, json })),
  );
  async function submit() {
    const terms = readTerms(draft, types, event.currency, event.timeZone);
    const errors = terms.ok ? {} : terms.errors;
    if (audience === 'invited' && invited.length === 0) errors.invited = text.invitedMissing;
    form.refuse(errors);
    if (!terms.ok || Object.keys(errors).length > 0) return;
    const result = await save.run({ audience, invited: invited.map((one) => one.id), ...terms.terms });
    if (result?.ok === true) {
      form.sent();
      onSaved(result.body);
    }
    if (result?.ok === false) form.refuse(termsErrors(result.failure, draft));
  }
  return (
    <Form onSubmit={submit} label={text.title}>
      <RestoredNote form={form} />
      <Section title={text.title} hint={text.hint}>
        {saved !== null && <p class="soft">{text.saved(saved.revision, stamp(saved.updatedAt))}</p>}
        <RadioGroup
          {...form.field('audience')}
          value={audience}
          label={text.audience}
          options={audiences.map((value) => ({ value, label: text.audiences[value], text: text.audienceHints[value] }))}
        />
        {audience === 'invited' && <Invited invited={invited} error={form.errors.invited} onChange={setInvited} />}
      </Section>
      <TermsForm
        form={form}
        draft={draft}
        types={types}
        currency={event.currency}
        timeZone={event.timeZone}
        side="organizer"
        forAll
      />
      <FailureNote failure={save.failure} />
      <Done text={saved === null || save.busy ? null : text.inForce[saved.audience]} />
      <Button kind="main" submit busy={save.busy} busyText={t().common.saving}>
        {text.save}
      </Button>
    </Form>
  );
}

function firstDraft(saved: OpenTerms | null, timeZone: string): Record<string, string> {
  if (saved === null) return { ...emptyTerms(), audience: 'anyone' };
  return { ...draftOfTerms(saved, timeZone), message: saved.message, audience: saved.audience };
}

type InvitedProps = { invited: PartyCard[]; error: string | undefined; onChange: (invited: PartyCard[]) => void };

function Invited({ invited, error, onChange }: InvitedProps) {
  const text = t().openTerms;
  const isIn = (id: string) => invited.some((one) => one.id === id);
  const turn = (card: PartyCard) =>
    onChange(
      isIn(card.id) ? invited.filter((one) => one.id !== card.id) : [...invited, { id: card.id, name: card.name }],
    );
  return (
    <div class="card">
      <p>
        <strong>{text.invitedNow}</strong>{' '}
        {invited.length === 0 ? text.invitedNobody : invited.map((one) => one.name).join(', ')}
      </p>
      <DistributorSearch label={text.invite} error={error}>
        {(found) => (
          <fieldset class="radios short-list">
            <legend>{t().distributors.title}</legend>
            {found.map((one) => (
              <label class="radio" key={one.id}>
                <input type="checkbox" name="invited" checked={isIn(one.id)} onChange={() => turn(one)} />
                <span>
                  <strong>{one.name}</strong>
                  <DistributorDetails card={one} />
                </span>
              </label>
            ))}
          </fieldset>
        )}
      </DistributorSearch>
    </div>
  );
}
