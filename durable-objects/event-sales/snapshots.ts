// What the catalogue tells an event's sales object: the published event and the ways it is sold. Copies, each newer by its
// revision. Times are epoch milliseconds, amounts integer minor units.

import type { Locale } from '#core/contracts/basics.ts';
import type { Allotment } from '#core/contracts/deals.ts';
import type { Venue } from '#core/contracts/events.ts';
import type { ShownTranslation } from '#core/event-text.ts';
import type { PromoTerms } from '#core/promo.ts';

/** The published part of an event. A lower revision than the one held is ignored. */
export type EventSnapshot = {
  eventId: string;
  status: 'published' | 'cancelled';
  organizerId: string;
  organizerName: string;
  language: Locale;
  title: string;
  description: string;
  translations: { ru?: ShownTranslation | undefined; en?: ShownTranslation | undefined };
  startsAtMs: number;
  endsAtMs: number;
  timeZone: string;
  venue: Venue;
  ageRating: string | null;
  currency: string;
  holdMinutes: number;
  /** The event's own revision, without its ticket types; absent in snapshots of earlier versions. */
  eventRevision?: number | undefined;
  /** Rises each time the event is moved: its buyers are told. */
  postponements?: number | undefined;
  ticketTypes: TicketTypeSnapshot[];
  /** All codes of the event: one that is not named any more stops working, and its uses are kept. */
  promoCodes?: PromoTerms[] | undefined;
};

export type TicketTypeSnapshot = {
  id: string;
  name: string;
  translations: { ru?: { name: string } | undefined; en?: { name: string } | undefined };
  priceMinor: number;
  capacity: number;
  salesFromMs: number | null;
  salesToMs: number | null;
  minPerOrder: number;
  maxPerOrder: number;
  /** Tickets of this type one e-mail address may hold and have; without it no bound. */
  maxPerContact?: number | null | undefined;
  /** Neither shown nor sold to buyers; the organizer issues it himself. */
  hidden?: boolean | undefined;
};

/** A way to sell: a deal's, or the organizer's own (`dealId` null, no commission). */
export type ChannelSnapshot = {
  widgetId: string;
  dealId: string | null;
  distributorId: string | null;
  distributorName: string | null;
  /** The accepted version; each order keeps the one it was sold under. */
  termsVersion: number;
  commissionBps: number;
  serviceFeeMinor: number;
  commissionByType: { ticketTypeId: string; commissionBps: number }[];
  commissionSteps: { fromTicket: number; commissionBps: number }[];
  allotment: Allotment;
};
