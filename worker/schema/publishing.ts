// What the events' objects must be told. A row stands from the change in D1 until the object has said yes.

import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const publications = sqliteTable(
  'publications',
  {
    /** `evt_…` for the event itself, `wgt_…` for a channel of it, `door:evt_…` for its gate. */
    subjectId: text('subject_id').primaryKey(),
    eventId: text('event_id').notNull(),
    kind: text({ enum: ['event', 'channel', 'door'] }).notNull(),
    /** Set while the object may not have it; the moment it was asked for, so that a later ask is not lost. */
    pendingSince: integer('pending_since'),
    /** Told apart from a later ask by this number. */
    requests: integer('asked').notNull(),
    attempts: integer().notNull().default(0),
  },
  (table) => [index('publications_pending').on(table.pendingSince).where(sql`${table.pendingSince} is not null`)],
);
