// A new promo code, or a change of what one gives. The code itself cannot be changed, because buyers have it on paper.

import { useMemo } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { TicketedEvent, TicketType } from '#core/contracts/events.ts';
import type { AddPromoCodeRequest, PromoCode } from '#core/contracts/promo-codes.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { t } from '../../language.ts';
import { CheckField, Choice, Form, TextField } from '../../parts/controls.tsx';
import { EditorActions, EndButton } from '../../parts/editor-actions.tsx';
import { RestoredNote } from '../../parts/leaving.tsx';
import { FailureNote, Loaded } from '../../parts/states.tsx';
import { TimeWindow } from '../../parts/time-window.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useAction } from '../../use-action.ts';
import { type Form as FormOf, fieldErrors, useForm } from '../../use-form.ts';
import { useLoad } from '../../use-load.ts';
import { EditorPage, TypeTicks } from './editor-page.tsx';
import { emptyPromoDraft, promoDraftFields, promoDraftOf, readPromoDraft } from './promo-code-draft.ts';

export function PromoCodeEditor({ params }: ScreenProps) {
  const eventId = params.eventId ?? '';
  const promoId = params.promoCodeId === 'new' ? null : (params.promoCodeId ?? '');
  const codes = useLoad(`promo ${eventId}`, (signal) =>
    read(api.events[':eventId']['promo-codes'].$get({ param: { eventId } }, { init: { signal } })),
  );
  return (
    <EditorPage eventId={eventId} title={promoId === null ? t().promo.newTitle : t().promo.editTitle}>
      {(event, types) => (
        <Loaded load={codes}>
          {({ items }) => {
            const promo = items.find((one) => one.id === promoId && one.status === 'active') ?? null;
            if (promoId !== null && promo === null) return <p>{t().errors['not-found']}</p>;
            return <PromoForm event={event} types={types} promo={promo} />;
          }}
        </Loaded>
      )}
    </EditorPage>
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
      <TypeTicks types={types} form={form} label={text.types} hint={text.typesHint} />
      <FailureNote failure={send.failure} />
      <EditorActions busy={send.busy} back={back}>
        {promo !== null && <Retire event={event} promo={promo} />}
      </EditorActions>
    </Form>
  );
}

type FieldsProps = { event: TicketedEvent; form: FormOf<string> };

function DiscountFields({ event, form }: FieldsProps) {
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
      <CheckField
        {...form.field('refundRestoresUse')}
        label={text.refundRestoresUse}
        hint={text.refundRestoresUseHint}
      />
    </>
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
