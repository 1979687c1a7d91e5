import { env, runInDurableObject } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import type { PlacedHold, PurchaseResponse, WidgetView } from '#core/contracts/sales.ts';
import { signatureHeader, signatureOf } from '../../../durable-objects/test-acquirer/test-acquirer.ts';
import { call, type ErrorResponse } from '../calls.ts';
import {
  browse,
  cards,
  heldAndOrdered,
  hold,
  newKey,
  newShop,
  order,
  orderNow,
  pay,
  type Shop,
  until,
} from '../shop.ts';

const secret = env.TEST_ACQUIRER_SECRET ?? '';

async function paying(): Promise<{ shop: Shop; ordered: PurchaseResponse; payUrl: string; paymentId: string }> {
  const shop = await newShop(199_900);
  const ordered = await heldAndOrdered(shop, 2);
  const payUrl = ordered.payment?.url ?? '';
  return { shop, ordered, payUrl, paymentId: payUrl.split('/').at(-1) ?? '' };
}

async function soldOf(shop: Shop): Promise<number> {
  const [stock] = await env.EVENT_SALES.getByName(shop.eventId).stock();
  return stock?.sold ?? -1;
}

/** What the ledger holds for the order, by account. Sums to zero or something is very wrong. */
async function salesOf(shop: Shop): Promise<number> {
  const { entries } = await env.EVENT_SALES.getByName(shop.eventId).ledger(null, null);
  return entries.filter((entry) => entry.kind === 'sale').length;
}

describe('the widget', () => {
  it('shows event, price and stock to any site, and can be cached for a second', async () => {
    const shop = await newShop(199_900);
    const response = await call<WidgetView>('GET', `/api/widgets/${shop.widgetId}`);
    expect(response.status).toBe(200);
    expect(response.body.ticketTypes[0]).toMatchObject({ price: { amount: 199_900, currency: 'RUB' }, available: 10 });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('x-request-id')).not.toBeNull();
    expect(response.headers.get('cache-control')).toBe('public, max-age=1');
  });

  it('is 404 for an id that was not made here, before any object is made', async () => {
    const shop = await newShop(0);
    const invented = shop.widgetId.replace(/_(.)/, (_all, first: string) => `_${first === 'a' ? 'b' : 'a'}`);
    for (const id of [invented, `${shop.widgetId}x`, 'wgt_', 'wgt_x_y', shop.eventId]) {
      expect((await call('GET', `/api/widgets/${id}`)).status).toBe(404);
    }
  });

  it('has a QR code of its link', async () => {
    const shop = await newShop(0);
    const response = await call<string>('GET', `/api/widgets/${shop.widgetId}/qr.svg`);
    expect(response.headers.get('content-type')).toContain('image/svg+xml');
    expect(response.body).toMatch(/^(<\?xml[^>]*>\s*)?<svg/);
  });
});

describe('buying from another site', () => {
  it('is allowed without credentials, errors included', async () => {
    const asked = await browse('/api/holds/x/order', {
      method: 'OPTIONS',
      headers: { origin: 'https://blog.example', 'access-control-request-method': 'POST' },
    });
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe('*');
    const refused = await browse('/api/orders/ord_x', { headers: { origin: 'https://blog.example' } });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('opens nothing but the calls of a purchase', async () => {
    for (const path of ['/api/me', '/api/events', '/api/auth/login', '/api/balance', '/api/deals/sent']) {
      const response = await browse(path, { headers: { origin: 'https://blog.example' } });
      expect(response.headers.get('access-control-allow-origin'), path).toBeNull();
    }
  });
});

describe('a hold', () => {
  it('answers the same to the same key, and says that it is a replay', async () => {
    const shop = await newShop(199_900);
    const key = newKey();
    const first = await hold(shop, 2, key);
    const again = await hold(shop, 2, key);
    expect(first.status).toBe(201);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const other = await hold<ErrorResponse>(shop, 3, key);
    expect([other.status, other.body.error.code]).toEqual([422, 'idempotency-key-reused']);
  });

  it('needs a key', async () => {
    const shop = await newShop(0);
    const response = await call<ErrorResponse>('POST', `/api/widgets/${shop.widgetId}/holds`, {
      body: { lines: [{ ticketTypeId: shop.ticketTypeId, quantity: 1 }] },
    });
    expect([response.status, response.body.error.code]).toEqual([400, 'idempotency-key-required']);
  });

  it('is refused when nothing is left', async () => {
    const shop = await newShop(0, 1);
    await hold(shop);
    const refused = await hold<ErrorResponse>(shop);
    expect([refused.status, refused.body.error.code]).toEqual([409, 'sold-out']);
  });

  it('can be given back, once', async () => {
    const shop = await newShop(0, 1);
    const { body } = await hold(shop);
    expect((await call('DELETE', `/api/holds/${body.holdId}`)).status).toBe(204);
    expect((await hold<PlacedHold>(shop)).status).toBe(201);
    expect((await call('DELETE', `/api/holds/${body.holdId.slice(0, -1)}x`)).status).toBe(404);
  });
});

describe('a free order', () => {
  it('is paid at once and has its tickets', async () => {
    const shop = await newShop(0);
    const held = await hold(shop, 2);
    const key = newKey();
    const ordered = await order(held.body.holdId, key);
    expect(ordered.body).toMatchObject({ status: 'paid', payment: null, total: { amount: 0, currency: 'RUB' } });
    expect(ordered.body.ticketIds).toHaveLength(2);
    const again = await order(held.body.holdId, key);
    expect(again.body).toEqual(ordered.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await orderNow(ordered.body)).tickets).toHaveLength(2);
  });
});

describe('an order', () => {
  it('opens only to its own token', async () => {
    const shop = await newShop(0);
    const one = await heldAndOrdered(shop);
    const other = await heldAndOrdered(shop);
    for (const token of [other.orderToken, `${one.orderToken}x`, 'x']) {
      expect((await call('GET', `/api/orders/${one.orderId}`, { token })).status).toBe(404);
    }
    expect((await call('GET', `/api/orders/${one.orderId}`)).status).toBe(401);
  });

  it.each([
    'https://evil.example/thanks',
    'http://localhost:8787.evil.example/',
    'http://localhost:8787@evil.example/',
    'http://me:you@localhost:8787/',
    'http://localhost:8787\\@evil.example/x',
    'http://localhost:8787/\\evil.example',
  ])('never leads back to %s', async (returnUrl) => {
    const shop = await newShop(199_900);
    const held = await hold(shop);
    const refused = await order<ErrorResponse>(held.body.holdId, newKey(), { returnUrl });
    expect([refused.status, refused.body.error.code]).toEqual([400, 'invalid-request']);
  });

  it('can be cancelled while it is not paid, and its payment with it', async () => {
    const { ordered, shop } = await paying();
    const cancelled = await call<{ status: string }>('POST', `/api/orders/${ordered.orderId}/cancel`, {
      token: ordered.orderToken,
    });
    expect([cancelled.status, cancelled.body.status]).toEqual([200, 'cancelled']);
    expect(await soldOf(shop)).toBe(0);
  });
});

describe('paying', () => {
  it('by card ends with tickets, told by the webhook', async () => {
    const { shop, ordered, payUrl } = await paying();
    expect(payUrl).toMatch(/^http:\/\/localhost:8787\/pay\/test\/pay_/);
    const paid = await pay(payUrl, cards.succeeds);
    expect(paid.status).toBe(303);
    expect(paid.headers.get('location')).toBe(`http://localhost:8787/o/${ordered.orderId}/${ordered.orderToken}`);
    // The object alone is asked: nobody polls the provider here, so only the webhook can have told it.
    const stub = env.EVENT_SALES.getByName(shop.eventId);
    await until(
      async () => (await stub.order(ordered.orderId))?.view.status,
      (status) => status === 'paid',
    );
    const now = await orderNow(ordered);
    expect(now.tickets).toHaveLength(2);
    expect(await soldOf(shop)).toBe(2);
    expect(await salesOf(shop)).toBe(1);
  });

  it('leads to the return address that was asked for', async () => {
    const shop = await newShop(199_900);
    const held = await hold(shop);
    const returnUrl = 'http://localhost:8787/w/thanks?x=1';
    const ordered = await order(held.body.holdId, newKey(), { returnUrl });
    const paid = await pay(ordered.body.payment?.url ?? '', cards.succeeds);
    expect(paid.headers.get('location')).toBe(returnUrl);
  });

  it('twice by an impatient finger charges once', async () => {
    const { shop, ordered, payUrl } = await paying();
    const answers = await Promise.all([pay(payUrl, cards.succeeds), pay(payUrl, cards.succeeds)]);
    expect(answers.map((response) => response.status)).toEqual([303, 303]);
    await until(
      () => orderNow(ordered),
      (now) => now.status === 'paid',
    );
    expect(await salesOf(shop)).toBe(1);
  });

  it('is known from asking the provider when its webhook is lost', async () => {
    const { shop, ordered, payUrl, paymentId } = await paying();
    await runInDurableObject(env.TEST_ACQUIRER.getByName(shop.eventId), async (acquirer, state) => {
      await acquirer.pay(paymentId, '4242424242424242');
      state.storage.sql.exec('delete from notices');
      await state.storage.deleteAlarm();
    });
    expect((await orderNow(ordered)).status).toBe('paid');
    expect(payUrl).not.toBe('');
  });

  it('with a declined card can be tried again within the hold', async () => {
    const { shop, ordered, payUrl } = await paying();
    const declined = await pay(payUrl, cards.declined);
    expect(declined.status).toBe(303);
    // The same page to the buyer: it says what happened and takes another card at once.
    const next = declined.headers.get('location') ?? '';
    const offered = await (await browse(next)).text();
    expect(offered).toContain('Карта отклонена');
    expect(offered).toContain('name="number"');
    const again = await orderNow(ordered);
    expect([again.tickets.length, again.paymentDeclined]).toEqual([0, true]);
    expect(next.startsWith(new URL(again.payment?.url ?? '').pathname)).toBe(true);
    // So does the first payment's own page, however late somebody comes back to it.
    expect(await (await browse(payUrl)).text()).toContain('Попробовать другую карту');
    expect((await pay(payUrl, '')).headers.get('location')).toBe(next);
    await pay(next, cards.succeeds);
    const paid = await until(
      () => orderNow(ordered),
      (now) => now.status === 'paid',
    );
    expect(paid.paymentDeclined).toBe(false);
    expect(await soldOf(shop)).toBe(2);
    expect((await pay(payUrl, cards.succeeds)).headers.get('location')).toMatch(`/o/${ordered.orderId}/`);
    expect(await soldOf(shop)).toBe(2);
  });

  it('with a bank that answers late is pending until it does', async () => {
    const { ordered, payUrl } = await paying();
    expect((await pay(payUrl, cards.late)).status).toBe(303);
    expect((await orderNow(ordered)).status).not.toBe('paid');
    await until(
      () => orderNow(ordered),
      (now) => now.status === 'paid',
    );
  });

  it('survives webhooks that repeat and overtake each other', async () => {
    const { shop, ordered, payUrl } = await paying();
    await pay(payUrl, cards.repeated);
    const acquirer = env.TEST_ACQUIRER.getByName(shop.eventId);
    const owed = () =>
      runInDurableObject(acquirer, (_b, state) => state.storage.sql.exec('select 1 from notices').toArray());
    await until(owed, (rows) => rows.length === 0);
    expect((await orderNow(ordered)).status).toBe('paid');
    expect([await soldOf(shop), await salesOf(shop)]).toEqual([2, 1]);
  });

  it('that was charged but answered 500 is found out', async () => {
    const { ordered, payUrl } = await paying();
    const response = await pay(payUrl, cards.unclear);
    expect(response.status).toBe(500);
    expect(await response.text()).toContain('не платите ещё раз');
    await until(
      () => orderNow(ordered),
      (now) => now.status === 'paid',
    );
  });

  it('waits for a provider that is down, and goes on when it is up', async () => {
    const shop = await newShop(199_900);
    const acquirer = env.TEST_ACQUIRER.getByName(shop.eventId);
    await acquirer.breakDownUntil(Date.now() + 60_000);
    const held = await hold(shop);
    const ordered = await order(held.body.holdId);
    expect([ordered.status, ordered.body.payment]).toEqual([201, null]);
    expect((await orderNow(ordered.body)).payment).toBeNull();
    await acquirer.breakDownUntil(0);
    const now = await orderNow(ordered.body);
    expect(now.payment?.url).toMatch(/\/pay\/test\//);
    await pay(now.payment?.url ?? '', cards.succeeds);
    await until(
      () => orderNow(ordered.body),
      (later) => later.status === 'paid',
    );
  });

  it('is the same payment when the order is asked for again', async () => {
    const shop = await newShop(199_900);
    const held = await hold(shop);
    const key = newKey();
    const first = await order(held.body.holdId, key);
    const again = await order(held.body.holdId, key);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });
});

describe('a webhook', () => {
  const now = () => Math.floor(Date.now() / 1_000);
  const webhookEvent = (ordered: PurchaseResponse, paymentId: string, payment: Record<string, unknown> = {}) =>
    JSON.stringify({
      id: `ntc_${crypto.randomUUID()}`,
      type: 'payment.succeeded',
      createdAt: Date.now(),
      payment: {
        paymentId,
        reference: ordered.orderId,
        amountMinor: ordered.total.amount,
        currency: ordered.total.currency,
        status: 'succeeded',
        refundedMinor: 0,
        ...payment,
      },
      refund: null,
    });
  const send = (body: string, signature: string | null, provider = 'test') =>
    browse(`/api/payments/${provider}/webhook`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        ...(signature === null ? {} : { [signatureHeader]: signature }),
      },
    });

  it('that is genuine settles, and twice settles once', async () => {
    const { shop, ordered, paymentId } = await paying();
    const body = webhookEvent(ordered, paymentId);
    expect((await send(body, signatureOf(secret, now(), body))).status).toBe(200);
    expect((await send(body, signatureOf(secret, now(), body))).status).toBe(200);
    expect((await orderNow(ordered)).status).toBe('paid');
    expect([await soldOf(shop), await salesOf(shop)]).toEqual([2, 1]);
  });

  it.each([
    ['no signature', (_body: string) => null],
    [
      'a signature by somebody else',
      (body: string) => signatureOf('somebody-elses-secret-of-32-characters', now(), body),
    ],
    ['a signature of another body', (body: string) => signatureOf(secret, now(), `${body} `)],
    ['a signature of yesterday', (body: string) => signatureOf(secret, now() - 86_400, body)],
    ['a signature of tomorrow', (body: string) => signatureOf(secret, now() + 86_400, body)],
  ])('with %s is refused and settles nothing', async (_name, sign) => {
    const { shop, ordered, paymentId } = await paying();
    const body = webhookEvent(ordered, paymentId);
    expect((await send(body, sign(body))).status).toBe(401);
    expect(await soldOf(shop)).toBe(0);
  });

  it.each([
    ['less money', { amountMinor: 1 }],
    ['more money', { amountMinor: 999_999 }],
    ['another currency', { currency: 'KZT' }],
  ])('that tells of %s is refused and settles nothing', async (_name, payment) => {
    const { shop, ordered, paymentId } = await paying();
    const body = webhookEvent(ordered, paymentId, payment);
    expect((await send(body, signatureOf(secret, now(), body))).status).toBe(400);
    expect([await soldOf(shop), await salesOf(shop)]).toEqual([0, 0]);
  });

  it("that names another order's payment is refused", async () => {
    const first = await paying();
    const second = await heldAndOrdered(first.shop, 2);
    const body = webhookEvent(second, first.paymentId);
    expect((await send(body, signatureOf(secret, now(), body))).status).toBe(400);
    expect(await soldOf(first.shop)).toBe(0);
  });

  it('about an order that was never made here is not found', async () => {
    const { ordered, paymentId } = await paying();
    for (const reference of ['ord_0000000000000000_x', `${ordered.orderId}x`]) {
      const body = webhookEvent(ordered, paymentId, { reference });
      expect((await send(body, signatureOf(secret, now(), body))).status).toBe(404);
    }
  });

  it('that says "failed" does not undo what the provider says was paid', async () => {
    const { shop, ordered, paymentId } = await paying();
    await env.TEST_ACQUIRER.getByName(shop.eventId).pay(paymentId, '4242424242424242');
    const body = webhookEvent(ordered, paymentId, { status: 'failed' });
    expect((await send(body, signatureOf(secret, now(), body))).status).toBe(200);
    expect((await orderNow(ordered)).status).toBe('paid');
  });

  it('that is no webhook event is refused', async () => {
    for (const body of ['', '{}', 'null', '[1]', 'not json', '{"id":1}']) {
      expect((await send(body, signatureOf(secret, now(), body))).status).toBe(400);
    }
  });

  it('of a provider we do not use is not found', async () => {
    const { ordered, paymentId } = await paying();
    const body = webhookEvent(ordered, paymentId);
    expect((await send(body, signatureOf(secret, now(), body), 'goldmine')).status).toBe(404);
  });
});
