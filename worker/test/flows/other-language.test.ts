// An order in the event's other language: every text that is translated is read in it, from the widget to the letter.

import { env } from 'cloudflare:test';
import { expect, it } from 'vitest';
import type { BalanceEntries } from '#core/contracts/balance.ts';
import type { DealNotification, DealWithVersions } from '#core/contracts/deals.ts';
import type { TicketType } from '#core/contracts/events.ts';
import type { OrderTicket, OrderView, WidgetView } from '#core/contracts/sales.ts';
import type { CheckInResponse } from '#core/contracts/tickets.ts';
import { mailNotifications } from '../../deals/deals.ts';
import { storedEnvelopes, storedMessage } from '../../delivery/mail/local-sender.ts';
import { call, newEvent, newPerson } from '../calls.ts';
import { browse, cards, heldAndOrdered, hold, newKey, newShop, order, pay, type Shop, until } from '../shop.ts';

const venue = { name: 'House of Culture', address: '3 Stolyarny Lane' };

async function translatedShop(priceMinor: number) {
  const shop = await newShop(priceMinor, 10, { translations: { en: { title: 'Chamber evening', venue } } });
  const { token } = shop.organizer;
  const types = `/api/events/${shop.eventId}/ticket-types/${shop.ticketTypeId}`;
  await call('PATCH', types, { token, body: { translations: { en: { name: 'Stalls' } } } });
  return shop;
}

it('is read in that language in the widget, on its page, in the order, on the order page and in the letter', async () => {
  const shop = await translatedShop(0);

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

it('a description of a ticket type is read in each language, on the event page and in the widget', async () => {
  const shop = await newShop(0, 10);
  const { token } = shop.organizer;
  const path = `/api/events/${shop.eventId}/ticket-types/${shop.ticketTypeId}`;
  const set = (body: Record<string, unknown>) => call<TicketType>('PATCH', path, { token, body });
  const shown = async (locale: string) => ({
    page: await (await browse(`/e/${shop.eventId}?lang=${locale}`)).text(),
    view: (await call<WidgetView>('GET', `/api/widgets/${shop.widgetId}`)).body.ticketTypes[0],
  });
  expect((await shown('ru')).view).toMatchObject({ description: '', descriptionTranslations: {} });

  // Its name stays untranslated: each text falls back by itself.
  const english = { description: 'Tea <b>included</b>' };
  const changed = await set({ description: 'Чай\r\nв подарок ', translations: { en: english } });
  expect(changed.body).toMatchObject({ description: 'Чай\nв подарок', translations: { en: english } });
  const { page, view } = await shown('en');
  expect(view).toMatchObject({
    name: 'Партер',
    translations: {},
    description: 'Чай\nв подарок',
    descriptionTranslations: { en: 'Tea <b>included</b>' },
  });
  expect(page).toContain('Tea &lt;b&gt;included&lt;/b&gt;');
  expect((await shown('ru')).page).toContain('Чай\nв подарок');

  await set({ description: '', translations: {} });
  expect((await shown('en')).page).not.toContain('included');
});

it.each([
  ['a description of 501 letters', { description: 'я'.repeat(501) }],
  ['a translated one of 501 letters', { translations: { en: { description: 'a'.repeat(501) } } }],
  ['a description with an override of the writing direction', { description: 'gift\u202e' }],
])('%s is refused', async (_name, fields) => {
  const organizer = await newPerson('organizer');
  const event = await newEvent(organizer);
  const body = { name: 'Партер', price: { amount: 100, currency: 'RUB' }, capacity: 1, ...fields };
  const response = await call('POST', `/api/events/${event.id}/ticket-types`, { token: organizer.token, body });
  expect(response).toMatchObject({ status: 400, body: { error: { code: 'invalid-request' } } });
});

const eventTranslations = { ru: {}, en: { title: 'Chamber evening' } };
const event = { eventTitle: 'Вечер камерной музыки', eventTranslations };

async function offeredTo(shop: Shop) {
  const distributor = await newPerson('distributor');
  await call('PATCH', '/api/me', { token: distributor.token, body: { locale: 'en' } });
  const body = { eventId: shop.eventId, distributorId: distributor.partyId, commissionBps: 500 };
  const deal = await call<DealWithVersions>('POST', '/api/deals', { token: shop.organizer.token, body });
  return { distributor, deal: deal.body };
}

it('a deal and its notification carry both titles, and the letter about it is in the language of its reader', async () => {
  const shop = await translatedShop(0);
  const { distributor, deal } = await offeredTo(shop);
  expect(deal).toMatchObject(event);
  const notifications = await call<{ items: DealNotification[] }>('GET', '/api/deals/notices', {
    token: distributor.token,
  });
  expect(notifications.body.items).toMatchObject([event]);

  await mailNotifications(env, Date.now());
  const subjects = await until(
    async () => {
      const letters = await storedEnvelopes(env.FILES);
      return letters.filter((one) => one.to === distributor.email).map((one) => one.subject);
    },
    (found) => found.some((subject) => subject.startsWith('Deal')),
  );
  expect(subjects).toContain('Deal: Chamber evening');
});

it('what was sold carries both names: in the balance, at the door and before a refund', async () => {
  const shop = await translatedShop(100_000);
  const { token } = shop.organizer;
  const { eventId } = shop;
  const ordered = await heldAndOrdered(shop);
  await pay(ordered.payment?.url ?? '', cards.succeeds);
  const entries = await until(
    () => call<BalanceEntries>('GET', '/api/balance/entries', { token }),
    ({ body }) => body.items.length > 0,
  );
  const [entry] = entries.body.items;
  expect(entry?.event).toMatchObject({ title: event.eventTitle, translations: eventTranslations });

  const names = { ticketTypeName: 'Партер', ticketTypeTranslations: { en: 'Stalls' } };
  const path = `/api/orders/${ordered.orderId}/tickets`;
  const tickets = await call<{ items: OrderTicket[] }>('GET', path, { token });
  expect(tickets.body.items).toMatchObject([names]);

  const delivery = await env.EVENT_SALES.getByName(eventId).orderForDelivery(ordered.orderId);
  const code = delivery?.tickets[0]?.code;
  // The names reach the gate by the queue.
  await until(
    () => call<CheckInResponse>('POST', '/api/check-in', { token, body: { eventId, code, nonce: newKey() } }),
    ({ body }) => body.ticket?.ticketTypeTranslations !== undefined,
  ).then(({ body }) => expect(body.ticket).toMatchObject(names));
});
