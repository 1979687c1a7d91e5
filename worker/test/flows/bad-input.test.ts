// What a sale must not be talked into: quantities that are none, prices from outside, keys that are none. Each answer is
// a refusal that names the field, and nothing is held after it. Forged, old, repeated and foreign webhooks are tried in
// `buy-through-widget.test.ts` and `payments/webhook-signature.test.ts`.

import { env } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { type ApiResponse, call, type ErrorResponse } from '../calls.ts';
import { buyer, hold, newKey, newShop, order, type Shop } from '../shop.ts';

function ask(shop: Shop, body: unknown, key = newKey()): Promise<ApiResponse<ErrorResponse>> {
  const headers = { 'idempotency-key': key };
  return call('POST', `/api/widgets/${shop.widgetId}/holds`, { headers, body });
}

async function heldOf(shop: Shop): Promise<number | undefined> {
  return (await env.EVENT_SALES.getByName(shop.eventId).stock())[0]?.held;
}

it('a quantity that is none is refused by name, and takes nothing', async () => {
  const shop = await newShop(100_000, 10);
  const line = (quantity: unknown) => `{"lines":[{"ticketTypeId":"${shop.ticketTypeId}","quantity":${quantity}}]}`;
  for (const quantity of [
    '0',
    '-0',
    '-1',
    '1.5',
    '51',
    '1e400',
    '1e20',
    '9007199254740993',
    '"2"',
    'true',
    'null',
    '[1]',
    '{}',
  ]) {
    const { status, body } = await ask(shop, line(quantity));
    expect([quantity, status, body.error.code]).toEqual([quantity, 400, 'invalid-request']);
  }
  const within = await ask(shop, line('11'));
  expect([within.status, within.body.error.code]).toEqual([409, 'limit-exceeded']);
  expect(await heldOf(shop)).toBe(0);
});

it('a ticket type named twice, of another event or not at all is refused', async () => {
  const shop = await newShop(100_000, 10);
  const other = await newShop(100_000, 10);
  const line = { ticketTypeId: shop.ticketTypeId, quantity: 1 };
  expect((await ask(shop, { lines: [line, line] })).status).toBe(400);
  expect((await ask(shop, { lines: [] })).status).toBe(400);
  expect((await ask(shop, { lines: [{ quantity: 1 }] })).status).toBe(400);
  const foreign = await ask(shop, { lines: [{ ...line, ticketTypeId: other.ticketTypeId }] });
  expect([foreign.status, foreign.body.error.code]).toEqual([404, 'not-found']);
  expect([await heldOf(shop), await heldOf(other)]).toEqual([0, 0]);
});

it('a price, a discount or a total sent by the client is refused, at the hold and at the order', async () => {
  const shop = await newShop(100_000, 10);
  const line = { ticketTypeId: shop.ticketTypeId, quantity: 1 };
  const one = { amount: 1, currency: 'RUB' };
  for (const sly of ['price', 'discount', 'total', 'serviceFee', 'commissionBps']) {
    expect([sly, (await ask(shop, { lines: [{ ...line, [sly]: one }] })).status]).toEqual([sly, 400]);
    expect([sly, (await ask(shop, { lines: [line], [sly]: one })).status]).toEqual([sly, 400]);
  }
  const held = await hold(shop);
  for (const sly of ['total', 'price', 'promoCode', 'status', 'termsVersion']) {
    const response = await order<ErrorResponse>(held.body.holdId, newKey(), { [sly]: one });
    expect([sly, response.status, response.body.error.code]).toEqual([sly, 400, 'invalid-request']);
  }
  const ordered = await order(held.body.holdId);
  expect(ordered.body.total.amount).toBe(100_000);
});

it('a key that is missing, too short, too long or no key at all is refused, at the hold and at the order', async () => {
  const shop = await newShop(100_000, 10);
  const body = { lines: [{ ticketTypeId: shop.ticketTypeId, quantity: 1 }] };
  const held = await hold(shop);
  for (const key of ['', 'x'.repeat(15), 'x'.repeat(256), 'spaces are not visible', 'ключ-не-из-ascii-знаков']) {
    const headers: Record<string, string> = key === '' ? {} : { 'idempotency-key': encodeLatin(key) };
    const placed = await call('POST', `/api/widgets/${shop.widgetId}/holds`, { headers, body });
    const opened = await call('POST', `/api/holds/${held.body.holdId}/order`, {
      headers,
      body: { buyer, locale: 'ru' },
    });
    const code = key === '' ? 'idempotency-key-required' : 'idempotency-key-invalid';
    for (const response of [placed, opened])
      expect([key, response.status, response.body.error.code]).toEqual([key, 400, code]);
  }
  expect(await heldOf(shop)).toBe(1);
});

/** Headers carry bytes: what is not Latin arrives as its UTF-8 bytes. */
function encodeLatin(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

it('a key with another body is refused at the hold, at the order and at the refund', async () => {
  const shop = await newShop(0, 10);
  const key = newKey();
  const { body: held } = await hold(shop, 1, key);
  expect((await hold<ErrorResponse>(shop, 2, key)).body.error.code).toBe('idempotency-key-reused');
  const ordered = await order(held.holdId, key);
  const other = { buyer: { ...buyer, email: 'other@example.org' } };
  const again = await order<ErrorResponse>(held.holdId, key, other);
  expect([again.status, again.body.error.code]).toEqual([422, 'idempotency-key-reused']);
  const refund = (reason: string) =>
    call('POST', `/api/orders/${ordered.body.orderId}/refunds`, {
      token: shop.organizer.token,
      headers: { 'idempotency-key': key },
      body: { reason },
    });
  expect((await refund('Болезнь')).status).toBe(201);
  const otherwise = await refund('Другое');
  expect([otherwise.status, otherwise.body.error.code]).toEqual([422, 'idempotency-key-reused']);
});
