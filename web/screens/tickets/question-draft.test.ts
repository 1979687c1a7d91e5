// What the editor shows of a question and what it sends of it.

import { beforeAll, expect, it } from 'vitest';
import { EventQuestion } from '#core/contracts/questions.ts';
import { loadTexts } from '../../language.ts';
import { emptyQuestionDraft, questionDraftOf, readQuestionDraft } from './question-draft.ts';

beforeAll(() => loadTexts(['shell', 'event']));

const meal: EventQuestion = {
  id: 'meal',
  kind: 'choice',
  per: 'ticket',
  label: 'Что вы едите?',
  options: ['Рыба', 'Овощи'],
  required: true,
  ticketTypeIds: ['tty_1', 'tty_2'],
  translations: { en: { label: 'What do you eat?', options: ['Fish', 'Greens'] } },
};
const names: EventQuestion = {
  ...meal,
  ...{ id: 'names', kind: 'name', label: '', options: [], ticketTypeIds: [], translations: {} },
};
const event = { language: 'ru' as const, questions: [names, meal] };

it.each([[meal], [names]])('a question that is opened and saved is sent as it is: %#', (question) => {
  const draft = questionDraftOf(question, event);
  expect(readQuestionDraft(draft, event, question.id)).toEqual({ ok: true, question });
  expect(draft.place).toBe(String(event.questions.indexOf(question)));
});

it.each<[string, Record<string, string>, string[]]>([
  ['nothing', {}, ['label']],
  ['one option', { kind: 'choice', label: 'Что?', options: 'Рыба\n \n' }, ['options']],
  ['an option twice', { kind: 'choice', label: 'Что?', options: 'Рыба\nРыба' }, ['options']],
  ['other lines than options', { kind: 'choice', label: 'Что?', options: 'a\nb', otherOptions: 'c' }, ['otherOptions']],
])('%s is refused at its field', (_what, typed, wrong) => {
  const read = readQuestionDraft({ ...emptyQuestionDraft(), ...typed }, event, 'some1');
  expect(read.ok ? [] : Object.keys(read.errors)).toEqual(wrong);
});

it.each(['text', 'choice', 'consent', 'name'])('what is left of another kind is not sent: %s', (kind) => {
  const draft = { ...questionDraftOf(meal, event), kind };
  const read = readQuestionDraft(draft, event, 'some1');
  expect(read.ok && EventQuestion.safeParse(read.question).success).toBe(true);
});
