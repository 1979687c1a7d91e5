// What the terms of a deal mean in money before anything is sold: for one ticket, and for all that the deal may sell.
// It uses the functions that split a sale, so that the forecast equals what will be posted.

import { type MoneyTerms, splitTicket, type TicketSplit } from './commission.ts';
import type { Allotment } from './contracts/deals.ts';
import { ticketsOf } from './holds.ts';

export type HouseType = { id: string; priceMinor: number; capacity: number };

/** With steps or a cap and several prices, the money depends on which tickets are sold first. */
export const saleOrders = ['cheapest-first', 'dearest-first'] as const;
type SaleOrder = (typeof saleOrders)[number];

export type Sums = { tickets: number; faceMinor: number; feeMinor: number; commissionMinor: number };
export type House = { all: Sums; types: (Sums & { ticketTypeId: string })[] };

/** The split of the deal's `ordinal`-th ticket, if it is of this type and sold at its full price. */
export function splitOne(terms: MoneyTerms, type: Omit<HouseType, 'capacity'>, ordinal: number): TicketSplit {
  const line = { ticketTypeId: type.id, name: '', quantity: 1, priceMinor: type.priceMinor, discountMinor: 0 };
  const [ticket] = ticketsOf({ ...line, feeEachMinor: terms.serviceFeeMinor });
  return splitTicket(terms, ticket ?? { ticketTypeId: type.id, faceMinor: 0, feeMinor: 0 }, ordinal);
}

/** Null when the sums exceed what a number represents exactly: no figure is better than a wrong one. */
export function fullHouse(
  terms: MoneyTerms,
  allotment: Allotment,
  types: readonly HouseType[],
  order: SaleOrder,
): House | null {
  const house: House = { all: nothing(), types: [] };
  for (const { type, quantity } of quantities(allotment, types, order)) {
    const sums = nothing();
    for (const run of runsOf(terms, house.all.tickets, quantity)) {
      const split = splitOne(terms, type, run.from);
      add(sums, {
        tickets: run.tickets,
        faceMinor: split.faceMinor * run.tickets,
        feeMinor: split.feeMinor * run.tickets,
        commissionMinor: split.commissionMinor * run.tickets,
      });
    }
    add(house.all, sums);
    house.types.push({ ticketTypeId: type.id, ...sums });
  }
  return Number.isSafeInteger(house.all.faceMinor + house.all.feeMinor) ? house : null;
}

/**
 * The money of the deal's first `count` tickets when one of each type is sold in turn, until a type runs out. Null when the
 * deal cannot sell so many, and when the sums exceed what a number represents exactly.
 */
export function soldInTurn(
  terms: MoneyTerms,
  allotment: Allotment,
  types: readonly HouseType[],
  count: number,
): Sums | null {
  const most = types.map((type) => ({ type, most: mostOf(allotment, type) })).filter((one) => one.most > 0);
  const sums = nothing();
  let done = 0;
  while (sums.tickets < count) {
    const selling = most.filter((one) => one.most > done);
    if (selling.length === 0 || (allotment.kind === 'cap' && count > allotment.quantity)) return null;
    // A phase: the same types take turns until the scarcest of them runs out.
    const rounds = Math.min(...selling.map((one) => one.most)) - done;
    const before = sums.tickets;
    const quantity = Math.min(rounds * selling.length, count - before);
    for (const run of runsOf(terms, before, quantity)) {
      const first = run.from - 1 - before;
      selling.forEach(({ type }, turn) => {
        const tickets = turnsWithin(first, first + run.tickets, turn, selling.length);
        const split = splitOne(terms, type, run.from);
        add(sums, {
          tickets,
          faceMinor: split.faceMinor * tickets,
          feeMinor: split.feeMinor * tickets,
          commissionMinor: split.commissionMinor * tickets,
        });
      });
    }
    done += rounds;
  }
  return Number.isSafeInteger(sums.faceMinor + sums.feeMinor) ? sums : null;
}

/** How many of the positions `from` to `to` (without it) fall to the one whose turn it is at `turn`, of `all` in turn. */
function turnsWithin(from: number, to: number, turn: number, all: number): number {
  const until = (position: number) => Math.floor((position - turn + all - 1) / all);
  return until(to) - until(from);
}

function mostOf(allotment: Allotment, type: HouseType): number {
  if (allotment.kind !== 'guarantee') return type.capacity;
  return allotment.lines.find((one) => one.ticketTypeId === type.id)?.quantity ?? 0;
}

/** How many of each type the deal can sell at most, in the order in which they are sold. */
function quantities(allotment: Allotment, types: readonly HouseType[], order: SaleOrder) {
  const sign = order === 'cheapest-first' ? 1 : -1;
  const sorted = types.toSorted((a, b) => sign * (a.priceMinor - b.priceMinor));
  let left = allotment.kind === 'cap' ? allotment.quantity : Number.POSITIVE_INFINITY;
  return sorted.flatMap((type) => {
    const quantity = Math.min(mostOf(allotment, type), left);
    left -= quantity;
    return quantity === 0 ? [] : [{ type, quantity }];
  });
}

/**
 * Runs of tickets between two steps. All tickets of a run are split alike, so a million tickets need no million
 * computations.
 */
function* runsOf(terms: MoneyTerms, soldBefore: number, quantity: number) {
  const end = soldBefore + quantity;
  let from = soldBefore + 1;
  while (from <= end) {
    const next = terms.commissionSteps.find((step) => step.fromTicket > from)?.fromTicket ?? Number.POSITIVE_INFINITY;
    const to = Math.min(end, next - 1);
    yield { from, tickets: to - from + 1 };
    from = to + 1;
  }
}

function nothing(): Sums {
  return { tickets: 0, faceMinor: 0, feeMinor: 0, commissionMinor: 0 };
}

function add(sums: Sums, more: Sums): void {
  sums.tickets += more.tickets;
  sums.faceMinor += more.faceMinor;
  sums.feeMinor += more.feeMinor;
  sums.commissionMinor += more.commissionMinor;
}
