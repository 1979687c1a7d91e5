// Who signs in, the parties they act for, and their sessions. Everything else in the house belongs to a party.

import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { SuspensionReason } from '#core/contracts/admin.ts';
import type { NotificationKind } from '#core/contracts/notification-kinds.ts';
import type { PublicContacts } from '#core/contracts/people.ts';

export const users = sqliteTable(
  'users',
  {
    id: text().primaryKey(),
    login: text().notNull(),
    /** Folded, so that two spellings of one name are one name. */
    loginKey: text('login_key').notNull().unique(),
    email: text().notNull(),
    emailKey: text('email_key').notNull().unique(),
    /** True once the owner of the mailbox pressed a link of a letter *as this account*: in its session, with its password. */
    emailVerified: integer('email_verified', { mode: 'boolean' }).notNull().default(false),
    /** Stays true for ever: an account that was verified once is never deleted by a letter. */
    everVerified: integer('ever_verified', { mode: 'boolean' }).notNull().default(false),
    /** Rises with every change of a credential: links of letters written under an earlier one are dead. */
    credentialsVersion: integer('credentials_version').notNull().default(0),
    /** PHC string. */
    passwordHash: text('password_hash').notNull(),
    role: text({ enum: ['organizer', 'distributor', 'buyer', 'admin'] }).notNull(),
    displayName: text('display_name').notNull(),
    locale: text({ enum: ['ru', 'en'] }).notNull(),
    createdAt: integer('created_at').notNull(),
    /** Kinds of notifications that this person wants no letter about; the dashboard shows them all the same. */
    withoutLetter: text('without_letter', { mode: 'json' }).$type<NotificationKind[]>().notNull().default([]),
    /** Set by an admin or by the admin command: nobody signs in, and what is signed in ends. */
    disabledAt: integer('disabled_at'),
    /** Why an admin suspended the person; null while nobody did, and for the admin command, which asks for none. */
    disabledReason: text('disabled_reason').$type<SuspensionReason>(),
    /** What the admin added, for admins alone. */
    disabledNote: text('disabled_note').notNull().default(''),
  },
  (table) => [index('users_by_time').on(table.createdAt, table.id)],
);

/** Accounts `npm run admin` disabled or enabled, until the cron has carried it to sessions, door links, sales and gates. */
export const accountChanges = sqliteTable('account_changes', {
  userId: text('user_id').primaryKey(),
  /** Told apart from a later change by this number. */
  asked: integer().notNull(),
});

export const parties = sqliteTable(
  'parties',
  {
    id: text().primaryKey(),
    kind: text({ enum: ['organizer', 'distributor'] }).notNull(),
    name: text().notNull(),
    nameKey: text('name_key').notNull(),
    payoutDetails: text('payout_details'),
    /** Null: never given. */
    publicContacts: text('public_contacts', { mode: 'json' }).$type<PublicContacts>(),
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
    endedBy: text('ended_by', { enum: ['logout', 'reuse', 'owner', 'credentials', 'disabled'] }),
    /** Browser and system by name, so that the owner recognises it. */
    device: text().notNull().default(''),
    lastSeenAt: integer('last_seen_at').notNull().default(0),
    /** When the second factor was last shown in this session. */
    confirmedAt: integer('confirmed_at'),
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

/**
 * A letter about an account: written in the batch of what it is about, mailed by the queue or the cron, so a crash
 * loses none. A letter with a link holds the hash of its one-time token; the token itself is computed from the id.
 */
export const accountLetters = sqliteTable(
  'account_letters',
  {
    id: text().primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    kind: text({
      enum: [
        'verify-email',
        'change-email',
        'email-change-asked',
        'email-changed',
        'email-restored',
        'reset-password',
        'password-changed',
        'second-factor-on',
        'second-factor-off',
        'payout-changed',
      ],
    }).notNull(),
    address: text().notNull(),
    tokenHash: text('token_hash').unique(),
    /** The account's when the letter was written. */
    credentialsVersion: integer('credentials_version').notNull().default(0),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    spentAt: integer('spent_at'),
    mailedAt: integer('mailed_at'),
    /** Not tried before: it failed, or its address has had its share of letters for now. */
    tryAt: integer('try_at').notNull().default(0),
    /** Sendings that failed: each pause is twice the one before. */
    tries: integer().notNull().default(0),
    /** The address will never take it, or nobody took it for three days: it was not sent, and is not tried any more. */
    failedAt: integer('failed_at'),
  },
  (table) => [
    index('account_letters_due').on(table.mailedAt, table.createdAt),
    index('account_letters_by_user').on(table.userId, table.kind),
    index('account_letters_by_expiry').on(table.expiresAt),
    index('account_letters_undo').on(sql`lower(${table.address})`).where(sql`${table.kind} = 'email-changed'`),
  ],
);

export const secondFactors = sqliteTable('second_factors', {
  userId: text('user_id')
    .primaryKey()
    .references(() => users.id),
  /** The TOTP secret, encrypted: who reads the database cannot make codes. */
  encryptedSecret: text('sealed_secret').notNull(),
  createdAt: integer('created_at').notNull(),
  /** Null until the first code proved that the app holds the secret. */
  confirmedAt: integer('confirmed_at'),
  /** The time step of the last code taken: a code is good once. */
  lastStep: integer('last_step').notNull().default(0),
});

export const recoveryCodes = sqliteTable(
  'recovery_codes',
  {
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    hash: text().notNull(),
    usedAt: integer('used_at'),
  },
  (table) => [primaryKey({ columns: [table.userId, table.hash] })],
);

/** The counters of rate-limit.ts: at `next_at` the whole limit of the key is free again. */
export const counters = sqliteTable(
  'meters',
  {
    key: text().primaryKey(),
    nextAt: integer('next_at').notNull(),
  },
  (table) => [index('meters_by_time').on(table.nextAt)],
);
