// A new ticket type, or a change of one. The price is typed as people write it and shown as it was understood.

import { useMemo } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { AddTicketTypeRequest, TicketedEvent, TicketType } from '#core/contracts/events.ts';
import { maxPriceMinor } from '#core/money.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { price } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Choice, Form, TextArea, TextField } from '../../parts/controls.tsx';
import { EditorActions, EndButton } from '../../parts/editor-actions.tsx';
import { RestoredNote } from '../../parts/leaving.tsx';
import { FailureNote } from '../../parts/states.tsx';
import { TimeWindow } from '../../parts/time-window.tsx';
import type { ScreenProps } from '../../routes.ts';
import { readMoney } from '../../typed-values.ts';
import { useAction } from '../../use-action.ts';
import { type Form as FormOf, fieldErrors, useForm } from '../../use-form.ts';
import { otherLanguage } from '../event/event-draft.ts';
import { EditorPage } from './editor-page.tsx';
import { emptyTypeDraft, readTypeDraft, type TypeDraft, typeDraftFields, typeDraftOf } from './ticket-type-draft.ts';

export function TicketTypeEditor({ params }: ScreenProps) {
  const eventId = params.eventId ?? '';
  const typeId = params.ticketTypeId === 'new' ? null : (params.ticketTypeId ?? '');
  return (
    <EditorPage eventId={eventId} title={typeId === null ? t().types.newTitle : t().types.editTitle}>
      {(event, types) => {
        const type = types.find((one) => one.id === typeId) ?? null;
        if (typeId !== null && type === null) return <p>{t().errors['not-found']}</p>;
        return <TypeForm event={event} type={type} />;
      }}
    </EditorPage>
  );
}

function TypeForm({ event, type }: { event: TicketedEvent; type: TicketType | null }) {
  const { route } = useLocation();
  const form = useForm(
    useMemo(() => (type === null ? emptyTypeDraft() : typeDraftOf(type, event)), [type, event]),
    `ticket type ${event.id} ${type?.id ?? 'new'}`,
  );
  const send = useAction((body: AddTicketTypeRequest) =>
    type === null
      ? read(api.events[':eventId']['ticket-types'].$post({ param: { eventId: event.id }, json: body }))
      : read(
          api.events[':eventId']['ticket-types'][':ticketTypeId'].$patch({
            param: { eventId: event.id, ticketTypeId: type.id },
            // Only changed fields are sent, so that what somebody else saved meanwhile in another field stays.
            json: changedFields(type, body),
          }),
        ),
  );
  const back = `/my-events/${event.id}/tickets`;

  async function submit() {
    const draft = readTypeDraft(form.values, event, type);
    form.refuse(draft.ok ? {} : draft.errors);
    if (!draft.ok) return;
    const result = await send.run(draft.type);
    if (result?.ok === true) {
      form.sent();
      route(back);
    }
    if (result?.ok === false) form.refuse(fieldErrors(result.failure, typeDraftFields));
  }
  return (
    <Form onSubmit={submit}>
      <RestoredNote form={form} />
      <TextFields event={event} form={form} />
      <SaleFields event={event} form={form} />
      <LimitFields form={form} />
      <FailureNote failure={send.failure} />
      <EditorActions busy={send.busy} back={back}>
        {type !== null && <DeleteType event={event} type={type} />}
      </EditorActions>
    </Form>
  );
}

type FieldsProps = { event: TicketedEvent; form: FormOf<keyof TypeDraft> };

function TextFields({ event, form }: FieldsProps) {
  const text = t().types;
  const other = otherLanguage(event.language);
  return (
    <>
      <TextField {...form.field('name')} label={text.name} maxLength={120} />
      <TextField {...form.field('otherName')} label={text.nameIn[other]} maxLength={120} optional />
      <TextArea
        {...form.field('description')}
        label={text.description}
        hint={text.descriptionHint}
        rows={2}
        maxLength={500}
        optional
      />
      <TextArea
        {...form.field('otherDescription')}
        label={text.descriptionIn[other]}
        rows={2}
        maxLength={500}
        optional
      />
    </>
  );
}

/** What a ticket costs, how many there are and when they are sold. */
function SaleFields({ event, form }: FieldsProps) {
  const text = t().types;
  const typedPrice = readMoney(form.values.price, event.currency, locale.value, maxPriceMinor);
  return (
    <>
      <div class="pair">
        <TextField
          {...form.field('price')}
          label={`${text.price}, ${event.currency}`}
          hint={
            typedPrice.ok && typedPrice.value > 0
              ? text.priceRead(price({ amount: typedPrice.value, currency: event.currency }))
              : text.priceHint
          }
          inputMode="decimal"
        />
        <TextField {...form.field('capacity')} label={text.capacity} inputMode="numeric" />
      </div>
      <TimeWindow
        from={form.field('salesFrom')}
        to={form.field('salesTo')}
        labels={[text.salesFrom, text.salesTo]}
        hint={text.windowHint}
        timeZone={event.timeZone}
      />
    </>
  );
}

/** How many one order and one buyer may have, and who sees the type. */
function LimitFields({ form }: Pick<FieldsProps, 'form'>) {
  const text = t().types;
  return (
    <>
      <div class="pair">
        <TextField {...form.field('minPerOrder')} label={text.minPerOrder} inputMode="numeric" />
        <TextField {...form.field('maxPerOrder')} label={text.maxPerOrder} inputMode="numeric" />
      </div>
      <TextField
        {...form.field('maxPerContact')}
        label={text.maxPerContact}
        hint={text.maxPerContactHint}
        inputMode="numeric"
        optional
      />
      <div class="pair">
        <Choice
          {...form.field('hidden')}
          label={text.shown}
          hint={text.hiddenHint}
          options={[
            { value: 'no', label: text.shownToAll },
            { value: 'yes', label: text.hidden },
          ]}
        />
        <TextField {...form.field('position')} label={text.position} hint={text.positionHint} inputMode="numeric" />
      </div>
    </>
  );
}

function changedFields(type: TicketType, typed: AddTicketTypeRequest): Partial<AddTicketTypeRequest> {
  const changed = Object.entries(typed).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(Reflect.get(type, name)),
  );
  return Object.fromEntries(changed);
}

function DeleteType({ event, type }: { event: TicketedEvent; type: TicketType }) {
  const param = { eventId: event.id, ticketTypeId: type.id };
  return (
    <EndButton
      label={t().common.delete}
      title={t().types.deleteTitle}
      text={t().types.deleteText}
      end={() => read(api.events[':eventId']['ticket-types'][':ticketTypeId'].$delete({ param }))}
      leadsTo={`/my-events/${event.id}/tickets`}
    />
  );
}
