import { expect, it } from 'vitest';
import { decideContactLimit } from './contact-limit.ts';
import type { OrderStatus } from './contracts/sales.ts';
import {
  decideHoldEnd,
  decideSettlement,
  type OrderStanding,
  type PaymentOutcome,
  statusAfterRefund,
} from './orders.ts';
import { decidePromo, discountsOf, type Promo } from './promo.ts';
import { decideRefund, nextRefundStatus, type RefundStatus } from './refunds.ts';

const standing: OrderStanding = {
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

it.each<[Partial<OrderStanding>, PaymentOutcome, object]>([
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
])('%j and the word %s: %j', (how, outcome, settlement) => {
  expect(decideSettlement({ ...standing, ...how }, outcome)).toEqual(settlement);
});

it('a decided order is never moved by a failure or by waiting', () => {
  for (const status of statuses.filter((one) => one !== 'open' && one !== 'awaiting-payment')) {
    for (const outcome of ['failed', 'pending'] as const) {
      expect(decideSettlement({ ...standing, status }, outcome)).toEqual({ do: 'nothing' });
    }
  }
});

it('a payment that was settled is never settled again, in any state', () => {
  for (const status of statuses) {
    for (const outcome of ['succeeded', 'failed', 'pending'] as const) {
      expect(decideSettlement({ ...standing, status, earlier: 'succeeded' }, outcome)).toEqual({ do: 'nothing' });
    }
  }
});

it('a hold with an open payment is asked about once, then ends', () => {
  expect(decideHoldEnd({ hasOpenPayment: false, asked: false })).toBe('expire');
  expect(decideHoldEnd({ hasOpenPayment: true, asked: false })).toBe('ask-provider');
  expect(decideHoldEnd({ hasOpenPayment: true, asked: true })).toBe('expire');
});

it('refund states only move on', () => {
  const all: RefundStatus[] = ['requested', 'sent', 'confirmed', 'failed'];
  const next = all.map((now) => (['sent', 'confirmed', 'failed'] as const).map((said) => nextRefundStatus(now, said)));
  expect(next).toEqual([
    ['sent', 'confirmed', 'failed'],
    ['sent', 'confirmed', 'failed'],
    ['confirmed', 'confirmed', 'confirmed'],
    ['failed', 'failed', 'failed'],
  ]);
});

const ticket = (ticketId: string, refundStatus: RefundStatus | null) => ({
  ticketId,
  refundStatus,
  valid: refundStatus === null,
  faceMinor: 100,
  feeMinor: 10,
  commissionBps: 0,
  commissionMinor: 0,
});

it('a ticket is refunded once, unless its refund failed', () => {
  const tickets = [ticket('a', null), ticket('b', 'requested'), ticket('c', 'failed'), ticket('d', 'confirmed')];
  const all = decideRefund('partly-refunded', tickets, null);
  expect(all).toMatchObject({ ok: true, value: { amountMinor: 220, tickets: [{ ticketId: 'a' }, { ticketId: 'c' }] } });
  expect(decideRefund('paid', tickets, ['a', 'a'])).toMatchObject({ ok: true, value: { amountMinor: 110 } });
  for (const ids of [['b'], ['d'], ['a', 'b'], ['z'], []]) {
    expect(decideRefund('paid', tickets, ids)).toMatchObject({ code: 'ticket-not-refundable' });
  }
  for (const status of ['open', 'awaiting-payment', 'cancelled', 'expired', 'paid-late'] as const) {
    expect(decideRefund(status, tickets, null)).toMatchObject({ code: 'order-not-paid' });
  }
  expect(statusAfterRefund([{ refunded: true }, { refunded: false }])).toBe('partly-refunded');
  expect(statusAfterRefund([{ refunded: true }])).toBe('refunded');
});

const promo: Promo = {
  code: 'SPRING',
  discount: { kind: 'amount', amountMinor: 100 },
  maxUses: 2,
  fromMs: 10,
  toMs: 20,
  ticketTypeIds: ['a', 'b'],
  used: 0,
};

it('a promo code works in its time, for its types, as often as it may', () => {
  const promos = new Map([['SPRING', promo]]);
  expect(decidePromo(promos, undefined, 15)).toEqual({ ok: true, value: null });
  expect(decidePromo(promos, ' spring ', 15)).toMatchObject({ ok: true, value: { code: 'SPRING' } });
  expect(decidePromo(promos, 'SPRING', 9)).toMatchObject({ code: 'promo-code-unknown' });
  expect(decidePromo(promos, 'SPRING', 20)).toMatchObject({ code: 'promo-code-expired' });
  const usedUp = new Map([['SPRING', { ...promo, used: 2 }]]);
  expect(decidePromo(usedUp, 'SPRING', 15)).toMatchObject({ code: 'promo-code-used-up' });
  const lines = [
    { ticketTypeId: 'a', priceMinor: 15, quantity: 2 },
    { ticketTypeId: 'b', priceMinor: 60, quantity: 1 },
    { ticketTypeId: 'c', priceMinor: 500, quantity: 1 },
  ];
  const off = (terms: Partial<Promo>) => discountsOf({ ...promo, ...terms }, lines).map((line) => line.discountMinor);
  expect(off({})).toEqual([30, 60, 0]);
  expect(off({ discount: { kind: 'amount', amountMinor: 10 } })).toEqual([3, 7, 0]);
  expect(off({ discount: { kind: 'percent', bps: 5_000 }, ticketTypeIds: null })).toEqual([15, 30, 250]);
});

it('a contact is bounded only where a type says so', () => {
  const type = {
    id: 'a',
    name: 'A',
    priceMinor: 1,
    salesFromMs: null,
    salesToMs: null,
    minPerOrder: 1,
    maxPerOrder: 9,
    retired: false,
  };
  const types = new Map([
    ['a', { ...type, maxPerContact: 4 }],
    ['b', { ...type, id: 'b' }],
  ]);
  const taken = () => 3;
  expect(decideContactLimit(types, [{ ticketTypeId: 'a', quantity: 1 }], taken)).toBeNull();
  expect(decideContactLimit(types, [{ ticketTypeId: 'a', quantity: 2 }], taken)).toEqual({
    ticketTypeId: 'a',
    max: 4,
    taken: 3,
  });
  expect(decideContactLimit(types, [{ ticketTypeId: 'b', quantity: 50 }], taken)).toBeNull();
});
