// A new question to buyers, or a change of one. The event holds its questions as a list, which is sent as a whole with the
// revision it was read from: of two people who save at once, the second gets `stale-revision`, and looks at the list again.

import { useMemo, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { TicketedEvent, TicketType } from '#core/contracts/events.ts';
import type { EventQuestion } from '#core/contracts/questions.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { t } from '../../language.ts';
import { CheckField, Choice, Form, TextArea, TextField } from '../../parts/controls.tsx';
import { EditorActions, EndButton } from '../../parts/editor-actions.tsx';
import { RestoredNote } from '../../parts/leaving.tsx';
import { FailureNote } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useAction } from '../../use-action.ts';
import { type Form as FormOf, fieldErrors, useForm } from '../../use-form.ts';
import { otherLanguage } from '../event/event-draft.ts';
import { EditorPage, TypeTicks } from './editor-page.tsx';
import {
  emptyQuestionDraft,
  questionDraftFields,
  questionDraftOf,
  questionKinds,
  readQuestionDraft,
} from './question-draft.ts';
import { titleOf } from './questions.tsx';

export function QuestionEditor({ params }: ScreenProps) {
  const eventId = params.eventId ?? '';
  const questionId = params.questionId === 'new' ? null : (params.questionId ?? '');
  return (
    <EditorPage eventId={eventId} title={questionId === null ? t().questions.newTitle : t().questions.editTitle}>
      {(event, types) => {
        const question = event.questions.find((one) => one.id === questionId) ?? null;
        if (questionId !== null && question === null) return <p>{t().errors['not-found']}</p>;
        return <QuestionForm event={event} types={types} question={question} />;
      }}
    </EditorPage>
  );
}

type FormProps = { event: TicketedEvent; types: TicketType[]; question: EventQuestion | null };

function QuestionForm({ event, types, question }: FormProps) {
  const { route } = useLocation();
  // A new question has its id from the start: a save that is repeated adds it once.
  const [id] = useState(question?.id ?? newQuestionId());
  const form = useForm(
    useMemo(
      () => (question === null ? emptyQuestionDraft(event.questions.length) : questionDraftOf(question, event)),
      [question, event],
    ),
    `question ${event.id} ${question?.id ?? 'new'}`,
  );
  const send = useAction((questions: EventQuestion[]) => saveQuestions(event, questions));
  const text = t().questions;
  const back = `/my-events/${event.id}/tickets`;
  const kind = questionKinds.find((one) => one === form.values.kind) ?? 'text';
  const others = event.questions.filter((one) => one.id !== id);

  async function submit() {
    const draft = readQuestionDraft({ ...emptyQuestionDraft(), ...form.values }, event, id);
    form.refuse(draft.ok ? {} : draft.errors);
    if (!draft.ok) return;
    const result = await send.run(others.toSpliced(Number(form.values.place), 0, draft.question));
    if (result?.ok === true) {
      form.sent();
      route(back);
    }
    if (result?.ok === false) form.refuse(fieldErrors(result.failure, questionDraftFields));
  }
  return (
    <Form onSubmit={submit}>
      <RestoredNote form={form} />
      <Choice
        {...form.field('kind')}
        label={text.kind}
        hint={text.kindHints[kind]}
        options={questionKinds.map((value) => ({ value, label: text.kinds[value] }))}
      />
      {kind !== 'name' && <WordFields event={event} form={form} kind={kind} />}
      {kind !== 'name' && (
        <Choice
          {...form.field('per')}
          label={text.per}
          options={[
            { value: 'order', label: text.perOrder },
            { value: 'ticket', label: text.perTicket },
          ]}
        />
      )}
      <CheckField {...form.field('required')} label={text.required} hint={text.requiredHint} />
      {others.length > 0 && (
        <Choice
          {...form.field('place')}
          label={text.place}
          options={[
            { value: '0', label: text.first },
            ...others.map((one, n) => ({ value: String(n + 1), label: text.after(titleOf(one)) })),
          ]}
        />
      )}
      <TypeTicks types={types} form={form} label={text.types} hint={text.typesHint} />
      <p class="hint">{text.privacy}</p>
      <FailureNote failure={send.failure} />
      <EditorActions busy={send.busy} back={back}>
        {question !== null && (
          <EndButton
            label={text.remove}
            title={text.removeTitle}
            text={text.removeText}
            end={() => saveQuestions(event, others)}
            leadsTo={back}
          />
        )}
      </EditorActions>
    </Form>
  );
}

function saveQuestions(event: TicketedEvent, questions: EventQuestion[]) {
  return read(
    api.events[':eventId'].$patch(
      { param: { eventId: event.id }, json: { questions } },
      { headers: { 'if-match': `"${event.revision}"` } },
    ),
  );
}

function newQuestionId(): string {
  return crypto.randomUUID().replaceAll('-', '').slice(0, 12);
}

type FieldsProps = { event: TicketedEvent; form: FormOf<string>; kind: EventQuestion['kind'] };

/** What is asked in both languages, with the options of a choice. */
function WordFields({ event, form, kind }: FieldsProps) {
  const text = t().questions;
  const other = otherLanguage(event.language);
  return (
    <>
      <TextField {...form.field('label')} label={kind === 'consent' ? text.consentLabel : text.label} maxLength={300} />
      <TextField {...form.field('otherLabel')} label={text.labelIn[other]} maxLength={300} optional />
      {kind === 'choice' && (
        <>
          <TextArea {...form.field('options')} label={text.options} rows={4} />
          <TextArea {...form.field('otherOptions')} label={text.optionsIn[other]} rows={4} optional />
        </>
      )}
    </>
  );
}
