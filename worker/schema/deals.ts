// Deals and their versions. A version never changes; the deal's row says which one stands and how it was decided.

import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { DealTerms, NotificationKind, OpenTermsAudience } from '#core/contracts/deals.ts';
import { parties } from './accounts.ts';
import { events } from './catalog.ts';

export const deals = sqliteTable(
  'deals',
  {
    id: text().primaryKey(),
    eventId: text('event_id')
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
    organizerId: text('organizer_id')
      .notNull()
      .references(() => parties.id),
    distributorId: text('distributor_id')
      .notNull()
      .references(() => parties.id),
    status: text({ enum: ['PENDING', 'ACCEPTED', 'REJECTED', 'WITHDRAWN', 'TERMINATED', 'EXPIRED'] }).notNull(),
    /** The current version, who wrote it, until when it can be accepted. */
    version: integer().notNull(),
    author: text({ enum: ['organizer', 'distributor'] }).notNull(),
    validUntil: integer('valid_until'),
    /** Made when the deal is accepted; a channel that was closed is never opened again. */
    widgetId: text('widget_id'),
    /** Which revision of the event's open terms it was taken from; null for a negotiated one. */
    openTermsRevision: integer('standing_revision'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    decidedAt: integer('decided_at'),
  },
  (table) => [
    uniqueIndex('deals_one_standing')
      .on(table.eventId, table.distributorId)
      .where(sql`${table.status} in ('PENDING', 'ACCEPTED')`),
    index('deals_by_organizer').on(table.organizerId, table.updatedAt, table.id),
    index('deals_by_distributor').on(table.distributorId, table.updatedAt, table.id),
    index('deals_by_widget').on(table.widgetId),
    index('deals_to_expire').on(table.validUntil).where(sql`${table.status} = 'PENDING'`),
  ],
);

export const dealVersions = sqliteTable(
  'deal_versions',
  {
    dealId: text('deal_id')
      .notNull()
      .references(() => deals.id, { onDelete: 'cascade' }),
    version: integer().notNull(),
    author: text({ enum: ['organizer', 'distributor'] }).notNull(),
    terms: text({ mode: 'json' }).$type<DealTerms>().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.dealId, table.version] })],
);

/** What the two write to each other beside the versions. Nothing here is a term of the deal. */
export const dealMessages = sqliteTable(
  'deal_messages',
  {
    id: text().primaryKey(),
    dealId: text('deal_id')
      .notNull()
      .references(() => deals.id, { onDelete: 'cascade' }),
    author: text({ enum: ['organizer', 'distributor'] }).notNull(),
    body: text().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [index('deal_messages_by_deal').on(table.dealId, table.createdAt, table.id)],
);

/** What a party is told of its deals: in the dashboard at once, and by mail when `mailed_at` is set. */
export const notifications = sqliteTable(
  'notices',
  {
    id: text().primaryKey(),
    partyId: text('party_id')
      .notNull()
      .references(() => parties.id),
    /** Null for an invitation to an event's open terms: there is no deal yet. */
    dealId: text('deal_id').references(() => deals.id, { onDelete: 'cascade' }),
    eventId: text('event_id')
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
    kind: text().$type<NotificationKind>().notNull(),
    at: integer().notNull(),
    readAt: integer('read_at'),
    /** The letter that tells it, and when that letter was begun: the party's next one waits for its quiet period. */
    letterId: text('letter_id'),
    letterAt: integer('letter_at'),
    mailedAt: integer('mailed_at'),
  },
  (table) => [
    index('notices_by_party').on(table.partyId, table.at, table.id),
    index('notices_by_letter_time').on(table.partyId, table.letterAt),
    index('notices_to_mail').on(table.at).where(sql`${table.mailedAt} is null`),
  ],
);

/** What a distributor says of themselves, for organizers who look for one. */
export const distributorProfiles = sqliteTable('distributor_profiles', {
  partyId: text('party_id')
    .primaryKey()
    .references(() => parties.id),
  about: text().notNull(),
  audience: text().notNull(),
  sites: text({ mode: 'json' }).$type<string[]>().notNull(),
  showResults: integer('show_results', { mode: 'boolean' }).notNull().default(false),
});

/** Terms a distributor takes at once. The row stays when they are closed to all: its revision must never come again. */
export const openTerms = sqliteTable('standing_terms', {
  eventId: text('event_id')
    .primaryKey()
    .references(() => events.id, { onDelete: 'cascade' }),
  revision: integer().notNull(),
  audience: text().$type<OpenTermsAudience>().notNull(),
  terms: text({ mode: 'json' }).$type<DealTerms>().notNull(),
  /** Until when they can be taken. */
  validUntil: integer('valid_until'),
  updatedAt: integer('updated_at').notNull(),
});

/** Whom the organizer has invited to an event by name. */
export const invitations = sqliteTable(
  'invitations',
  {
    eventId: text('event_id')
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
    distributorId: text('distributor_id')
      .notNull()
      .references(() => parties.id),
    createdAt: integer('created_at').notNull(),
    /** Null until there are terms to be told of, on an event that can be seen. */
    toldAt: integer('told_at'),
  },
  (table) => [
    primaryKey({ columns: [table.eventId, table.distributorId] }),
    index('invitations_to_tell').on(table.eventId).where(sql`${table.toldAt} is null`),
  ],
);

/** What distributors are found by: a row of the full-text index `distributor_words` is named by `key`. */
export const listedDistributors = sqliteTable(
  'listed_distributors',
  {
    key: integer().primaryKey(),
    partyId: text('party_id')
      .notNull()
      .unique()
      .references(() => parties.id),
    /** The name its words were made of, and by which version of the words: another one is made again by the cron. */
    nameKey: text('name_key').notNull(),
    version: integer().notNull(),
    /** The lower end of the band, in basis points; null while too few deals of too few organizers stand behind it. */
    usualCommissionFrom: integer('usual_commission_from'),
    usualCommissionMadeAt: integer('usual_commission_made_at').notNull().default(0),
  },
  (table) => [index('listed_distributors_by_figures').on(table.usualCommissionMadeAt)],
);
