// Links for the people at the gates. The event's gate holds what must be known at the door; this is the organizer's list.

import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const doorLinks = sqliteTable(
  'door_links',
  {
    id: text().primaryKey(),
    eventId: text('event_id').notNull(),
    gate: text().notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    revokedAt: integer('revoked_at'),
  },
  (table) => [index('door_links_by_event').on(table.eventId, table.createdAt, table.id)],
);
