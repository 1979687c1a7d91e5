// Promo codes and the bound of one buyer, as an organizer sets them and a buyer meets them.

import { expect, it } from 'vitest';
import type { PromoCode } from '#core/contracts/promo-codes.ts';
import type { PlacedHold } from '#core/contracts/sales.ts';
import { type ApiResponse, call, type ErrorResponse, newEvent, newTicketType } from '../calls.ts';
import { buyer, hold, newKey, newShop, order, type Shop } from '../shop.ts';

const percent = { kind: 'percent', bps: 2_500 };

function add<Body = PromoCode>(shop: Shop, fields: Record<string, unknown>): Promise<ApiResponse<Body>> {
  const body = { code: 'ВЕСНА', discount: percent, ...fields };
  return call<Body>('POST', `/api/events/${shop.eventId}/promo-codes`, { token: shop.organizer.token, body });
}

function at(shop: Shop, promo: { id: string }): string {
  return `/api/events/${shop.eventId}/promo-codes/${promo.id}`;
}

async function listed(shop: Shop): Promise<PromoCode[]> {
  const { token } = shop.organizer;
  return (await call<{ items: PromoCode[] }>('GET', `/api/events/${shop.eventId}/promo-codes`, { token })).body.items;
}

function holdWith<Body = PlacedHold>(shop: Shop, promoCode: unknown, quantity = 1): Promise<ApiResponse<Body>> {
  return call<Body>('POST', `/api/widgets/${shop.widgetId}/holds`, {
    headers: { 'idempotency-key': newKey() },
    body: { lines: [{ ticketTypeId: shop.ticketTypeId, quantity }], promoCode },
  });
}

async function refusalOf(response: Promise<ApiResponse<ErrorResponse>>) {
  const { status, body } = await response;
  return [status, body.error.code];
}

it('a code added to an event on sale takes its share off at once, and its uses are counted', async () => {
  const shop = await newShop(199_900);
  const added = await add(shop, { maxUses: 1 });
  expect(added).toMatchObject({ status: 201, body: { code: 'ВЕСНА', used: 0, status: 'active', maxUses: 1 } });
  const held = await holdWith(shop, ' весна ', 2);
  expect(held.body.total.amount).toBe(299_850);
  expect(held.body.lines[0]?.discount.amount).toBe(99_950);
  expect(await listed(shop)).toMatchObject([{ id: added.body.id, used: 1 }]);
  expect(await refusalOf(holdWith(shop, 'ВЕСНА'))).toEqual([409, 'promo-code-used-up']);
  await call('DELETE', `/api/holds/${held.body.holdId}`);
  expect(await listed(shop)).toMatchObject([{ used: 0 }]);
});

it('a code that is unknown, early, over, or for other tickets is refused by name', async () => {
  const shop = await newShop(100_000);
  const vip = await newTicketType(shop.organizer, shop.eventId, { name: 'Ложа' });
  await add(shop, { code: 'EARLY', validFrom: '2036-01-01T00:00:00Z' });
  await add(shop, { code: 'OVER', validTo: '2020-01-01T00:00:00Z' });
  await add(shop, { code: 'VIP', ticketTypeIds: [vip.id] });
  expect(await refusalOf(holdWith(shop, 'NONE'))).toEqual([409, 'promo-code-unknown']);
  expect(await refusalOf(holdWith(shop, 'EARLY'))).toEqual([409, 'promo-code-unknown']);
  expect(await refusalOf(holdWith(shop, 'over'))).toEqual([409, 'promo-code-expired']);
  expect(await refusalOf(holdWith(shop, 'VIP'))).toEqual([409, 'promo-code-not-applicable']);
  expect(await listed(shop)).toMatchObject([{ used: 0 }, { used: 0 }, { used: 0 }]);
});

it('a retired code stops at once, a hold under it keeps its price, and its uses count on when it comes back', async () => {
  const shop = await newShop(100_000);
  const { body: promo } = await add(shop, { maxUses: 2 });
  const held = await holdWith(shop, 'весна');
  const { token } = shop.organizer;
  expect((await call('DELETE', at(shop, promo), { token })).status).toBe(204);
  expect((await call('DELETE', at(shop, promo), { token })).status).toBe(204);
  expect(await refusalOf(holdWith(shop, 'весна'))).toEqual([409, 'promo-code-unknown']);
  expect((await order(held.body.holdId)).body.total.amount).toBe(75_000);
  expect(await refusalOf(call('PATCH', at(shop, promo), { token, body: { maxUses: 5 } }))).toEqual([404, 'not-found']);
  const back = await add(shop, { code: 'Весна', maxUses: 2, discount: { kind: 'percent', bps: 10_000 } });
  expect(back).toMatchObject({ status: 201, body: { id: promo.id, used: 1 } });
  expect((await holdWith(shop, 'весна')).body.total.amount).toBe(0);
  expect(await refusalOf(holdWith(shop, 'весна'))).toEqual([409, 'promo-code-used-up']);
});

it('a change of a code works from the next hold on', async () => {
  const shop = await newShop(100_000);
  const { body: promo } = await add(shop, {});
  const body = { discount: { kind: 'amount', amount: { amount: 30_000, currency: 'RUB' } } };
  const changed = await call<PromoCode>('PATCH', at(shop, promo), { token: shop.organizer.token, body });
  expect(changed).toMatchObject({ status: 200, body: { ...body, code: 'ВЕСНА' } });
  expect((await holdWith(shop, 'весна', 2)).body.total.amount).toBe(170_000);
});

it('a code is refused that makes no sense, twice the same, or of another event', async () => {
  const shop = await newShop(100_000);
  const other = await newShop(100_000);
  const { body: promo } = await add(shop, {});
  expect(await refusalOf(add(shop, { code: ' весна' }))).toEqual([409, 'promo-code-exists']);
  const euros = { kind: 'amount', amount: { amount: 1, currency: 'EUR' } };
  expect(await refusalOf(add(shop, { code: 'EURO', discount: euros }))).toEqual([409, 'currency-mismatch']);
  for (const wrong of [
    { discount: { kind: 'percent', bps: 0 } },
    { discount: { kind: 'percent', bps: 10_001 } },
    { discount: { kind: 'percent', bps: 12.5 } },
    { discount: { kind: 'amount', amount: { amount: 0, currency: 'RUB' } } },
    { discount: { kind: 'amount', amount: { amount: -1, currency: 'RUB' } } },
    { maxUses: 0 },
    { maxUses: 1.5 },
    { maxUses: '3' },
    { maxTickets: 0 },
    { maxTickets: 101 },
    { refundRestoresUse: 'yes' },
    { code: 'A' },
    { code: 'two words' },
    { code: 'x'.repeat(41) },
    { validFrom: '2036-01-02T00:00:00Z', validTo: '2036-01-02T00:00:00Z' },
    { ticketTypeIds: [] },
    { ticketTypeIds: [other.ticketTypeId] },
  ]) {
    expect([wrong, await refusalOf(add(shop, { code: 'OTHER', ...wrong }))]).toEqual([wrong, [400, 'invalid-request']]);
  }
  const { token } = other.organizer;
  const foreign = [at(shop, promo), at(other, promo)];
  for (const path of foreign) {
    expect(await refusalOf(call('PATCH', path, { token, body: { maxUses: 1 } }))).toEqual([404, 'not-found']);
    expect(await refusalOf(call('DELETE', path, { token }))).toEqual([404, 'not-found']);
  }
  expect((await holdWith(shop, 'весна')).status).toBe(201);
});

it('one use covers so many tickets as the organizer says, and a refund gives it back unless he says otherwise', async () => {
  const shop = await newShop(100_000);
  const { token } = shop.organizer;
  const added = await add(shop, { maxUses: 1, maxTickets: 1, discount: { kind: 'percent', bps: 10_000 } });
  expect(added.body).toMatchObject({ maxTickets: 1, refundRestoresUse: true });
  const two = await holdWith(shop, 'весна', 2);
  expect(two.body).toMatchObject({ total: { amount: 100_000 }, lines: [{ discount: { amount: 100_000 } }] });
  await call('DELETE', `/api/holds/${two.body.holdId}`);
  const bought = await order((await holdWith(shop, 'весна')).body.holdId);
  expect(bought.body.status).toBe('paid');
  const refund = (orderId: string) =>
    call('POST', `/api/orders/${orderId}/refunds`, {
      token,
      headers: { 'idempotency-key': newKey() },
      body: { reason: 'болезнь' },
    });
  expect((await refund(bought.body.orderId)).status).toBeLessThan(300);
  expect(await listed(shop)).toMatchObject([{ used: 0 }]);
  const kept = { maxTickets: null, refundRestoresUse: false };
  const changed = await call<PromoCode>('PATCH', at(shop, added.body), { token, body: kept });
  expect(changed.body).toMatchObject({ ...kept, maxUses: 1 });
  const again = await order((await holdWith(shop, 'весна', 2)).body.holdId);
  expect(again.body.total.amount).toBe(0);
  expect((await refund(again.body.orderId)).status).toBeLessThan(300);
  expect(await listed(shop)).toMatchObject([{ used: 1 }]);
  expect(await refusalOf(holdWith(shop, 'весна'))).toEqual([409, 'promo-code-used-up']);
});

it('a code of a draft works once the event is published', async () => {
  const shop = await newShop(100_000);
  const draft = await newEvent(shop.organizer);
  const type = await newTicketType(shop.organizer, draft.id, { price: { amount: 50_000, currency: 'RUB' } });
  const sleeping: Shop = { ...shop, eventId: draft.id, ticketTypeId: type.id, widgetId: '' };
  expect((await add(sleeping, {})).status).toBe(201);
  const { token } = shop.organizer;
  await call('POST', `/api/events/${draft.id}/publish`, { token });
  const kit = await call<{ widgetId: string }>('GET', `/api/events/${draft.id}/widget`, { token });
  const held = await holdWith({ ...sleeping, widgetId: kit.body.widgetId }, 'весна');
  expect(held.body.total.amount).toBe(37_500);
});

it('one buyer takes no more than the bound of a ticket type, over all his orders and however he writes his address', async () => {
  const shop = await newShop(0);
  const path = `/api/events/${shop.eventId}/ticket-types/${shop.ticketTypeId}`;
  const changed = await call<{ maxPerContact: number }>('PATCH', path, {
    token: shop.organizer.token,
    body: { maxPerContact: 3 },
  });
  expect(changed.body.maxPerContact).toBe(3);
  const first = await hold(shop, 2);
  expect((await order(first.body.holdId)).status).toBe(201);
  const second = await hold(shop, 2);
  const shouted = { buyer: { name: buyer.name, email: buyer.email.toUpperCase() } };
  const refused = await order<ErrorResponse>(second.body.holdId, newKey(), shouted);
  expect(refused).toMatchObject({
    status: 409,
    body: { error: { code: 'limit-exceeded', details: { ticketTypeId: shop.ticketTypeId, max: 3, taken: 2 } } },
  });
  const another = { buyer: { name: 'Вронский', email: 'other@example.org' } };
  expect((await order(second.body.holdId, newKey(), another)).status).toBe(201);
  const token = shop.organizer.token;
  for (const wrong of [0, -1, 1.5, '3', 1_001]) {
    expect(await refusalOf(call('PATCH', path, { token, body: { maxPerContact: wrong } }))).toEqual([
      400,
      'invalid-request',
    ]);
  }
});
