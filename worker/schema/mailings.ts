// Letters of an organizer to the buyers of an event, and how far each has come. A recipient is an order and no address, so no
// personal data is here.

import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { MailingAudience, MailingFailure } from '#core/contracts/mailings.ts';

export const mailings = sqliteTable(
  'mailings',
  {
    id: text().primaryKey(),
    eventId: text('event_id').notNull(),
    organizerId: text('organizer_id').notNull(),
    userId: text('user_id').notNull(),
    /** Of the request that started it: the same one starts it once. */
    idempotencyKey: text('idempotency_key').notNull(),
    audience: text({ mode: 'json' }).$type<MailingAudience>().notNull(),
    subject: text().notNull(),
    body: text().notNull(),
    status: text({ enum: ['running', 'done', 'cancelled'] }).notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    index('mailings_by_event').on(table.eventId, table.createdAt, table.id),
    uniqueIndex('mailings_by_key').on(table.eventId, table.idempotencyKey),
    index('mailings_running').on(table.createdAt).where(sql`${table.status} = 'running'`),
  ],
);

export type MailingRow = typeof mailings.$inferSelect;

export const mailingRecipients = sqliteTable(
  'mailing_recipients',
  {
    mailingId: text('mailing_id').notNull(),
    /** The buyer's newest order with a valid ticket. */
    orderId: text('order_id').notNull(),
    state: text({ enum: ['waiting', 'sent', 'failed', 'left-out'] }).notNull(),
    /** Of a failed one. */
    reason: text().$type<MailingFailure>(),
    attempts: integer().notNull(),
    /** While it waits: not before this. A run that takes it puts this off, so no other run takes it too. */
    nextAt: integer('next_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.mailingId, table.orderId] }),
    index('mailing_recipients_waiting').on(table.mailingId, table.nextAt).where(sql`${table.state} = 'waiting'`),
  ],
);
