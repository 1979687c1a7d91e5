// What D1 knows of sales: a copy made from the events' objects for lists and reports, never the truth.

import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Reply } from '#core/contracts/questions.ts';
import type { OrderStatus } from '#core/contracts/sales.ts';
import { surfaces } from '#core/order-source.ts';

export const orders = sqliteTable(
  'orders',
  {
    id: text().primaryKey(),
    eventId: text('event_id').notNull(),
    /** The number of the message this row was made from; an older one changes nothing. */
    seq: integer().notNull(),
    widgetId: text('widget_id'),
    dealId: text('deal_id'),
    organizerId: text('organizer_id').notNull(),
    distributorId: text('distributor_id'),
    termsVersion: integer('terms_version'),
    status: text().$type<OrderStatus>().notNull(),
    paidLate: integer('paid_late', { mode: 'boolean' }).notNull(),
    currency: text().notNull(),
    faceMinor: integer('face_minor').notNull(),
    serviceFeeMinor: integer('service_fee_minor').notNull(),
    totalMinor: integer('total_minor').notNull(),
    refundedMinor: integer('refunded_minor').notNull(),
    commissionMinor: integer('commission_minor').notNull(),
    buyerName: text('buyer_name').notNull(),
    buyerEmail: text('buyer_email').notNull(),
    locale: text({ enum: ['ru', 'en'] }).notNull(),
    createdAt: integer('created_at').notNull(),
    paidAt: integer('paid_at'),
    /** To questions of the whole order; null when there are none. */
    replies: text({ mode: 'json' }).$type<Reply[]>(),
    /** Where it was made (`core/order-source.ts`). */
    surface: text({ enum: surfaces }).notNull().default('other'),
    subId: text('sub_id').notNull().default(''),
    /** What the order's ledger entries leave of its face value, commission and service fee after refunds. */
    netFaceMinor: integer('net_face_minor').notNull().default(0),
    netCommissionMinor: integer('net_commission_minor').notNull().default(0),
    netFeesMinor: integer('net_fees_minor').notNull().default(0),
  },
  (table) => [
    index('orders_by_organizer').on(table.organizerId, table.createdAt, table.id),
    // Those of everybody, for admins.
    index('orders_by_time').on(table.createdAt, table.id),
    index('orders_by_event').on(table.eventId, table.createdAt, table.id),
    // The number of an order is the end of its id (`core/order-number.ts`).
    index('orders_by_number').on(table.eventId, sql`substr(${table.id}, -7)`),
    // The buyer's own list asks by the folded address.
    index('orders_by_buyer').on(sql`lower(${table.buyerEmail})`, table.createdAt, table.id),
    index('orders_by_distributor').on(table.distributorId, table.createdAt, table.id),
  ],
);

export const tickets = sqliteTable(
  'tickets',
  {
    id: text().primaryKey(),
    orderId: text('order_id').notNull(),
    eventId: text('event_id').notNull(),
    seq: integer().notNull(),
    number: text().notNull(),
    ticketTypeId: text('ticket_type_id').notNull(),
    status: text({ enum: ['valid', 'void'] }).notNull(),
    faceMinor: integer('face_minor').notNull(),
    /** Null: the buyer. */
    holderName: text('holder_name'),
    replies: text({ mode: 'json' }).$type<Reply[]>(),
  },
  (table) => [
    index('tickets_by_order').on(table.orderId, table.id),
    index('tickets_by_number').on(table.eventId, sql`replace(${table.number}, '-', '')`),
    index('tickets_by_type').on(table.ticketTypeId, table.status),
    // Most tickets have their buyer's name and no own one: a search for names reads the others alone.
    index('tickets_by_holder').on(table.eventId, table.holderName, table.orderId).where(sql`holder_name is not null`),
  ],
);

export const ledgerEntries = sqliteTable(
  'ledger_entries',
  {
    id: text().primaryKey(),
    eventId: text('event_id').notNull(),
    orderId: text('order_id').notNull(),
    dealId: text('deal_id'),
    distributorId: text('distributor_id'),
    kind: text({ enum: ['sale', 'refund'] }).notNull(),
    at: integer().notNull(),
  },
  (table) => [
    index('ledger_entries_by_event').on(table.eventId, table.at, table.id),
    index('ledger_entries_by_distributor').on(table.eventId, table.distributorId, table.at, table.id),
  ],
);

export const ledgerPostings = sqliteTable(
  'ledger_postings',
  {
    entryId: text('entry_id').notNull(),
    position: integer().notNull(),
    account: text().notNull(),
    partyId: text('party_id'),
    kind: text({ enum: ['sale', 'refund'] }).notNull(),
    amountMinor: integer('amount_minor').notNull(),
    currency: text().notNull(),
    /** The entry's own time, here too so that a party's account can be read newest first by one index. */
    at: integer().notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.entryId, table.position] }),
    index('ledger_postings_by_time').on(table.partyId, table.at, table.entryId),
    index('ledger_postings_by_party').on(table.partyId, table.currency, table.kind),
  ],
);

/**
 * Sums of the ledger's postings, by quarter of an hour: every time zone begins its days at one of them. Triggers of the
 * migration add and take back what each posting that is inserted or deleted moves, so the sums are always the ledger's.
 */
export const ledgerSums = sqliteTable(
  'ledger_sums',
  {
    organizerId: text('organizer_id').notNull(),
    currency: text().notNull(),
    /** When the quarter began. */
    at: integer().notNull(),
    eventId: text('event_id').notNull(),
    /** Empty: the organizer's own widget. */
    distributorId: text('distributor_id').notNull(),
    organizerMinor: integer('organizer_minor').notNull(),
    distributorMinor: integer('distributor_minor').notNull(),
    feesMinor: integer('fees_minor').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizerId, table.currency, table.at, table.eventId, table.distributorId] }),
    index('ledger_sums_by_distributor').on(table.distributorId, table.currency, table.at),
    index('ledger_sums_by_event').on(table.eventId, table.at),
  ],
);

/** How each channel stands in its event's object, by the messages it sent. */
export const channels = sqliteTable('channels', {
  widgetId: text('widget_id').primaryKey(),
  eventId: text('event_id').notNull(),
  dealId: text('deal_id'),
  status: text({ enum: ['open', 'closed'] }).notNull(),
  seq: integer().notNull(),
});
