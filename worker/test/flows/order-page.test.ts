import { env } from 'cloudflare:test';
import encodeQr from 'qr';
import { describe, expect, it, vi } from 'vitest';
import type { PurchaseResponse } from '#core/contracts/sales.ts';
import type { CheckInResponse, Ticket } from '#core/contracts/tickets.ts';
import { GateStore } from '../../../durable-objects/check-in-gate/gate-store.ts';
import { app } from '../../app.ts';
import { call } from '../calls.ts';
import { browse, cards, heldAndOrdered, hold, newKey, newShop, order, pay, until } from '../shop.ts';

async function bought(priceMinor: number): Promise<{ ordered: PurchaseResponse; cookie: string; eventId: string }> {
  const shop = await newShop(priceMinor);
  const ordered = await heldAndOrdered(shop, 2);
  return { ordered, cookie: await cookieOf(ordered), eventId: shop.eventId };
}

async function cookieOf(ordered: PurchaseResponse): Promise<string> {
  const opened = await browse(`/o/${ordered.orderId}/${ordered.orderToken}`);
  return (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

function page(ordered: PurchaseResponse, cookie: string, rest = ''): Promise<Response> {
  return browse(`/o/${ordered.orderId}${rest}`, { headers: { cookie } });
}

function press(ordered: PurchaseResponse, cookie: string, what: string, headers: Record<string, string>) {
  return browse(`/o/${ordered.orderId}/${what}`, { method: 'POST', headers: { cookie, ...headers } });
}
/** The cells that a drawn code paints dark. */
function darkCells(card: string): boolean[][] {
  const side = Number(/viewBox="0 0 (\d+) /.exec(card)?.[1]);
  const cells = Array.from({ length: side }, () => Array.from({ length: side }, () => false));
  for (const [, x, y, width] of card.matchAll(/M(\d+) (\d+)h(\d+)v1/g)) {
    cells[Number(y)]?.fill(true, Number(x), Number(x) + Number(width));
  }
  return cells;
}

const ours = { 'sec-fetch-site': 'same-origin', origin: 'null' };

describe("the mail's link", () => {
  it('becomes a cookie of this order alone and leaves a clean address', async () => {
    const { ordered } = await bought(0);
    const opened = await browse(`/o/${ordered.orderId}/${ordered.orderToken}`);
    expect(opened.status).toBe(303);
    expect(opened.headers.get('location')).toBe(`/o/${ordered.orderId}`);
    const cookie = opened.headers.get('set-cookie') ?? '';
    expect(cookie).toContain(`Path=/o/${ordered.orderId};`);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Lax');
    expect(opened.headers.get('referrer-policy')).toBe('no-referrer');
    expect(opened.headers.get('cache-control')).toBe('no-store');
  });

  it('sets a cookie that only a page reached by https can set, where we are reached by https', async () => {
    const { ordered } = await bought(0);
    const https = { ...env, PUBLIC_ORIGIN: 'https://localhost:8787' };
    const opened = await app.request(`/o/${ordered.orderId}/${ordered.orderToken}`, undefined, https);
    const header = opened.headers.get('set-cookie') ?? '';
    expect(header).toMatch(/^__Secure-foyer-order=/);
    expect(header).toContain('Secure');
    const cookie = header.split(';')[0] ?? '';
    const shown = (sent: string) => app.request(`/o/${ordered.orderId}`, { headers: { cookie: sent } }, https);
    expect((await shown(cookie)).status).toBe(200);
    expect((await shown(cookie.replace('__Secure-', ''))).status).toBe(404);
  });

  it('with another token sets nothing and opens nothing', async () => {
    const one = await bought(0);
    const other = await bought(0);
    const opened = await browse(`/o/${one.ordered.orderId}/${other.ordered.orderToken}`);
    expect([opened.status, opened.headers.get('set-cookie')]).toEqual([404, null]);
    expect((await page(one.ordered, other.cookie)).status).toBe(404);
    expect((await page(one.ordered, '')).status).toBe(404);
    expect((await browse('/o/ord_invented_x')).status).toBe(404);
  });
});

describe('the page of an order', () => {
  it('can be neither framed, nor cached, nor scripted', async () => {
    const { ordered, cookie } = await bought(0);
    const shown = await page(ordered, cookie);
    expect(shown.status).toBe(200);
    const policy = shown.headers.get('content-security-policy') ?? '';
    for (const part of ["default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"]) {
      expect(policy).toContain(part);
    }
    expect(shown.headers.get('cache-control')).toBe('no-store');
    expect(shown.headers.get('referrer-policy')).toBe('no-referrer');
    const html = await shown.text();
    expect(html).not.toContain('<script');
    expect(html).not.toContain(ordered.orderToken);
  });

  it('names the event, the tickets and what to do, in the language of the order', async () => {
    const { ordered, cookie } = await bought(0);
    const html = await (await page(ordered, cookie)).text();
    expect(html).toContain('<html lang="ru">');
    for (const text of ['Вечер камерной музыки', 'Билеты ваши', 'anna@example.org', 'Отправить билеты ещё раз']) {
      expect(html).toContain(text);
    }
    for (const ticketId of ordered.ticketIds) expect(html).toContain(`/o/${ordered.orderId}/tickets/${ticketId}.png`);
  });

  it('shows each code at once, with whose ticket it is and how it stands, and no code of a void ticket', async () => {
    const shop = await newShop(0);
    const ordered = await heldAndOrdered(shop, 3);
    const cookie = await cookieOf(ordered);
    const [first, second, third] = ordered.ticketIds;
    const { token } = shop.organizer;
    const ticket = await call<Ticket>('GET', `/api/tickets/${first}`, { token });
    const scan = { eventId: shop.eventId, code: ticket.body.code, nonce: newKey() };
    expect((await call<CheckInResponse>('POST', '/api/check-in', { token, body: scan })).body.result).toBe('admitted');
    const refund = { ticketIds: [second], reason: 'заболел' };
    const headers = { 'idempotency-key': newKey() };
    await call('POST', `/api/orders/${ordered.orderId}/refunds`, { token, headers, body: refund });
    const html = await (await page(ordered, cookie)).text();
    const cards = html.split('<li ').slice(1);
    const cardOf = async (ticketId: string | undefined) => {
      const { number } = (await call<Ticket>('GET', `/api/tickets/${ticketId}`, { token })).body;
      return cards.find((card) => card.includes(number)) ?? '';
    };
    expect(await cardOf(first)).toContain('Использован');
    expect(await cardOf(first)).toContain('<svg');
    expect(await cardOf(second)).toContain('Недействителен');
    expect(await cardOf(second)).not.toContain('<svg');
    expect(await cardOf(third)).toContain('Действителен');
    // The square of the code is what its text encodes, cell by cell.
    const { code } = (await call<Ticket>('GET', `/api/tickets/${third}`, { token })).body;
    const cells = encodeQr(code, 'raw', { ecc: 'medium', border: 4 });
    expect(darkCells(await cardOf(third))).toEqual(cells.map((row) => row.map(Boolean)));
    for (const card of cards.slice(0, 3)) expect(card).toContain('Анна Каренина');
    expect(html.indexOf('Действителен')).toBeLessThan(html.indexOf('Недействителен'));
  });

  it('takes nothing of the order along to other pages', async () => {
    const { ordered, cookie } = await bought(0);
    const html = await (await page(ordered, cookie)).text();
    const links = [...html.matchAll(/(?:href|src|action)="([^"]+)"/g)].map(([, link]) => link ?? '');
    const away = links.filter((link) => !link.startsWith(`/o/${ordered.orderId}`));
    expect(away.some((link) => link.startsWith('https://calendar.google.com/'))).toBe(true);
    for (const link of away) {
      expect(link).not.toContain(ordered.orderId);
      expect(link).not.toContain(ordered.orderToken);
    }
  });

  it('opens at the door also while the database and the gate do not answer', async () => {
    const { ordered, cookie } = await bought(0);
    const silent = vi.spyOn(Object.getPrototypeOf(env.DB), 'prepare').mockImplementation(() => {
      throw new Error('D1 is down');
    });
    const gate = vi.spyOn(GateStore.prototype, 'admissionsOf').mockImplementation(() => {
      throw new Error('the gate is down');
    });
    try {
      const shown = await page(ordered, cookie);
      expect(shown.status).toBe(200);
      const html = await shown.text();
      expect(html.match(/<svg class="code"/g)).toHaveLength(2);
      expect(html).toContain('Действителен');
      expect(gate).toHaveBeenCalled();
    } finally {
      silent.mockRestore();
      gate.mockRestore();
    }
  });

  it('speaks the other language when asked', async () => {
    const { ordered, cookie } = await bought(0);
    const html = await (await page(ordered, cookie, '?lang=en')).text();
    expect(html).toContain('<html lang="en">');
    expect(html).toContain('The tickets are yours');
    expect(html).toContain(`/o/${ordered.orderId}/send?lang=en`);
  });

  it('shows what people wrote as text', async () => {
    const shop = await newShop(0, 10, { title: '<img src=x onerror=alert(1)>' });
    const ordered = await heldAndOrdered(shop);
    const html = await (await page(ordered, await cookieOf(ordered))).text();
    expect(html).not.toContain('<img src=x');
    expect(html).toContain('&lt;img src=x');
  });

  it('offers to pay while the order is not paid, and the tickets once it is', async () => {
    const { ordered, cookie } = await bought(199_900);
    const before = await (await page(ordered, cookie)).text();
    expect(before).toContain('Ждём оплату');
    expect(before).toContain(ordered.payment?.url);
    expect(before).toMatch(/Оплатить 3\s998\s₽/);
    const paid = await pay(ordered.payment?.url ?? '', cards.succeeds);
    // What a browser does next: it follows the pay page home.
    await browse(paid.headers.get('location') ?? '');
    const after = await (await page(ordered, cookie)).text();
    expect(after).toContain('Оплачено, билеты ваши');
    expect(after).not.toContain(ordered.payment?.url);
  });

  it('says so when the payment service does not answer', async () => {
    const shop = await newShop(199_900);
    await env.TEST_ACQUIRER.getByName(shop.eventId).breakDownUntil(Date.now() + 60_000);
    const held = await hold(shop);
    const { body: ordered } = await order(held.body.holdId, newKey());
    const html = await (await page(ordered, await cookieOf(ordered))).text();
    expect(html).toContain('Платёжный сервис сейчас не отвечает');
  });
});

describe('buttons', () => {
  it('cancel an unpaid order', async () => {
    const { ordered, cookie } = await bought(199_900);
    const pressed = await press(ordered, cookie, 'cancel', ours);
    expect([pressed.status, pressed.headers.get('location')]).toEqual([303, `/o/${ordered.orderId}`]);
    expect(await (await page(ordered, cookie)).text()).toContain('Заказ отменён');
  });

  it('do not cancel a paid one', async () => {
    const { ordered, cookie } = await bought(0);
    expect((await press(ordered, cookie, 'cancel', ours)).status).toBe(409);
    expect(await (await page(ordered, cookie)).text()).toContain('Билеты ваши');
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['a neighbour on our domain', { 'sec-fetch-site': 'same-site', origin: 'http://shop.localhost:8787' }],
    ['another site, in a browser that says no more', { origin: 'https://evil.example' }],
    ['nowhere', {}],
  ])('do nothing when pressed from %s', async (_name, headers) => {
    const { ordered, cookie } = await bought(199_900);
    expect((await press(ordered, cookie, 'cancel', headers)).status).toBe(403);
    expect((await press(ordered, cookie, 'send', headers)).status).toBe(403);
    expect(await (await page(ordered, cookie)).text()).toContain('Ждём оплату');
  });

  it('do nothing without the cookie', async () => {
    const { ordered } = await bought(199_900);
    expect((await press(ordered, '', 'cancel', ours)).status).toBe(404);
  });

  it('send the tickets again, but not for ever', async () => {
    const { ordered, cookie } = await bought(0);
    const answers = await until(
      async () => (await press(ordered, cookie, 'send', ours)).headers.get('location') ?? '',
      (location) => location.endsWith('sent=too-often'),
    );
    expect(await (await page(ordered, cookie, '?sent=too-often')).text()).toContain('папку «Спам»');
    expect(answers).toContain(`/o/${ordered.orderId}?sent=`);
  });
});

describe('the pay page', () => {
  it('names seller, event and amount, and says it is a test', async () => {
    const { ordered } = await bought(199_900);
    const shown = await browse(ordered.payment?.url ?? '');
    expect(shown.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    const html = await shown.text();
    for (const text of ['Вечер камерной музыки', 'Тестовая оплата', '4242 4242 4242 4242'])
      expect(html).toContain(text);
    expect(html).toMatch(/Оплатить 3\s998\s₽/);
  });

  it('refuses a real card, a bad date and a bad code, and never repeats a number', async () => {
    const { ordered } = await bought(199_900);
    const url = ordered.payment?.url ?? '';
    for (const [number, fields] of [
      ['5555 5555 5555 4444', {}],
      [cards.succeeds, { expiry: '01/20' }],
      [cards.succeeds, { expiry: '13/35' }],
      [cards.succeeds, { cvc: '12' }],
    ] as const) {
      const refused = await pay(url, number, fields);
      expect(refused.status).toBe(422);
      expect(await refused.text()).toContain('name="number" value=""');
    }
    expect(await (await browse(url)).text()).toContain('<form');
  });

  it('is 404 for a payment that was not made here', async () => {
    const { ordered } = await bought(199_900);
    const url = ordered.payment?.url ?? '';
    expect((await browse(`${url}x`)).status).toBe(404);
    expect((await browse('/pay/test/pay_0000000000000000_0')).status).toBe(404);
    expect((await browse('/pay/test/x', { method: 'POST' })).status).toBe(404);
  });

  it('of a cancelled order takes no money', async () => {
    const { ordered, cookie, eventId } = await bought(199_900);
    const url = ordered.payment?.url ?? '';
    await press(ordered, cookie, 'cancel', ours);
    const acquirer = env.TEST_ACQUIRER.getByName(eventId);
    await until(
      async () => acquirer.payment(url.split('/').at(-1) ?? ''),
      (payment) => payment?.status === 'cancelled',
    );
    await pay(url, cards.succeeds);
    expect(await (await browse(url)).text()).toContain('Этот платёж закрыт');
  });
});
