// Mailboxes whose owners want no more letters of a kind: a keyed hash each, never an address.

import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { NeverAgainKind } from '#core/letter-limits.ts';

export const suppressedMailboxes = sqliteTable(
  'suppressed_mailboxes',
  {
    mailbox: text().notNull(),
    kind: text().$type<NeverAgainKind>().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.mailbox, table.kind] })],
);
