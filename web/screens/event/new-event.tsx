// A new event from what cannot be left out: title, start, place and a first ticket type. Everything else is typed on its
// page, beside its picture. The places of earlier events are offered, each with its address and time zone.

import { useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { AddTicketTypeRequest, TicketedEvent } from '#core/contracts/events.ts';
import { api } from '../../api.ts';
import { type ApiResult, read } from '../../api-result.ts';
import { locale, t } from '../../language.ts';
import { Button, Choice, Form, TextField } from '../../parts/controls.tsx';
import { RestoredNote } from '../../parts/leaving.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { FailureNote } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { isRepeatedTime, later } from '../../typed-times.ts';
import { useAction } from '../../use-action.ts';
import { fieldErrors, type Form as TypedForm, useForm } from '../../use-form.ts';
import { useLoad } from '../../use-load.ts';
import { emptyTypeDraft, readTypeDraft, typeDraftFields } from '../tickets/ticket-type-draft.ts';
import { currencies, draftFields, emptyDraft, readDraft, type SavedFields } from './event-draft.ts';
import { TimeZoneField } from './time-zone-field.tsx';

const usualHours = 3;

function emptyNewEvent() {
  const { title, startsAt, endsAt, timeZone, venueName, address, city, currency } = emptyDraft();
  const { price, capacity } = emptyTypeDraft();
  const shared = { title, startsAt, endsAt, timeZone, venueName, address, city, currency, price, capacity };
  return { ...shared, name: t().types.usualName };
}
type Typed = ReturnType<typeof emptyNewEvent>;
type NewEventForm = TypedForm<keyof Typed>;

export function NewEvent({ user }: ScreenProps) {
  const { form, send, submit } = useNewEvent();
  const text = t().editor;
  return (
    <Page title={text.newTitle} narrow lead={text.newLead}>
      <Form onSubmit={submit}>
        <RestoredNote form={form} />
        <TextField {...form.field('title')} label={text.title} maxLength={200} />
        <div class="pair">
          <TextField
            {...form.field('startsAt')}
            label={text.startsAt}
            hint={isRepeatedTime(form.values.startsAt, form.values.timeZone) ? text.repeatedTime : undefined}
            type="datetime-local"
          />
          <TextField
            {...form.field('endsAt')}
            label={text.endsAt}
            hint={text.endsUsually}
            type="datetime-local"
            optional
          />
        </div>
        <Place form={form} offersKnown={user.role === 'organizer'} />
        <Section title={text.firstType} hint={text.firstTypeHint}>
          <TextField {...form.field('name')} label={t().types.name} maxLength={120} />
          <div class="pair">
            <TextField
              {...form.field('price')}
              label={`${t().types.price}, ${form.values.currency}`}
              hint={t().types.priceHint}
              inputMode="decimal"
            />
            <TextField {...form.field('capacity')} label={t().types.capacity} inputMode="numeric" />
          </div>
          <Choice
            {...form.field('currency')}
            label={text.currency}
            options={currencies.map((value) => ({ value, label: value }))}
          />
        </Section>
        <FailureNote failure={send.failure} />
        <div class="actions">
          <Button kind="main" submit busy={send.busy} busyText={t().common.saving}>
            {text.create}
          </Button>
          <a class="button plain" href="/my-events">
            {t().common.cancel}
          </a>
        </div>
      </Form>
    </Page>
  );
}

/** The draft is made first, then its ticket type. What is refused of the second is sent again without a second draft. */
function useNewEvent() {
  const { route } = useLocation();
  const form = useForm(emptyNewEvent(), 'event new');
  const made = useRef<TicketedEvent | null>(null);
  const send = useAction(async ({ event, type }: Requests): Promise<ApiResult<unknown>> => {
    if (made.current === null) {
      const added = await read(api.events.$post({ json: event }));
      if (!added.ok) return added;
      made.current = added.body;
    }
    return read(api.events[':eventId']['ticket-types'].$post({ param: { eventId: made.current.id }, json: type }));
  });
  async function submit() {
    const event = readEvent(form.values);
    const type = readType(form.values, made.current);
    form.refuse({ ...(event.ok ? {} : event.errors), ...(type.ok ? {} : type.errors) });
    if (!event.ok || !type.ok) return;
    const result = await send.run({ event: event.event, type: type.type });
    if (result?.ok === false) form.refuse(fieldErrors(result.failure, { ...draftFields, ...typeDraftFields }));
    if (result?.ok !== true || made.current === null) return;
    form.sent();
    route(`/my-events/${made.current.id}`);
  }
  return { form, send, submit };
}

type Requests = { event: SavedFields; type: AddTicketTypeRequest };
type ReadEvent = { ok: true; event: SavedFields } | { ok: false; errors: Record<string, string> };
type ReadType = { ok: true; type: AddTicketTypeRequest } | { ok: false; errors: Record<string, string> };

function readEvent({ name: _name, price: _price, capacity: _capacity, ...typed }: Typed): ReadEvent {
  const endsAt = typed.endsAt === '' ? later(typed.startsAt, usualHours) : typed.endsAt;
  return readDraft({ ...emptyDraft(), ...typed, endsAt });
}

function readType({ name, price, capacity, currency, timeZone }: Typed, event: TicketedEvent | null): ReadType {
  const of = event ?? {
    language: locale.value,
    currency: currencies.find((one) => one === currency) ?? 'RUB',
    timeZone,
  };
  return readTypeDraft({ ...emptyTypeDraft(), name, price, capacity }, of);
}

function Place({ form, offersKnown }: { form: NewEventForm; offersKnown: boolean }) {
  const text = t().editor;
  const known = useKnownPlaces(offersKnown);
  return (
    <Section title={text.where}>
      {known.length > 0 && (
        <Choice
          name="known"
          label={text.knownPlace}
          value={String(known.findIndex(({ venue }) => venue.name === form.values.venueName))}
          error={undefined}
          onValue={(value) => {
            const place = known[Number(value)];
            if (place === undefined) return;
            form.set('venueName', place.venue.name);
            form.set('address', place.venue.address);
            form.set('city', place.venue.city);
            form.set('timeZone', place.timeZone);
            form.set('currency', place.currency);
          }}
          options={[
            { value: '-1', label: text.otherPlace },
            ...known.map(({ venue }, i) => ({ value: String(i), label: `${venue.name}, ${venue.city}` })),
          ]}
        />
      )}
      <TextField {...form.field('venueName')} label={text.venueName} maxLength={200} />
      <TextField {...form.field('address')} label={text.address} maxLength={300} optional />
      <TextField {...form.field('city')} label={text.city} maxLength={100} />
      <TimeZoneField field={form.field('timeZone')} startsAt={form.values.startsAt} />
    </Section>
  );
}

type KnownPlace = Pick<TicketedEvent, 'venue' | 'timeZone' | 'currency'>;

/** Of the latest hundred events, each place once. Without them the fields are typed, so a failure is not shown. */
function useKnownPlaces(wanted: boolean): readonly KnownPlace[] {
  const load = useLoad('known places', async (signal) =>
    wanted ? read(api.events.mine.$get({ query: { limit: '100' } }, { init: { signal } })) : noEvents,
  );
  const places = new Map<string, KnownPlace>();
  for (const { venue, timeZone, currency } of load.data?.items ?? []) {
    const key = `${venue.name}\n${venue.city}`;
    if (!places.has(key)) places.set(key, { venue, timeZone, currency });
  }
  return [...places.values()];
}

const noEvents: ApiResult<{ items: TicketedEvent[] }> = { ok: true, body: { items: [] } };
