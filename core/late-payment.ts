// A payment that came after its hold had ended. Everything that a sale needs is checked again, because the end of the
// hold gave it back: the stock, the purchase limit of the contact, the use of the promo code; and the channel may be
// closed by now.

import { type Line, type SaleRules, saleWindow } from './holds.ts';
import { decidePromo } from './promo.ts';
import { type Stock, shortOf } from './stock.ts';

export type LateOrder = {
  /** Null for an unknown channel. */
  channel: { widgetId: string; open: boolean } | null;
  lines: readonly Line[];
  promoCode: string | null;
  /** The contact has reached its purchase limit since. */
  overContactLimit: boolean;
};

/** When false, the order cannot be had any more, and the payment is returned. */
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
