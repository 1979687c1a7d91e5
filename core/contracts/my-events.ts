// An organizer's own events as the API lists them.

import * as z from 'zod';
import { line, page, SignedMoney } from './basics.ts';
import { EventStatus, listFields, TicketedEvent } from './events.ts';

/** What one sees of one's own events, by what is left to do with them. */
export const MyEventsShown = z.enum(['upcoming', 'drafts', 'past', 'cancelled']);
export type MyEventsShown = z.infer<typeof MyEventsShown>;

/** An event in its organizer's list. The figures are the projection's, which follows the sales within seconds. */
export const MyEvent = TicketedEvent.extend({
  /** Valid tickets, and how many there are of all types. */
  sold: z.int(),
  capacity: z.int(),
  /** The face value of what was sold through all channels, less what was returned. */
  revenue: SignedMoney,
});
export type MyEvent = z.infer<typeof MyEvent>;

export const MyEventPage = page(MyEvent).extend({
  /** How many events there are of each kind, whatever was asked for. */
  counts: z.strictObject({ upcoming: z.int(), drafts: z.int(), past: z.int(), cancelled: z.int() }),
});
export type MyEventPage = z.infer<typeof MyEventPage>;

export const MyEventQuery = z.strictObject({
  status: EventStatus.optional(),
  show: MyEventsShown.optional(),
  /** A part of the title, the place or the city, in any of the event's languages. */
  q: line(1, 100).optional(),
  ...listFields,
});
