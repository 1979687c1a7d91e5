// An order in the event's other language: every text that is translated is read in it, from the widget to the letter.

import { env } from 'cloudflare:test';
import { expect, it } from 'vitest';
import type { OrderView, WidgetView } from '#core/contracts/sales.ts';
import { storedMessage } from '../../delivery/mail/local-sender.ts';
import { call } from '../calls.ts';
import { browse, hold, newKey, newShop, order, until } from '../shop.ts';

const venue = { name: 'House of Culture', address: '3 Stolyarny Lane' };

it('is read in that language in the widget, on its page, in the order, on the order page and in the letter', async () => {
  const shop = await newShop(0, 10, { translations: { en: { title: 'Chamber evening', venue } } });
  const { token } = shop.organizer;
  const types = `/api/events/${shop.eventId}/ticket-types/${shop.ticketTypeId}`;
  await call('PATCH', types, { token, body: { translations: { en: { name: 'Stalls' } } } });

  const view = await call<WidgetView>('GET', `/api/widgets/${shop.widgetId}`);
  expect(view.body.event.translations.en?.venue).toEqual(venue);
  const page = await (await browse(`/w/${shop.widgetId}?lang=en`)).text();
  expect(page).toContain('House of Culture, 3 Stolyarny Lane');

  const held = await hold(shop, 1);
  const ordered = await order(held.body.holdId, newKey(), { locale: 'en' });
  const { orderId, orderToken } = ordered.body;
  const read = await call<OrderView>('GET', `/api/orders/${orderId}`, { token: orderToken });
  expect(read.body.lines).toMatchObject([{ translations: { en: 'Stalls' } }]);

  const letter = await until(
    () => storedMessage(env.FILES, `${orderId}.tickets.1`),
    (found) => found !== null,
  );
  for (const text of ['Chamber evening', 'House of Culture', '3 Stolyarny Lane', 'Stalls']) {
    expect(letter?.text).toContain(text);
    expect(letter?.html).toContain(text);
  }
  const file = letter?.attachments.find((one) => one.type === 'text/calendar');
  expect(Buffer.from(file?.base64 ?? '', 'base64').toString()).toContain('House of Culture');

  const opened = await browse(`/o/${orderId}/${orderToken}`);
  const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const shown = await (await browse(`/o/${orderId}`, { headers: { cookie } })).text();
  for (const text of ['Chamber evening', 'House of Culture, 3 Stolyarny Lane', 'Stalls']) expect(shown).toContain(text);
});
