import { env } from 'cloudflare:workers';
import PostalMime from 'postal-mime';
import { expect, it } from 'vitest';
import type { OrderForDelivery } from '../../durable-objects/event-sales/rpc.ts';
import { app } from '../app.ts';
import { call, newPerson, publishedEvent } from '../test/calls.ts';
import { productionEnv } from '../test/production-env.ts';
import { deliverOrder, mailStatusLetter, mailTickets, tellBuyer } from './delivery.ts';
import { rawOf, storedMessage } from './mail/local-sender.ts';
import { orderWith } from './order-for-delivery.fixture.ts';

let orders = 0;
/** Each test has an order of its own, because the send log would withhold a letter that another test has sent. */
function anOrder(changes: Parameters<typeof orderWith>[0] = {}): OrderForDelivery {
  orders += 1;
  const order = orderWith(changes);
  return { ...order, view: { ...order.view, orderId: `ord_0123456789abcdef_test${orders}` } };
}

async function ticketsMail(order: OrderForDelivery, mailing = 1) {
  await mailTickets(env, order, mailing);
  const stored = await storedMessage(env.FILES, `${order.view.orderId}.tickets.${mailing}`);
  if (stored === null) throw new Error('no letter');
  return stored;
}

it('mails all tickets of an order in one letter, with the PDF, the calendar file and the way to the order', async () => {
  const order = anOrder({ tickets: 5 });
  const letter = await ticketsMail(order);
  expect(letter.to).toEqual({ name: 'Ёлкина Анна-Мария', address: 'anna@example.com' });
  expect(letter.subject).toBe('Ваши билеты: Щелкунчик. Вечер камерной музыки, 12 декабря, 19:00');
  expect(letter.attachments.map((one) => one.type)).toEqual(['application/pdf', 'text/calendar']);
  const url = `http://localhost:8787/o/${order.view.orderId}/${order.orderToken}`;
  expect(letter.html).toContain(`href="${url}"`);
  expect(letter.text).toContain(url);
  for (const ticket of order.tickets) expect(letter.html).toContain(ticket.number);
  expect(letter.text).toContain('5\u00a0билетов');
  const pdf = Buffer.from(letter.attachments[0]?.base64 ?? '', 'base64').toString('latin1');
  expect(pdf.startsWith('%PDF-')).toBe(true);
  expect(pdf.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(5);
  const mime = await PostalMime.parse(Buffer.from(await rawOf(letter)));
  expect(mime.attachments).toHaveLength(2);
  expect(mime.subject).toBe(letter.subject);
});

it('an issued ticket reaches its holder by the message of its order', async () => {
  const { event, type } = await publishedEvent(await newPerson('organizer'));
  const sales = env.EVENT_SALES.getByName(event.id);
  const holder = { name: 'Ольга', email: 'olga@example.com' };
  const by = { userId: 'usr_x', role: 'organizer' } as const;
  const command = { by, key: 'k'.repeat(16), fingerprint: 'f', ticketTypeId: type.id, holder, locale: 'ru' } as const;
  const issued = await sales.issueTicket(command);
  if (!issued.ok) throw new Error(issued.code);
  const { orderId, number } = issued.value.value;
  const message = { version: 1, eventId: event.id, jobId: 'j1', kind: 'deliver-order', orderId, mailing: 1 } as const;
  await deliverOrder(env, message);
  await deliverOrder(env, message);
  const letter = await storedMessage(env.FILES, `${orderId}.tickets.1`);
  expect(letter?.to.address).toBe('olga@example.com');
  expect(letter?.text).toContain(number);
  expect(letter?.text).toContain('Итого — Бесплатно');
});

it('a message of an order nobody knows ends instead of coming back for ever', async () => {
  const message = { version: 1, eventId: 'evt_0000000000000000', jobId: 'j2', orderId: 'ord_0_0' } as const;
  await expect(deliverOrder(env, { ...message, kind: 'deliver-order', mailing: 1 })).resolves.toBeUndefined();
  await expect(tellBuyer(env, { ...message, kind: 'tell-buyer', what: 'refunded' })).resolves.toBeUndefined();
});

it('tells the calendar the time in UTC', async () => {
  const letter = await ticketsMail(anOrder());
  const calendar = Buffer.from(letter.attachments[1]?.base64 ?? '', 'base64').toString();
  expect(calendar).toContain('DTSTART:20261212T160000Z');
  expect(calendar).toContain('DTEND:20261212T183000Z');
});

it.each(['event-postponed', 'event-relocated', 'event-cancelled'] as const)(
  'a letter about %s brings a calendar file that replaces the one of the tickets',
  async (what) => {
    const status = what === 'event-cancelled' ? 'cancelled' : 'published';
    const order = anOrder({ event: { status } });
    await mailStatusLetter(env, order, { jobId: 'job-1', what });
    const letter = await storedMessage(env.FILES, `${order.view.orderId}.${what}.job-1`);
    const calendar = Buffer.from(letter?.attachments[0]?.base64 ?? '', 'base64').toString();
    expect(calendar).toContain(what === 'event-cancelled' ? 'METHOD:CANCEL' : 'METHOD:PUBLISH');
    expect(calendar).toContain(`SEQUENCE:${order.eventRevision}`);
  },
);

it('writes English to an English buyer', async () => {
  const letter = await ticketsMail(anOrder({ locale: 'en', tickets: 1 }));
  expect(letter.subject).toBe('Your tickets: Щелкунчик. Вечер камерной музыки, 12 December, 19:00');
  expect(letter.html).toContain('<html lang="en">');
  expect(letter.text).toContain('1\u00a0ticket is attached');
  expect(letter.text).not.toMatch(/Билет |Итого/);
});

it('a name is text in the letter, never markup', async () => {
  const hostile = '<img src=x onerror=alert(1)></td><a href="https://evil.example">click</a>';
  const order = anOrder({ holder: hostile, title: hostile, ticketTypeName: hostile, distributorName: hostile });
  const { html } = await ticketsMail({
    ...order,
    view: { ...order.view, event: { ...order.view.event, organizerName: hostile } },
  });
  expect(html).not.toContain('<img src=x');
  // The one picture is the face of the event, from our own address.
  expect(html.match(/<img [^>]*>/g)).toEqual([
    expect.stringContaining('src="http://localhost:8787/img/evt_0123456789abcdef/face/v1-wide.png"'),
  ]);
  expect(html.match(/<a /g)).toHaveLength(1);
});

it('the message coming again mails nothing new, asking again does', async () => {
  const order = anOrder();
  const first = await ticketsMail(order, 1);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect((await ticketsMail(order, 1)).at).toBe(first.at);
  expect((await ticketsMail(order, 2)).text).toContain('ещё раз');
});

it('sends nothing of an order whose tickets are all void', async () => {
  const order = anOrder({ voidFrom: 0, status: 'refunded' });
  await mailTickets(env, order, 1);
  expect(await storedMessage(env.FILES, `${order.view.orderId}.tickets.1`)).toBeNull();
});

it('a file under its key is drawn once and keeps its bytes', async () => {
  const order = anOrder();
  await ticketsMail(order, 1);
  const listed = await env.FILES.list({ prefix: `tickets/${order.view.event.id}/${order.view.orderId}/` });
  expect(listed.objects).toHaveLength(1);
  const [file] = listed.objects;
  expect(file?.key).toMatch(/\/r1-[0-9a-f]{16}\.pdf$/);
  await ticketsMail(order, 2);
  expect((await env.FILES.head(file?.key ?? ''))?.etag).toBe(file?.etag);
});

it.each([
  ['refund-on-its-way', 'ru', 'Возвращаем деньги'],
  ['refunded', 'ru', 'Деньги возвращены'],
  ['event-cancelled', 'ru', 'Отменено'],
  ['event-relocated', 'ru', 'Новое место'],
  ['refund-on-its-way', 'en', 'Your refund is on its way'],
  ['refunded', 'en', 'Refunded'],
  ['event-cancelled', 'en', 'Cancelled'],
  ['event-relocated', 'en', 'New place'],
] as const)('tells the buyer: %s in %s', async (what, locale, subject) => {
  const order = anOrder({ locale, status: 'partly-refunded', voidFrom: 1 });
  await mailStatusLetter(env, order, { jobId: 'job-1', what });
  const letter = await storedMessage(env.FILES, `${order.view.orderId}.${what}.job-1`);
  expect(letter?.subject).toContain(subject);
  expect(letter?.attachments.map((one) => one.name)).toEqual(what.startsWith('event-') ? ['event.ics'] : []);
  expect(letter?.html).not.toMatch(/undefined|NaN|\[object/);
});

it('the mailbox shows a letter as page, as JSON and with its files', async () => {
  const order = anOrder();
  const { id } = await ticketsMail(order);
  const list = await call<{ items: { id: string; to: string; subject: string }[] }>(
    'GET',
    '/dev/mailbox.json?to=anna@example.com',
  );
  expect(list.body.items.find((one) => one.id === id)).toMatchObject({ to: 'anna@example.com', attachments: 2 });
  expect((await call<{ items: [] }>('GET', '/dev/mailbox.json?to=nobody@example.com')).body.items).toEqual([]);
  const page = await call<string>('GET', `/dev/mailbox/${id}`, { headers: { accept: 'text/html' } });
  expect(page.body).toContain(`src="/dev/mailbox/${id}/html"`);
  const told = await call<{ html: string; attachments: { url: string; size: number }[] }>('GET', `/dev/mailbox/${id}`);
  expect(told.body.html).toContain(order.view.orderId);
  const pdf = await call<string>('GET', told.body.attachments[0]?.url ?? '');
  expect(pdf.headers.get('content-type')).toBe('application/pdf');
  expect(pdf.body.startsWith('%PDF-')).toBe(true);
  expect((await call('GET', `/dev/mailbox/${id}/attachments/9`)).status).toBe(404);
  expect((await call('GET', '/dev/mailbox/none')).status).toBe(404);
  const html = await call<string>('GET', `/dev/mailbox/${id}/html`);
  expect(html.headers.get('content-security-policy')).toContain('sandbox');
});

it('the mailbox does not exist in production', async () => {
  const { id } = await ticketsMail(anOrder());
  const production = productionEnv();
  const paths = ['', '.json', `/${id}`, `/${id}.json`, `/${id}/html`, `/${id}/raw`, `/${id}/attachments/0`];
  for (const path of paths) {
    const response = await app.request(`/dev/mailbox${path}`, {}, production);
    expect([path, response.status]).toEqual([path, 404]);
  }
});
