// Events and their ticket types as the API shows and takes them.

import * as z from 'zod';
import { dayChoices } from '../day-choices.ts';
import {
  Currency,
  Cursor,
  Id,
  Instant,
  Locale,
  line,
  Money,
  maxAmountMinor,
  maxTicketsPerOrder,
  page,
  paragraphs,
  TicketPrice,
  TimeZone,
} from './basics.ts';
import { EventQuestions } from './questions.ts';

export const EventStatus = z.enum(['draft', 'published', 'cancelled']);
export type EventStatus = z.infer<typeof EventStatus>;

export const Venue = z.strictObject({ name: line(1, 200), address: line(0, 300), city: line(1, 100) });
export type Venue = z.infer<typeof Venue>;

const EventText = z.strictObject({
  title: line(1, 200).optional(),
  description: paragraphs(10_000).optional(),
  programme: paragraphs(10_000).optional(),
  legalDetails: paragraphs(1_000).optional(),
  coverAlt: line(1, 300).optional(),
  /** A missing part falls back to the main language by itself. */
  venue: z
    .strictObject({ name: line(1, 200).optional(), address: line(1, 300).optional(), city: line(1, 100).optional() })
    .optional(),
});
/** Texts in the language that `language` is not; a missing field falls back to the main one. */
export const EventTranslations = z.strictObject({ ru: EventText.optional(), en: EventText.optional() });
export type EventTranslations = z.infer<typeof EventTranslations>;

/** The title of an event in the languages that it is translated to, for places that only name the event. */
const TranslatedTitle = z.strictObject({ title: z.string().optional() });
export const TitleTranslations = z.strictObject({ ru: TranslatedTitle.optional(), en: TranslatedTitle.optional() });
export type TitleTranslations = z.infer<typeof TitleTranslations>;

/** How many minutes a hold lives: 10 unless the organizer chooses otherwise. */
const HoldMinutes = z.int().min(2).max(30);

const OffersMode = z.enum(['anyone', 'invited', 'nobody']);

/** Words by which an event is found besides its texts: "jazz", "для детей". */
const Tags = z
  .array(line(1, 40))
  .max(10)
  .refine((tags) => new Set(tags.map((tag) => tag.toLowerCase())).size === tags.length, { error: 'repeated' });

const eventFields = {
  title: line(1, 200),
  description: paragraphs(10_000),
  startsAt: Instant,
  endsAt: Instant,
  timeZone: TimeZone,
  venue: Venue,
  currency: Currency,
  language: Locale,
  translations: EventTranslations,
  holdMinutes: HoldMinutes,
  ageRating: z.enum(['0+', '6+', '12+', '16+', '18+']).nullable(),
  tags: Tags,
  /** What is played, in which order; a safe part of Markdown, as the description. */
  programme: paragraphs(10_000),
  /** The organizer's legal details: name, numbers, address. */
  legalDetails: paragraphs(1_000),
  /** What the cover shows, for those who can't see it. */
  coverAlt: line(0, 300),
  /** Who may offer a deal on it; its organizer always may. */
  offers: OffersMode,
  /** What buyers are asked besides name and e-mail, in this order. */
  questions: EventQuestions,
};

export const AddEventRequest = z
  .strictObject({
    ...eventFields,
    description: eventFields.description.default(''),
    language: Locale.default('ru'),
    translations: EventTranslations.default({}),
    holdMinutes: HoldMinutes.default(10),
    ageRating: eventFields.ageRating.default(null),
    tags: Tags.default([]),
    programme: eventFields.programme.default(''),
    legalDetails: eventFields.legalDetails.default(''),
    coverAlt: eventFields.coverAlt.default(''),
    offers: OffersMode.default('anyone'),
    questions: EventQuestions.default([]),
  })
  .refine((event) => Date.parse(event.endsAt) > Date.parse(event.startsAt), {
    path: ['endsAt'],
    error: 'must be after startsAt',
  });
export type AddEventRequest = z.infer<typeof AddEventRequest>;

export const UpdateEventRequest = z.strictObject(eventFields).partial();
export type UpdateEventRequest = z.infer<typeof UpdateEventRequest>;

const CoverFile = z.strictObject({
  /** A path under this origin. A new cover has new paths, so browsers may cache each for good. */
  url: z.string(),
  type: z.enum(['image/jpeg', 'image/png', 'image/webp']),
  width: z.int(),
  height: z.int(),
});
export type CoverFile = z.infer<typeof CoverFile>;

export const EventCover = z.strictObject({
  ...CoverFile.shape,
  /** The same picture in lower widths, narrowest first. */
  smaller: z.array(CoverFile),
  /** 1200 × 630, as messengers and social networks show a link. */
  social: CoverFile.nullable(),
});
export type EventCover = z.infer<typeof EventCover>;

/** The files of a cover in one format: each has its own width, except the original. */
export const coverParts = { picture: null, small: 480, medium: 960, social: 1_200 } as const;
export type CoverPart = keyof typeof coverParts;
export const socialHeight = 630;

export const TicketedEvent = z.strictObject({
  id: Id,
  organizerId: Id,
  organizerName: z.string(),
  status: EventStatus,
  /** Counts every change; send it back in `If-Match` (as `"3"`) to change this very revision. */
  revision: z.int(),
  ...eventFields,
  startsAt: z.string(),
  endsAt: z.string(),
  timeZone: z.string(),
  createdAt: z.string(),
  publishedAt: z.string().nullable(),
  cancelledAt: z.string().nullable(),
  /** How often its time was moved while it was on sale. */
  postponements: z.int(),
  /** The cheapest ticket on offer; null while there is none. */
  priceFrom: Money.nullable(),
  cover: EventCover.nullable(),
});
export type TicketedEvent = z.infer<typeof TicketedEvent>;

export const EventPage = page(TicketedEvent);

const times = { startsAt: Instant, endsAt: Instant };
export const PostponeEventRequest = z.strictObject(times);
export type PostponeEventRequest = z.infer<typeof PostponeEventRequest>;

/** When the copy starts. All its other times move with it, by the local clock. */
export const DuplicateEventRequest = z.strictObject({ startsAt: Instant });
export type DuplicateEventRequest = z.infer<typeof DuplicateEventRequest>;

export const listFields = {
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
};
const QueryAmount = z.coerce.number().int().min(0).max(maxAmountMinor);
export const EventQuery = z
  .strictObject({
    /** Words in any form, Russian or English. An event must have each of them. */
    q: z.string().max(200).optional(),
    city: z.string().max(100).optional(),
    tag: z.string().max(40).optional(),
    from: Instant.optional(),
    to: Instant.optional(),
    /** Events that go on today, or at the weekend, by the clock of each event's own place. */
    days: z.enum(dayChoices).optional(),
    /** Whose cheapest ticket costs nothing. */
    free: z.literal('yes').optional(),
    organizerId: Id.optional(),
    /** Bounds of the cheapest ticket, in minor units of `currency`. */
    priceMin: QueryAmount.optional(),
    priceMax: QueryAmount.optional(),
    currency: Currency.optional(),
    ...listFields,
  })
  .refine((query) => (query.priceMin === undefined && query.priceMax === undefined) || query.currency !== undefined, {
    path: ['currency'],
    error: 'required',
  });
export const PastEventQuery = z.strictObject({ organizerId: Id.optional(), ...listFields });

/** A missing text falls back to the main language by itself. */
const TicketTypeText = z.strictObject({ name: line(1, 120).optional(), description: paragraphs(500).optional() });
export const TicketTypeTranslations = z.strictObject({ ru: TicketTypeText.optional(), en: TicketTypeText.optional() });

/** Fields that have one form on the wire, in D1 and in the published snapshot: a new one of them is listed once, here. */
const sharedTicketTypeFields = {
  name: line(1, 120),
  /** What the buyer gets with the ticket, in plain words. */
  description: paragraphs(500),
  translations: TicketTypeTranslations,
  minPerOrder: z.int().min(1).max(maxTicketsPerOrder),
  maxPerOrder: z.int().min(1).max(maxTicketsPerOrder),
  /** The purchase limit: how many tickets one e-mail address may have over all its orders; null is without a limit. */
  maxPerContact: z.int().min(1).max(1_000).nullable(),
  /** Neither shown nor sold to buyers; the organizer issues such tickets by hand. */
  hidden: z.boolean(),
  /** Lower positions come first; equal ones in the order in which they were added. */
  position: z.int().min(0).max(1_000),
};
export type SharedTicketTypeFields = z.infer<z.ZodObject<typeof sharedTicketTypeFields>>;

/** Takes these fields and no others from a row, so that a column that nobody may read is not copied. */
export function sharedTicketTypeFieldsOf(type: SharedTicketTypeFields): SharedTicketTypeFields {
  const { name, description, translations, minPerOrder, maxPerOrder, maxPerContact, hidden, position } = type;
  return { name, description, translations, minPerOrder, maxPerOrder, maxPerContact, hidden, position };
}

const ticketTypeFields = {
  ...sharedTicketTypeFields,
  price: Money,
  capacity: z.int().min(0).max(1_000_000),
  salesFrom: Instant.nullable(),
  salesTo: Instant.nullable(),
};

export const AddTicketTypeRequest = z
  .strictObject({
    ...ticketTypeFields,
    description: sharedTicketTypeFields.description.default(''),
    price: TicketPrice,
    translations: TicketTypeTranslations.default({}),
    salesFrom: Instant.nullable().default(null),
    salesTo: Instant.nullable().default(null),
    minPerOrder: ticketTypeFields.minPerOrder.default(1),
    maxPerOrder: ticketTypeFields.maxPerOrder.default(10),
    maxPerContact: ticketTypeFields.maxPerContact.default(null),
    hidden: ticketTypeFields.hidden.default(false),
    position: ticketTypeFields.position.default(0),
  })
  .refine((type) => type.maxPerOrder >= type.minPerOrder, { path: ['maxPerOrder'], error: 'below minPerOrder' })
  .refine(
    (type) => type.salesFrom === null || type.salesTo === null || Date.parse(type.salesTo) > Date.parse(type.salesFrom),
    { path: ['salesTo'], error: 'must be after salesFrom' },
  );
export type AddTicketTypeRequest = z.infer<typeof AddTicketTypeRequest>;

export const UpdateTicketTypeRequest = z.strictObject({ ...ticketTypeFields, price: TicketPrice }).partial();
export type UpdateTicketTypeRequest = z.infer<typeof UpdateTicketTypeRequest>;

/**
 * Why a ticket type can or can't be bought now. `held`: enough of them sit in other buyers' holds, try again soon.
 * `sold-out`: none are left, or fewer than an order takes at least.
 */
export const Availability = z.enum(['available', 'held', 'sold-out', 'not-yet', 'ended', 'closed']);
export type Availability = z.infer<typeof Availability>;

export const TicketType = z.strictObject({
  id: Id,
  eventId: Id,
  ...ticketTypeFields,
  salesFrom: z.string().nullable(),
  salesTo: z.string().nullable(),
  /**
   * How many can be held now through the organizer's own channel. Everybody but the organizer and admins reads at most
   * `maxPerOrder`, and 0 when there are fewer than `minPerOrder`: the exact number would tell what was sold and what other
   * deals were promised.
   */
  available: z.int(),
  availability: Availability,
  /** Null to everybody but the organizer and admins, as `sold` and `held` are. */
  capacity: ticketTypeFields.capacity.nullable(),
  sold: z.int().nullable(),
  held: z.int().nullable(),
  /** Free tickets that nobody can buy, because an order takes at least `minPerOrder`; null to others. */
  unsellable: z.int().nullable(),
});
export type TicketType = z.infer<typeof TicketType>;

export const TicketTypeList = z.strictObject({ items: z.array(TicketType), next: Cursor.nullable() });
