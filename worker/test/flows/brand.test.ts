// The brand of the operator in what leaves the house: letters, tickets, calendar files, the second factor, the API's docs.

import { env } from 'cloudflare:test';
import { beforeAll, expect, it } from 'vitest';
import type { Enrolment } from '#core/contracts/accounts.ts';
import { mailDueLetters } from '../../accounts/accounts.ts';
import { mailTickets } from '../../delivery/delivery.ts';
import { storedEnvelopes, storedMessage } from '../../delivery/mail/local-sender.ts';
import { orderWith } from '../../delivery/order-for-delivery.fixture.ts';
import { newAdmin, post } from '../accounts.ts';
import { call, newPerson, password, publishedEvent } from '../calls.ts';
import { browse } from '../shop.ts';

const support = {
  email: 'help@stage.example',
  phone: '+7 495 123-45-67',
  link: '',
  hours: { ru: 'с 10 до 20 по Москве', en: '10 to 20, Moscow' },
};

beforeAll(async () => {
  const { token } = await newAdmin();
  const changed = await call('PATCH', '/api/settings', {
    token,
    headers: { 'if-match': '"0"' },
    body: {
      brandName: { ru: 'Сцена <b>', en: 'Stage & Co' },
      support,
      texts: { terms: { ru: 'Оферта', en: '' }, refunds: { ru: '', en: 'Refunds' } },
    },
  });
  expect(changed.status).toBe(200);
});

async function letterTo(address: string) {
  const found = (await storedEnvelopes(env.FILES)).find(({ to }) => to === address);
  const letter = await storedMessage(env.FILES, found?.id ?? '');
  if (letter === null) throw new Error(`no letter to ${address}`);
  return letter;
}

it('a letter names the brand, how to reach the operator, and the pages that there are', async () => {
  const person = await newPerson('buyer');
  await mailDueLetters(env, Date.now());
  const letter = await letterTo(person.email);
  expect(letter.subject).toBe('Подтвердите почту кабинета Сцена <b>');
  expect(letter.from).toBe('Сцена <b> <tickets@foyer.example>');
  expect(letter.html).toContain('Сцена &lt;b&gt;');
  expect(letter.html).not.toContain('Сцена <b>');
  for (const part of [letter.html, letter.text]) {
    expect(part).toContain('Поддержка: help@stage.example, +7 495 123-45-67, с 10 до 20 по Москве');
    for (const path of ['/legal/terms', '/legal/refunds', '/contacts'])
      expect(part).toContain(env.PUBLIC_ORIGIN + path);
    expect(part).not.toContain('/legal/privacy');
    expect(part).not.toContain('Фойе');
  }
});

it('tickets and their calendar file name it, in the language of the order', async () => {
  const order = orderWith({});
  await mailTickets(env, order, 1);
  const stored = await storedMessage(env.FILES, `${order.view.orderId}.tickets.1`);
  const [pdf, calendar] = (stored?.attachments ?? []).map(({ base64 }) => Buffer.from(base64, 'base64'));
  expect(pdf?.includes('Foyer')).toBe(false);
  expect(calendar?.toString()).toContain('PRODID:-//Сцена <b>//events//RU');
});

it('an organizer’s feed, an authenticator app and the docs of the API name it', async () => {
  const organizer = await newPerson('organizer');
  const { event } = await publishedEvent(organizer);
  const feeds = [`/feed/${organizer.partyId}.ics`, `/e/${event.id}/calendar.ics`];
  for (const path of feeds) expect(await (await browse(path)).text()).toContain('PRODID:-//Сцена <b>//events//RU');
  const enrolment = await post<Enrolment>('/api/me/second-factor', { password }, organizer.token);
  expect(enrolment.body.uri).toContain(`issuer=${encodeURIComponent('Сцена <b>')}`);
  const api = await call<{ info: { title: string } }>('GET', '/api/openapi.json');
  expect(api.body.info.title).toBe('Stage & Co');
  expect(await (await browse('/docs')).text()).toContain('<title>Stage &amp; Co API</title>');
});
