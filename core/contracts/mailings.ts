// What an organizer writes to the buyers of one event.

import * as z from 'zod';
import { Id, Instant, line, page, paragraphs } from './basics.ts';

/**
 * Who is written to. Everybody is a buyer with a ticket that is valid now, once for each address. `not-admitted` leaves out,
 * while the letters go out, whoever has all their tickets inside by then.
 */
export const MailingAudience = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('types'), ticketTypeIds: z.array(Id).min(1).max(50) }),
  z.strictObject({ kind: z.literal('not-admitted') }),
]);
export type MailingAudience = z.infer<typeof MailingAudience>;

const content = {
  subject: line(1, 120),
  text: paragraphs(5_000).refine((text) => text.trim() !== '', { error: 'required' }),
};

export const MailingRequest = z.strictObject({ audience: MailingAudience, ...content });
export type MailingRequest = z.infer<typeof MailingRequest>;

export const MailingContent = z.strictObject(content);
export type MailingContent = z.infer<typeof MailingContent>;

export const MailingAudienceSize = z.strictObject({ audience: MailingAudience });

export const MailingPreview = z.strictObject({
  /** As the letter is written in plain text, to a buyer who does not exist. */
  subject: z.string(),
  text: z.string(),
});

/** Why a letter did not arrive and will not be tried again. */
export const MailingFailure = z.enum([
  /** The mail service says that the address takes no letter. */
  'address-refused',
  /** The reader has asked for no more letters of organizers. */
  'unwanted',
  /** For two days the reader's address or the organizer was over the limit of letters. */
  'over-limit',
  /** For two days the mail service took no letter. */
  'mail-down',
]);
export type MailingFailure = z.infer<typeof MailingFailure>;

export const Mailing = z.strictObject({
  id: Id,
  at: Instant,
  subject: z.string(),
  text: z.string(),
  audience: MailingAudience,
  status: z.enum(['running', 'done', 'cancelled']),
  counts: z.strictObject({
    all: z.int(),
    waiting: z.int(),
    sent: z.int(),
    failed: z.int(),
    /** Had no valid ticket, or was inside, when their turn came. */
    leftOut: z.int(),
  }),
});
export type Mailing = z.infer<typeof Mailing>;

export const MailingPage = page(Mailing);

/** Whose letter failed, and why. */
const FailedRecipient = z.strictObject({
  orderId: Id,
  number: z.string(),
  name: z.string(),
  email: z.string(),
  reason: MailingFailure,
});
export const FailedRecipientPage = page(FailedRecipient);
export type FailedRecipientPage = z.infer<typeof FailedRecipientPage>;

export const StartedMailing = z.strictObject({ mailingId: Id, recipients: z.int() });

/** `sent` is false when the mail service refuses the address, or its owner wants no such letters. */
export const TestedMailing = z.strictObject({ address: z.string(), sent: z.boolean() });

export const MailingRecipients = z.strictObject({ recipients: z.int() });
