// Work that outlives its request: who asked for it, how far it is, and the file it made. The row is the truth; the
// message in the queue only wakes it.

import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { ExportRequest } from '#core/contracts/exports.ts';

/** By kind, what was asked for. */
export type JobRequest = { kind: 'orders-export'; eventId: string } & ExportRequest;

export const backgroundJobs = sqliteTable(
  'background_jobs',
  {
    id: text().primaryKey(),
    /** Who started it, and alone may read it and its file. */
    userId: text('user_id').notNull(),
    request: text({ mode: 'json' }).$type<JobRequest>().notNull(),
    status: text({ enum: ['running', 'done', 'failed'] }).notNull(),
    done: integer().notNull(),
    total: integer().notNull(),
    /** How often it was begun. */
    attempts: integer().notNull(),
    createdAt: integer('created_at').notNull(),
    /** A run reports its progress here; one that has been silent for a while has died. */
    touchedAt: integer('touched_at').notNull(),
  },
  (table) => [
    index('background_jobs_running').on(table.touchedAt).where(sql`${table.status} = 'running'`),
    index('background_jobs_by_user').on(table.userId, table.createdAt),
    index('background_jobs_by_age').on(table.createdAt),
  ],
);
