// Reports of reconciliation, so that people see differences on a screen and not only in a log.

import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Verdict } from '#core/contracts/reconciliation.ts';

export const reconciliations = sqliteTable(
  'reconciliations',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    eventId: text('event_id').notNull(),
    at: integer().notNull(),
    /** When the same was found again with nothing new to say: an event at rest makes no new row each hour. */
    checkedAt: integer('checked_at').notNull(),
    /** The object's last message at that moment. */
    seq: integer().notNull(),
    verdict: text().$type<Verdict>().notNull(),
    report: text().notNull(),
    /** Where the walk through the orders goes on next time; null: it came to the end. */
    nextOrderId: text('next_order_id'),
  },
  (table) => [index('reconciliations_by_event').on(table.eventId, table.id)],
);
