// A new promo code, or a change of what one gives. The code itself cannot be changed, because buyers have it on paper.

import { useMemo } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { TicketedEvent, TicketType } from '#core/contracts/events.ts';
import type { AddPromoCodeRequest, PromoCode } from '#core/contracts/promo-codes.ts';
import { titleIn, typeName } from '#core/event-text.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { locale, t } from '../../language.ts';
import { Choice, Form, TextField } from '../../parts/controls.tsx';
import { EditorActions, EndButton } from '../../parts/editor-actions.tsx';
import { RestoredNote } from '../../parts/leaving.tsx';
import { Page } from '../../parts/page.tsx';
import { FailureNote, Loaded } from '../../parts/states.tsx';
import { TimeWindow } from '../../parts/time-window.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useAction } from '../../use-action.ts';
import { type Form as FormOf, fieldErrors, useForm } from '../../use-form.ts';
import { useLoad } from '../../use-load.ts';
import { emptyPromoDraft, promoDraftFields, promoDraftOf, readPromoDraft } from './promo-code-draft.ts';

export function PromoCodeEditor({ params }: ScreenProps) {
  const eventId = params.eventId ?? '';
  const promoId = params.promoCodeId === 'new' ? null : (params.promoCodeId ?? '');
  const param = { eventId };
  const event = useLoad(eventId, (signal) => read(api.events[':eventId'].$get({ param }, { init: { signal } })));
  const types = useLoad(`types ${eventId}`, (signal) =>
    read(api.events[':eventId']['ticket-types'].$get({ param }, { init: { signal } })),
  );
  const codes = useLoad(`promo ${eventId}`, (signal) =>
    read(api.events[':eventId']['promo-codes'].$get({ param }, { init: { signal } })),
  );
  return (
    <Page
      title={promoId === null ? t().promo.newTitle : t().promo.editTitle}
      narrow
      lead={
        <a href={`/my-events/${eventId}/tickets`}>{event.data === null ? '' : titleIn(event.data, locale.value)}</a>
      }
    >
      <Loaded load={event}>
        {(loaded) => (
          <Loaded load={types}>
            {(kinds) => (
              <Loaded load={codes}>
                {({ items }) => {
                  const promo = items.find((one) => one.id === promoId && one.status === 'active') ?? null;
                  if (promoId !== null && promo === null) return <p>{t().errors['not-found']}</p>;
                  return <PromoForm event={loaded} types={kinds.items} promo={promo} />;
                }}
              </Loaded>
            )}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}

type FormProps = { event: TicketedEvent; types: TicketType[]; promo: PromoCode | null };

function PromoForm({ event, types, promo }: FormProps) {
  const { route } = useLocation();
  const form = useForm(
    useMemo(() => (promo === null ? emptyPromoDraft() : promoDraftOf(promo, event)), [promo, event]),
    `promo code ${event.id} ${promo?.id ?? 'new'}`,
  );
  const send = useAction(({ code, ...terms }: AddPromoCodeRequest) => {
    const at = api.events[':eventId']['promo-codes'];
    return promo === null
      ? read(at.$post({ param: { eventId: event.id }, json: { code, ...terms } }))
      : read(at[':promoCodeId'].$patch({ param: { eventId: event.id, promoCodeId: promo.id }, json: terms }));
  });
  const text = t().promo;
  const back = `/my-events/${event.id}/tickets`;

  async function submit() {
    const draft = readPromoDraft({ ...emptyPromoDraft(), ...form.values }, event);
    form.refuse(draft.ok ? {} : draft.errors);
    if (!draft.ok) return;
    const result = await send.run(draft.promo);
    if (result?.ok === true) {
      form.sent();
      route(back);
    }
    if (result?.ok === false) form.refuse(fieldErrors(result.failure, promoDraftFields));
  }
  return (
    <Form onSubmit={submit}>
      <RestoredNote form={form} />
      <TextField
        {...form.field('code')}
        label={text.code}
        hint={text.codeHint}
        maxLength={40}
        spellcheck={false}
        disabled={promo !== null}
      />
      <DiscountFields event={event} form={form} />
      <UseFields form={form} />
      <TimeWindow
        from={form.field('validFrom')}
        to={form.field('validTo')}
        labels={[text.validFrom, text.validTo]}
        hint={text.windowHint}
        timeZone={event.timeZone}
      />
      {types.length > 1 && <TypeChoice types={types} form={form} />}
      <FailureNote failure={send.failure} />
      <EditorActions busy={send.busy} back={back}>
        {promo !== null && <Retire event={event} promo={promo} />}
      </EditorActions>
    </Form>
  );
}

type FieldsProps = { event: TicketedEvent; types: TicketType[]; form: FormOf<string> };

function DiscountFields({ event, form }: Pick<FieldsProps, 'event' | 'form'>) {
  const text = t().promo;
  return (
    <div class="pair">
      <Choice
        {...form.field('kind')}
        label={text.kind}
        options={[
          { value: 'percent', label: text.percentKind },
          { value: 'amount', label: text.amountKind },
        ]}
      />
      {form.values.kind === 'percent' ? (
        <TextField {...form.field('percent')} label={text.percent} inputMode="decimal" />
      ) : (
        <TextField {...form.field('amount')} label={`${text.amount}, ${event.currency}`} inputMode="decimal" />
      )}
    </div>
  );
}

/** How often the code may be used, and for how many tickets. */
function UseFields({ form }: Pick<FieldsProps, 'form'>) {
  const text = t().promo;
  return (
    <>
      <TextField {...form.field('maxUses')} label={text.maxUses} hint={text.maxUsesHint} inputMode="numeric" optional />
      <TextField
        {...form.field('maxTickets')}
        label={text.maxTickets}
        hint={text.maxTicketsHint}
        inputMode="numeric"
        optional
      />
      <label class="radio">
        <input
          type="checkbox"
          checked={form.values.refundRestoresUse === 'yes'}
          onChange={(e) => form.set('refundRestoresUse', e.currentTarget.checked ? 'yes' : '')}
        />
        <span>
          {text.refundRestoresUse}
          <br />
          <span class="soft">{text.refundRestoresUseHint}</span>
        </span>
      </label>
    </>
  );
}

function TypeChoice({ types, form }: Pick<FieldsProps, 'types' | 'form'>) {
  const text = t().promo;
  return (
    <fieldset class="radios">
      <legend>{text.types}</legend>
      <p class="hint">{text.typesHint}</p>
      {types.map((type) => (
        <label key={type.id} class="radio">
          <input
            type="checkbox"
            checked={form.values[`type ${type.id}`] === 'yes'}
            onChange={(e) => form.set(`type ${type.id}`, e.currentTarget.checked ? 'yes' : '')}
          />
          <span>{typeName(type, locale.value)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Retire({ event, promo }: { event: TicketedEvent; promo: PromoCode }) {
  const text = t().promo;
  const param = { eventId: event.id, promoCodeId: promo.id };
  return (
    <EndButton
      label={text.retire}
      title={text.retireTitle}
      text={text.retireText}
      end={() => read(api.events[':eventId']['promo-codes'][':promoCodeId'].$delete({ param }))}
      leadsTo={`/my-events/${event.id}/tickets`}
    />
  );
}
