// The tables of one event's sales object. No table has an event id, because each event has an object of its own. The
// keys here are the column names, so that a row read by raw SQL has exactly the inferred type. Names are stored, so
// some are older than the glossary: `sweep` is the wind-up, `answers` are idempotency records, `contacts` is the
// purchase limit, `job_id` names a message.

import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { surfaces } from '#core/order-source.ts';

/** One row. `seq` counts the object's changes; `sweep` is how far a wind-up has come (`engine/wind-up-progress.ts`). */
export const event = sqliteTable('event', {
  id: integer().primaryKey(),
  event_id: text().notNull(),
  revision: integer().notNull(),
  snapshot: text().notNull(),
  order_secret: text().notNull(),
  seq: integer().notNull(),
  sweep: text(),
  trimmed_at: integer().notNull(),
});

export const ticket_keys = sqliteTable('ticket_keys', {
  key_id: integer().primaryKey(),
  public_key: text().notNull(),
  private_jwk: text().notNull(),
});

/** Counters are written once per group of commands, so that a start does not have to count all orders. */
export const ticket_types = sqliteTable(
  'ticket_types',
  {
    ticket_type_id: text().primaryKey(),
    position: integer().notNull(),
    snapshot: text().notNull(),
    retired: integer().notNull(),
    capacity: integer().notNull(),
    held: integer().notNull(),
    sold: integer().notNull(),
  },
  (table) => [
    check(
      'stock_is_whole',
      sql`${table.held} >= 0 and ${table.sold} >= 0 and ${table.held} + ${table.sold} <= ${table.capacity}`,
    ),
  ],
);

/** `snapshot` is null for a channel that was closed before it was ever opened. */
export const channels = sqliteTable('channels', {
  widget_id: text().primaryKey(),
  deal_id: text(),
  revision: integer().notNull(),
  status: text({ enum: ['open', 'closed'] }).notNull(),
  snapshot: text(),
  counts: text().notNull(),
  /** Tickets ever sold, refunded ones too: steps of the commission are counted by it. */
  sold_ever: integer().notNull(),
});

/** Every version of the terms, because an order is settled by the version its hold was placed under. */
export const channel_terms = sqliteTable(
  'channel_terms',
  { widget_id: text().notNull(), version: integer().notNull(), terms: text().notNull() },
  (table) => [primaryKey({ columns: [table.widget_id, table.version] })],
);

export const promos = sqliteTable('promos', {
  code: text().primaryKey(),
  terms: text().notNull(),
  used: integer().notNull(),
  retired: integer().notNull(),
});

export const holds = sqliteTable(
  'holds',
  {
    hold_id: text().primaryKey(),
    widget_id: text().notNull(),
    terms_version: integer().notNull(),
    /** `refunded`: sold and wholly refunded, with the use of its promo code given back. */
    status: text({ enum: ['placed', 'ordered', 'sold', 'refunded', 'released', 'expired'] }).notNull(),
    lines: text().notNull(),
    currency: text().notNull(),
    total_minor: integer().notNull(),
    promo_code: text(),
    placed_at: integer().notNull(),
    /** The end that the buyer was shown. */
    expires_at: integer().notNull(),
    /**
     * The real end. It is later while the provider is asked about an open payment and while a free order waits for its
     * confirmation.
     */
    ends_at: integer().notNull(),
    /** 1 when the provider was asked about its open payment. */
    asked: integer().notNull(),
    order_id: text(),
    /** Keyed hashes of its networks, the narrowest first, separated by spaces; null in holds older than this column. */
    network: text(),
    /** The key of its idempotency record, which is withdrawn when the hold is released. */
    idempotency_key: text(),
  },
  (table) => [
    index('holds_by_end').on(table.ends_at).where(sql`status in ('placed', 'ordered')`),
    index('holds_lapsed').on(table.ends_at).where(sql`status = 'expired'`),
  ],
);

/** How many promo codes a network tried that do not exist. `network` is a keyed hash. */
export const wrong_codes = sqliteTable('wrong_codes', {
  network: text().primaryKey(),
  wrong: integer().notNull(),
  at: integer().notNull(),
});

/**
 * Free orders that got their tickets at once. `subject` is a keyed hash of a contact or a network, `at` its rate
 * limit's moment.
 */
export const free_orders = sqliteTable('free_orders', {
  subject: text().primaryKey(),
  at: integer().notNull(),
});

/** A proof of work pays for one request. Its row is kept until the proof would have expired anyway. */
export const spent_proofs = sqliteTable('spent_proofs', {
  proof_id: text().primaryKey(),
  expires_at: integer().notNull(),
});

export const orders = sqliteTable(
  'orders',
  {
    order_id: text().primaryKey(),
    hold_id: text(),
    widget_id: text(),
    deal_id: text(),
    distributor_id: text(),
    terms_version: integer(),
    status: text({
      enum: ['open', 'awaiting-payment', 'paid', 'paid-late', 'cancelled', 'expired', 'refunded', 'partly-refunded'],
    }).notNull(),
    paid_late: integer().notNull(),
    lines: text().notNull(),
    currency: text().notNull(),
    total_minor: integer().notNull(),
    refunded_minor: integer().notNull(),
    buyer_name: text().notNull(),
    buyer_email: text().notNull(),
    locale: text({ enum: ['ru', 'en'] }).notNull(),
    created_at: integer().notNull(),
    expires_at: integer(),
    paid_at: integer(),
    /** The current payment attempt, counted from 1. */
    attempt: integer().notNull(),
    provider: text(),
    payment_id: text(),
    mailing: integer().notNull(),
    mailed_at: integer(),
    /** What the buyer replied to the organizer's questions: JSON `OrderReplies`; null when nothing. */
    replies: text(),
    /** Where it was made (`core/order-source.ts`): orders made before this column, and by the API, are of `other`. */
    surface: text({ enum: surfaces }).notNull().default('other'),
    sub_id: text().notNull().default(''),
  },
  // For the trigger that keeps two orders of the event from having one number (`core/order-number.ts`).
  (table) => [index('orders_by_number').on(sql`substr(${table.order_id}, -7)`)],
);

export const payments = sqliteTable(
  'payments',
  {
    provider: text().notNull(),
    payment_id: text().notNull(),
    order_id: text().notNull(),
    attempt: integer().notNull(),
    url: text(),
    status: text({ enum: ['pending', 'succeeded', 'failed'] }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.provider, table.payment_id] }),
    index('payments_by_order').on(table.order_id),
  ],
);

export const tickets = sqliteTable(
  'tickets',
  {
    ticket_id: text().primaryKey(),
    number: text().notNull().unique(),
    order_id: text().notNull(),
    ticket_type_id: text().notNull(),
    ticket_type_name: text().notNull(),
    status: text({ enum: ['valid', 'void'] }).notNull(),
    revision: integer().notNull(),
    face_minor: integer().notNull(),
    fee_minor: integer().notNull(),
    commission_bps: integer().notNull(),
    commission_minor: integer().notNull(),
    refund_id: text(),
    /** 1 for a void ticket whose holder was admitted: its place stays sold. */
    keeps_place: integer().notNull().default(0),
    /** Null: the buyer. */
    holder_name: text(),
    /** Replies to questions of each ticket: a JSON list of `Reply`; null when there are none. */
    replies: text(),
  },
  (table) => [index('tickets_by_order').on(table.order_id)],
);

/** Append-only: the names that a ticket had before, for its organizer. */
export const holder_changes = sqliteTable(
  'holder_changes',
  {
    change_id: text().primaryKey(),
    ticket_id: text().notNull(),
    at: integer().notNull(),
    name_before: text().notNull(),
    name_after: text().notNull(),
    /** Empty when none was given. */
    reason: text().notNull(),
  },
  (table) => [index('holder_changes_by_ticket').on(table.ticket_id)],
);

/**
 * `late` returns a payment for an order that could not be had any more, `duplicate` a second payment; neither bought
 * anything.
 */
export const refunds = sqliteTable(
  'refunds',
  {
    refund_id: text().primaryKey(),
    order_id: text().notNull(),
    kind: text({ enum: ['tickets', 'late', 'duplicate'] }).notNull(),
    status: text({ enum: ['voiding', 'requested', 'sent', 'confirmed', 'failed'] }).notNull(),
    amount_minor: integer().notNull(),
    currency: text().notNull(),
    ticket_ids: text().notNull(),
    provider: text(),
    payment_id: text(),
    reason: text().notNull(),
    requested_at: integer().notNull(),
    confirmed_at: integer(),
    /** The request of the refund, while it is `voiding`: a JSON `RefundRequest` (`commands/refund.ts`). */
    asked: text(),
  },
  (table) => [index('refunds_by_order').on(table.order_id)],
);

/** Append-only. */
export const entries = sqliteTable(
  'entries',
  {
    n: integer().primaryKey(),
    entry_id: text().notNull().unique(),
    at: integer().notNull(),
    kind: text({ enum: ['sale', 'refund'] }).notNull(),
    order_id: text().notNull(),
    deal_id: text(),
    distributor_id: text(),
    postings: text().notNull(),
  },
  (table) => [index('entries_by_order').on(table.order_id)],
);

/**
 * How many tickets a contact has taken of each type with a purchase limit. `contact` is a keyed hash of the e-mail
 * address.
 */
export const contacts = sqliteTable(
  'contacts',
  { contact: text().notNull(), ticket_type_id: text().notNull(), taken: integer().notNull() },
  (table) => [
    primaryKey({ columns: [table.contact, table.ticket_type_id] }),
    check('taken_is_whole', sql`${table.taken} >= 0`),
  ],
);

/** Idempotency records: the result of a command, written in the transaction of its effect. */
export const answers = sqliteTable(
  'answers',
  {
    scope: text().notNull(),
    key: text().notNull(),
    fingerprint: text().notNull(),
    answer: text().notNull(),
    /** Null: for the life of the event. */
    keep_until: integer(),
  },
  (table) => [primaryKey({ columns: [table.scope, table.key] })],
);

/** Deleted when the consumer reports `done` for its `seq`. A newer message about the same subject replaces the row. */
export const outbox = sqliteTable(
  'outbox',
  {
    job_id: text().primaryKey(),
    seq: integer().notNull(),
    body: text().notNull(),
    sends: integer().notNull(),
    due_at: integer().notNull(),
    /** `facts` or `letters`: each has a queue and an in-flight window of its own (`outbox/outbox.ts`). */
    lane: text().notNull().default('facts'),
    /** Since when the subject waits; a newer message that replaces the row keeps it. */
    made_at: integer().notNull().default(0),
  },
  (table) => [index('outbox_by_due').on(table.lane, table.sends, table.due_at)],
);
