// Orders: how one stands, and what the word of a payment provider does to it. States never move back.

import type { OrderStatus } from './contracts/sales.ts';
import { assertNever } from './result.ts';

/** How long a hold waits, past its end, for the provider's answer about an open payment. */
export const paymentGraceMs = 5 * 60_000;

export type PaymentOutcome = 'succeeded' | 'failed' | 'pending';

export type OrderStanding = {
  status: OrderStatus;
  /** The hold is past its end and lives on only to wait for the provider. */
  inGrace: boolean;
  /** This very payment was settled before, with this result. */
  earlier: 'succeeded' | 'failed' | null;
  eventCancelled: boolean;
  /** Stock could be taken again now; asked only for an order whose hold has ended. */
  canTakeAgain: boolean;
};

type Settlement =
  | { do: 'nothing' }
  | { do: 'note-pending' }
  /** The buyer may try again, with the next attempt, while the hold lives. */
  | { do: 'fail-attempt'; endHold: boolean }
  | { do: 'sell'; late: boolean }
  /** Paid, but there is nothing to sell any more. */
  | { do: 'return-money' }
  /** A second payment of an order that has been paid. */
  | { do: 'return-duplicate' };

export function decideSettlement(order: OrderStanding, outcome: PaymentOutcome): Settlement {
  if (order.earlier === 'succeeded') return { do: 'nothing' };
  const undecided = order.status === 'open' || order.status === 'awaiting-payment';
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

function decideSuccess(order: OrderStanding): Settlement {
  switch (order.status) {
    case 'open':
    case 'awaiting-payment':
      return order.eventCancelled ? { do: 'return-money' } : { do: 'sell', late: false };
    case 'expired':
      return !order.eventCancelled && order.canTakeAgain ? { do: 'sell', late: true } : { do: 'return-money' };
    case 'cancelled':
      // The buyer said no, or the event is off: tickets nobody wants would only block the stock.
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

/** How an order whose money came in stands after refunds were confirmed. */
export function statusAfterRefund(tickets: readonly { refunded: boolean }[]): 'paid' | 'partly-refunded' | 'refunded' {
  const refunded = tickets.filter((ticket) => ticket.refunded).length;
  if (refunded === 0) return 'paid';
  return refunded === tickets.length ? 'refunded' : 'partly-refunded';
}

/** What becomes of a hold that reached its end. */
export function decideHoldEnd(hold: { hasOpenPayment: boolean; asked: boolean }): 'ask-provider' | 'expire' {
  return hold.hasOpenPayment && !hold.asked ? 'ask-provider' : 'expire';
}
