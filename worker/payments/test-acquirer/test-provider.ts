// The built-in test acquirer behind the provider interface. It lives in a Durable Object next door and is treated as
// a stranger all the same: a time limit on every call, a schema on every response.

import * as z from 'zod';
import { Currency } from '#core/contracts/basics.ts';
import { ok, refuse } from '#core/result.ts';
import { signatureHeader } from '../../../durable-objects/test-acquirer/test-acquirer.ts';
import { configOf } from '../../config.ts';
import type { Env } from '../../env.d.ts';
import { callTestAcquirer } from '../../event-object/event-object.ts';
import { eventIdOf } from '../../ids/ids.ts';
import { type PaymentProvider, type ProviderPayment, type ProviderRefund, ProviderUnavailable } from '../provider.ts';
import { judgeSignature } from './webhook-signature.ts';

const Payment = z.object({
  paymentId: z.string().min(8).max(80),
  reference: z.string().min(8).max(80),
  amountMinor: z.int().min(1),
  currency: Currency,
  status: z.enum(['open', 'processing', 'succeeded', 'failed', 'cancelled']),
});

const ListPage = z.object({
  payments: z.array(Payment.extend({ refundedMinor: z.int().min(0) })),
  next: z.string().nullable(),
});

const Refund = z.object({ key: z.string().min(1).max(200), status: z.enum(['pending', 'succeeded']) });

const TestWebhookEvent = z.object({
  id: z.string().min(1).max(100),
  type: z.string().min(1).max(50),
  payment: Payment,
  refund: Refund.nullable(),
});

const AcquirerResult = <Schema extends z.ZodType>(value: Schema) =>
  z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value }),
    z.object({ ok: z.literal(false), code: z.string() }),
  ]);

/** A buyer waits for this; a queue message can wait for the next try. */
const answerWithinMs = 5_000;

const outcomes = {
  open: 'pending',
  processing: 'pending',
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'failed',
} as const satisfies Record<z.infer<typeof Payment>['status'], ProviderPayment['outcome']>;

export function testProvider(env: Env): PaymentProvider {
  return {
    name: 'test',

    async createPayment({ orderId, ...request }) {
      const eventId = eventIdOf(env, 'ord', orderId);
      if (eventId === null) throw new ProviderUnavailable('test', 'no such order');
      const response = await asked(
        AcquirerResult(Payment),
        callTestAcquirer(env, eventId, (acquirer) => acquirer.createPayment({ ...request, reference: orderId })),
      );
      if (!response.ok) throw new ProviderUnavailable('test', `createPayment refused: ${response.code}`);
      return {
        ...paymentFrom(response.value),
        url: `${configOf(env).PUBLIC_ORIGIN}/pay/test/${response.value.paymentId}`,
      };
    },

    async getPayment(paymentId) {
      const eventId = eventIdOf(env, 'pay', paymentId);
      if (eventId === null) return null;
      const payment = await asked(
        Payment.nullable(),
        callTestAcquirer(env, eventId, (acquirer) => acquirer.payment(paymentId)),
      );
      return payment === null ? null : paymentFrom(payment);
    },

    async listPayments(eventId, after) {
      const { payments, next } = await asked(
        ListPage,
        callTestAcquirer(env, eventId, (acquirer) => acquirer.payments(after)),
      );
      const listed = payments.map((one) => ({ ...paymentFrom(one), refundedMinor: one.refundedMinor }));
      return { payments: listed, next };
    },

    async cancelPayment(paymentId) {
      const eventId = eventIdOf(env, 'pay', paymentId);
      if (eventId === null) return null;
      const payment = await asked(
        Payment.nullable(),
        callTestAcquirer(env, eventId, (acquirer) => acquirer.cancelPayment(paymentId)),
      );
      return payment === null ? null : paymentFrom(payment);
    },

    async refund({ refundId, paymentId, amountMinor }) {
      const eventId = eventIdOf(env, 'pay', paymentId);
      if (eventId === null) return { refundId, outcome: 'failed' };
      const response = await asked(
        AcquirerResult(Refund),
        callTestAcquirer(env, eventId, (acquirer) => acquirer.refundPayment({ key: refundId, paymentId, amountMinor })),
      );
      return response.ok ? refundFrom(response.value) : { refundId, outcome: 'failed' };
    },

    async verifyWebhook(rawBody, headers, nowMs) {
      const secret = configOf(env).TEST_ACQUIRER_SECRET;
      if (secret === undefined) return refuse('forged');
      const verdict = judgeSignature(secret, headers.get(signatureHeader), rawBody, nowMs);
      if (verdict !== 'genuine') return refuse(verdict);
      const event = TestWebhookEvent.safeParse(jsonOrNull(rawBody));
      if (!event.success) return refuse('unreadable');
      const { id, payment, refund } = event.data;
      return refund === null
        ? ok({ about: 'payment', webhookEventId: id, payment: paymentFrom(payment) })
        : ok({ about: 'refund', webhookEventId: id, orderId: payment.reference, refund: refundFrom(refund) });
    },
  };
}

async function asked<Schema extends z.ZodType>(schema: Schema, response: Promise<unknown>): Promise<z.output<Schema>> {
  const waiting = new AbortController();
  const tooLate = scheduler.wait(answerWithinMs, { signal: waiting.signal }).then(() => {
    throw new Error('no answer in time');
  });
  let said: unknown;
  try {
    said = await Promise.race([response, tooLate]);
  } catch (error) {
    throw new ProviderUnavailable('test', 'no answer', error);
  } finally {
    waiting.abort();
  }
  const parsed = schema.safeParse(said);
  if (!parsed.success) throw new ProviderUnavailable('test', 'an answer nobody understands');
  return parsed.data;
}

function paymentFrom(payment: z.infer<typeof Payment>): ProviderPayment {
  const { paymentId, reference, amountMinor, currency, status } = payment;
  return { paymentId, orderId: reference, amountMinor, currency, outcome: outcomes[status] };
}

function refundFrom(refund: z.infer<typeof Refund>): ProviderRefund {
  return { refundId: refund.key, outcome: refund.status === 'succeeded' ? 'confirmed' : 'sent' };
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
