// The tables of one event's sales object. No table has an event id: the object is the event.
// Column names are the keys here, so that a row read by raw SQL on the hot path has exactly the inferred type.

import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** One row. `seq` counts facts, `sweep` is how far a cancelling has come. */
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

/** Counters are aggregates written once a group of commands, so that a start never reads all orders. */
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
  /** Tickets ever sold, refunded ones included: commission steps count by it. */
  sold_ever: integer().notNull(),
});

/** Every version of terms something was held under: an order is settled by the terms of its hold. */
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
    /** `refunded`: it was sold, and its order has given the use of the promo code back. */
    status: text({ enum: ['placed', 'ordered', 'sold', 'refunded', 'released', 'expired'] }).notNull(),
    lines: text().notNull(),
    currency: text().notNull(),
    total_minor: integer().notNull(),
    promo_code: text(),
    placed_at: integer().notNull(),
    /** What the buyer was told. */
    expires_at: integer().notNull(),
    /** When it really ends: later, while the provider is asked about an open payment. */
    ends_at: integer().notNull(),
    asked: integer().notNull(),
    order_id: text(),
    /** Keyed hashes of the networks it came from, narrowest first, with a space between; null: from before they were kept. */
    network: text(),
    /** The key its answer is kept under, so that both are forgotten together. */
    idempotency_key: text(),
  },
  (table) => [
    index('holds_by_end').on(table.ends_at).where(sql`status in ('placed', 'ordered')`),
    index('holds_lapsed').on(table.ends_at).where(sql`status = 'expired'`),
  ],
);

/** Promo codes a network tried that there are not. `network` is a keyed hash. */
export const wrong_codes = sqliteTable('wrong_codes', {
  network: text().primaryKey(),
  wrong: integer().notNull(),
  at: integer().notNull(),
});

/** Free orders that got their tickets at once. `subject` is a keyed hash of a contact or a network, `at` its rate limit's moment. */
export const free_orders = sqliteTable('free_orders', {
  subject: text().primaryKey(),
  at: integer().notNull(),
});

/** A proof pays for one hold; its row is kept until it could not be used any more. */
export const spent_proofs = sqliteTable('spent_proofs', {
  proof_id: text().primaryKey(),
  expires_at: integer().notNull(),
});

export const orders = sqliteTable('orders', {
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
  /** The payment attempt the buyer is at, from 1. */
  attempt: integer().notNull(),
  provider: text(),
  payment_id: text(),
  mailing: integer().notNull(),
  mailed_at: integer(),
});

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
    /** 1 for a void ticket whose holder is in: its place stays sold. */
    keeps_place: integer().notNull().default(0),
  },
  (table) => [index('tickets_by_order').on(table.order_id)],
);

/** `late`: money for an order that can't be had any more; `duplicate`: a second payment. Neither was ever a sale. */
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
    /** Who asked and how, while the status is `voiding`: a JSON `AskedRefund` (`refund-at-gate.ts`). */
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

/** Tickets a contact holds or has, of types that bound it. `contact` is a keyed hash of the address. */
export const contacts = sqliteTable(
  'contacts',
  { contact: text().notNull(), ticket_type_id: text().notNull(), taken: integer().notNull() },
  (table) => [
    primaryKey({ columns: [table.contact, table.ticket_type_id] }),
    check('taken_is_whole', sql`${table.taken} >= 0`),
  ],
);

/** What was answered to an idempotency key, written with the effect. */
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

/** A row leaves when the consumer says `done` for its `seq`; a newer fact of the same job takes its place. */
export const outbox = sqliteTable(
  'outbox',
  {
    job_id: text().primaryKey(),
    seq: integer().notNull(),
    body: text().notNull(),
    sends: integer().notNull(),
    due_at: integer().notNull(),
    /** `facts` or `letters`: each has a queue and a window of its own (`outbox.ts`). */
    lane: text().notNull().default('facts'),
    /** Since when there is something to tell; a newer fact of the same job keeps it. */
    made_at: integer().notNull().default(0),
  },
  (table) => [index('outbox_by_due').on(table.lane, table.sends, table.due_at)],
);
