// The gate's own tables. What it knows of tickets is a copy, newer by revision; admissions and scans are its truth.

import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const tickets = sqliteTable(
  'tickets',
  {
    ticketId: text('ticket_id').primaryKey(),
    /** The printed number without dashes, for typing by hand. */
    plainNumber: text('plain_number').notNull(),
    number: text('number').notNull(),
    ticketTypeId: text('ticket_type_id').notNull(),
    ticketTypeName: text('ticket_type_name').notNull(),
    status: text('status', { enum: ['valid', 'void'] }).notNull(),
    revision: integer('revision').notNull(),
    admittedAt: integer('admitted_at'),
    admittedGate: text('admitted_gate'),
  },
  (table) => [
    index('tickets_by_number').on(table.plainNumber),
    check('tickets_status', sql`${table.status} in ('valid', 'void')`),
  ],
);

/** Every scan with the answer it got. The nonce is the scanner's: a lost reply is asked for again with it. */
export const scans = sqliteTable(
  'scans',
  {
    nonce: text('nonce').primaryKey(),
    /** Hash of the scanned text, so that a nonce used for another ticket is noticed. */
    codeHash: text('code_hash').notNull(),
    ticketId: text('ticket_id'),
    result: text('result').notNull(),
    answer: text('answer').notNull(),
    gate: text('gate'),
    scannedBy: text('scanned_by'),
    scannedAt: integer('scanned_at').notNull(),
    recordedAt: integer('recorded_at').notNull(),
  },
  (table) => [index('scans_by_ticket').on(table.ticketId)],
);

/** What the gate has asked the sales object for once: its ticket key and whose event it is. One row. */
export const event = sqliteTable(
  'event',
  {
    one: integer('one').primaryKey(),
    organizerId: text('organizer_id').notNull(),
    keyId: integer('key_id').notNull(),
    publicKey: text('public_key').notNull(),
  },
  (table) => [check('event_one_row', sql`${table.one} = 1`)],
);
