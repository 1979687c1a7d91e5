// Deals and their versions. A version never changes; the deal's row says which one stands and how it was decided.

import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { DealTerms } from '#core/contracts/deals.ts';
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
