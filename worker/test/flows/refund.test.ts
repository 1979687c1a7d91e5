import { env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import type { OrderTicket, PurchaseResponse, Refund } from '#core/contracts/sales.ts';
import type { CheckInResponse, Ticket } from '#core/contracts/tickets.ts';
import { call, type ErrorResponse, newPerson, type Person } from '../calls.ts';
import { browse, cards, heldAndOrdered, newKey, newShop, orderNow, pay, type Shop, until } from '../shop.ts';

async function paid(card: string): Promise<{ shop: Shop; ordered: PurchaseResponse; ticketIds: string[] }> {
  const shop = await newShop(199_900);
  const ordered = await heldAndOrdered(shop, 2);
  await pay(ordered.payment?.url ?? '', card);
  const now = await until(
    () => orderNow(ordered),
    (one) => one.status === 'paid',
  );
  return { shop, ordered, ticketIds: now.tickets.map((ticket) => ticket.id) };
}

function refund<Body = Refund>(by: Person, orderId: string, key: string, ticketIds?: string[]) {
  return call<Body>('POST', `/api/orders/${orderId}/refunds`, {
    token: by.token,
    headers: { 'idempotency-key': key },
    body: { reason: 'Заболел солист', ...(ticketIds === undefined ? {} : { ticketIds }) },
  });
}

describe('a refund by the organizer', () => {
  it('of one ticket returns its money at the provider, once for one key', async () => {
    const { shop, ordered, ticketIds } = await paid(cards.succeeds);
    const key = newKey();
    const first = await refund(shop.organizer, ordered.orderId, key, ticketIds.slice(0, 1));
    expect([first.status, first.body.amount.amount]).toEqual([201, 199_900]);
    const again = await refund(shop.organizer, ordered.orderId, key, ticketIds.slice(0, 1));
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    await until(
      () => orderNow(ordered),
      (now) => now.status === 'partly-refunded',
    );
    const paymentId = ordered.payment?.url.split('/').at(-1) ?? '';
    const payment = await env.TEST_ACQUIRER.getByName(shop.eventId).payment(paymentId);
    expect(payment?.refundedMinor).toBe(199_900);
  });

  it('begins with its tickets by number, type, state and what was paid for each', async () => {
    const { shop, ordered, ticketIds } = await paid(cards.succeeds);
    const [refunded = '', inside = ''] = ticketIds;
    const tickets = async (token: string) =>
      call<{ items: OrderTicket[] }>('GET', `/api/orders/${ordered.orderId}/tickets`, { token });
    const before = await tickets(shop.organizer.token);
    const printed = (await orderNow(ordered)).tickets;
    expect(before.body.items).toEqual(
      printed.map(({ id, number, ticketTypeId, ticketTypeName }) => ({
        ...{ id, number, ticketTypeId, ticketTypeName },
        ticketTypeTranslations: {},
        status: 'valid',
        paid: { amount: 199_900, currency: 'RUB' },
        holder: 'Анна Каренина',
        replies: [],
        refundStatus: null,
      })),
    );
    await refund(shop.organizer, ordered.orderId, newKey(), [refunded]);
    const { code } = (await call<Ticket>('GET', `/api/tickets/${inside}`, { token: shop.organizer.token })).body;
    const body = { eventId: shop.eventId, code, nonce: newKey() };
    await call('POST', '/api/check-in', { token: shop.organizer.token, body });
    const after = new Map((await tickets(shop.organizer.token)).body.items.map((one) => [one.id, one]));
    expect(after.get(refunded)?.status).toBe('void');
    expect(['requested', 'sent', 'confirmed']).toContain(after.get(refunded)?.refundStatus);
    expect(after.get(inside)).toMatchObject({ status: 'activated', refundStatus: null });
    const stranger = await newPerson('organizer');
    expect((await tickets(stranger.token)).status).toBe(404);
    expect((await tickets(ordered.orderToken)).status).toBe(401);
  });

  it('that the bank confirms late is confirmed by its webhook', async () => {
    const { shop, ordered } = await paid(cards.late);
    await refund(shop.organizer, ordered.orderId, newKey());
    const now = await until(
      () => orderNow(ordered),
      (one) => one.status === 'refunded',
    );
    expect(now.refunded.amount).toBe(now.total.amount);
    const opened = await browse(`/o/${ordered.orderId}/${ordered.orderToken}`);
    const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const html = await (await browse(`/o/${ordered.orderId}`, { headers: { cookie } })).text();
    expect(html).toContain('Деньги возвращены');
    expect(html).not.toContain('Отправить билеты ещё раз');
    expect((await browse(`/o/${ordered.orderId}/tickets.pdf`, { headers: { cookie } })).status).toBe(404);
  });

  it('of an order nobody paid is refused', async () => {
    const shop = await newShop(199_900);
    const ordered = await heldAndOrdered(shop);
    const refused = await refund<ErrorResponse>(shop.organizer, ordered.orderId, newKey());
    expect([refused.status, refused.body.error.code]).toEqual([409, 'order-not-paid']);
  });

  it('by anybody else is not found, and by its own buyer not allowed', async () => {
    const { ordered } = await paid(cards.succeeds);
    const stranger = await newPerson('organizer');
    expect((await refund(stranger, ordered.orderId, newKey())).status).toBe(404);
    const response = await call('POST', `/api/orders/${ordered.orderId}/refunds`, {
      token: ordered.orderToken,
      headers: { 'idempotency-key': newKey() },
      body: { reason: 'x' },
    });
    expect(response.status).toBe(401);
  });
});

describe('a refund and the door', () => {
  const scan = (by: Person, eventId: string, code: string) =>
    call<CheckInResponse>('POST', '/api/check-in', { token: by.token, body: { eventId, code, nonce: newKey() } });
  const codeOf = async (by: Person, ticketId: string) =>
    (await call<Ticket>('GET', `/api/tickets/${ticketId}`, { token: by.token })).body.code;

  it('a scan right after the answer is refused', async () => {
    const { shop, ordered, ticketIds } = await paid(cards.succeeds);
    const codes = await Promise.all(ticketIds.map((id) => codeOf(shop.organizer, id)));
    expect((await refund(shop.organizer, ordered.orderId, newKey())).status).toBe(201);
    for (const code of codes) expect((await scan(shop.organizer, shop.eventId, code)).body.result).toBe('void');
  });

  it('who is in is named by the refusal, and refunded only when the organizer says so', async () => {
    const { shop, ordered, ticketIds } = await paid(cards.succeeds);
    const [inside = ''] = ticketIds;
    const code = await codeOf(shop.organizer, inside);
    expect((await scan(shop.organizer, shop.eventId, code)).body.result).toBe('admitted');
    const refused = await refund<ErrorResponse>(shop.organizer, ordered.orderId, newKey());
    expect([refused.status, refused.body.error.code]).toEqual([409, 'already-admitted']);
    const { number } = (await call<Ticket>('GET', `/api/tickets/${inside}`, { token: shop.organizer.token })).body;
    expect(refused.body.error.details).toEqual({ ticketIds: [inside], numbers: [number] });
    const asked = await call<Refund>('POST', `/api/orders/${ordered.orderId}/refunds`, {
      token: shop.organizer.token,
      headers: { 'idempotency-key': newKey() },
      body: { reason: 'Заболел солист', evenIfAdmitted: true },
    });
    expect([asked.status, asked.body.ticketIds.length]).toEqual([201, 2]);
    const stats = await call('GET', `/api/events/${shop.eventId}/door`, { token: shop.organizer.token });
    expect(stats.body).toEqual({ admitted: 1, issued: 1 });
    expect(await env.EVENT_SALES.getByName(shop.eventId).stock()).toMatchObject([{ sold: 1 }]);
  });
});

describe('mailing the tickets again', () => {
  it('is for the holder of the order token and for the organizer', async () => {
    const { shop, ordered } = await paid(cards.succeeds);
    const stranger = await newPerson('organizer');
    const distributor = await newPerson('distributor');
    const path = `/api/orders/${ordered.orderId}/send-tickets`;
    for (const token of [stranger.token, distributor.token, 'x']) {
      expect((await call('POST', path, { token })).status).toBe(404);
    }
    for (const token of [ordered.orderToken, shop.organizer.token]) {
      expect([200, 429]).toContain((await call('POST', path, { token })).status);
    }
  });

  it('too often is refused and says when to come again', async () => {
    const { ordered } = await paid(cards.succeeds);
    const path = `/api/orders/${ordered.orderId}/send-tickets`;
    await call('POST', path, { token: ordered.orderToken });
    const refused = await call('POST', path, { token: ordered.orderToken });
    expect(refused.status).toBe(429);
    // Two seconds is what a refusal without a time of its own says.
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(2);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  });
});

describe('ticket files', () => {
  it('open to the cookie of their order alone', async () => {
    const one = await paid(cards.succeeds);
    const other = await paid(cards.succeeds);
    const cookieFor = async ({ ordered }: { ordered: PurchaseResponse }) =>
      ((await browse(`/o/${ordered.orderId}/${ordered.orderToken}`)).headers.get('set-cookie') ?? '').split(';')[0] ??
      '';
    const [mine, theirs] = [await cookieFor(one), await cookieFor(other)];
    const at = `/o/${one.ordered.orderId}`;
    const png = await browse(`${at}/tickets/${one.ticketIds[0]}.png`, { headers: { cookie: mine } });
    expect([png.status, png.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(png.headers.get('cache-control')).toBe('private, no-store');
    expect(png.headers.get('content-disposition')).toMatch(/^inline; filename="ticket-\w{3}-\w{3}-\w{3}\.png"$/);
    const pdf = await browse(`${at}/tickets.pdf`, { headers: { cookie: mine } });
    expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(pdf.headers.get('content-disposition')).toBe(`inline; filename="tickets-${one.ordered.number}.pdf"`);
    for (const [path, cookie] of [
      [`${at}/tickets.pdf`, theirs],
      [`${at}/tickets.pdf`, ''],
      [`${at}/tickets/${other.ticketIds[0]}.png`, mine],
      [`/o/${other.ordered.orderId}/tickets/${other.ticketIds[0]}.png`, mine],
    ] as const) {
      expect((await browse(path, { headers: { cookie } })).status, path).toBe(404);
    }
  });
});
