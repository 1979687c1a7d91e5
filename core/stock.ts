// The stock of one event: per ticket type `free + held + sold = capacity`, and per channel what it holds and sold. A
// guarantee reserves free tickets for one channel: no other channel may take them before its release date.

import type { Allotment } from './contracts/deals.ts';
import { invariant } from './result.ts';

type TypeStock = { capacity: number; held: number; sold: number };

export type AllotmentRule =
  | { kind: 'open' }
  | { kind: 'cap'; quantity: number }
  | { kind: 'guarantee'; quantities: ReadonlyMap<string, number>; releaseAtMs: number };

export type Counts = { held: number; sold: number };
export type ChannelStock = { open: boolean; allotment: AllotmentRule; counts: Map<string, Counts> };

export type Stock = { types: Map<string, TypeStock>; channels: Map<string, ChannelStock> };

/** `widgetId` is null when the organizer issues a ticket by hand. */
export type Move = { widgetId: string | null; ticketTypeId: string; held: number; sold: number };

export function allotmentRule(allotment: Allotment): AllotmentRule {
  if (allotment.kind !== 'guarantee') return allotment;
  const quantities = new Map(allotment.lines.map((line) => [line.ticketTypeId, line.quantity]));
  return { kind: 'guarantee', quantities, releaseAtMs: Date.parse(allotment.releaseAt) };
}

/** What is guaranteed of this type to other channels and they have not taken yet. */
export function promisedToOthers(
  stock: Stock,
  ticketTypeId: string,
  widgetId: string | null,
  nowMs: number,
  at: Moment = 'now',
): number {
  let promised = 0;
  for (const [id, channel] of stock.channels) {
    if (id !== widgetId) promised += promisedTo(channel, ticketTypeId, nowMs, at);
  }
  return promised;
}

function promisedTo(channel: ChannelStock, ticketTypeId: string, nowMs: number, at: Moment): number {
  if (channel.allotment.kind !== 'guarantee' || !channel.open || nowMs >= channel.allotment.releaseAtMs) return 0;
  const taken = channel.counts.get(ticketTypeId);
  const quantity = channel.allotment.quantities.get(ticketTypeId) ?? 0;
  return Math.max(0, quantity - (taken === undefined ? 0 : takenOf(taken, at)));
}

/** `with-holds-back`: as if every live hold ended now without a sale. */
type Moment = 'now' | 'with-holds-back';

function takenOf({ held, sold }: Counts, at: Moment): number {
  return at === 'now' ? held + sold : sold;
}

/**
 * How many of this type the channel can take. A guarantee is a minimum: beyond it the deal sells from the free stock.
 */
export function availableTo(
  stock: Stock,
  ticketTypeId: string,
  widgetId: string | null,
  nowMs: number,
  at: Moment = 'now',
): number {
  const type = stock.types.get(ticketTypeId);
  if (type === undefined) return 0;
  const free = type.capacity - takenOf(type, at) - promisedToOthers(stock, ticketTypeId, widgetId, nowMs, at);
  return Math.max(0, Math.min(free, leftOfCap(stock, widgetId, at)));
}

/** How many tickets of all types a channel with a cap may still take; `Infinity` without a cap. */
function leftOfCap(stock: Stock, widgetId: string | null, at: Moment = 'now'): number {
  const channel = widgetId === null ? undefined : stock.channels.get(widgetId);
  if (channel?.allotment.kind !== 'cap') return Number.POSITIVE_INFINITY;
  let taken = 0;
  for (const counts of channel.counts.values()) taken += takenOf(counts, at);
  return Math.max(0, channel.allotment.quantity - taken);
}

/** The first ticket type that has too little stock for these lines, or null when all lines can be taken together. */
export function shortOf(
  stock: Stock,
  lines: readonly { ticketTypeId: string; quantity: number }[],
  widgetId: string | null,
  nowMs: number,
): { ticketTypeId: string; available: number } | null {
  let left = leftOfCap(stock, widgetId);
  for (const line of lines) {
    const available = Math.min(availableTo(stock, line.ticketTypeId, widgetId, nowMs), left);
    if (available < line.quantity) return { ticketTypeId: line.ticketTypeId, available };
    left -= line.quantity;
  }
  return null;
}

/** Changes the counters in place, because copying would copy the whole stock of the event at every sale. */
export function applyMoves(stock: Stock, moves: readonly Move[]): void {
  for (const move of moves) {
    const type = stock.types.get(move.ticketTypeId);
    invariant(type !== undefined, 'stock moves only for a known ticket type');
    type.held += move.held;
    type.sold += move.sold;
    assertStock(type);
    if (move.widgetId === null) continue;
    const channel = stock.channels.get(move.widgetId);
    invariant(channel !== undefined, 'stock moves only through a known channel');
    const counts = channel.counts.get(move.ticketTypeId) ?? { held: 0, sold: 0 };
    counts.held += move.held;
    counts.sold += move.sold;
    invariant(counts.held >= 0 && counts.sold >= 0, 'a channel never gives back more than it took');
    channel.counts.set(move.ticketTypeId, counts);
  }
}

function assertStock(type: TypeStock): void {
  const whole = [type.capacity, type.held, type.sold].every((count) => Number.isSafeInteger(count) && count >= 0);
  invariant(whole, 'stock counters are whole and not negative');
  invariant(type.held + type.sold <= type.capacity, 'held and sold never exceed the capacity');
}

/** The lowest capacity this type may get: what is held, sold and guaranteed. */
export function leastCapacity(stock: Stock, ticketTypeId: string, nowMs: number): number {
  const type = stock.types.get(ticketTypeId);
  return (type?.held ?? 0) + (type?.sold ?? 0) + promisedToOthers(stock, ticketTypeId, null, nowMs);
}
