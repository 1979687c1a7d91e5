// Questions to buyers: published with the event, asked by the widget, judged in the object with the order, and shown to the
// organizer alone.

import { env } from 'cloudflare:test';
import { expect, it, vi } from 'vitest';
import type { TicketedEvent } from '#core/contracts/events.ts';
import type { JobView } from '#core/contracts/exports.ts';
import type { GuestPage } from '#core/contracts/guests.ts';
import type { EventQuestion } from '#core/contracts/questions.ts';
import type { OrderTickets, WidgetView } from '#core/contracts/sales.ts';
import { runJob } from '../../background-jobs/background-jobs.ts';
import { call, type ErrorResponse, newPerson } from '../calls.ts';
import { browse, hold, newKey, newShop, order, type Shop, until } from '../shop.ts';

const base = { options: [], ticketTypeIds: [], translations: {}, required: true };
const phone: EventQuestion = { ...base, id: 'phone', kind: 'text', per: 'order', label: 'Телефон' };
const size: EventQuestion = {
  ...base,
  id: 'size',
  kind: 'choice',
  per: 'ticket',
  label: 'Размер футболки',
  options: ['M', 'L'],
  translations: { en: { label: 'T-shirt size' } },
};
const names: EventQuestion = { ...base, id: 'names', kind: 'name', per: 'ticket', label: '', required: false };

async function ask({ organizer, eventId }: Shop, questions: EventQuestion[]) {
  const { token } = organizer;
  const { body } = await call<TicketedEvent>('GET', `/api/events/${eventId}`, { token });
  const headers = { 'if-match': `"${body.revision}"` };
  return call<TicketedEvent>('PATCH', `/api/events/${eventId}`, { token, headers, body: { questions } });
}

const ofTicket = (shop: Shop, questionId: string, place: number, text: string) => ({
  questionId,
  ticketTypeId: shop.ticketTypeId,
  place,
  text,
});

it('the widget asks them, and an order without replies is refused by field and can be sent again', async () => {
  const shop = await newShop(0);
  expect((await ask(shop, [phone, size])).body.questions).toEqual([phone, size]);
  const view = await call<WidgetView>('GET', `/api/widgets/${shop.widgetId}`);
  expect(view.body.questions).toEqual([phone, size]);
  const held = await hold(shop, 2);
  const refused = await order<ErrorResponse>(held.body.holdId, newKey(), {
    replies: [ofTicket(shop, 'size', 1, 'XXL')],
  });
  expect(refused.status).toBe(400);
  expect(refused.body.error.details).toEqual({
    fields: [
      { path: 'replies.phone', problem: 'required' },
      { path: `replies.size.${shop.ticketTypeId}.0`, problem: 'required' },
      { path: `replies.size.${shop.ticketTypeId}.1`, problem: 'unknown option' },
    ],
  });
  const replies = [
    { questionId: 'phone', text: '+7 900 000-00-00' },
    ofTicket(shop, 'size', 0, 'M'),
    ofTicket(shop, 'size', 1, 'L'),
  ];
  const key = newKey();
  const ordered = await order(held.body.holdId, key, { replies });
  expect([ordered.status, ordered.body.status]).toEqual([201, 'paid']);
  // The fingerprint has the replies: another reply under this key is another request.
  const other = [{ questionId: 'phone', text: '+7 911' }, ...replies.slice(1)];
  expect((await order(held.body.holdId, key, { replies })).status).toBe(201);
  expect((await order<ErrorResponse>(held.body.holdId, key, { replies: other })).body.error.code).toBe(
    'idempotency-key-reused',
  );
});

it('a question that is added while tickets are held does not stop their order', async () => {
  const shop = await newShop(0);
  const held = await hold(shop);
  await ask(shop, [phone]);
  expect((await order(held.body.holdId)).body.status).toBe('paid');
  const later = await hold(shop);
  expect((await order(later.body.holdId)).status).toBe(400);
});

it('replies reach the copy in D1 with the words of their day, the holder his ticket', async () => {
  const shop = await newShop(0);
  await ask(shop, [phone, size, names]);
  const held = await hold(shop, 2);
  const replies = [
    { questionId: 'phone', text: '=1+1' },
    ofTicket(shop, 'size', 0, 'M'),
    ofTicket(shop, 'size', 1, 'L'),
    ofTicket(shop, 'names', 1, 'Пётр Безухов'),
  ];
  const { body } = await order(held.body.holdId, newKey(), { replies });
  await ask(shop, []);
  const rows = await vi.waitFor(
    async () => {
      const found = await env.DB.prepare(
        `select o.replies as whole, t.replies, t.holder_name as holder from tickets t join orders o on o.id = t.order_id
         where t.order_id = ? order by t.replies desc`,
      )
        .bind(body.orderId)
        .all<{ whole: string; replies: string; holder: string | null }>();
      expect(found.results).toHaveLength(2);
      return found.results;
    },
    { timeout: 30_000 },
  );
  expect(rows.map(({ holder }) => holder)).toEqual([null, 'Пётр Безухов']);
  expect(JSON.parse(rows[0]?.whole ?? '')).toEqual([
    { questionId: 'phone', kind: 'text', label: 'Телефон', text: '=1+1' },
  ]);
  const ofSize = (text: string) => [{ questionId: 'size', kind: 'choice', label: 'Размер футболки', text }];
  expect(rows.map((row) => JSON.parse(row.replies))).toEqual([ofSize('M'), ofSize('L')]);
});

it('markup is a text as any other, and a reply that is too long is refused', async () => {
  const shop = await newShop(0);
  await ask(shop, [phone]);
  const held = await hold(shop);
  const long = await order(held.body.holdId, newKey(), { replies: [{ questionId: 'phone', text: 'я'.repeat(301) }] });
  expect(long.status).toBe(400);
  const marked = await order(held.body.holdId, newKey(), { replies: [{ questionId: 'phone', text: '<b>hi</b>' }] });
  expect(marked.body.status).toBe('paid');
});

it('the organizer reads them in the order, the guest list and the file; nobody else does', async () => {
  const shop = await newShop(0);
  const { token } = shop.organizer;
  await ask(shop, [phone, size, names]);
  const held = await hold(shop, 2);
  const replies = [
    { questionId: 'phone', text: '=1+1' },
    ofTicket(shop, 'size', 0, 'M'),
    ofTicket(shop, 'size', 1, 'L'),
    ofTicket(shop, 'names', 1, 'Пётр Безухов'),
  ];
  const { orderId, orderToken } = (await order(held.body.holdId, newKey(), { replies })).body;
  const own = await call<OrderTickets>('GET', `/api/orders/${orderId}/tickets`, { token });
  expect(own.body.replies).toMatchObject([{ label: 'Телефон', text: '=1+1' }]);
  expect(own.body.items.map(({ holder }) => holder).toSorted()).toEqual(['Анна Каренина', 'Пётр Безухов']);
  expect(own.body.items.map((one) => one.replies[0]?.text).toSorted()).toEqual(['L', 'M']);
  const guests = await until(
    () => call<GuestPage>('GET', `/api/events/${shop.eventId}/guests`, { token }),
    ({ body }) => body.items.length === 2,
  );
  expect(guests.body.items).toMatchObject([
    { name: 'Анна Каренина', replies: [{ text: 'M' }] },
    { name: 'Пётр Безухов', replies: [{ text: 'L' }] },
  ]);
  const found = await call<GuestPage>('GET', `/api/events/${shop.eventId}/guests?q=безух`, { token });
  expect(found.body.items.map(({ name }) => name)).toEqual(['Пётр Безухов']);
  // By the buyer's name both tickets are found.
  const ofBuyer = await call<GuestPage>('GET', `/api/events/${shop.eventId}/guests?q=каренина`, { token });
  expect(ofBuyer.body.items).toHaveLength(2);

  const rows = await csvOf(shop);
  expect(rows[0]?.slice(-3)).toEqual(['Имена на билетах', 'Телефон', 'Размер футболки']);
  expect(rows[1]?.at(-2)).toBe("'=1+1");
  const numberOf = (text: string) => own.body.items.find((one) => one.replies[0]?.text === text)?.number;
  expect(rows[1]?.at(-1)?.split('; ').toSorted()).toEqual([`${numberOf('L')}: L`, `${numberOf('M')}: M`].toSorted());
  expect(rows[1]?.at(-3)).toBe(`${numberOf('L')}: Пётр Безухов`);

  const stranger = await newPerson('organizer');
  expect((await call('GET', `/api/orders/${orderId}/tickets`, { token: stranger.token })).status).toBe(404);
  const distributor = await newPerson('distributor');
  expect((await call('GET', `/api/orders/${orderId}/tickets`, { token: distributor.token })).status).toBe(403);
  const view = await call('GET', `/api/orders/${orderId}`, { token: orderToken });
  expect(JSON.stringify(view.body)).not.toContain('=1+1');
});

/** The cells hold no commas and no quotation marks here. */
async function csvOf({ organizer, eventId }: Shop): Promise<string[][]> {
  const { token } = organizer;
  const started = await call<{ jobId: string }>('POST', `/api/events/${eventId}/orders/export`, {
    token,
    body: { format: 'csv' },
  });
  await runJob(env, started.body.jobId);
  const job = await until(
    () => call<JobView>('GET', `/api/jobs/${started.body.jobId}`, { token }),
    ({ body }) => body.status !== 'running',
  );
  const file = await browse(job.body.file?.url ?? '', { headers: { authorization: `Bearer ${token}` } });
  return (await file.text())
    .trim()
    .split('\r\n')
    .map((row) => row.split(','));
}

it('a copy of the event asks the same of its own ticket types', async () => {
  const shop = await newShop(0);
  const { token } = shop.organizer;
  await ask(shop, [{ ...phone, ticketTypeIds: [shop.ticketTypeId] }]);
  const copy = await call<TicketedEvent>('POST', `/api/events/${shop.eventId}/duplicate`, {
    token,
    body: { startsAt: '2036-06-01T19:00:00+03:00' },
  });
  const types = await call<{ items: { id: string }[] }>('GET', `/api/events/${copy.body.id}/ticket-types`, { token });
  expect(copy.body.questions).toEqual([{ ...phone, ticketTypeIds: types.body.items.map(({ id }) => id) }]);
});
