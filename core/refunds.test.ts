import { expect, it } from 'vitest';
import { decideRefund, decideVoided, nextRefundStatus, type RefundStatus } from './refunds.ts';

it('refund states only move on', () => {
  const all: RefundStatus[] = ['voiding', 'requested', 'sent', 'confirmed', 'failed'];
  const next = all.map((now) => (['sent', 'confirmed', 'failed'] as const).map((said) => nextRefundStatus(now, said)));
  expect(next).toEqual([
    ['sent', 'confirmed', 'failed'],
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
  expect(decideRefund('refunded', tickets, null)).toMatchObject({ code: 'ticket-not-refundable' });
  for (const status of ['open', 'awaiting-payment', 'cancelled', 'expired', 'paid-late'] as const) {
    expect(decideRefund(status, tickets, null)).toMatchObject({ code: 'order-not-paid' });
  }
});

const [a, b] = [{ ticketId: 'a' }, { ticketId: 'b' }];

it.each<[string, string[], boolean, object]>([
  ['nobody entered with them', [], false, { ok: true, value: [false, false] }],
  ['nobody entered, and the organizer would have refunded in any case', [], true, { ok: true, value: [false, false] }],
  ['one person is inside', ['b'], false, { ok: false, code: 'already-admitted' }],
  ['one person is inside and the organizer refunds in any case', ['b'], true, { ok: true, value: [false, true] }],
])('voided tickets, when %s', (_what, admitted, evenIfAdmitted, expected) => {
  const decided = decideVoided([a, b], admitted, evenIfAdmitted);
  const kept = decided.ok ? { ...decided, value: decided.value.map(({ keepsPlace }) => keepsPlace) } : decided;
  expect(kept).toEqual(expected);
  if (decided.ok) expect(decided.value.map(({ ticket: one }) => one)).toEqual([a, b]);
});
