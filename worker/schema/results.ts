// How often widgets were shown and tickets put aside in them, as buyers' browsers reported it.

import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { surfaces } from '#core/order-source.ts';

/** Counted by hours, so that every time zone finds its days in them (those of half an hour with half an hour's error). */
export const widgetTraffic = sqliteTable(
  'widget_traffic',
  {
    widgetId: text('widget_id').notNull(),
    /** When the hour began. */
    at: integer().notNull(),
    surface: text({ enum: surfaces }).notNull(),
    subId: text('sub_id').notNull(),
    views: integer().notNull(),
    holds: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.widgetId, table.at, table.surface, table.subId] })],
);
