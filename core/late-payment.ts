// A payment that came after its hold had ended. Everything the sale takes is judged again as it stands now, because all of
// it went back when the hold ended: the stock, the contact's share, the use of the promo code, the channel's right to sell.

import { type Line, type SaleRules, saleWindow } from './holds.ts';
import { decidePromo } from './promo.ts';
import { type Stock, shortOf } from './stock.ts';

export type LateOrder = {
  /** Null for a channel nobody knows. */
  channel: { widgetId: string; open: boolean } | null;
  lines: readonly Line[];
  promoCode: string | null;
  /** The buyer has as many tickets by now as one contact may have. */
  overContactLimit: boolean;
};

/** False: the order can't be had any more, and its money goes back. */
export function canTakeAgain(rules: SaleRules, stock: Stock, order: LateOrder, nowMs: number): boolean {
  const { channel, lines, promoCode } = order;
  if (rules.cancelled || channel === null || !channel.open || order.overContactLimit) return false;
  if (!lines.every((line) => isOnSale(rules, line, nowMs))) return false;
  if (!decidePromo(rules.promos, promoCode ?? undefined, nowMs).ok) return false;
  return shortOf(stock, lines, channel.widgetId, nowMs) === null;
}

function isOnSale(rules: SaleRules, { ticketTypeId }: Line, nowMs: number): boolean {
  const type = rules.types.get(ticketTypeId);
  return type !== undefined && saleWindow(rules, type, nowMs) === 'open';
}
