// What the catalog publishes to an event's sales object: the event and its channels, each by revision. Times are epoch
// milliseconds, amounts integer minor units.

import type { Locale } from '#core/contracts/basics.ts';
import type { Allotment } from '#core/contracts/deals.ts';
import type { EventCover, SharedTicketTypeFields, Venue } from '#core/contracts/events.ts';
import type { ShownTranslation } from '#core/event-text.ts';
import type { PromoTerms } from '#core/promo.ts';
import type { AskedQuestion } from '#core/questions.ts';

/** The published part of an event. */
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
  /** Absent in snapshots stored by earlier versions, as is `coverAlt`. */
  cover?: EventCover | null | undefined;
  coverAlt?: string | undefined;
  currency: string;
  holdMinutes: number;
  /** The event's own revision, without its ticket types; absent in snapshots stored by earlier versions. */
  eventRevision?: number | undefined;
  /** Counts how often the event was postponed. When it rises, the buyers are notified. */
  postponements?: number | undefined;
  ticketTypes: TicketTypeSnapshot[];
  /** All promo codes of the event. A code that is missing here is retired; its uses stay counted. */
  promoCodes?: PromoTerms[] | undefined;
  /** Absent in snapshots stored by earlier versions. The object adds since when each is asked (`commands/publish.ts`). */
  questions?: AskedQuestion[] | undefined;
};

/** What a snapshot stored by any earlier version has too. Every later field is absent there. */
type FirstFields = 'name' | 'translations' | 'minPerOrder' | 'maxPerOrder';

export type TicketTypeSnapshot = Pick<SharedTicketTypeFields, FirstFields> &
  Partial<SharedTicketTypeFields> & {
    id: string;
    priceMinor: number;
    capacity: number;
    salesFromMs: number | null;
    salesToMs: number | null;
  };

/** One way the event is sold: a deal's, or the organizer's own (`dealId` null, no commission). */
export type ChannelSnapshot = {
  widgetId: string;
  dealId: string | null;
  distributorId: string | null;
  distributorName: string | null;
  /** The accepted version of the deal's terms. Each order keeps the version of its hold. */
  termsVersion: number;
  commissionBps: number;
  serviceFeeMinor: number;
  commissionByType: { ticketTypeId: string; commissionBps: number }[];
  commissionSteps: { fromTicket: number; commissionBps: number }[];
  allotment: Allotment;
};
