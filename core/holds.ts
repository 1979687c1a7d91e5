// Holds: what a buyer may take, at which price and until when. The order takes over the price and the terms of its
// hold.

import type { MoneyTerms } from './commission.ts';
import { maxAmountMinor, splitEvenly } from './money.ts';
import { decidePromo, discountsOf, type Promo, type PromoRefusal } from './promo.ts';
import { invariant, ok, type Result, refuse } from './result.ts';
import { type Move, type Stock, shortOf } from './stock.ts';

/** Over all lines. The message about an order, with its tickets and refunds, must fit into a queue message (128 KB). */
export const maxTicketsPerHold = 100;

export type TicketTypeTerms = {
  id: string;
  name: string;
  priceMinor: number;
  salesFromMs: number | null;
  salesToMs: number | null;
  minPerOrder: number;
  maxPerOrder: number;
  maxPerContact?: number | null | undefined;
  /** Removed from the event: it sells no more. */
  retired: boolean;
};

/** What a decision about holding needs to know of the event. */
export type SaleRules = {
  cancelled: boolean;
  endsAtMs: number;
  holdMinutes: number;
  currency: string;
  types: ReadonlyMap<string, TicketTypeTerms>;
  promos: ReadonlyMap<string, Promo>;
};

type SellingChannel = { widgetId: string; open: boolean; terms: MoneyTerms };

export type Line = { ticketTypeId: string; quantity: number };

export type HeldLine = {
  ticketTypeId: string;
  name: string;
  quantity: number;
  priceMinor: number;
  /** Off the whole line. */
  discountMinor: number;
  /** Off how many of its tickets, when not off all of them. */
  covered?: number | undefined;
  /** On top of each ticket that is not free. */
  feeEachMinor: number;
};

export type HoldPlan = {
  lines: HeldLine[];
  totalMinor: number;
  expiresAtMs: number;
  moves: Move[];
  promo: Promo | null;
};

type HoldDecisionRefusal =
  | 'not-found'
  | 'sold-out'
  | 'not-on-sale'
  | 'limit-exceeded'
  | 'channel-closed'
  | 'event-cancelled'
  | 'total-too-large'
  | PromoRefusal;

export function decideHold(
  rules: SaleRules,
  channel: SellingChannel | null,
  stock: Stock,
  request: { lines: readonly Line[]; promoCode?: string | undefined },
  nowMs: number,
): Result<HoldPlan, HoldDecisionRefusal> {
  if (channel === null) return refuse('not-found');
  if (rules.cancelled) return refuse('event-cancelled');
  if (!channel.open) return refuse('channel-closed');
  for (const line of request.lines) {
    const refusal = refuseLine(rules, line, nowMs);
    if (refusal !== null) return refusal;
  }
  const tickets = request.lines.reduce((sum, line) => sum + line.quantity, 0);
  if (tickets > maxTicketsPerHold) return refuse('limit-exceeded', { min: 1, max: maxTicketsPerHold });
  const short = shortOf(stock, request.lines, channel.widgetId, nowMs);
  if (short !== null) return refuse('sold-out', short);
  const promo = decidePromo(rules.promos, request.promoCode, nowMs);
  if (!promo.ok) return promo;
  const lines = priceLines(rules, channel, request.lines, promo.value);
  // Refused, so that no use is spent on an order whose price the code does not lower.
  if (promo.value !== null && lines.every((line) => line.discountMinor === 0))
    return refuse('promo-code-not-applicable');
  const totalMinor = lines.reduce((sum, line) => sum + lineTotal(line), 0);
  if (isTooLarge(totalMinor)) return refuse('total-too-large');
  return ok({
    lines,
    totalMinor,
    expiresAtMs: nowMs + rules.holdMinutes * 60_000,
    moves: request.lines.map((line) => ({
      widgetId: channel.widgetId,
      ticketTypeId: line.ticketTypeId,
      held: line.quantity,
      sold: 0,
    })),
    promo: promo.value,
  });
}

/** Prices and fees have limits where they are set, but some were set before there were limits. */
export function isTooLarge(totalMinor: number): boolean {
  return totalMinor > maxAmountMinor;
}

function refuseLine(rules: SaleRules, line: Line, nowMs: number) {
  const type = rules.types.get(line.ticketTypeId);
  if (type === undefined) return refuse('not-found');
  const about = { ticketTypeId: type.id };
  if (saleWindow(rules, type, nowMs) !== 'open') return refuse('not-on-sale', about);
  if (line.quantity < type.minPerOrder || line.quantity > type.maxPerOrder) {
    return refuse('limit-exceeded', { ...about, min: type.minPerOrder, max: type.maxPerOrder });
  }
  return null;
}

/** Without a `salesTo` a ticket type sells until the event ends. */
export function saleWindow(
  rules: Pick<SaleRules, 'endsAtMs'>,
  type: Pick<TicketTypeTerms, 'salesFromMs' | 'salesToMs' | 'retired'>,
  nowMs: number,
): 'open' | 'not-yet' | 'ended' | 'closed' {
  if (type.retired) return 'closed';
  if (type.salesFromMs !== null && nowMs < type.salesFromMs) return 'not-yet';
  if (nowMs >= (type.salesToMs ?? rules.endsAtMs) || nowMs >= rules.endsAtMs) return 'ended';
  return 'open';
}

function priceLines(
  rules: SaleRules,
  channel: SellingChannel,
  lines: readonly Line[],
  promo: Promo | null,
): HeldLine[] {
  const priced = lines.map((line) => {
    const type = rules.types.get(line.ticketTypeId);
    invariant(type !== undefined, 'a line was judged before it is priced');
    return { ...line, name: type.name, priceMinor: type.priceMinor };
  });
  const discounts = discountsOf(promo, priced);
  return priced.map((line, i) => {
    const { discountMinor, covered } = discounts[i] ?? { discountMinor: 0, covered: 0 };
    const feeEachMinor = line.priceMinor > 0 ? channel.terms.serviceFeeMinor : 0;
    const partly = discountMinor > 0 && covered < line.quantity;
    return { ...line, discountMinor, ...(partly && { covered }), feeEachMinor };
  });
}

/** One entry for each ticket of the line: its price and the fee on top. A free ticket has no fee. */
export function ticketsOf(line: HeldLine): { ticketTypeId: string; faceMinor: number; feeMinor: number }[] {
  const covered = line.covered ?? line.quantity;
  const full = Array.from({ length: line.quantity - covered }, () => line.priceMinor);
  const faces = [...splitEvenly(line.priceMinor * covered - line.discountMinor, covered), ...full];
  return faces.map((faceMinor) => ({
    ticketTypeId: line.ticketTypeId,
    faceMinor,
    feeMinor: faceMinor > 0 ? line.feeEachMinor : 0,
  }));
}

export function lineFee(line: HeldLine): number {
  return ticketsOf(line).reduce((sum, ticket) => sum + ticket.feeMinor, 0);
}

export function lineTotal(line: HeldLine): number {
  return line.priceMinor * line.quantity - line.discountMinor + lineFee(line);
}

/** The moves that end a hold of these lines without a sale. */
export function endMoves(lines: readonly Line[], widgetId: string | null): Move[] {
  return lines.map((line) => ({ widgetId, ticketTypeId: line.ticketTypeId, held: -line.quantity, sold: 0 }));
}

/** The moves that turn a hold of these lines into sold tickets. */
export function sellMoves(lines: readonly Line[], widgetId: string | null): Move[] {
  return lines.map((line) => ({
    widgetId,
    ticketTypeId: line.ticketTypeId,
    held: -line.quantity,
    sold: line.quantity,
  }));
}

/** The moves for a late payment, whose hold has ended and holds nothing any more. */
export function takeAgainMoves(lines: readonly Line[], widgetId: string | null): Move[] {
  return lines.map((line) => ({ widgetId, ticketTypeId: line.ticketTypeId, held: 0, sold: line.quantity }));
}
