// The letters to organizers about refunds and letters that failed, and the list of failed letters: both languages.

import { env } from 'cloudflare:test';
import { expect, it } from 'vitest';
import type { FailedLetter } from '#core/contracts/letters.ts';
import { eventTitleIn } from '#core/event-text.ts';
import { storedEnvelopes } from '../delivery/mail/local-sender.ts';
import { mailFailedLetters, noteFailedLetter } from '../failed-letters/failed-letters.ts';
import { mailFailedRefunds, noteFailedRefund } from '../refunds/refunds.ts';
import { call, newEvent, newPerson, type Person } from '../test/calls.ts';

const titles = { ru: 'Вечер камерной музыки', en: 'Chamber evening' };

async function translatedEvent(organizer: Person) {
  return newEvent(organizer, { title: titles.ru, translations: { en: { title: titles.en } } });
}

async function subjectsTo({ email }: Person): Promise<string[]> {
  const letters = await storedEnvelopes(env.FILES);
  return letters.filter(({ to }) => to === email).map(({ subject }) => subject);
}

const readIn = (organizer: Person, locale: 'ru' | 'en') =>
  call('PATCH', '/api/me', { token: organizer.token, body: { locale } });

const failed = () => ({ orderId: `ord_${crypto.randomUUID()}`, letter: 'tickets', reason: 'refused' }) as const;

it('the list of failed letters names their event in both languages', async () => {
  const organizer = await newPerson('organizer');
  const { id: eventId } = await translatedEvent(organizer);
  await noteFailedLetter(env, { ...failed(), eventId });
  const { token } = organizer;
  const { body } = await call<{ items: FailedLetter[] }>('GET', '/api/letters/failed', { token });
  const [one] = body.items;
  if (one === undefined) throw new Error('no failed letter');
  expect([eventTitleIn(one, 'ru'), eventTitleIn(one, 'en')]).toEqual([titles.ru, titles.en]);
});

it.each([
  ['ru', `Письма не дошли до покупателей: ${titles.ru}`, `Возврат не прошёл: ${titles.ru}`],
  ['en', `Letters did not reach buyers: ${titles.en}`, `A refund failed: ${titles.en}`],
] as const)(
  'the letters about failures name the event in the language of the organizer (%s)',
  async (locale, aboutLetters, aboutRefunds) => {
    const organizer = await newPerson('organizer');
    await readIn(organizer, locale);
    const { id: eventId } = await translatedEvent(organizer);
    await noteFailedLetter(env, { ...failed(), eventId });
    await noteFailedRefund(env, eventId, `rfd_${locale}`);
    await mailFailedLetters(env, Date.now());
    await mailFailedRefunds(env, Date.now());
    expect(await subjectsTo(organizer)).toEqual(expect.arrayContaining([aboutLetters, aboutRefunds]));
  },
);

it('a failure that was settled before its letter went is not written about', async () => {
  const organizer = await newPerson('organizer');
  const { id: eventId } = await translatedEvent(organizer);
  await noteFailedLetter(env, { ...failed(), eventId });
  await noteFailedRefund(env, eventId, 'rfd_retried');
  for (const table of ['failed_letters', 'failed_refunds']) {
    await env.DB.prepare(`update ${table} set settled_at = 1 where event_id = ?`).bind(eventId).run();
  }
  const before = await subjectsTo(organizer);
  await mailFailedLetters(env, Date.now());
  await mailFailedRefunds(env, Date.now());
  expect(await subjectsTo(organizer)).toEqual(before);
});

it('a disabled account gets no letter about failures', async () => {
  const organizer = await newPerson('organizer');
  const { id: eventId } = await translatedEvent(organizer);
  await noteFailedLetter(env, { ...failed(), eventId });
  await noteFailedRefund(env, eventId, 'rfd_disabled');
  await env.DB.prepare('update users set disabled_at = 1 where id = ?').bind(organizer.id).run();
  const before = await subjectsTo(organizer);
  await mailFailedLetters(env, Date.now());
  await mailFailedRefunds(env, Date.now());
  expect(await subjectsTo(organizer)).toEqual(before);
});
