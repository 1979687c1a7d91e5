// The catalogue: events and their ticket types. The events' objects hold the published part, by revision.

import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { EventTranslations, TicketType } from '#core/contracts/events.ts';
import type { EventQuestion } from '#core/contracts/questions.ts';
import type { StoredCover } from '#core/event-cover.ts';
import type { PromoTerms } from '#core/promo.ts';
import { parties } from './accounts.ts';

export const events = sqliteTable(
  'events',
  {
    id: text().primaryKey(),
    organizerId: text('organizer_id')
      .notNull()
      .references(() => parties.id),
    status: text({ enum: ['draft', 'published', 'cancelled'] }).notNull(),
    /** Counts changes of the event itself; `If-Match` names it. */
    revision: integer().notNull(),
    /** Counts everything sent to the event's object, its ticket types too; never goes back. */
    pushRevision: integer('push_revision').notNull(),
    title: text().notNull(),
    description: text().notNull(),
    startsAt: integer('starts_at').notNull(),
    endsAt: integer('ends_at').notNull(),
    timeZone: text('time_zone').notNull(),
    venueName: text('venue_name').notNull(),
    venueAddress: text('venue_address').notNull(),
    city: text().notNull(),
    cityKey: text('city_key').notNull(),
    currency: text().notNull(),
    language: text({ enum: ['ru', 'en'] }).notNull(),
    translations: text({ mode: 'json' }).$type<EventTranslations>().notNull(),
    holdMinutes: integer('hold_minutes').notNull(),
    ageRating: text('age_rating', { enum: ['0+', '6+', '12+', '16+', '18+'] }),
    tags: text({ mode: 'json' }).$type<string[]>().notNull().default([]),
    /** Stems and facets people search by (see search-words.ts); what an older version made is made again by the cron. */
    searchText: text('search_text').notNull(),
    searchVersion: integer('search_version').notNull().default(0),
    /** Which version of the snapshot its object was given, or is to be given (see `worker/publishing/catch-up.ts`). */
    snapshotVersion: integer('snapshot_version').notNull().default(0),
    programme: text().notNull().default(''),
    legalDetails: text('legal_details').notNull().default(''),
    coverAlt: text('cover_alt').notNull().default(''),
    /** Its files lie in R2, by the event's id and this one's (see covers.ts). */
    cover: text({ mode: 'json' }).$type<StoredCover>(),
    /** How often its time was moved while on sale: each time its buyers are told. */
    postponements: integer().notNull().default(0),
    /** Who may offer a deal on it. */
    offers: text({ enum: ['anyone', 'invited', 'nobody'] })
      .notNull()
      .default('anyone'),
    questions: text({ mode: 'json' }).$type<EventQuestion[]>().notNull().default([]),
    /** The organizer's own channel, made at each publish of a draft. */
    widgetId: text('widget_id'),
    /** When its reconciliation was last handed to the queue (`worker/reconciliation`); after its last, a moment that never comes. */
    reconciledAt: integer('reconciled_at').notNull().default(0),
    createdAt: integer('created_at').notNull(),
    publishedAt: integer('published_at'),
    cancelledAt: integer('cancelled_at'),
  },
  (table) => [
    index('events_to_come').on(table.status, table.startsAt, table.id),
    index('events_by_city').on(table.status, table.cityKey, table.startsAt, table.id),
    index('events_by_organizer').on(table.organizerId, table.startsAt, table.id),
    index('events_by_reconciliation').on(table.reconciledAt).where(sql`status in ('published', 'cancelled')`),
    index('events_by_search_version').on(table.searchVersion, table.status),
    index('events_by_snapshot_version').on(table.snapshotVersion).where(sql`status = 'published'`),
    check('events_dates', sql`${table.endsAt} > ${table.startsAt}`),
  ],
);

/**
 * Published events that are not over, in the order people see them: `key` rises with the start, so that the full-text
 * index, whose rows are named by it, answers in that order and stops at the end of a page (docs/decisions/0090).
 */
export const listedEvents = sqliteTable(
  'listed_events',
  {
    key: integer().primaryKey(),
    eventId: text('event_id')
      .notNull()
      .unique()
      .references(() => events.id, { onDelete: 'cascade' }),
    organizerId: text('organizer_id').notNull(),
    cityKey: text('city_key').notNull(),
    startsAt: integer('starts_at').notNull(),
    endsAt: integer('ends_at').notNull(),
    currency: text().notNull(),
    /** The cheapest ticket; null while there is none. */
    priceFrom: integer('price_from'),
  },
  (table) => [
    index('listed_events_by_city').on(table.cityKey, table.key),
    index('listed_events_by_organizer').on(table.organizerId, table.key),
    index('listed_events_by_end').on(table.endsAt),
  ],
);

export const ticketTypes = sqliteTable(
  'ticket_types',
  {
    id: text().primaryKey(),
    eventId: text('event_id')
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    description: text().notNull().default(''),
    translations: text({ mode: 'json' }).$type<TicketType['translations']>().notNull(),
    priceMinor: integer('price_minor').notNull(),
    capacity: integer().notNull(),
    salesFrom: integer('sales_from'),
    salesTo: integer('sales_to'),
    minPerOrder: integer('min_per_order').notNull(),
    maxPerOrder: integer('max_per_order').notNull(),
    /** What one e-mail address may have of it over all its orders; null is without a bound. */
    maxPerContact: integer('max_per_contact'),
    /** Not shown to buyers and not sold to them; the organizer issues it by hand. */
    hidden: integer({ mode: 'boolean' }).notNull().default(false),
    /** Lower ones come first; equal ones in the order they were added. */
    position: integer().notNull().default(0),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    index('ticket_types_by_event').on(table.eventId, table.createdAt, table.id),
    check('ticket_types_price', sql`${table.priceMinor} >= 0 and ${table.capacity} >= 0`),
  ],
);

export const promoCodes = sqliteTable(
  'promo_codes',
  {
    id: text().primaryKey(),
    eventId: text('event_id')
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
    /** As the organizer writes it; `codeKey` is how codes are compared (`promoKey`). */
    code: text().notNull(),
    codeKey: text('code_key').notNull(),
    discount: text({ mode: 'json' }).$type<PromoTerms['discount']>().notNull(),
    maxUses: integer('max_uses'),
    maxTickets: integer('max_tickets'),
    refundRestoresUse: integer('refund_restores_use', { mode: 'boolean' }).notNull().default(true),
    validFrom: integer('valid_from'),
    validTo: integer('valid_to'),
    ticketTypeIds: text('ticket_type_ids', { mode: 'json' }).$type<string[]>(),
    createdAt: integer('created_at').notNull(),
    /** The row stays: its uses count on when the code comes back. */
    retiredAt: integer('retired_at'),
  },
  (table) => [uniqueIndex('promo_codes_by_event').on(table.eventId, table.codeKey)],
);
