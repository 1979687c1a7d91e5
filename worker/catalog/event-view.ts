// Rows of the catalogue as the API shows them.

import { decideAvailability, publicAvailable } from '#core/availability.ts';
import { Currency } from '#core/contracts/basics.ts';
import { sharedTicketTypeFieldsOf, type TicketedEvent, type TicketType } from '#core/contracts/events.ts';
import { coverView } from '#core/event-cover.ts';
import type { StockView } from '../../durable-objects/event-sales/rpc.ts';
import type { EventRow, TicketTypeRow } from '../publishing/publishing.ts';

export function eventView(row: EventRow, organizerName: string, priceFromMinor: number | null): TicketedEvent {
  const currency = Currency.parse(row.currency);
  return {
    id: row.id,
    organizerId: row.organizerId,
    organizerName,
    status: row.status,
    revision: row.revision,
    title: row.title,
    description: row.description,
    startsAt: iso(row.startsAt),
    endsAt: iso(row.endsAt),
    timeZone: row.timeZone,
    venue: { name: row.venueName, address: row.venueAddress, city: row.city },
    currency,
    language: row.language,
    translations: row.translations,
    holdMinutes: row.holdMinutes,
    ageRating: row.ageRating,
    tags: row.tags,
    programme: row.programme,
    legalDetails: row.legalDetails,
    coverAlt: row.coverAlt,
    offers: row.offers,
    questions: row.questions,
    createdAt: iso(row.createdAt),
    publishedAt: isoOrNull(row.publishedAt),
    cancelledAt: isoOrNull(row.cancelledAt),
    postponements: row.postponements,
    priceFrom: priceFromMinor === null ? null : { amount: priceFromMinor, currency },
    cover: row.cover === null ? null : coverView(row.id, row.cover),
  };
}

/** `insider`: the organizer or an admin, who may see how many there are and how much was sold. */
export function ticketTypeView(
  event: EventRow,
  row: TicketTypeRow,
  stock: StockView,
  nowMs: number,
  insider: boolean,
): TicketType {
  return {
    id: row.id,
    eventId: row.eventId,
    ...sharedTicketTypeFieldsOf(row),
    price: { amount: row.priceMinor, currency: Currency.parse(event.currency) },
    capacity: insider ? row.capacity : null,
    salesFrom: isoOrNull(row.salesFrom),
    salesTo: isoOrNull(row.salesTo),
    available: insider ? stock.available : publicAvailable(stock.available, row),
    availability: availabilityOf(event, row, stock, nowMs),
    sold: insider ? stock.sold : null,
    held: insider ? stock.held : null,
    unsellable: insider ? stock.unsellable : null,
  };
}

function availabilityOf(
  event: EventRow,
  row: TicketTypeRow,
  { available, returning }: StockView,
  nowMs: number,
): TicketType['availability'] {
  const type = { ...row, salesFromMs: row.salesFrom, salesToMs: row.salesTo, retired: false };
  const closed = event.status !== 'published';
  return decideAvailability({ closed, event: { endsAtMs: event.endsAt }, type, available, returning }, nowMs);
}

export function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}

export function isoOrNull(atMs: number | null): string | null {
  return atMs === null ? null : iso(atMs);
}
