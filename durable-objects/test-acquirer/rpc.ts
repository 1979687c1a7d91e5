// What a merchant may ask of the test acquirer, and the shapes that travel. The merchant's side parses every
// answer again: an acquirer is a stranger, also when it lives next door.

import type { Locale } from '#core/contracts/basics.ts';
import type { Result } from '#core/result.ts';

export type PaymentState = 'open' | 'processing' | 'succeeded' | 'failed' | 'cancelled';

export type CreatePayment = {
  /** The same key gives the same payment, whatever became of it. */
  key: string;
  /** The merchant's own name of it: the order. */
  reference: string;
  amountMinor: number;
  currency: string;
  /** Shown on the pay page, because the page that led here may have lied about them. */
  seller: string;
  title: string;
  locale: Locale;
  returnUrl: string;
  expiresAtMs: number;
};

export type Payment = {
  paymentId: string;
  reference: string;
  amountMinor: number;
  currency: string;
  status: PaymentState;
  refundedMinor: number;
};

/** A payment with what its page shows. */
export type PayablePayment = Payment & {
  seller: string;
  title: string;
  locale: Locale;
  returnUrl: string;
  expiresAtMs: number;
};

export type CardRefusal = 'not-found' | 'not-a-test-card';
/** `unclear`: the card was charged, but the answer got lost on the way. */
export type CardAnswer = { payment: PayablePayment; unclear: boolean };

export type RefundPayment = { key: string; paymentId: string; amountMinor: number };
export type PaymentRefund = { key: string; paymentId: string; amountMinor: number; status: 'pending' | 'succeeded' };

/** The body of a webhook. One `id` may come twice, and a later one before an earlier one. */
export type Notice = {
  id: string;
  type:
    | 'payment.processing'
    | 'payment.succeeded'
    | 'payment.failed'
    | 'payment.cancelled'
    | 'refund.pending'
    | 'refund.succeeded';
  createdAt: number;
  payment: Payment;
  refund: PaymentRefund | null;
};

export interface TestAcquirerCalls {
  createPayment(request: CreatePayment): Promise<Result<Payment, 'key-reused' | 'bad-amount'>>;
  payment(paymentId: string): Promise<Payment | null>;
  /** All payments of this merchant's books by their ids, a page at a time, as merchants reconcile. */
  payments(afterPaymentId: string | null): Promise<{ payments: Payment[]; next: string | null }>;
  payable(paymentId: string): Promise<PayablePayment | null>;
  pay(paymentId: string, cardNumber: string): Promise<Result<CardAnswer, CardRefusal>>;
  cancelPayment(paymentId: string): Promise<Payment | null>;
  refundPayment(request: RefundPayment): Promise<Result<PaymentRefund, 'not-found' | 'key-reused' | 'not-refundable'>>;
  /** A fault to order: until then merchant and buyer alike get no answer. */
  breakDownUntil(untilMs: number): Promise<void>;
  /** The caller's time: an object whose clock is ahead of it starts anew. */
  tellTime(nowMs: number): Promise<void>;
}
