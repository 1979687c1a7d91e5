import { env } from 'cloudflare:workers';
import { expect, it, vi } from 'vitest';
import type { CheckInResponse, Ticket } from '#core/contracts/tickets.ts';
import { app } from '../app.ts';
import { callEventSales } from '../event-object/event-object.ts';
import { call, newEvent, newPerson, type Person, publishedEvent } from '../test/calls.ts';

let made = 0;
const key = () => `door-test-key-${++made}-${crypto.randomUUID()}`;
const nonce = key;

async function issue(organizer: Person, eventId: string, ticketTypeId: string, idempotencyKey = key()) {
  const body = { ticketTypeId, holder: { name: 'Ольга', email: 'olga@example.com' } };
  const headers = { 'idempotency-key': idempotencyKey };
  return call<Ticket>('POST', `/api/events/${eventId}/tickets`, { token: organizer.token, body, headers });
}

async function door() {
  const organizer = await newPerson('organizer');
  const { event, type } = await publishedEvent(organizer);
  const ticket = (await issue(organizer, event.id, type.id)).body;
  const record = await callEventSales(env, event.id, (sales) => sales.ticket(ticket.id));
  const order = await callEventSales(env, event.id, (sales) => sales.orderForDelivery(record?.orderId ?? ''));
  return { organizer, event, type, ticket, orderToken: order?.orderToken ?? '' };
}

const scan = (token: string, body: Record<string, unknown>) =>
  call<CheckInResponse>('POST', '/api/check-in', { token, body: { nonce: nonce(), ...body } });

/** The gate learns of a new ticket by the queue, a moment later. */
async function eventually(ask: () => ReturnType<typeof scan>, result: CheckInResponse['result']) {
  return vi.waitFor(
    async () => {
      const response = await ask();
      expect(response.body.result).toBe(result);
      return response;
    },
    { timeout: 10_000, interval: 500 },
  );
}

it('a free ticket is issued, takes stock, and is the same ticket when asked for again', async () => {
  const { organizer, event, type } = await door();
  const again = key();
  const first = await issue(organizer, event.id, type.id, again);
  const second = await issue(organizer, event.id, type.id, again);
  expect(first.status).toBe(201);
  expect(first.body).toMatchObject({
    status: 'valid',
    eventId: event.id,
    holder: { name: 'Ольга' },
    activatedAt: null,
  });
  expect(second.body).toEqual(first.body);
  expect(second.headers.get('idempotency-replayed')).toBe('true');
  const stock = await callEventSales(env, event.id, (sales) => sales.stock());
  expect(stock).toMatchObject([{ sold: 2 }]);
  const other = await call('POST', `/api/events/${event.id}/tickets`, {
    token: organizer.token,
    headers: { 'idempotency-key': again },
    body: { ticketTypeId: type.id, holder: { name: 'Пётр', email: 'p@example.com' } },
  });
  expect([other.status, other.body.error.code]).toEqual([422, 'idempotency-key-reused']);
});

it('a draft issues no tickets, and an unknown type is not found', async () => {
  const { organizer, event } = await door();
  const draft = await newEvent(organizer);
  expect((await issue(organizer, draft.id, 'tty_0_0')).status).toBe(409);
  expect((await issue(organizer, event.id, 'tty_0_0')).status).toBe(404);
});

it('scans a ticket: admitted, then already admitted, and the ticket is activated', async () => {
  const { organizer, event, ticket } = await door();
  const first = await scan(organizer.token, { eventId: event.id, code: ticket.code, gate: 'A' });
  expect([first.status, first.body.result]).toEqual([200, 'admitted']);
  const second = await scan(organizer.token, { eventId: event.id, number: ticket.number });
  expect(second.body).toMatchObject({ result: 'already-admitted', ticket: { id: ticket.id, gate: 'A' } });
  const info = await call<Ticket>('GET', `/api/tickets/${ticket.id}`, { token: organizer.token });
  expect(info.body).toMatchObject({ status: 'activated', activatedAt: first.body.ticket?.admittedAt });
  const stats = await call('GET', `/api/events/${event.id}/door`, { token: organizer.token });
  expect(stats.body).toEqual({ admitted: 1, issued: 1 });
});

it('a typed number shows whose ticket it is, and a second call lets the holder in', async () => {
  const { organizer, event, ticket } = await door();
  const at = { eventId: event.id, number: ticket.number.toLowerCase() };
  const asked = await eventually(() => scan(organizer.token, at), 'confirm');
  expect(asked.body.ticket).toMatchObject({ id: ticket.id, number: ticket.number, holderName: 'Ольга' });
  expect(asked.body.ticket?.orderId).toMatch(/^ord_/);
  const confirmed = await scan(organizer.token, { ...at, confirmed: true });
  expect(confirmed.body.result).toBe('admitted');
});

it('a number is no code, and a check-in takes exactly one of the two', async () => {
  const { organizer, event, ticket } = await door();
  const at = { eventId: event.id };
  expect((await scan(organizer.token, { ...at, code: ticket.number })).body).toEqual({ result: 'invalid' });
  for (const body of [
    at,
    { ...at, code: ticket.code, number: ticket.number },
    { ...at, code: ticket.code, confirmed: true },
  ]) {
    expect((await scan(organizer.token, body)).status).toBe(400);
  }
  expect((await scan(organizer.token, { ...at, code: ticket.code })).body.result).toBe('admitted');
});

it('wrong numbers are slowed down with 429 and a time to come back; codes go on', async () => {
  const { organizer, event, ticket } = await door();
  const guess = (i: number) => scan(organizer.token, { eventId: event.id, number: `GUE-SS${i}` });
  for (let i = 0; i < 10; i += 1) expect((await guess(i)).body).toEqual({ result: 'invalid' });
  const slowed = await guess(10);
  expect(slowed.status).toBe(429);
  expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await scan(organizer.token, { eventId: event.id, code: ticket.code })).body.result).toBe('admitted');
});

it('the same nonce gets the same answer, and another ticket under it is refused', async () => {
  const { organizer, event, type, ticket } = await door();
  const other = (await issue(organizer, event.id, type.id)).body;
  const once = nonce();
  const first = await scan(organizer.token, { eventId: event.id, code: ticket.code, nonce: once });
  const again = await scan(organizer.token, { eventId: event.id, code: ticket.code, nonce: once });
  expect(again.body).toEqual(first.body);
  expect((await scan(organizer.token, { eventId: event.id, code: other.code, nonce: once })).status).toBe(422);
});

it('the door needs its event named, and only its organizer or an admin opens it', async () => {
  const { organizer, event, ticket } = await door();
  const stranger = await newPerson('organizer');
  const distributor = await newPerson('distributor');
  const body = { code: ticket.code };
  expect((await scan(organizer.token, body)).status).toBe(400);
  expect((await scan(stranger.token, { ...body, eventId: event.id })).status).toBe(404);
  expect((await scan(organizer.token, { ...body, eventId: 'evt_0000000000000000' })).status).toBe(404);
  expect((await scan(distributor.token, { ...body, eventId: event.id })).status).toBe(403);
  expect((await call('POST', '/api/check-in', { body: { ...body, eventId: event.id, nonce: nonce() } })).status).toBe(
    401,
  );
  expect((await scan(organizer.token, { ...body, eventId: event.id })).body.result).toBe('admitted');
});

it("another event's code: wrong event when it is one's own, invalid when it is a stranger's", async () => {
  const { organizer, event, ticket } = await door();
  const sister = await publishedEvent(organizer);
  const theirs = await door();
  const at = { eventId: sister.event.id };
  expect((await scan(organizer.token, { ...at, code: ticket.code })).body).toEqual({ result: 'wrong-event' });
  expect((await scan(organizer.token, { ...at, code: theirs.ticket.code })).body).toEqual({ result: 'invalid' });
  expect((await scan(organizer.token, { eventId: event.id, code: 'nonsense' })).body).toEqual({ result: 'invalid' });
  const draft = await newEvent(organizer);
  expect((await scan(organizer.token, { eventId: draft.id, code: 'nonsense' })).body).toEqual({ result: 'invalid' });
});

it('a ticket is read with its order token and by its organizer, and is missing to everybody else', async () => {
  const { organizer, ticket, orderToken } = await door();
  const stranger = await newPerson('organizer');
  const buyer = await newPerson('buyer');
  const other = await door();
  const read = async (token: string | undefined, part = '') =>
    (await call('GET', `/api/tickets/${ticket.id}${part}`, { token })).status;
  for (const part of ['', '/image', '/pdf']) {
    expect(await read(organizer.token, part)).toBe(200);
    expect(await read(orderToken, part)).toBe(200);
    expect(await read(undefined, part)).toBe(401);
    for (const token of [stranger.token, buyer.token, other.orderToken, `${orderToken}x`]) {
      expect(await read(token, part)).toBe(404);
    }
  }
  expect((await call('GET', '/api/tickets/tkt_0_0', { token: organizer.token })).status).toBe(404);
});

it('the ticket files say what they are and are kept by no cache', async () => {
  const { ticket, orderToken } = await door();
  const headers = { authorization: `Bearer ${orderToken}` };
  const image = await app.request(`/api/tickets/${ticket.id}/image`, { headers }, env);
  const pdf = await app.request(`/api/tickets/${ticket.id}/pdf`, { headers }, env);
  expect([...new Uint8Array(await image.arrayBuffer()).slice(1, 4)]).toEqual([80, 78, 71]);
  expect(image.headers.get('content-type')).toBe('image/png');
  expect(pdf.headers.get('content-type')).toBe('application/pdf');
  expect(pdf.headers.get('cache-control')).toBe('private, no-store');
  expect(pdf.headers.get('content-disposition')).toMatch(/^inline; filename="ticket(-[0-9A-Z]{3}){3}\.pdf"$/);
});

it('scanning and reading tickets go on while D1 is down', async () => {
  const { organizer, event, ticket, orderToken } = await door();
  const down = { ...env, DB: new Proxy(env.DB, { get: () => () => Promise.reject(new Error('D1 is down')) }) };
  const response = await app.request(
    '/api/check-in',
    {
      method: 'POST',
      headers: { authorization: `Bearer ${organizer.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ eventId: event.id, code: ticket.code, nonce: nonce() }),
    },
    down,
  );
  expect([response.status, await response.json()]).toMatchObject([200, { result: 'admitted' }]);
  const info = await app.request(
    `/api/tickets/${ticket.id}`,
    { headers: { authorization: `Bearer ${orderToken}` } },
    down,
  );
  expect(info.status).toBe(200);
});
