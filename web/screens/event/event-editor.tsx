// The page of an event: its texts, time and place, with what they will look like beside them.

import type { TicketedEvent } from '#core/contracts/events.ts';
import { intlLocale, t } from '../../language.ts';
import { Button, Choice, Form, TextArea, TextField } from '../../parts/controls.tsx';
import { RestoredNote } from '../../parts/leaving.tsx';
import { Section } from '../../parts/page.tsx';
import { Done, FailureNote } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { isRepeatedTime } from '../../typed-times.ts';
import type { useForm } from '../../use-form.ts';
import { EventCover } from './event-cover.tsx';
import { ageRatings, currencies, type EventDraft, offersModes, otherLanguage } from './event-draft.ts';
import { EventFrame } from './event-frame.tsx';
import { EventPreview } from './event-preview.tsx';
import { TimeZoneField } from './time-zone-field.tsx';
import { useEventForm } from './use-event-form.ts';

export function EventEditor({ params }: ScreenProps) {
  return (
    <EventFrame eventId={params.eventId ?? ''}>
      {(event, load) =>
        event.status === 'cancelled' ? (
          <>
            <Done text={t().event.cancelled} />
            <EventCover event={event} load={load} />
          </>
        ) : (
          <>
            <div class="page-cover">
              <EventCover event={event} load={load} />
            </div>
            <EventForm event={event} />
          </>
        )
      }
    </EventFrame>
  );
}

function EventForm({ event: opened }: { event: TicketedEvent }) {
  const { event, merged, form, send, submit, savedAt } = useEventForm(opened);
  const text = t().editor;
  return (
    <div class="beside-preview">
      <Form onSubmit={submit}>
        <RestoredNote form={form} />
        <Texts form={form} />
        <Translation form={form} />
        <TextField {...form.field('tags')} label={text.tags} hint={text.tagsHint} maxLength={450} optional />
        <When form={form} />
        <Where form={form} event={event} />
        <Selling form={form} event={event} />
        <Section title={text.dealsTitle}>
          <Choice
            {...form.field('offers')}
            label={text.offers}
            options={offersModes.map((value) => ({ value, label: text.offersModes[value] }))}
          />
        </Section>
        {merged && (
          <div class="note warn" role="alert">
            <p>{text.stale}</p>
          </div>
        )}
        <FailureNote failure={send.failure} />
        {event.status === 'draft' && (
          <p class="hint" role="status">
            {savedAt === null || form.isChanged ? text.savesItself : text.savedAt(timeNow(savedAt))}
          </p>
        )}
        <div class="actions">
          <Button kind="main" submit busy={send.busy} busyText={t().common.saving}>
            {t().common.save}
          </Button>
          <a class="button plain" href={`/my-events/${event.id}`}>
            {t().common.cancel}
          </a>
        </div>
      </Form>
      <EventPreview event={event} draft={form.values} />
    </div>
  );
}

/** On the person's own clock. */
function timeNow(at: Date): string {
  return new Intl.DateTimeFormat(intlLocale(), { hour: '2-digit', minute: '2-digit' }).format(at);
}

type EventFields = ReturnType<typeof useForm<keyof EventDraft>>;
type SectionProps = { form: EventFields; event: TicketedEvent };

function Texts({ form }: Pick<SectionProps, 'form'>) {
  const text = t().editor;
  return (
    <>
      <TextField {...form.field('title')} label={text.title} maxLength={200} />
      <TextArea
        {...form.field('description')}
        label={text.description}
        hint={text.descriptionHint}
        rows={6}
        maxLength={10_000}
        optional
      />
      <TextArea {...form.field('programme')} label={text.programme} rows={4} maxLength={10_000} optional />
      <Choice
        {...form.field('language')}
        label={text.language}
        options={(['ru', 'en'] as const).map((value) => ({ value, label: text.languages[value] }))}
      />
    </>
  );
}

function Translation({ form }: Pick<SectionProps, 'form'>) {
  const text = t().editor;
  const other = otherLanguage(form.values.language);
  const hasTranslation = Object.entries(form.values).some(([name, value]) => name.startsWith('other') && value !== '');
  return (
    <details class="fold" open={hasTranslation}>
      <summary>{text.translation[other]}</summary>
      <p class="hint">{text.translationHint}</p>
      <TextField {...form.field('otherTitle')} label={text.translatedTitle[other]} maxLength={200} optional />
      <TextArea
        {...form.field('otherDescription')}
        label={text.translatedDescription[other]}
        maxLength={10_000}
        optional
      />
      <TextArea {...form.field('otherProgramme')} label={text.translatedProgramme[other]} maxLength={10_000} optional />
      <TextField {...form.field('otherVenueName')} label={text.translatedVenue[other]} maxLength={200} optional />
      <div class="pair">
        <TextField {...form.field('otherAddress')} label={text.translatedAddress[other]} maxLength={300} optional />
        <TextField {...form.field('otherCity')} label={text.translatedCity[other]} maxLength={100} optional />
      </div>
      <TextArea
        {...form.field('otherLegalDetails')}
        label={text.translatedLegal[other]}
        rows={3}
        maxLength={1_000}
        optional
      />
    </details>
  );
}

function When({ form }: Pick<SectionProps, 'form'>) {
  const text = t().editor;
  return (
    <Section title={text.when}>
      <div class="pair">
        <TextField
          {...form.field('startsAt')}
          label={text.startsAt}
          hint={repeatedHint(form.values.startsAt, form.values.timeZone)}
          type="datetime-local"
        />
        <TextField
          {...form.field('endsAt')}
          label={text.endsAt}
          hint={repeatedHint(form.values.endsAt, form.values.timeZone)}
          type="datetime-local"
        />
      </div>
      <TimeZoneField field={form.field('timeZone')} startsAt={form.values.startsAt} />
    </Section>
  );
}

function Where({ form, event }: SectionProps) {
  const text = t().editor;
  return (
    <Section title={text.where} hint={event.status === 'published' ? text.whereOnSale : undefined}>
      <TextField {...form.field('venueName')} label={text.venueName} maxLength={200} />
      <TextField {...form.field('address')} label={text.address} maxLength={300} optional />
      <TextField {...form.field('city')} label={text.city} maxLength={100} />
    </Section>
  );
}

function Selling({ form, event }: SectionProps) {
  const text = t().editor;
  return (
    <Section title={text.selling}>
      <div class="pair">
        <Choice
          {...form.field('currency')}
          label={text.currency}
          hint={text.currencyFixed}
          disabled={event.priceFrom !== null}
          options={currencies.map((value) => ({ value, label: value }))}
        />
        <Choice
          {...form.field('ageRating')}
          label={text.ageRating}
          options={[{ value: '', label: text.noRating }, ...ageRatings.map((value) => ({ value, label: value }))]}
        />
      </div>
      <TextField {...form.field('holdMinutes')} label={text.holdMinutes} hint={text.holdHint} inputMode="numeric" />
      <TextArea
        {...form.field('legalDetails')}
        label={text.legalDetails}
        hint={text.legalHint}
        rows={3}
        maxLength={1_000}
        optional
      />
    </Section>
  );
}

function repeatedHint(text: string, timeZone: string): string | undefined {
  return isRepeatedTime(text, timeZone) ? t().editor.repeatedTime : undefined;
}
