// The desk of an admin: what needs them now, and how the whole platform does.

import * as z from 'zod';
import { Currency, Id, Instant } from './basics.ts';
import { TitleTranslations } from './events.ts';

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
