// The desk of an admin: what needs them now, and how the whole platform does.

import * as z from 'zod';
import { AuditEntry } from './accounts.ts';
import { Currency, Cursor, Id, Instant, Locale, line, page, paragraphs } from './basics.ts';
import { EventStatus, TitleTranslations } from './events.ts';
import { MyEvent } from './my-events.ts';
import { Role } from './people.ts';
import { OrderFilter, OrderRow } from './sales.ts';

/** How many wait, and since when the oldest does. */
const WaitingSince = z.strictObject({ count: z.int(), since: Instant.nullable() });

/** One day, in minor units of the face value. A day on which more was returned than sold is negative. */
const SoldDay = z.strictObject({ date: z.string(), sold: z.int() });

export const AdminHome = z.strictObject({
  /** In which the days are counted: the one most events take place in. */
  timeZone: z.string(),
  alarms: z.strictObject({
    eventsWithDifferences: z.int(),
    /** Events whose records could not be compared when it was last tried. */
    eventsNotCompared: z.int(),
    failedRefunds: z.int(),
    /** To buyers. */
    failedLetters: z.int(),
    failedAccountLetters: z.int(),
    /** Letters about accounts that should have left. */
    lateAccountLetters: WaitingSince,
    /** Changes of events and deals that the events' objects have not confirmed. */
    latePushes: WaitingSince,
  }),
  /** The events whose changes wait longest. */
  lateEvents: z
    .array(z.strictObject({ id: Id, title: z.string(), translations: TitleTranslations, since: Instant }))
    .max(5),
  /** The last seven days; the last is today. */
  signUps: z.array(z.strictObject({ date: z.string(), count: z.int() })).max(7),
  /** Letters of the last 24 hours. Those to buyers that arrived are in no list, so they are not counted. */
  mail: z.strictObject({ accountLettersSent: z.int(), accountLettersFailed: z.int(), buyerLettersFailed: z.int() }),
  platform: z.strictObject({
    eventsOnSale: z.int(),
    organizers: z.int(),
    distributors: z.int(),
    people: z.int(),
    /** Of the last 30 days, less those that were returned. */
    ticketsSold: z.int(),
  }),
  /** One of each currency in which something moved in the last 60 days. */
  money: z
    .array(
      z.strictObject({
        currency: Currency,
        /** The last 30 days, and as many before them. */
        sold: z.int(),
        before: z.int(),
        days: z.array(SoldDay).max(30),
      }),
    )
    .max(50),
});
export type AdminHome = z.infer<typeof AdminHome>;

/** `letter-failed`: a letter about their account did not arrive, or has not left in time. */
export const PersonState = z.enum(['active', 'suspended', 'unverified', 'letter-failed']);
export type PersonState = z.infer<typeof PersonState>;

export const PeopleQuery = z.strictObject({
  /** A part of the name, the login, the e-mail or the party's name, or a whole id. */
  q: line(1, 100).optional(),
  role: Role.optional(),
  state: PersonState.optional(),
  cursor: Cursor.optional(),
});

export const PersonRow = z.strictObject({
  id: Id,
  login: z.string(),
  displayName: z.string(),
  email: z.string(),
  emailVerified: z.boolean(),
  role: Role,
  createdAt: Instant,
  suspendedAt: Instant.nullable(),
  party: z.strictObject({ id: Id, name: z.string() }).nullable(),
});
export type PersonRow = z.infer<typeof PersonRow>;
export const PeoplePage = page(PersonRow);

/** Why a person was suspended. The log has it; the note beside it, which may name people, is for admins alone. */
export const SuspensionReason = z.enum(['fraud', 'complaints', 'legal', 'taken-over', 'own-wish', 'other']);
export type SuspensionReason = z.infer<typeof SuspensionReason>;

export const SuspendPersonRequest = z
  .strictObject({ reason: SuspensionReason, note: paragraphs(500).default('') })
  .refine(({ reason, note }) => reason !== 'other' || note !== '', { path: ['note'], error: 'required' });
export type SuspendPersonRequest = z.infer<typeof SuspendPersonRequest>;

export const PersonDetails = PersonRow.extend({
  locale: Locale,
  /** `reason` is null when the account was disabled by the operator's command. */
  suspension: z.strictObject({ at: Instant, reason: SuspensionReason.nullable(), note: z.string() }).nullable(),
  secondFactor: z.boolean(),
  openSessions: z.int(),
  lastSeenAt: Instant.nullable(),
  /** About their account. */
  failedLetters: z.int(),
  /** Of their party. */
  events: z.strictObject({ onSale: z.int(), drafts: z.int(), past: z.int(), cancelled: z.int() }),
  deals: z.int(),
  /** Changes that the objects of their events have not confirmed. */
  pendingEvents: z.int(),
  /** The last entries of the audit log that concern the person or their party, newest first. */
  log: z.array(AuditEntry).max(10),
});
export type PersonDetails = z.infer<typeof PersonDetails>;

export const AdminEventQuery = z.strictObject({
  /** A part of a title, a place, a city or the organizer's name, or a whole id. */
  q: line(1, 100).optional(),
  status: EventStatus.optional(),
  cursor: Cursor.optional(),
});
export const AdminEventPage = page(MyEvent);

export const AdminOrderQuery = z.strictObject({
  /** The number of an order or a ticket, the beginning of the buyer's e-mail, or a whole id. */
  q: line(1, 100).optional(),
  status: OrderFilter.shape.status,
  cursor: Cursor.optional(),
});
export const AdminOrderPage = page(OrderRow);
