// Who did what to what. Only ever added to: triggers of the migration refuse every update and delete.

import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const auditLog = sqliteTable(
  'audit_log',
  {
    id: text().primaryKey(),
    at: integer().notNull(),
    what: text().notNull(),
    /** Null: the system, or somebody who did not sign in. */
    userId: text('user_id'),
    role: text({ enum: ['organizer', 'distributor', 'buyer', 'admin'] }),
    /** The thing it was done to: an id, never a name. */
    subjectId: text('subject_id'),
    eventId: text('event_id'),
    /** Whom it concerns and who may therefore read it: up to two parties, and the person whose account it is. */
    partyId: text('party_id'),
    otherPartyId: text('other_party_id'),
    accountId: text('account_id'),
    /** JSON without personal data. */
    before: text(),
    after: text(),
  },
  (table) => [
    index('audit_by_time').on(table.at, table.id),
    index('audit_by_party').on(table.partyId, table.at, table.id),
    index('audit_by_other_party').on(table.otherPartyId, table.at, table.id),
    index('audit_by_account').on(table.accountId, table.at, table.id),
  ],
);
