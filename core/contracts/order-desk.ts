// What the organizer alone sees beside an order: their note on it, and what happened to it.

import * as z from 'zod';
import { maxNoteLength } from '../order-note.ts';
import { line, Money, PersonName, paragraphs } from './basics.ts';
import { statusLetters } from './letters.ts';

/** Who of the organizer's people or the administrators did it. An administrator has no name here. */
const Author = z.strictObject({ me: z.boolean(), role: z.enum(['organizer', 'admin']), name: z.string().nullable() });

/** Revision 0: nobody has written one yet. */
export const OrderNote = z.strictObject({
  text: z.string(),
  revision: z.int(),
  changedAt: z.string().nullable(),
  author: Author.nullable(),
});
export type OrderNote = z.infer<typeof OrderNote>;

/** An empty text takes the note away. */
export const SetOrderNoteRequest = z.strictObject({ text: paragraphs(maxNoteLength) });

/** The code of the ticket does not change: the one in the buyer's letter admits as before. */
export const RenameHolderRequest = z.strictObject({ name: PersonName, reason: line(0, 300).default('') });
export type RenameHolderRequest = z.infer<typeof RenameHolderRequest>;
export const RenamedHolder = z.strictObject({ ticketId: z.string(), holder: z.string() });

export const OrderLetter = z.enum(['tickets', ...statusLetters]);

const at = z.string();
const OrderHistoryItem = z.discriminatedUnion('kind', [
  /** `byHand`: the organizer gave the ticket. */
  z.strictObject({ kind: z.literal('placed'), at, byHand: z.boolean() }),
  z.strictObject({ kind: z.literal('paid'), at, amount: Money }),
  z.strictObject({
    kind: z.literal('letter'),
    at,
    letter: OrderLetter,
    /**
     * `refused`: the address will never take it. `withheld`: too many letters went to the address, or its owner wants no
     * more of them. `given-up`: it could not be sent for three days.
     */
    outcome: z.enum(['sent', 'refused', 'withheld', 'given-up']),
    /** The tickets were mailed before. */
    again: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('refund-requested'),
    at,
    amount: Money,
    /** `late`: paid after the time to pay ran out. `duplicate`: paid twice. */
    why: z.enum(['tickets', 'late', 'duplicate']),
    /** Null: no person asked for it. */
    by: z.enum(['me', 'organizer', 'admin']).nullable(),
  }),
  z.strictObject({ kind: z.literal('refund-confirmed'), at, amount: Money }),
  z.strictObject({
    kind: z.literal('holder-renamed'),
    at,
    ticketNumber: z.string(),
    from: z.string(),
    to: z.string(),
    reason: z.string(),
    by: z.enum(['me', 'organizer', 'admin']).nullable(),
  }),
  z.strictObject({ kind: z.literal('admitted'), at, ticketNumber: z.string(), gate: z.string().nullable() }),
]);
export type OrderHistoryItem = z.infer<typeof OrderHistoryItem>;

export const OrderHistory = z.strictObject({ items: z.array(OrderHistoryItem) });
