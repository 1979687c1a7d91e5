// The guest list of an event: who is expected at the door, and who is in.

import * as z from 'zod';
import { Cursor, Id, line, page } from './basics.ts';
import { TicketTypeTranslations } from './events.ts';
import { Replies } from './questions.ts';

export const GuestQuery = z.strictObject({
  /** A part of a name, or a ticket's or order's number. */
  q: line(1, 100).optional(),
  cursor: Cursor.optional(),
});

/** One valid ticket. */
export const Guest = z.strictObject({
  ticketId: Id,
  number: z.string(),
  /** The holder's: the buyer's, unless another was given for the ticket. */
  name: z.string(),
  replies: Replies,
  orderId: Id,
  orderNumber: z.string(),
  type: z.strictObject({ id: Id, name: z.string(), translations: TicketTypeTranslations }),
  /** Null when the door cannot be asked now. */
  admitted: z.boolean().nullable(),
});
export type Guest = z.infer<typeof Guest>;

export const GuestPage = page(Guest).extend({
  /** Valid tickets of the whole event. */
  expected: z.int(),
  /** How many are in; null when the door cannot be asked now. */
  inside: z.int().nullable(),
});
export type GuestPage = z.infer<typeof GuestPage>;
