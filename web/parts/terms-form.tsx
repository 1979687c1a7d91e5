// The form of a deal's terms, with what they mean in money beside it.

import { useState } from 'preact/hooks';
import type { Currency } from '#core/contracts/basics.ts';
import type { TicketType } from '#core/contracts/events.ts';
import { typeName } from '#core/event-text.ts';

import { locale, t } from '../language.ts';
import { maxSteps, readablePart, type TermsDraft } from '../screens/deals/terms-draft.ts';
import { zoneHint } from '../typed-times.ts';
import type { Form } from '../use-form.ts';
import { Button, RadioGroup, TextArea, TextField } from './controls.tsx';
import { MoneyMeaning, soldTypes } from './money-meaning.tsx';
import { Section } from './page.tsx';

type Props = {
  form: Form<keyof TermsDraft & string>;
  draft: TermsDraft;
  types: readonly TicketType[];
  currency: Currency;
  timeZone: string;
  /** Who writes the terms: the hints for an organizer and a distributor differ. */
  side: 'organizer' | 'distributor';
  /** Open terms are not answered, so they have no expiry: they last until they are closed. */
  forAll?: boolean;
};

export function TermsForm({ form, draft, types: all, currency, timeZone, side, forAll }: Props) {
  const text = t().deal;
  const types = soldTypes(all);
  const kinds = ['open', 'cap', 'guarantee'] as const;
  const ownCommission = types.some((type) => (draft[`commission ${type.id}`] ?? '') !== '');
  const field = (name: string) => ({ ...form.field(name), value: draft[name] ?? '' });
  return (
    <>
      <Section title={text.rows.commission}>
        <div class="pair">
          <TextField {...field('commission')} label={text.commission} hint={text.commissionHint} inputMode="decimal" />
          <TextField {...field('fee')} label={text.fee(currency)} hint={text.feeHint} inputMode="decimal" optional />
        </div>
        {types.length > 1 && (
          <details class="fold" open={ownCommission}>
            <summary>{text.ownCommission}</summary>
            {types.map((type) => (
              <TextField
                key={type.id}
                {...field(`commission ${type.id}`)}
                label={text.commissionFor(typeName(type, locale.value))}
                hint={text.sameAsAbove}
                inputMode="decimal"
                optional
              />
            ))}
          </details>
        )}
        <Steps form={form} draft={draft} />
      </Section>
      <Section title={text.rows.allotment}>
        <RadioGroup
          {...field('allotment')}
          label={text.allotment}
          options={kinds.map((value) => ({
            value,
            label: text.allotmentKinds[value],
            text: text.allotmentHints[value],
          }))}
        />
        {draft.allotment === 'cap' && (
          <TextField {...field('capQuantity')} label={text.capQuantity} inputMode="numeric" />
        )}
        {draft.allotment === 'guarantee' && (
          <>
            {types.map((type) => (
              <TextField
                key={type.id}
                {...field(`keep ${type.id}`)}
                label={text.guaranteeFor(typeName(type, locale.value))}
                inputMode="numeric"
              />
            ))}
            <TextField
              {...field('releaseAt')}
              label={text.releaseAt}
              hint={zoneHint(locale.value, draft.releaseAt, timeZone)}
              type="datetime-local"
            />
          </>
        )}
      </Section>
      <Meaning draft={draft} types={types} currency={currency} />
      <TextField
        {...field('validUntil')}
        label={forAll === true ? t().openTerms.validUntil : text.validUntil}
        hint={`${forAll === true ? t().openTerms.validUntilHint : text.validUntilHint} ${zoneHint(locale.value, draft.validUntil, timeZone)}`}
        type="datetime-local"
        optional
      />
      <TextArea {...field('message')} label={text.message} hint={text.messageHints[side]} maxLength={2_000} optional />
    </>
  );
}

function Steps({ form, draft }: { form: Props['form']; draft: TermsDraft }) {
  const text = t().deal;
  const filled = Array.from({ length: maxSteps }, (_, i) => i).filter((i) => (draft[`from ${i}`] ?? '') !== '').length;
  const [shown, show] = useState(Math.max(1, filled));
  return (
    <details class="fold" open={filled > 0}>
      <summary>{text.steps}</summary>
      {Array.from({ length: shown }, (_, i) => (
        <div class="pair" key={i}>
          <TextField
            {...form.field(`from ${i}`)}
            value={draft[`from ${i}`] ?? ''}
            label={text.stepFrom}
            inputMode="numeric"
          />
          <TextField
            {...form.field(`step ${i}`)}
            value={draft[`step ${i}`] ?? ''}
            label={text.stepCommission}
            inputMode="decimal"
          />
        </div>
      ))}
      {shown < maxSteps && <Button onPress={() => show(shown + 1)}>{text.addStep}</Button>}
    </details>
  );
}

// A field that cannot be read yet is left out, so that the figures stay while somebody types.
function Meaning({ draft, types, currency }: Pick<Props, 'draft' | 'types' | 'currency'>) {
  const terms = readablePart(draft, types, currency);
  if (terms === null || types.length === 0) return <p class="hint">{t().deal.meaningFill}</p>;
  return (
    <section class="card" aria-label={t().deal.money.title}>
      <h2>{t().deal.money.title}</h2>
      <MoneyMeaning types={types} terms={terms} />
    </section>
  );
}
