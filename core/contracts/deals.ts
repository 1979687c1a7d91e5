// Deals: two parties, one event, versions of terms.

import * as z from 'zod';
import { BasisPoints, Cursor, Id, Instant, Locale, Money, page, paragraphs } from './basics.ts';
import { EventCover, TitleTranslations } from './events.ts';
import { NotificationKind } from './notification-kinds.ts';
import { PartyCard } from './people.ts';

export { NotificationKind } from './notification-kinds.ts';

export const DealStatus = z.enum(['PENDING', 'ACCEPTED', 'REJECTED', 'WITHDRAWN', 'TERMINATED', 'EXPIRED']);
export type DealStatus = z.infer<typeof DealStatus>;

export const DealSide = z.enum(['organizer', 'distributor']);
export type DealSide = z.infer<typeof DealSide>;

/**
 * How much stock the deal may sell. `open`: whatever is free. `cap`: at most `quantity` tickets in all. `guarantee`:
 * the named tickets are reserved for this deal until `releaseAt`, then anybody may sell them.
 */
export const Allotment = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('open') }),
  z.strictObject({ kind: z.literal('cap'), quantity: z.int().min(1).max(1_000_000) }),
  z.strictObject({
    kind: z.literal('guarantee'),
    lines: z
      .array(z.strictObject({ ticketTypeId: Id, quantity: z.int().min(1).max(1_000_000) }))
      .min(1)
      .max(50)
      .refine((lines) => new Set(lines.map((one) => one.ticketTypeId)).size === lines.length, { error: 'repeated' }),
    releaseAt: Instant,
  }),
]);
export type Allotment = z.infer<typeof Allotment>;

const termsFields = {
  /** The distributor's share of the face value, in basis points, taken per ticket. */
  commissionBps: BasisPoints,
  /** What the buyer pays on top of each priced ticket. The distributor gets it. */
  serviceFee: Money.nullable(),
  /** Ticket types whose commission differs. */
  commissionByType: z
    .array(z.strictObject({ ticketTypeId: Id, commissionBps: BasisPoints }))
    .max(50)
    .refine((lines) => new Set(lines.map((one) => one.ticketTypeId)).size === lines.length, { error: 'repeated' }),
  /** From the `fromTicket`-th ticket this deal sells (counted from 1) the commission is this. */
  commissionSteps: z
    .array(z.strictObject({ fromTicket: z.int().min(2).max(1_000_000), commissionBps: BasisPoints }))
    .max(10)
    .refine((steps) => steps.every((step, i) => i === 0 || step.fromTicket > (steps[i - 1]?.fromTicket ?? 0)), {
      error: 'must rise',
    }),
  allotment: Allotment,
  /** Until when the offer can be accepted. */
  validUntil: Instant.nullable(),
  message: paragraphs(2_000),
};

export const DealTerms = z.strictObject(termsFields);
export type DealTerms = z.infer<typeof DealTerms>;

/** Terms as they are first offered. A field that is not named gets its plainest value. */
const offeredFields = {
  ...termsFields,
  serviceFee: termsFields.serviceFee.default(null),
  commissionByType: termsFields.commissionByType.default([]),
  commissionSteps: termsFields.commissionSteps.default([]),
  allotment: Allotment.default({ kind: 'open' }),
  validUntil: termsFields.validUntil.default(null),
  message: termsFields.message.default(''),
};

export const OfferDealRequest = z.strictObject({
  eventId: Id,
  /** An organizer names the distributor; a distributor offers in their own name. */
  distributorId: Id.optional(),
  ...offeredFields,
});
export type OfferDealRequest = z.infer<typeof OfferDealRequest>;

/** Terms not named are inherited from the current version; the message is not. */
export const CounterDealRequest = z
  .strictObject(termsFields)
  .partial()
  .extend({ version: z.int().min(1).optional() });
export type CounterDealRequest = z.infer<typeof CounterDealRequest>;

export const AcceptDealRequest = z.strictObject({ version: z.int().min(1) });

const DealVersion = z.strictObject({
  version: z.int(),
  author: DealSide,
  createdAt: z.string(),
  ...termsFields,
});

export const Deal = z.strictObject({
  id: Id,
  status: DealStatus,
  eventId: Id,
  eventTitle: z.string(),
  eventTranslations: TitleTranslations,
  eventStartsAt: z.string(),
  eventTimeZone: z.string(),
  eventCover: EventCover.nullable(),
  organizer: PartyCard,
  distributor: PartyCard,
  /** The current version, its author and its terms. */
  version: z.int(),
  author: DealSide,
  ...termsFields,
  createdAt: z.string(),
  updatedAt: z.string(),
  decidedAt: z.string().nullable(),
  widgetId: Id.nullable(),
});
export type Deal = z.infer<typeof Deal>;

export const DealWithVersions = Deal.extend({ versions: z.array(DealVersion) });
export type DealWithVersions = z.infer<typeof DealWithVersions>;

export const DealPage = page(Deal);

const listFields = {
  eventId: Id.optional(),
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
};
export const DealQuery = z.strictObject({ status: DealStatus.optional(), ...listFields });

const DealMessage = z.strictObject({
  id: z.string(),
  author: DealSide,
  body: z.string(),
  createdAt: z.string(),
});
export type DealMessage = z.infer<typeof DealMessage>;
/** All messages, oldest first, as a conversation is read. */
export const DealMessages = z.strictObject({ items: z.array(DealMessage) });
export type DealMessages = z.infer<typeof DealMessages>;

export const AddDealMessageRequest = z.strictObject({ body: paragraphs(2_000).pipe(z.string().min(1)) });

export const DealNotification = z.strictObject({
  id: z.string(),
  /** Null for an invitation: there is no deal yet. */
  dealId: Id.nullable(),
  eventId: Id,
  kind: NotificationKind,
  at: z.string(),
  read: z.boolean(),
  eventTitle: z.string(),
  eventTranslations: TitleTranslations,
  /** The other party of the deal. */
  otherName: z.string(),
});
export type DealNotification = z.infer<typeof DealNotification>;
/**
 * `unread` counts all notifications of the party, not those of this page. `offers`: deals that wait for this party's answer.
 */
export const DealNotifications = page(DealNotification).extend({ unread: z.int(), offers: z.int() });
export type DealNotifications = z.infer<typeof DealNotifications>;

/** Who may see an event's open terms and take them. */
export const OpenTermsAudience = z.enum(['anyone', 'invited', 'nobody']);
export type OpenTermsAudience = z.infer<typeof OpenTermsAudience>;

/** Terms of an organizer that any distributor of the audience may take at once. `message` is shown with them. */
export const SetOpenTermsRequest = z.strictObject({
  audience: OpenTermsAudience,
  /** The distributors who may take them, besides those to whom the organizer has offered a deal on this event. */
  invited: z
    .array(Id)
    .max(100)
    .refine((ids) => new Set(ids).size === ids.length, { error: 'repeated' })
    .default([]),
  ...offeredFields,
});
export type SetOpenTermsRequest = z.infer<typeof SetOpenTermsRequest>;

export const OpenTerms = z.strictObject({
  eventId: Id,
  /** The taker names the revision they have read, so that nobody takes terms that changed meanwhile. */
  revision: z.int(),
  audience: OpenTermsAudience,
  /** Whom the organizer invited; empty for every other reader. */
  invited: z.array(PartyCard),
  ...termsFields,
  updatedAt: z.string(),
});
export type OpenTerms = z.infer<typeof OpenTerms>;

/** Null: no terms are set, or none that the reader may take. */
export const OpenTermsResponse = z.strictObject({ terms: OpenTerms.nullable() });

export const TakeOpenTermsRequest = z.strictObject({ eventId: Id, revision: z.int().min(1) });
export type TakeOpenTermsRequest = z.infer<typeof TakeOpenTermsRequest>;

/** The number of deals by status. `proposed` and `sent` are the pending ones, by whose turn it is. */
export const DealCounts = z.strictObject({
  all: z.int(),
  proposed: z.int(),
  sent: z.int(),
  byStatus: z.record(DealStatus, z.int()),
});
export type DealCounts = z.infer<typeof DealCounts>;

/** What a distributor or the organizer copies to where their public is. */
export const WidgetKit = z.strictObject({
  widgetId: Id,
  eventId: Id,
  dealId: Id.nullable(),
  /** Of the event, and the language of the words in the HTML. */
  title: z.string(),
  language: Locale,
  url: z.string(),
  embedHtml: z.string(),
  iframeHtml: z.string(),
  qrSvgUrl: z.string(),
});
export type WidgetKit = z.infer<typeof WidgetKit>;
