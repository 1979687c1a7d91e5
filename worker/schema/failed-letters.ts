// Letters to buyers that never reached them, so that their organizers are told. Ids alone: the address is in the order.

import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { BuyerLetter } from '../../durable-objects/event-sales/outbox/messages.ts';

export const failedLetters = sqliteTable(
  'failed_letters',
  {
    orderId: text('order_id').notNull(),
    letter: text().$type<BuyerLetter>().notNull(),
    eventId: text('event_id').notNull(),
    /** `refused`: the address will never take it. `given-up`: no sender took it for three days. */
    reason: text({ enum: ['refused', 'given-up'] }).notNull(),
    failedAt: integer('failed_at').notNull(),
    /** When the organizer was told of it. */
    mailedAt: integer('mailed_at'),
    /** Sent again, or put aside by the organizer. */
    settledAt: integer('settled_at'),
  },
  (table) => [
    primaryKey({ columns: [table.orderId, table.letter] }),
    index('failed_letters_unsettled').on(table.eventId, table.failedAt).where(sql`${table.settledAt} is null`),
    index('failed_letters_to_mail').on(table.failedAt).where(sql`${table.mailedAt} is null`),
  ],
);
