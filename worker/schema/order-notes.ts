// What organizers write beside an order for themselves. Nothing that a buyer reads takes it from here.

import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const orderNotes = sqliteTable('order_notes', {
  orderId: text('order_id').primaryKey(),
  eventId: text('event_id').notNull(),
  text: text().notNull(),
  revision: integer().notNull(),
  changedAt: integer('changed_at').notNull(),
  changedBy: text('changed_by').notNull(),
  changedByRole: text('changed_by_role', { enum: ['organizer', 'admin'] }).notNull(),
});
