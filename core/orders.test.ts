import { expect, it } from 'vitest';
import type { OrderStatus } from './contracts/sales.ts';
import {
  decideHoldEnd,
  decidePaymentEffect,
  type OrderState,
  type PaymentOutcome,
  statusAfterRefund,
} from './orders.ts';

const awaitingPayment: OrderState = {
  status: 'awaiting-payment',
  inGrace: false,
  earlier: null,
  eventCancelled: false,
  canTakeAgain: false,
};

const statuses: OrderStatus[] = [
  'open',
  'awaiting-payment',
  'paid',
  'paid-late',
  'cancelled',
  'expired',
  'refunded',
  'partly-refunded',
];

it.each<[Partial<OrderState>, PaymentOutcome, object]>([
  [{ status: 'open' }, 'succeeded', { do: 'sell', late: false }],
  [{}, 'succeeded', { do: 'sell', late: false }],
  [{ inGrace: true }, 'succeeded', { do: 'sell', late: false }],
  [{ eventCancelled: true }, 'succeeded', { do: 'return-money' }],
  [{ earlier: 'failed' }, 'succeeded', { do: 'sell', late: false }],
  [{ earlier: 'succeeded', status: 'paid' }, 'succeeded', { do: 'nothing' }],
  [{ status: 'expired', canTakeAgain: true }, 'succeeded', { do: 'sell', late: true }],
  [{ status: 'expired', canTakeAgain: true, eventCancelled: true }, 'succeeded', { do: 'return-money' }],
  [{ status: 'expired' }, 'succeeded', { do: 'return-money' }],
  [{ status: 'cancelled', canTakeAgain: true }, 'succeeded', { do: 'return-money' }],
  [{ status: 'paid' }, 'succeeded', { do: 'return-duplicate' }],
  [{ status: 'paid-late' }, 'succeeded', { do: 'return-duplicate' }],
  [{ status: 'refunded' }, 'succeeded', { do: 'return-duplicate' }],
  [{ status: 'partly-refunded' }, 'succeeded', { do: 'return-duplicate' }],
  [{}, 'failed', { do: 'fail-attempt', endHold: false }],
  [{ inGrace: true }, 'failed', { do: 'fail-attempt', endHold: true }],
  [{ earlier: 'failed' }, 'failed', { do: 'nothing' }],
  [{ earlier: 'failed' }, 'pending', { do: 'nothing' }],
  [{}, 'pending', { do: 'note-pending' }],
])('an order that is %j, told that its payment is %s: %j', (how, outcome, settlement) => {
  expect(decidePaymentEffect({ ...awaitingPayment, ...how }, outcome)).toEqual(settlement);
});

it('a decided order is never moved by a failure or by waiting', () => {
  for (const status of statuses.filter((one) => one !== 'open' && one !== 'awaiting-payment')) {
    for (const outcome of ['failed', 'pending'] as const) {
      expect(decidePaymentEffect({ ...awaitingPayment, status }, outcome)).toEqual({ do: 'nothing' });
    }
  }
});

it('a payment that was settled is never settled again, in any state', () => {
  for (const status of statuses) {
    for (const outcome of ['succeeded', 'failed', 'pending'] as const) {
      expect(decidePaymentEffect({ ...awaitingPayment, status, earlier: 'succeeded' }, outcome)).toEqual({
        do: 'nothing',
      });
    }
  }
});

it('a hold with an open payment is asked about once, then ends', () => {
  expect(decideHoldEnd({ hasOpenPayment: false, asked: false })).toBe('expire');
  expect(decideHoldEnd({ hasOpenPayment: true, asked: false })).toBe('ask-provider');
  expect(decideHoldEnd({ hasOpenPayment: true, asked: true })).toBe('expire');
});

it.each([
  ['paid when no ticket was refunded', [false, false], 'paid'],
  ['partly refunded when one of two was', [true, false], 'partly-refunded'],
  ['refunded when all were', [true, true], 'refunded'],
  ['refunded when its one ticket was', [true], 'refunded'],
] as const)('after refunds an order is %s', (_what, tickets, status) => {
  expect(statusAfterRefund(tickets.map((refunded) => ({ refunded })))).toBe(status);
});
