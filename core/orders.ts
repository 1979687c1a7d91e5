// The states of an order and what the report of a payment provider does to them. States never move back.

import type { OrderStatus } from './contracts/sales.ts';
import { type Line, type SaleRules, saleWindow } from './holds.ts';
import { decidePromo } from './promo.ts';
import { assertNever } from './result.ts';
import { type Stock, shortOf } from './stock.ts';

/** How long a hold that has ended lives on while the provider is asked about its open payment. */
export const paymentGraceMs = 5 * 60_000;

export type PaymentOutcome = 'succeeded' | 'failed' | 'pending';

/** Neither paid nor ended yet: a payment can still decide the order. */
export function isUndecided(status: OrderStatus): boolean {
  return status === 'open' || status === 'awaiting-payment';
}

export type OrderState = {
  status: OrderStatus;
  /** The hold has ended and lives on only until the provider answers. */
  inGrace: boolean;
  /** How this payment was settled before; null when it was not. */
  earlier: 'succeeded' | 'failed' | null;
  eventCancelled: boolean;
  /** For an order whose hold has ended: whether its stock could be taken again now. */
  canTakeAgain: boolean;
};

export type PaymentEffect =
  | { do: 'nothing' }
  | { do: 'note-pending' }
  /** The buyer may pay again with the next attempt while the hold lives. */
  | { do: 'fail-attempt'; endHold: boolean }
  | { do: 'sell'; late: boolean }
  /** A late payment, and there is nothing to sell any more. */
  | { do: 'return-money' }
  /** A second payment of an order that has been paid. */
  | { do: 'return-duplicate' };

export function decidePaymentEffect(order: OrderState, outcome: PaymentOutcome): PaymentEffect {
  if (order.earlier === 'succeeded') return { do: 'nothing' };
  const undecided = isUndecided(order.status);
  switch (outcome) {
    case 'pending':
      return undecided && order.earlier === null ? { do: 'note-pending' } : { do: 'nothing' };
    case 'failed':
      if (!undecided || order.earlier === 'failed') return { do: 'nothing' };
      return { do: 'fail-attempt', endHold: order.inGrace };
    case 'succeeded':
      return decideSuccess(order);
    default:
      return assertNever(outcome);
  }
}

function decideSuccess(order: OrderState): PaymentEffect {
  switch (order.status) {
    case 'open':
    case 'awaiting-payment':
      return order.eventCancelled ? { do: 'return-money' } : { do: 'sell', late: false };
    case 'expired':
      return !order.eventCancelled && order.canTakeAgain ? { do: 'sell', late: true } : { do: 'return-money' };
    case 'cancelled':
      // The buyer gave the order up, or the event was cancelled. Tickets that nobody wants would only take stock from
      // others.
      return { do: 'return-money' };
    case 'paid':
    case 'paid-late':
    case 'refunded':
    case 'partly-refunded':
      return { do: 'return-duplicate' };
    default:
      return assertNever(order.status);
  }
}

/** The status of a paid order after some of its refunds were confirmed. */
export function statusAfterRefund(tickets: readonly { refunded: boolean }[]): 'paid' | 'partly-refunded' | 'refunded' {
  const refunded = tickets.filter((ticket) => ticket.refunded).length;
  if (refunded === 0) return 'paid';
  return refunded === tickets.length ? 'refunded' : 'partly-refunded';
}

/**
 * What happens when a hold reaches its end: with an open payment the provider is asked once before the hold expires.
 */
export function decideHoldEnd(hold: { hasOpenPayment: boolean; asked: boolean }): 'ask-provider' | 'expire' {
  return hold.hasOpenPayment && !hold.asked ? 'ask-provider' : 'expire';
}

// --- late payments -------------------------------------------------------------------------------------------

// A payment that came after its hold had ended. Everything that a sale needs is checked again, because the end of the
// hold gave it back: the stock, the purchase limit of the contact, the use of the promo code; and the channel may be
// closed by now.

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
