// Letters that did not reach their buyers, as the organizer and admins see them.

import * as z from 'zod';
import { CursorQuery, Id, page } from './basics.ts';
import { TitleTranslations } from './events.ts';

/** Letters to the buyer about an order, beside the one with its tickets. Also the `what` of stored and queued messages. */
export const statusLetters = [
  'confirm-order',
  'refund-on-its-way',
  'refunded',
  'event-cancelled',
  'event-postponed',
  'event-relocated',
] as const;

export const FailedLetter = z.strictObject({
  orderId: Id,
  eventId: Id,
  eventTitle: z.string(),
  eventTranslations: TitleTranslations,
  letter: z.enum(['tickets', ...statusLetters]),
  /** `refused`: the address will never take it. `given-up`: it could not be sent for three days. */
  reason: z.enum(['refused', 'given-up']),
  failedAt: z.string(),
});
export type FailedLetter = z.infer<typeof FailedLetter>;
export const FailedLetterList = page(FailedLetter);
export const FailedLetterQuery = CursorQuery.extend({ eventId: Id.optional() });
