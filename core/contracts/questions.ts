// What an organizer asks buyers besides name and e-mail, and what they replied.

import * as z from 'zod';
import { maxQuestions, maxReplyLength } from '../questions.ts';
import { Id, line, maxTicketsPerOrder } from './basics.ts';

const maxOptions = 20;

/** `name` asks for the name of each ticket's visitor, in our own words; its reply becomes the holder of the ticket. */
const QuestionKind = z.enum(['text', 'choice', 'consent', 'name']);

/** Made by whoever adds the question, and never changed: replies point to it. */
const QuestionId = z.string().regex(/^[a-z0-9]{4,20}$/);

/** A missing label or option, or an empty option, falls back to the main language by itself. */
const QuestionText = z.strictObject({
  label: line(1, 300).optional(),
  /** In the order of `options`. */
  options: z.array(line(0, 120)).max(maxOptions).optional(),
});

export const EventQuestion = z
  .strictObject({
    id: QuestionId,
    kind: QuestionKind,
    /** Asked once an order, or for each ticket. */
    per: z.enum(['order', 'ticket']),
    /** Plain words; empty for `name` alone. */
    label: line(0, 300),
    /** Of a `choice`, else empty. */
    options: z.array(line(1, 120)).max(maxOptions),
    /** A consent that is required must be given. */
    required: z.boolean(),
    /** Asked only when one of these is bought; empty: whatever is bought. */
    ticketTypeIds: z.array(Id).max(50),
    translations: z.strictObject({ ru: QuestionText.optional(), en: QuestionText.optional() }),
  })
  .refine((one) => (one.kind === 'name') === (one.label === ''), { path: ['label'], error: 'required' })
  .refine((one) => one.kind !== 'name' || one.per === 'ticket', { path: ['per'], error: 'must be ticket' })
  .refine((one) => (one.kind === 'choice' ? one.options.length >= 2 : one.options.length === 0), {
    path: ['options'],
    error: 'two or more, of a choice alone',
  })
  .refine((one) => new Set(one.options).size === one.options.length, { path: ['options'], error: 'repeated' });
export type EventQuestion = z.infer<typeof EventQuestion>;

export const EventQuestions = z
  .array(EventQuestion)
  .max(maxQuestions)
  .refine((all) => new Set(all.map((one) => one.id)).size === all.length, { error: 'repeated' })
  .refine((all) => all.filter((one) => one.kind === 'name').length <= 1, { error: 'names are asked once' });

/**
 * One reply. A question of each ticket names the ticket by its type and its place among the tickets of that type,
 * counted from 0. `text` is what was typed, the option in the main language, or `yes` for a consent.
 */
const TypedReply = z.strictObject({
  questionId: QuestionId,
  ticketTypeId: Id.optional(),
  place: z
    .int()
    .min(0)
    .max(maxTicketsPerOrder - 1)
    .optional(),
  text: line(1, maxReplyLength),
});
export type TypedReply = z.infer<typeof TypedReply>;

/** Every question of each of as many tickets as an order can have. */
export const TypedReplies = z.array(TypedReply).max(maxQuestions * maxTicketsPerOrder);

/** A reply as its order keeps it: with the question's words of that day, so that it can be read when the question is gone. */
export const Reply = z.object({
  questionId: z.string(),
  kind: QuestionKind,
  label: z.string(),
  text: z.string(),
});
export type Reply = z.infer<typeof Reply>;
export const Replies = z.array(Reply).max(maxQuestions);
