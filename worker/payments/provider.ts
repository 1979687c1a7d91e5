// What Foyer needs of whoever takes the money, and nothing of how they do it. Amounts are integer minor units; every
// call is idempotent by a key of ours, because its response may be lost.
//
// A provider that can't be reached, or answers what nobody understands, throws `ProviderUnavailable`: the caller
// then knows nothing of the payment, and asks again later.

import type { Locale } from '#core/contracts/basics.ts';
import type { Result } from '#core/result.ts';

export interface PaymentProvider {
  readonly name: string;
  createPayment(request: PaymentRequest): Promise<ProviderPayment & { url: string }>;
  /** Null: the provider knows no such payment. */
  getPayment(paymentId: string): Promise<ProviderPayment | null>;
  /** The provider's own list of an event's payments, a page at a time: reconciliation compares our records with it. */
  listPayments(eventId: string, after: string | null): Promise<{ payments: ListedPayment[]; next: string | null }>;
  /** Cancels what is not paid yet, and answers how it stands now: it may have been paid meanwhile. */
  cancelPayment(paymentId: string): Promise<ProviderPayment | null>;
  refund(request: ProviderRefundRequest): Promise<ProviderRefund>;
  /** Judges the signature over the very bytes that came, before anything is read from them. */
  verifyWebhook(rawBody: string, headers: Headers, nowMs: number): Promise<Result<WebhookEvent, WebhookRefusal>>;
}

export type PaymentRequest = {
  /** One a payment attempt of an order. */
  key: string;
  orderId: string;
  amountMinor: number;
  currency: string;
  seller: string;
  title: string;
  locale: Locale;
  returnUrl: string;
  expiresAtMs: number;
};

export type ProviderPayment = {
  paymentId: string;
  orderId: string;
  amountMinor: number;
  currency: string;
  outcome: 'succeeded' | 'failed' | 'pending';
};

export type ListedPayment = ProviderPayment & { refundedMinor: number };

type ProviderRefundRequest = { refundId: string; paymentId: string; amountMinor: number; currency: string };
export type ProviderRefund = { refundId: string; outcome: 'sent' | 'confirmed' | 'failed' };

export type WebhookEvent =
  | { about: 'payment'; webhookEventId: string; payment: ProviderPayment }
  | { about: 'refund'; webhookEventId: string; orderId: string; refund: ProviderRefund };

type WebhookRefusal = 'forged' | 'stale' | 'unreadable';

export class ProviderUnavailable extends Error {
  readonly provider: string;
  /** Our own word for what went wrong, never the provider's. */
  readonly problem: string;

  constructor(provider: string, problem: string, cause?: unknown) {
    super(`${provider}: ${problem}`, { cause });
    this.provider = provider;
    this.problem = problem;
  }
}
