// Questions to buyers: published with the event, asked by the widget, judged in the object with the order, and shown to the
// organizer alone.

import { env } from 'cloudflare:test';
import { expect, it, vi } from 'vitest';
import type { TicketedEvent } from '#core/contracts/events.ts';
import type { EventQuestion } from '#core/contracts/questions.ts';
import type { WidgetView } from '#core/contracts/sales.ts';
import { call, type ErrorResponse } from '../calls.ts';
import { hold, newKey, newShop, order, type Shop } from '../shop.ts';

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
