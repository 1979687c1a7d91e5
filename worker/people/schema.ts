// Who signs in, the parties they act for, and their sessions. Everything else in the house belongs to a party.

import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const users = sqliteTable('users', {
  id: text().primaryKey(),
  login: text().notNull(),
  /** Folded, so that two spellings of one name are one name. */
  loginKey: text('login_key').notNull().unique(),
  email: text().notNull(),
  emailKey: text('email_key').notNull().unique(),
  emailVerified: integer('email_verified', { mode: 'boolean' }).notNull().default(false),
  /** PHC string. */
  passwordHash: text('password_hash').notNull(),
  role: text({ enum: ['organizer', 'distributor', 'buyer', 'admin'] }).notNull(),
  displayName: text('display_name').notNull(),
  locale: text({ enum: ['ru', 'en'] }).notNull(),
  createdAt: integer('created_at').notNull(),
});

export const parties = sqliteTable(
  'parties',
  {
    id: text().primaryKey(),
    kind: text({ enum: ['organizer', 'distributor'] }).notNull(),
    name: text().notNull(),
    nameKey: text('name_key').notNull(),
    payoutDetails: text('payout_details'),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [index('parties_by_name').on(table.kind, table.nameKey, table.id)],
);

export const members = sqliteTable(
  'members',
  {
    partyId: text('party_id')
      .notNull()
      .references(() => parties.id),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
  },
  (table) => [primaryKey({ columns: [table.partyId, table.userId] }), index('members_by_user').on(table.userId)],
);

/** One sign-in: the family of refresh tokens that follow each other. */
export const sessions = sqliteTable(
  'sessions',
  {
    id: text().primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    endedAt: integer('ended_at'),
    endedBy: text('ended_by', { enum: ['logout', 'reuse'] }),
  },
  (table) => [index('sessions_by_user').on(table.userId), index('sessions_by_expiry').on(table.expiresAt)],
);

export const refreshTokens = sqliteTable(
  'refresh_tokens',
  {
    /** SHA-256: who reads the database cannot sign in with it. */
    hash: text().primaryKey(),
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    createdAt: integer('created_at').notNull(),
    spentAt: integer('spent_at'),
  },
  (table) => [index('refresh_tokens_by_session').on(table.sessionId)],
);

/** Meters of what an address may do in an hour: `next_at` is when its allowance is whole again. */
export const meters = sqliteTable(
  'meters',
  {
    key: text().primaryKey(),
    nextAt: integer('next_at').notNull(),
  },
  (table) => [index('meters_by_time').on(table.nextAt)],
);
