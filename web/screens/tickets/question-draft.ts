// The question editor's fields as typed, and how they are read into what the API takes.

import type { TicketedEvent } from '#core/contracts/events.ts';
import type { EventQuestion } from '#core/contracts/questions.ts';
import { t } from '../../language.ts';
import { otherLanguage } from '../event/event-draft.ts';

/** Each ticket type has a field of its own, `type tty_…`: 'yes' or empty. */
type QuestionDraft = Record<string, string> &
  Record<'kind' | 'per' | 'label' | 'otherLabel' | 'options' | 'otherOptions' | 'required' | 'place', string>;

export const questionDraftFields = { questions: 'label' } as const;

export const questionKinds = ['text', 'choice', 'consent', 'name'] as const satisfies EventQuestion['kind'][];

type OfEvent = Pick<TicketedEvent, 'language'>;

/** `place`: how many questions come before it. */
export function emptyQuestionDraft(place = 0): QuestionDraft {
  return {
    kind: 'text',
    per: 'order',
    label: '',
    otherLabel: '',
    options: '',
    otherOptions: '',
    required: '',
    place: String(place),
  };
}

export function questionDraftOf(
  question: EventQuestion,
  event: OfEvent & Pick<TicketedEvent, 'questions'>,
): QuestionDraft {
  const other = question.translations[otherLanguage(event.language)];
  const draft: QuestionDraft = {
    kind: question.kind,
    per: question.per,
    label: question.label,
    otherLabel: other?.label ?? '',
    options: question.options.join('\n'),
    otherOptions: other?.options?.join('\n') ?? '',
    required: question.required ? 'yes' : '',
    place: String(event.questions.findIndex((one) => one.id === question.id)),
  };
  for (const id of question.ticketTypeIds) draft[`type ${id}`] = 'yes';
  return draft;
}

type Read = { ok: true; question: EventQuestion } | { ok: false; errors: Record<string, string> };

export function readQuestionDraft(draft: QuestionDraft, event: OfEvent, id: string): Read {
  const errors: Record<string, string> = {};
  const kind = questionKinds.find((one) => one === draft.kind) ?? 'text';
  const label = kind === 'name' ? '' : draft.label.trim();
  if (kind !== 'name' && label === '') errors.label = t().form.required;
  const options = kind === 'choice' ? linesOf(draft.options) : [];
  const isTooLong = options.some((one) => one.length > 120);
  if (kind === 'choice' && (options.length < 2 || options.length > 20 || isTooLong || repeats(options)))
    errors.options = t().questions.optionsWrong;
  const otherLabel = kind === 'name' ? '' : draft.otherLabel.trim();
  const otherOptions = kind === 'choice' ? linesOf(draft.otherOptions) : [];
  if (otherOptions.length > 0 && otherOptions.length !== options.length)
    errors.otherOptions = t().questions.otherOptionsWrong;
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  const own = {
    ...(otherLabel !== '' && { label: otherLabel }),
    ...(otherOptions.length > 0 && { options: otherOptions }),
  };
  const marked = Object.keys(draft).filter((name) => name.startsWith('type ') && draft[name] === 'yes');
  return {
    ok: true,
    question: {
      id,
      kind,
      per: kind === 'name' || draft.per === 'ticket' ? 'ticket' : 'order',
      label,
      options,
      required: draft.required === 'yes',
      ticketTypeIds: marked.map((name) => name.slice('type '.length)),
      translations: Object.keys(own).length === 0 ? {} : { [otherLanguage(event.language)]: own },
    },
  };
}

function linesOf(typed: string): string[] {
  return typed
    .split('\n')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

function repeats(options: readonly string[]): boolean {
  return new Set(options).size < options.length;
}
