// Refunds a provider would not make, so that their organizers are told. The event's object knows which of them still
// stand; a row here is what a letter is owed for.

import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const failedRefunds = sqliteTable(
  'failed_refunds',
  {
    refundId: text('refund_id').primaryKey(),
    eventId: text('event_id').notNull(),
    failedAt: integer('failed_at').notNull(),
    mailedAt: integer('mailed_at'),
    /** Seen to be asked for again. */
    settledAt: integer('settled_at'),
  },
  (table) => [
    index('failed_refunds_standing').on(table.eventId).where(sql`${table.settledAt} is null`),
    index('failed_refunds_to_mail').on(table.failedAt).where(sql`${table.mailedAt} is null`),
  ],
);
