// How the sale of each event of a list stands, by D1's copy of what was sold: asking each event's object would wake every
// object of the page. The copy lags by seconds and knows no holds; the page of the event asks the object itself.

import { and, asc, eq } from 'drizzle-orm';
import { decideAvailability } from '#core/availability.ts';
import type { Money } from '#core/contracts/basics.ts';
import type { TicketedEvent } from '#core/contracts/events.ts';
import { databaseOf, isOneOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import type { TicketTypeRow } from '../publishing/publishing.ts';
import { ticketTypes } from '../schema/catalog.ts';
import { projectedStock } from './ticket-types.ts';

/** `unannounced`: no ticket type yet. `priceFrom` is the cheapest that can be bought; the organizer's channel adds no fee. */
export type SaleState =
  | { kind: 'on-sale'; priceFrom: Money }
  | { kind: 'later'; fromMs: number; priceFrom: Money }
  | { kind: 'sold-out' | 'ended' | 'unannounced' };

export async function saleStates(env: Env, events: readonly TicketedEvent[]): Promise<Map<string, SaleState>> {
  const ids = events.map(({ id }) => id);
  const types = await databaseOf(env)
    .select()
    .from(ticketTypes)
    .where(and(isOneOf(ticketTypes.eventId, ids), eq(ticketTypes.hidden, false)))
    .orderBy(asc(ticketTypes.priceMinor));
  const stock = await projectedStock(env, types);
  const nowMs = Date.now();
  return new Map(
    events.map((event) => {
      const own = types.filter((type) => type.eventId === event.id);
      return [event.id, stateOf(event, own, (type) => stock.get(type.id)?.available ?? type.capacity, nowMs)];
    }),
  );
}

/** `types` are sorted by price. */
function stateOf(
  event: TicketedEvent,
  types: readonly TicketTypeRow[],
  leftOf: (type: TicketTypeRow) => number,
  nowMs: number,
): SaleState {
  const offered = types.map((type) => {
    const available = leftOf(type);
    const terms = { ...type, salesFromMs: type.salesFrom, salesToMs: type.salesTo, retired: false };
    const of = { closed: event.status !== 'published', event: { endsAtMs: Date.parse(event.endsAt) }, type: terms };
    return { type, availability: decideAvailability({ ...of, available, returning: available }, nowMs) };
  });
  const [buyable] = offered.filter(({ availability }) => availability === 'available');
  if (buyable !== undefined) return { kind: 'on-sale', priceFrom: priceOf(event, buyable.type) };
  const later = offered.filter(({ availability }) => availability === 'not-yet').map(({ type }) => type);
  const [first] = later;
  if (first !== undefined) {
    const fromMs = Math.min(...later.map(({ salesFrom }) => salesFrom ?? nowMs));
    return { kind: 'later', fromMs, priceFrom: priceOf(event, first) };
  }
  if (offered.some(({ availability }) => availability === 'sold-out')) return { kind: 'sold-out' };
  return { kind: types.length === 0 ? 'unannounced' : 'ended' };
}

function priceOf({ currency }: TicketedEvent, type: TicketTypeRow): Money {
  return { amount: type.priceMinor, currency };
}
