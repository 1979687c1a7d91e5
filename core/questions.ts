// The organizer's questions to buyers: which of them an order must reply to, and whether its replies are right.

import type { Locale } from './contracts/basics.ts';
import type { EventQuestion, Reply, TypedReply } from './contracts/questions.ts';
import { isLinkLike } from './link-text.ts';
import { ok, type Result, refuse } from './result.ts';

export const maxQuestions = 10;
export const maxReplyLength = 300;

/** A question on sale. `changedAtMs`: since when it is asked in this form; absent where that is not known. */
export type AskedQuestion = EventQuestion & { changedAtMs?: number | undefined };

type Line = { ticketTypeId: string; quantity: number };

/** One field of the form: the question, and for a question of each ticket, which ticket. */
export type AskedField<Question> = {
  question: Question;
  key: string;
  ticket: { typeId: string; place: number } | null;
};

/** In the order of the questions; within one, in the order of the lines. */
export function askedFields<Question extends Pick<EventQuestion, 'id' | 'per' | 'ticketTypeIds'>>(
  questions: readonly Question[],
  lines: readonly Line[],
): AskedField<Question>[] {
  return questions.flatMap((question): AskedField<Question>[] => {
    const concerned = lines.filter(
      ({ ticketTypeId }) => question.ticketTypeIds.length === 0 || question.ticketTypeIds.includes(ticketTypeId),
    );
    if (question.per === 'order') {
      return concerned.length === 0 ? [] : [{ question, key: replyKey(question.id), ticket: null }];
    }
    return concerned.flatMap(({ ticketTypeId: typeId, quantity }) =>
      Array.from({ length: quantity }, (_, place) => {
        const ticket = { typeId, place };
        return { question, key: replyKey(question.id, ticket), ticket };
      }),
    );
  });
}

/** Names a field of the form; also its path in a refusal. */
function replyKey(questionId: string, ticket: { typeId: string; place: number } | null = null): string {
  return ticket === null ? `replies.${questionId}` : `replies.${questionId}.${ticket.typeId}.${ticket.place}`;
}

/** What an order keeps: `tickets` has an entry for each ticket, in the order of the lines. */
export type OrderReplies = { order: Reply[]; tickets: { holder: string | null; replies: Reply[] }[] };

/**
 * Judges the replies to the questions on sale. A question that was added or changed after the tickets were held refuses
 * nothing: its buyer saw the questions of that moment, and holds the tickets already. A reply to a question that is not
 * asked is dropped. Null when there is nothing to keep.
 */
export function readReplies(
  questions: readonly AskedQuestion[],
  lines: readonly Line[],
  typed: readonly TypedReply[],
  heldAtMs: number,
): Result<OrderReplies | null, 'invalid-request'> {
  if (questions.length === 0) return ok(null);
  const texts = new Map(typed.map((one) => [keyOf(one), one.text]));
  const problems: { path: string; problem: string }[] = [];
  const order: Reply[] = [];
  const byTicket = new Map<string, { holder: string | null; replies: Reply[] }>();
  for (const { question, key, ticket } of askedFields(questions, lines)) {
    const text = texts.get(key);
    const isNew = (question.changedAtMs ?? Number.NEGATIVE_INFINITY) >= heldAtMs;
    const problem = problemOf(question, text, isNew);
    if (problem !== null) problems.push({ path: key, problem });
    else if (text !== undefined) {
      const reply = { questionId: question.id, kind: question.kind, label: question.label, text };
      if (ticket === null) order.push(reply);
      else addTo(byTicket, ticketKey(ticket.typeId, ticket.place), reply);
    }
  }
  if (problems.length > 0) return refuse('invalid-request', { fields: problems.slice(0, 20) });
  if (order.length === 0 && byTicket.size === 0) return ok(null);
  const tickets = lines.flatMap(({ ticketTypeId, quantity }) =>
    Array.from({ length: quantity }, (_, place) => {
      return byTicket.get(ticketKey(ticketTypeId, place)) ?? { holder: null, replies: [] };
    }),
  );
  return ok({ order, tickets });
}

function keyOf({ questionId, ticketTypeId, place }: TypedReply): string {
  return replyKey(questionId, ticketTypeId === undefined ? null : { typeId: ticketTypeId, place: place ?? 0 });
}

function ticketKey(typeId: string, place: number): string {
  return `${typeId}.${place}`;
}

/** A name is the holder of its ticket and no reply beside it, so that there is one place to change it. */
function addTo(byTicket: Map<string, { holder: string | null; replies: Reply[] }>, key: string, reply: Reply): void {
  const entry = byTicket.get(key) ?? { holder: null, replies: [] };
  if (reply.kind === 'name') entry.holder = reply.text;
  else entry.replies.push(reply);
  byTicket.set(key, entry);
}

function problemOf(question: AskedQuestion, text: string | undefined, isNew: boolean): string | null {
  // The letter names the holder, whatever the question was.
  if (question.kind === 'name' && text !== undefined && (text.length > 120 || isLinkLike(text))) return 'link-in-name';
  if (isNew) return null;
  if (text === undefined) return question.required ? 'required' : null;
  if (question.kind === 'choice' && !question.options.includes(text)) return 'unknown option';
  return question.kind === 'consent' && text !== 'yes' ? 'unknown option' : null;
}

/**
 * The questions as they go on sale: one that demands something else than before is as good as new. A text that was only
 * corrected is not, because whoever held tickets replied to the same question.
 */
export function withTimes(
  before: readonly AskedQuestion[],
  next: readonly EventQuestion[],
  nowMs: number,
): AskedQuestion[] {
  return next.map((question) => {
    const known = before.find((one) => one.id === question.id);
    const isSame = known !== undefined && demandOf(known) === demandOf(question);
    return { ...question, changedAtMs: isSame ? known.changedAtMs : nowMs };
  });
}

function demandOf({ kind, per, options, required, ticketTypeIds }: EventQuestion): string {
  return JSON.stringify([kind, per, options, required, ticketTypeIds.toSorted()]);
}

/** The reply of a consent that was given is stored as `yes`; every other reply is in the buyer's own words. */
export function replyText({ kind, text }: Pick<Reply, 'kind' | 'text'>, yes: string): string {
  return kind === 'consent' ? yes : text;
}

type Worded = Pick<EventQuestion, 'label' | 'options' | 'translations'>;

export function questionLabel({ label, translations }: Worded, locale: Locale): string {
  return translations[locale]?.label ?? label;
}

/** What an option is called; its value is the one in the main language. */
export function optionLabels({ options, translations }: Worded, locale: Locale): { value: string; label: string }[] {
  const own = translations[locale]?.options ?? [];
  return options.map((value, at) => ({ value, label: own[at] || value }));
}
