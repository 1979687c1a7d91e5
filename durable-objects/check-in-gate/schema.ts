// The tables of the gate. Tickets are a copy, applied by revision; admissions and scans are the gate's own truth.

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

/** Every scan with its result. The scanner makes the nonce, and repeats a scan with it when the response was lost. */
export const scans = sqliteTable(
  'scans',
  {
    nonce: text('nonce').primaryKey(),
    /** Hash of the scanned text: a nonce that comes with another ticket is refused. */
    codeHash: text('code_hash').notNull(),
    ticketId: text('ticket_id'),
    result: text('result').notNull(),
    response: text('answer').notNull(),
    gate: text('gate'),
    scannedBy: text('scanned_by'),
    scannedAt: integer('scanned_at').notNull(),
    recordedAt: integer('recorded_at').notNull(),
  },
  (table) => [index('scans_by_ticket').on(table.ticketId)],
);

/** What the gate asked the sales object once: its ticket key and whose event it is. One row. */
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
