// Deals and their versions. A version never changes; the deal's row says which one stands and how it was decided.

import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { DealTerms, NoticeKind } from '#core/contracts/deals.ts';
import { events } from '../catalog/schema.ts';
import { parties } from '../people/schema.ts';

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
    /** The standing version, who wrote it, until when it can be accepted. */
    version: integer().notNull(),
    author: text({ enum: ['organizer', 'distributor'] }).notNull(),
    validUntil: integer('valid_until'),
    /** Made when the deal is accepted; a channel that was closed is never opened again. */
    widgetId: text('widget_id'),
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
export const notices = sqliteTable(
  'notices',
  {
    id: text().primaryKey(),
    partyId: text('party_id')
      .notNull()
      .references(() => parties.id),
    dealId: text('deal_id')
      .notNull()
      .references(() => deals.id, { onDelete: 'cascade' }),
    kind: text().$type<NoticeKind>().notNull(),
    at: integer().notNull(),
    readAt: integer('read_at'),
    mailedAt: integer('mailed_at'),
  },
  (table) => [
    index('notices_by_party').on(table.partyId, table.at, table.id),
    index('notices_to_mail').on(table.at).where(sql`${table.mailedAt} is null`),
  ],
);

/** What a distributor says of himself, for organizers who look for one. */
export const distributorProfiles = sqliteTable('distributor_profiles', {
  partyId: text('party_id')
    .primaryKey()
    .references(() => parties.id),
  about: text().notNull(),
  audience: text().notNull(),
  sites: text({ mode: 'json' }).$type<string[]>().notNull(),
});
