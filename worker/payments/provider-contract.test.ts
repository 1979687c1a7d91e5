// What every payment provider has to keep, tested through `PaymentProvider` alone. A provider's adapter takes part with
// a row in `providers`: how a buyer pays at it, how it goes down, and how it signs a webhook.

import { env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { signatureHeader, signatureOf } from '../../durable-objects/test-acquirer/test-acquirer.ts';
import { browse, heldAndOrdered, newShop } from '../test/shop.ts';
import { type PaymentProvider, ProviderUnavailable, providerNamed } from './payments.ts';
import type { PaymentRequest, ProviderPayment } from './provider.ts';

type ProviderDesk = {
  pay(eventId: string, paymentId: string): Promise<unknown>;
  breakDown(eventId: string, forMs: number): Promise<void>;
  webhook(payment: ProviderPayment): string;
  signed(body: string, atMs: number): HeadersInit;
};

const secret = env.TEST_ACQUIRER_SECRET ?? '';

const providers: Record<string, ProviderDesk> = {
  test: {
    pay: (eventId, paymentId) => env.TEST_ACQUIRER.getByName(eventId).pay(paymentId, '4242424242424242'),
    breakDown: (eventId, forMs) => env.TEST_ACQUIRER.getByName(eventId).breakDownUntil(Date.now() + forMs),
    webhook: ({ paymentId, orderId, amountMinor, currency }) =>
      JSON.stringify({
        id: `ntc_${crypto.randomUUID()}`,
        type: 'payment.succeeded',
        payment: { paymentId, reference: orderId, amountMinor, currency, status: 'succeeded' },
        refund: null,
      }),
    signed: (body, atMs) => ({ [signatureHeader]: signatureOf(secret, Math.floor(atMs / 1_000), body) }),
  },
};

type Opened = { eventId: string; provider: PaymentProvider; request: PaymentRequest };

/** An order that waits for money, and the request for one more payment of it. */
async function opened(name: string): Promise<Opened> {
  const provider = providerNamed(env, name);
  if (provider === null) throw new Error(`${name} is not among PAYMENT_PROVIDERS`);
  const shop = await newShop(100_000);
  const { orderId } = await heldAndOrdered(shop);
  const request: PaymentRequest = {
    key: `${orderId}:9`,
    orderId,
    amountMinor: 100_000,
    currency: 'RUB',
    seller: 'Театр «Маяк»',
    title: 'Гроза',
    locale: 'ru',
    returnUrl: 'https://tickets.example/order',
    expiresAtMs: Date.now() + 600_000,
  };
  return { eventId: shop.eventId, provider, request };
}

async function listed({ provider, eventId }: Opened, paymentId: string) {
  const { payments } = await provider.listPayments(eventId, null);
  return payments.filter((one) => one.paymentId === paymentId);
}

describe.each(Object.entries(providers))('the provider %s', (name, desk) => {
  it('makes one payment for one key, however often it is asked', async () => {
    const at = await opened(name);
    const first = await at.provider.createPayment(at.request);
    const again = await at.provider.createPayment(at.request);
    expect(again).toEqual(first);
    expect(first).toMatchObject({ orderId: at.request.orderId, amountMinor: 100_000, currency: 'RUB' });
    expect(first.outcome).toBe('pending');
    expect(await listed(at, first.paymentId)).toHaveLength(1);
  });

  it.each([
    ['another amount', { amountMinor: 100_001 }],
    ['another currency', { currency: 'KZT' }],
  ])('makes no payment for a used key with %s', async (_name, changed) => {
    const at = await opened(name);
    const first = await at.provider.createPayment(at.request);
    await expect(at.provider.createPayment({ ...at.request, ...changed })).rejects.toThrow(ProviderUnavailable);
    expect(await at.provider.getPayment(first.paymentId)).toMatchObject({ amountMinor: 100_000, currency: 'RUB' });
  });

  it('keeps a currency without minor units as it is', async () => {
    const at = await opened(name);
    const made = await at.provider.createPayment({ ...at.request, amountMinor: 1_500, currency: 'JPY' });
    expect(await at.provider.getPayment(made.paymentId)).toMatchObject({ amountMinor: 1_500, currency: 'JPY' });
  });

  it('knows nothing of a payment that it did not make', async () => {
    const { provider } = await opened(name);
    expect(await provider.getPayment('pay_unknown')).toBeNull();
    expect(await provider.cancelPayment('pay_unknown')).toBeNull();
  });

  it('cancels what is open for good, and reports what was paid meanwhile as paid', async () => {
    const at = await opened(name);
    const open = await at.provider.createPayment(at.request);
    expect(await at.provider.cancelPayment(open.paymentId)).toMatchObject({ outcome: 'failed' });
    await desk.pay(at.eventId, open.paymentId);
    expect(await at.provider.getPayment(open.paymentId)).toMatchObject({ outcome: 'failed' });

    const other = await at.provider.createPayment({ ...at.request, key: `${at.request.key}b` });
    await desk.pay(at.eventId, other.paymentId);
    expect(await at.provider.cancelPayment(other.paymentId)).toMatchObject({ outcome: 'succeeded' });
  });

  it('refunds in parts, once for one refund, and never more than was paid', async () => {
    const at = await opened(name);
    const { paymentId } = await at.provider.createPayment(at.request);
    const refund = (refundId: string, amountMinor: number) =>
      at.provider.refund({ refundId: `${at.request.orderId}-${refundId}`, paymentId, amountMinor, currency: 'RUB' });
    expect(await refund('unpaid', 1)).toMatchObject({ outcome: 'failed' });
    await desk.pay(at.eventId, paymentId);
    expect(await refund('first', 40_000)).toMatchObject({ outcome: 'confirmed' });
    expect(await refund('first', 40_000)).toMatchObject({ outcome: 'confirmed' });
    expect(await listed(at, paymentId)).toMatchObject([{ outcome: 'succeeded', refundedMinor: 40_000 }]);
    expect(await refund('more', 60_001)).toMatchObject({ outcome: 'failed' });
    expect(await refund('rest', 60_000)).toMatchObject({ outcome: 'confirmed' });
    expect(await listed(at, paymentId)).toMatchObject([{ refundedMinor: 100_000 }]);
  });

  it('that is down says nothing of any payment, and has forgotten none afterwards', async () => {
    const at = await opened(name);
    const made = await at.provider.createPayment(at.request);
    const { paymentId } = made;
    await desk.breakDown(at.eventId, 3_600_000);
    const calls = [
      () => at.provider.createPayment(at.request),
      () => at.provider.getPayment(paymentId),
      () => at.provider.listPayments(at.eventId, null),
      () => at.provider.cancelPayment(paymentId),
      () => at.provider.refund({ refundId: 'rfd_while_down', paymentId, amountMinor: 1, currency: 'RUB' }),
    ];
    for (const ask of calls) await expect(ask()).rejects.toThrow(ProviderUnavailable);
    await desk.breakDown(at.eventId, 0);
    expect(await at.provider.createPayment(at.request)).toEqual(made);
  });

  it('tells a genuine webhook from a forged, an old and an unreadable one', async () => {
    const at = await opened(name);
    const made = await at.provider.createPayment(at.request);
    const nowMs = Date.now();
    const body = desk.webhook(made);
    const verdict = async (text: string, headers: HeadersInit) => {
      const judged = await at.provider.verifyWebhook(text, new Headers(headers), nowMs);
      return judged.ok ? judged.value : judged.code;
    };
    expect(await verdict(body, desk.signed(body, nowMs))).toMatchObject({
      about: 'payment',
      payment: { paymentId: made.paymentId, orderId: made.orderId, amountMinor: 100_000, outcome: 'succeeded' },
    });
    expect(await verdict(body, {})).toBe('forged');
    expect(await verdict(body.replace('100000', '1'), desk.signed(body, nowMs))).toBe('forged');
    expect(await verdict(body, desk.signed(body, nowMs - 86_400_000))).toBe('stale');
    expect(await verdict('{}', desk.signed('{}', nowMs))).toBe('unreadable');
  });

  it('is refused a webhook body of 1 MB, signed or not, and the next webhook is heard', async () => {
    const at = await opened(name);
    const made = await at.provider.createPayment(at.request);
    const body = desk.webhook(made);
    const send = (text: string) =>
      browse(`/api/payments/${name}/webhook`, {
        method: 'POST',
        body: text,
        headers: { 'content-type': 'application/json', ...desk.signed(text, Date.now()) },
      });
    expect((await send(body + ' '.repeat(1_048_576))).status).toBe(413);
    expect((await send(body)).status).toBe(200);
  });
});
