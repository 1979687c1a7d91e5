// The first screen of those who sell: what waits for them, and what was sold by day. Every figure is made from the ledger.

import * as z from 'zod';
import { homePeriods } from '../home-periods.ts';
import { helpKinds } from '../next-help.ts';
import { BasisPoints, Currency, Id, SignedMoney } from './basics.ts';
import { Deal } from './deals.ts';
import { TicketedEvent, TitleTranslations } from './events.ts';
import { MyEvent } from './my-events.ts';
import { OrderRow } from './sales.ts';

/** How many days the figures are of; today is the last. */
export const HomeQuery = z.strictObject({ days: z.enum(homePeriods).default('30') });

/** One day of the party's time zone, in minor units. A day on which more was returned than sold is negative. */
const HomeDay = z.strictObject({
  /** `2026-11-26`. */
  date: z.string(),
  /** The face value of what the party's own widget sold, less what was returned. */
  own: z.int(),
  /** The same of what partners sold. */
  partners: z.int(),
  /** What the party itself earned that day, by its own account. */
  earned: z.int(),
});

const Period = z.strictObject({ own: z.int(), partners: z.int(), earned: z.int() });

/** What was sold in a period by day and by seller, in one currency. */
const SalesOfPeriod = z.strictObject({
  currency: Currency,
  /** Sums of `days`, and of as many days before them. */
  now: Period,
  before: Period,
  days: z.array(HomeDay).max(90),
  /** The days before, one for one. */
  previous: z.array(HomeDay).max(90),
  /** Who sold most in the period; `distributor` is null for the party's own widget. */
  sellers: z
    .array(z.strictObject({ distributor: z.strictObject({ id: Id, name: z.string() }).nullable(), sold: z.int() }))
    .max(5),
});
export type SalesOfPeriod = z.infer<typeof SalesOfPeriod>;

const HomeMoney = SalesOfPeriod.extend({ available: SignedMoney });
export type HomeMoney = z.infer<typeof HomeMoney>;

/** A partner began to show the tickets in a new place on that day. */
const SalesMark = z.strictObject({ date: z.string(), name: z.string() });
export type SalesMark = z.infer<typeof SalesMark>;

export const OrganizersHome = z.strictObject({
  /** In which the days are counted: the one most of the organizer's events take place in. */
  timeZone: z.string(),
  waiting: z.strictObject({
    offers: z.int(),
    drafts: z.int(),
    failedRefunds: z.int(),
    failedLetters: z.int(),
    eventsWithDifferences: z.int(),
  }),
  /** One of each currency. */
  money: z.array(HomeMoney).max(50),
  /** The soonest on sale. */
  events: z.array(MyEvent).max(5),
  /** The newest. */
  orders: z.array(OrderRow).max(5),
  /** The newest first. */
  marks: z.array(SalesMark).max(30),
  /** What would help the next events to sell. */
  helps: z.array(z.strictObject({ kind: z.enum(helpKinds), eventId: Id })).max(3),
});
export type OrganizersHome = z.infer<typeof OrganizersHome>;

/** How one event sells, for its organizer. */
export const EventOverview = z.strictObject({
  /** The event's own, in which the days are counted. */
  timeZone: z.string(),
  event: MyEvent,
  sales: SalesOfPeriod,
  /** The newest. */
  orders: z.array(OrderRow).max(5),
  /** The newest first. */
  marks: z.array(SalesMark).max(30),
});
export type EventOverview = z.infer<typeof EventOverview>;

/** The first screen of a distributor. Sums are in minor units. */
export const DistributorsHome = z.strictObject({
  /** In which the days are counted: the one most of the events they sell take place in. */
  timeZone: z.string(),
  /** Offers that wait for their answer. */
  offers: z.int(),
  /** Those that changed last. */
  proposed: z.array(Deal).max(3),
  /** One of each currency in which something was sold. */
  money: z
    .array(
      z.strictObject({
        currency: Currency,
        /** The last is today. A day on which more was returned than sold is negative. */
        days: z.array(z.strictObject({ date: z.string(), sold: z.int(), earned: z.int() })).max(90),
        /** What earned most in these days. */
        events: z
          .array(
            z.strictObject({
              event: z.strictObject({ id: Id, title: z.string(), translations: TitleTranslations }),
              sold: z.int(),
              earned: z.int(),
            }),
          )
          .max(5),
      }),
    )
    .max(50),
  /** What they sell that comes soonest, each with the link of its widget. */
  toPost: z.array(z.strictObject({ event: TicketedEvent, url: z.string() })).max(5),
  /** Terms that they may take without an answer. */
  toTake: z.array(z.strictObject({ event: TicketedEvent, commissionBps: BasisPoints })).max(5),
});
export type DistributorsHome = z.infer<typeof DistributorsHome>;
