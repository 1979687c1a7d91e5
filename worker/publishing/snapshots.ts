// What the event's object is told of the catalogue, made from rows of D1.

import type { Locale } from '#core/contracts/basics.ts';
import type { DealTerms } from '#core/contracts/deals.ts';
import { sharedTicketTypeFieldsOf } from '#core/contracts/events.ts';
import { coverView } from '#core/event-cover.ts';
import { plainParagraphs } from '#core/markdown.ts';
import type { ChannelSnapshot, EventSnapshot } from '../../durable-objects/event-sales/snapshots.ts';
import type { events, promoCodes, ticketTypes } from '../schema/catalog.ts';

export type EventRow = typeof events.$inferSelect;
export type TicketTypeRow = typeof ticketTypes.$inferSelect;
export type PromoCodeRow = typeof promoCodes.$inferSelect;

/** Raised when a snapshot says more than before: published events are then pushed again by the cron (`catch-up.ts`). */
export const snapshotVersion = 3;

export function eventSnapshot(published: {
  event: EventRow;
  types: TicketTypeRow[];
  promoCodes: PromoCodeRow[];
  organizerName: string;
  /** Since when nobody may act for the organizer: from then on nothing of the event is sold. */
  organizerStoppedAt: number | null;
}): EventSnapshot {
  const { event, types, promoCodes, organizerName, organizerStoppedAt } = published;
  return {
    eventId: event.id,
    status: event.status === 'cancelled' ? 'cancelled' : 'published',
    organizerId: event.organizerId,
    organizerName,
    language: event.language,
    title: event.title,
    description: unmarked(event.description),
    translations: { ...inLanguage(event, 'ru'), ...inLanguage(event, 'en') },
    startsAtMs: event.startsAt,
    endsAtMs: event.endsAt,
    timeZone: event.timeZone,
    venue: { name: event.venueName, address: event.venueAddress, city: event.city },
    ageRating: event.ageRating,
    cover: event.cover === null ? null : coverView(event.id, event.cover),
    coverAlt: event.coverAlt,
    currency: event.currency,
    holdMinutes: event.holdMinutes,
    eventRevision: event.revision,
    postponements: event.postponements,
    ticketTypes: types.map((type) => ({
      ...sharedTicketTypeFieldsOf(type),
      id: type.id,
      priceMinor: type.priceMinor,
      capacity: type.capacity,
      salesFromMs: type.salesFrom,
      salesToMs: organizerStoppedAt === null ? type.salesTo : Math.min(type.salesTo ?? Infinity, organizerStoppedAt),
    })),
    questions: event.questions,
    promoCodes: promoCodes
      .filter((promo) => promo.retiredAt === null)
      .map(({ code, discount, maxUses, maxTickets, refundRestoresUse, validFrom, validTo, ticketTypeIds }) => ({
        code,
        discount,
        maxUses,
        maxTickets,
        refundRestoresUse,
        fromMs: validFrom,
        toMs: validTo,
        ticketTypeIds,
      })),
  };
}

// The widget has no room for a reader of Markdown: the object is given the words alone.
function unmarked(markdown: string): string {
  return plainParagraphs(markdown).join('\n\n');
}

function inLanguage(event: EventRow, locale: Locale) {
  const text = event.translations[locale];
  if (text === undefined) return {};
  const { title, description, venue, coverAlt } = text;
  return {
    [locale]: { title, description: description === undefined ? undefined : unmarked(description), venue, coverAlt },
  };
}

/** The organizer's own way to sell: no deal, no commission, all stock that is free. */
export function ownChannel(widgetId: string): ChannelSnapshot {
  return {
    widgetId,
    dealId: null,
    distributorId: null,
    distributorName: null,
    termsVersion: 1,
    commissionBps: 0,
    serviceFeeMinor: 0,
    commissionByType: [],
    commissionSteps: [],
    allotment: { kind: 'open' },
  };
}

export function dealChannel(
  deal: { id: string; widgetId: string; distributorId: string; version: number },
  distributorName: string,
  terms: DealTerms,
): ChannelSnapshot {
  return {
    widgetId: deal.widgetId,
    dealId: deal.id,
    distributorId: deal.distributorId,
    distributorName,
    termsVersion: deal.version,
    commissionBps: terms.commissionBps,
    serviceFeeMinor: terms.serviceFee?.amount ?? 0,
    commissionByType: terms.commissionByType,
    commissionSteps: terms.commissionSteps,
    allotment: terms.allotment,
  };
}
