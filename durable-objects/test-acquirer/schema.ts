// The tables of the test acquirer: payments, refunds, and webhooks that the merchant has not accepted yet (`notices`).

import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const payments = sqliteTable(
  'payments',
  {
    paymentId: text('payment_id').primaryKey(),
    /** The merchant's idempotency key: a repeat returns the same payment. */
    key: text('key').notNull().unique(),
    /** The merchant's name of the payment: the order's id. */
    reference: text('reference').notNull(),
    amountMinor: integer('amount_minor').notNull(),
    currency: text('currency').notNull(),
    status: text('status', { enum: ['open', 'processing', 'succeeded', 'failed', 'cancelled'] }).notNull(),
    refundedMinor: integer('refunded_minor').notNull().default(0),
    card: text('card'),
    seller: text('seller').notNull(),
    title: text('title').notNull(),
    locale: text('locale', { enum: ['ru', 'en'] }).notNull(),
    returnUrl: text('return_url').notNull(),
    expiresAt: integer('expires_at').notNull(),
    createdAt: integer('created_at').notNull(),
    /** When a payment in `processing` is decided; null when it is decided. */
    decideAt: integer('decide_at'),
  },
  (table) => [
    index('payments_by_decision').on(table.decideAt),
    check('payment_amount', sql`${table.amountMinor} > 0`),
    check('payment_refunded', sql`${table.refundedMinor} between 0 and ${table.amountMinor}`),
  ],
);

export const refunds = sqliteTable('refunds', {
  key: text('key').primaryKey(),
  paymentId: text('payment_id').notNull(),
  amountMinor: integer('amount_minor').notNull(),
  status: text('status', { enum: ['pending', 'succeeded'] }).notNull(),
  createdAt: integer('created_at').notNull(),
  decideAt: integer('decide_at'),
});

export const webhooks = sqliteTable(
  'notices',
  {
    n: integer('n').primaryKey({ autoIncrement: true }),
    /** Not unique: the repeated card sends the same event twice. */
    eventId: text('event_id').notNull(),
    body: text('body').notNull(),
    dueAt: integer('due_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
  },
  (table) => [index('notices_by_due').on(table.dueAt)],
);
