import { describe, expect, it } from 'vitest';
import { EventQuestion, EventQuestions, type TypedReply } from './contracts/questions.ts';
import { type AskedQuestion, askedFields, optionLabels, questionLabel, readReplies, withTimes } from './questions.ts';

const base = { options: [], required: false, ticketTypeIds: [], translations: {} };
const meal: AskedQuestion = {
  ...base,
  id: 'meal',
  kind: 'choice',
  per: 'ticket',
  label: 'Что вы едите?',
  options: ['Рыба', 'Овощи'],
  required: true,
  translations: { en: { label: 'What do you eat?', options: ['Fish', ''] } },
};
const phone: AskedQuestion = { ...base, id: 'phone', kind: 'text', per: 'order', label: 'Телефон', required: true };
const rules: AskedQuestion = { ...base, id: 'rules', kind: 'consent', per: 'order', label: 'Правила', required: true };
const names: AskedQuestion = { ...base, id: 'names', kind: 'name', per: 'ticket', label: '' };
const seats = [
  { ticketTypeId: 'tty_a', quantity: 2 },
  { ticketTypeId: 'tty_b', quantity: 1 },
];

const reply = (questionId: string, text: string, at?: [string, number]): TypedReply => ({
  questionId,
  text,
  ...(at && { ticketTypeId: at[0], place: at[1] }),
});

/** What is refused, by path; null when nothing is. */
function refused(questions: AskedQuestion[], replies: TypedReply[], heldAtMs = 100) {
  const read = readReplies(questions, seats, replies, heldAtMs);
  if (read.ok) return null;
  const { fields } = read.details as { fields: { path: string; problem: string }[] };
  return fields.map(({ path, problem }) => `${path}: ${problem}`);
}

it('a question is asked once an order, or for each ticket it concerns', () => {
  const ofB = { ...meal, ticketTypeIds: ['tty_b'] };
  expect(askedFields([phone, meal], seats).map(({ key }) => key)).toEqual([
    'replies.phone',
    'replies.meal.tty_a.0',
    'replies.meal.tty_a.1',
    'replies.meal.tty_b.0',
  ]);
  expect(askedFields([ofB], seats).map(({ key }) => key)).toEqual(['replies.meal.tty_b.0']);
  expect(askedFields([{ ...phone, ticketTypeIds: ['tty_c'] }], seats)).toEqual([]);
});

describe('an order is refused', () => {
  it.each<[string, AskedQuestion[], TypedReply[], string[] | null]>([
    ['when nothing is asked: never', [], [reply('meal', 'x')], null],
    ['without a required reply', [phone], [], ['replies.phone: required']],
    ['without a required consent', [rules], [], ['replies.rules: required']],
    ['with a consent that is none', [rules], [reply('rules', 'no')], ['replies.rules: unknown option']],
    ['not without one that is not required', [{ ...phone, required: false }], [], null],
    [
      'with an option that does not exist',
      [{ ...meal, per: 'order' }],
      [reply('meal', 'Мясо')],
      ['replies.meal: unknown option'],
    ],
    [
      'without a reply for each ticket',
      [meal],
      [reply('meal', 'Рыба', ['tty_a', 0]), reply('meal', 'Овощи', ['tty_b', 0])],
      ['replies.meal.tty_a.1: required'],
    ],
    [
      'with a link for a name',
      [names],
      [reply('names', 'evil.example', ['tty_a', 0])],
      ['replies.names.tty_a.0: link-in-name'],
    ],
    [
      'with a name that is too long',
      [names],
      [reply('names', 'a'.repeat(121), ['tty_a', 0])],
      ['replies.names.tty_a.0: link-in-name'],
    ],
  ])('%s', (_when, questions, replies, problems) => {
    expect(refused(questions, replies)).toEqual(problems);
  });

  it.each([
    ['added after the tickets were held', 101, null],
    ['added in the same moment', 100, null],
    ['asked before', 99, ['replies.phone: required']],
  ])('not by a question %s', (_when, changedAtMs, problems) => {
    expect(refused([{ ...phone, changedAtMs }], [], 100)).toEqual(problems);
  });

  it('not by an option that was taken away after the tickets were held; the reply stays', () => {
    const changed = { ...meal, per: 'order' as const, changedAtMs: 200 };
    const read = readReplies([changed], seats, [reply('meal', 'Мясо')], 100);
    expect(read).toMatchObject({ ok: true, value: { order: [{ text: 'Мясо' }] } });
    // A name goes into the letter, whenever it was asked for.
    expect(refused([{ ...names, changedAtMs: 200 }], [reply('names', 'evil.example', ['tty_a', 0])])).not.toBeNull();
  });
});

it('an order keeps the words of the question, a ticket its own replies and its holder', () => {
  const replies = [
    reply('phone', '+7 900'),
    reply('meal', 'Рыба', ['tty_a', 0]),
    reply('meal', 'Овощи', ['tty_a', 1]),
    reply('meal', 'Рыба', ['tty_b', 0]),
    reply('names', 'Пётр', ['tty_a', 1]),
    reply('gone', 'to a question that was removed'),
    reply('meal', 'Рыба', ['tty_a', 7]),
  ];
  const ofMeal = (text: string) => ({ questionId: 'meal', kind: 'choice', label: 'Что вы едите?', text });
  expect(readReplies([phone, meal, names], seats, replies, 100)).toEqual({
    ok: true,
    value: {
      order: [{ questionId: 'phone', kind: 'text', label: 'Телефон', text: '+7 900' }],
      tickets: [
        { holder: null, replies: [ofMeal('Рыба')] },
        { holder: 'Пётр', replies: [ofMeal('Овощи')] },
        { holder: null, replies: [ofMeal('Рыба')] },
      ],
    },
  });
  expect(readReplies([{ ...phone, required: false }], seats, [], 100)).toEqual({ ok: true, value: null });
});

it('a question that demands something else is new; one whose words were corrected is not', () => {
  const before = [
    { ...phone, changedAtMs: 5 },
    { ...meal, changedAtMs: 5 },
  ];
  const next = [{ ...phone, label: 'Ваш телефон' }, { ...meal, options: ['Рыба', 'Мясо'] }, rules];
  expect(withTimes(before, next, 9).map(({ id, changedAtMs }) => [id, changedAtMs])).toEqual([
    ['phone', 5],
    ['meal', 9],
    ['rules', 9],
  ]);
});

it('words are in the language of the reader, each falling back by itself', () => {
  expect(questionLabel(meal, 'en')).toBe('What do you eat?');
  expect(questionLabel(phone, 'en')).toBe('Телефон');
  expect(optionLabels(meal, 'en')).toEqual([
    { value: 'Рыба', label: 'Fish' },
    { value: 'Овощи', label: 'Овощи' },
  ]);
});

it.each<[string, object, boolean]>([
  ['a choice of two', { ...meal, changedAtMs: undefined }, true],
  ['a choice of one', { ...meal, options: ['Рыба'] }, false],
  ['an option twice', { ...meal, options: ['Рыба', 'Рыба'] }, false],
  ['a text with options', { ...phone, options: ['a', 'b'] }, false],
  ['a text without a label', { ...phone, label: '' }, false],
  ['names', names, true],
  ['names with a label', { ...names, label: 'Имя' }, false],
  ['names once an order', { ...names, per: 'order' }, false],
  ['an id that is no word', { ...phone, id: 'A.b' }, false],
])('a question may be %s: %#', (_what, question, isGood) => {
  const { changedAtMs: _, ...sent } = question as AskedQuestion;
  expect(EventQuestion.safeParse(sent).success).toBe(isGood);
});

it('an event has at most ten questions, each once, and names once', () => {
  const many = (count: number) => Array.from({ length: count }, (_, n) => ({ ...phone, id: `phone${n}` }));
  expect(EventQuestions.safeParse(many(10)).success).toBe(true);
  expect(EventQuestions.safeParse(many(11)).success).toBe(false);
  expect(EventQuestions.safeParse([phone, phone]).success).toBe(false);
  expect(EventQuestions.safeParse([names, { ...names, id: 'other' }]).success).toBe(false);
});
