// An organizer makes a promo code, and a buyer sees exactly what it takes off.

import { beforeAll, expect, it } from 'vitest';
import { must, text, verifyEmail } from '../local/api-client.ts';
import { isIn } from './account-screens.ts';
import { company, origin, type Person, picture, unique } from './people.ts';

const run = unique();
const password = 'spring and lilacs';
const email = `org-p-${run}@example.com`;
const { come } = company('promo');
let organizer: Person;
let buyer: Person;
let eventId = '';
let widgetId = '';

beforeAll(async () => {
  organizer = await come('ru-RU', 1280);
  buyer = await come('ru-RU', 390);
  await setTheScene();
});

async function setTheScene(): Promise<void> {
  const person = {
    login: `org-p-${run}`,
    email,
    password,
    role: 'organizer',
    displayName: `Сирень ${run}`,
    locale: 'ru',
  };
  const token = text(await must(origin, 'POST', '/api/auth/register', { body: person }, 201), 'accessToken');
  await verifyEmail(origin, person.email, token);
  const startsAt = Date.now() + 30 * 86_400_000;
  const event = {
    title: `Весенний бал ${run}`,
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(startsAt + 10_800_000).toISOString(),
    timeZone: 'Europe/Moscow',
    venue: { name: 'Оранжерея', address: '', city: 'Москва' },
    currency: 'RUB',
  };
  eventId = text(await must(origin, 'POST', '/api/events', { token, body: event }, 201), 'id');
  const type = { name: 'Входной', price: { amount: 200_000, currency: 'RUB' }, capacity: 50 };
  await must(origin, 'POST', `/api/events/${eventId}/ticket-types`, { token, body: type }, 201);
  await must(origin, 'POST', `/api/events/${eventId}/publish`, { token }, 200);
  widgetId = text(await must(origin, 'GET', `/api/events/${eventId}/widget`, { token }, 200), 'widgetId');
}

it('an organizer adds a promo code to an event on sale', async () => {
  const { page } = organizer;
  await page.goto(`${origin}/sign-in`);
  await page.getByLabel('Почта').fill(email);
  await page.getByLabel('Пароль', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Войти' }).click();
  await isIn(page);
  await page.goto(`${origin}/my-events/${eventId}/tickets`);
  await page.getByRole('link', { name: 'Добавить промокод' }).click();
  await page.getByLabel('Код', { exact: true }).fill('с пробелом');
  await page.getByLabel('Процент', { exact: true }).fill('25');
  await page.getByLabel(/Сколько заказов/).fill('1');
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await page.getByText('От 2 до 40 букв').waitFor();
  await page.getByLabel('Код', { exact: true }).fill('Сирень');
  await picture(page, 'promo-1-editor');
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await page.getByText('использован 0 из 1').waitFor();
  await picture(page, 'promo-2-event');
});

it('a buyer hears that a code is unknown, then gets the discount of the right one', async () => {
  const { page } = buyer;
  await page.goto(`${origin}/w/${widgetId}`);
  await page.getByText('У меня есть промокод').click();
  await page.getByLabel('Промокод').fill('сирени');
  await page.getByRole('button', { name: 'Продолжить' }).click();
  await page.getByText('Такого промокода нет').waitFor();
  await picture(page, 'promo-3-refused');
  await page.getByLabel('Промокод').fill(' сирень ');
  await page.getByRole('button', { name: 'Продолжить' }).click();
  await page.getByText('Скидка').waitFor();
  await page.getByRole('button', { name: /Оплатить\s1\s500/ }).waitFor();
  await picture(page, 'promo-4-discount');
  expect([...organizer.problems, ...buyer.problems]).toEqual([]);
});

it('its uses are seen by the organizer, and a stopped code is said to be unknown', async () => {
  const { page } = organizer;
  await page.reload();
  await page.getByText('использован 1 из 1').waitFor();
  await page.getByRole('link', { name: 'Сирень', exact: true }).click();
  await page.getByRole('button', { name: 'Остановить промокод' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Остановить промокод' }).click();
  await page.getByText('остановлен').waitFor();
  await buyer.page.reload();
  await buyer.page
    .getByRole('button', { name: /Изменить|Выбрать другие/ })
    .first()
    .click();
  await buyer.page.getByText('У меня есть промокод').waitFor();
});
