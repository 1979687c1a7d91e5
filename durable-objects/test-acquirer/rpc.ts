// The RPC interface of the test acquirer, and the shapes that travel. The Worker parses every result again, as it would
// with a foreign acquirer.

import type { Locale } from '#core/contracts/basics.ts';
import type { Result } from '#core/result.ts';

export type PaymentState = 'open' | 'processing' | 'succeeded' | 'failed' | 'cancelled';

export type CreatePayment = {
  /** The idempotency key: a repeat returns the same payment, in its present state. */
  key: string;
  /** The merchant's name of the payment: the order's id. */
  reference: string;
  amountMinor: number;
  currency: string;
  /** Shown on the pay page: the page that led the buyer here may have shown something else. */
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

/** A payment with what its pay page shows. */
export type PayablePayment = Payment & {
  seller: string;
  title: string;
  locale: Locale;
  returnUrl: string;
  expiresAtMs: number;
};

export type CardRefusal = 'not-found' | 'not-a-test-card';
/** `unclear`: the card was charged, but the buyer's page gets no result. */
export type CardResult = { payment: PayablePayment; unclear: boolean };

export type RefundPayment = { key: string; paymentId: string; amountMinor: number };
export type PaymentRefund = { key: string; paymentId: string; amountMinor: number; status: 'pending' | 'succeeded' };

/** The body of a webhook. The same `id` may arrive twice, and a later event before an earlier one. */
export type WebhookEvent = {
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
  /** All payments by their ids, in pages, for the merchant's reconciliation. */
  payments(afterPaymentId: string | null): Promise<{ payments: Payment[]; next: string | null }>;
  payable(paymentId: string): Promise<PayablePayment | null>;
  pay(paymentId: string, cardNumber: string): Promise<Result<CardResult, CardRefusal>>;
  cancelPayment(paymentId: string): Promise<Payment | null>;
  refundPayment(request: RefundPayment): Promise<Result<PaymentRefund, 'not-found' | 'key-reused' | 'not-refundable'>>;
  /** For tests and trials: until then every call fails, the buyer's too. */
  breakDownUntil(untilMs: number): Promise<void>;
  /** The caller's time: an object whose clock is ahead of it starts anew. */
  tellTime(nowMs: number): Promise<void>;
}
