// An event's life as its organizer and its readers see it: written in two languages, given a cover, published, edited
// by two people at once, postponed, found, copied and cancelled.

import { encode } from 'fast-png';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ru } from '../web/messages/ru.ts';
import { violationsOf } from './accessible.ts';
import { isIn } from './account-screens.ts';
import { confirmInMailbox } from './mailbox.ts';
import { company, look, origin, type Person, picture, unique } from './people.ts';

const run = unique();
const title = `Ночь кино ${run}`;
const translated = `Cinema night ${run}`;

const { come } = company('events');
let organizer: Person;
let reader: Person;
let eventUrl = '';
let eventId = '';

beforeAll(async () => {
  organizer = await come('ru-RU', 1280);
  reader = await come('en-US', 390);
});

/** Local date and time of a field `datetime-local`, some days ahead. */
function inDays(days: number, time: string): string {
  return `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T${time}`;
}

/** A real picture of this size, stripes of two colours. */
function stripes(width: number, height: number): Buffer {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at++)
    data.set((at % width) % 40 < 20 ? [155, 28, 49] : [250, 248, 245], at * 3);
  return Buffer.from(encode({ width, height, data, channels: 3 }));
}

/** A PNG that says it is this large and holds next to nothing. */
function bomb(width: number, height: number): Buffer {
  const png = stripes(1, 1);
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  png.writeUInt32BE(checksum(png.subarray(12, 29)), 29);
  return png;
}

function checksum(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? 0xedb88320 ^ (sum >>> 1) : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

async function choose(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'image/png', buffer });
}

async function isAccessible(page: Page): Promise<void> {
  expect(await violationsOf(page)).toEqual([]);
}

describe('an event from the first word to the last', () => {
  it('is written in two languages, past midnight, and says what is missing', async () => {
    const { page } = organizer;
    await page.goto(`${origin}/sign-up`);
    await page.getByRole('radio', { name: 'Организатор' }).check();
    await page.getByLabel('Имя, которое увидят другие').fill(`Киноклуб ${run}`);
    await page.getByLabel('Логин').fill(`kino-${run}`);
    await page.getByLabel('Почта').fill(`kino-${run}@example.com`);
    await page.getByLabel('Пароль', { exact: true }).fill('плёнка и проектор');
    await page.getByRole('button', { name: 'Зарегистрироваться' }).click();
    await isIn(page);
    await page.getByText(ru.verifyEmail.title, { exact: true }).waitFor();
    await page.getByRole('button', { name: ru.verifyEmail.resend }).click();
    await page.getByText(ru.verifyEmail.resent).waitFor();
    await isAccessible(page);
    await look(page, 'verify-email-first');
    await confirmInMailbox(page, `kino-${run}@example.com`);
    await page.goto(`${origin}/my-events/new`);
    await page.getByRole('button', { name: 'Создать черновик' }).click();
    await page.getByText('Заполните это поле.').first().waitFor();
    await page.getByLabel('Название', { exact: true }).first().fill(title);
    await page.getByLabel('Начало').fill(inDays(20, '22:00'));
    await page.getByLabel('Окончание').fill(inDays(20, '04:30'));
    await page.getByLabel('Площадка', { exact: true }).fill('Новая Голландия');
    await page.getByLabel('Город', { exact: true }).fill('Санкт-Петербург');
    await page.getByLabel('Название', { exact: true }).last().fill('Вход');
    await page.getByLabel('Цена, RUB').fill('900');
    await page.getByLabel('Сколько всего').fill('300');
    await page.getByRole('button', { name: 'Создать черновик' }).click();
    await page.getByText('Окончание должно быть позже начала.').waitFor();
    await page.getByLabel('Окончание').fill(inDays(21, '04:30'));
    await isAccessible(page);
    await page.getByRole('button', { name: 'Создать черновик' }).click();
    await page.getByText('Перед публикацией').waitFor();
    eventUrl = page.url();
    eventId = eventUrl.split('/').at(-1) ?? '';
    await page.goto(`${eventUrl}/edit`);
    await page.getByLabel('Описание').first().fill('**Три фильма** до рассвета.\n\n- «Сталкер»\n- «Зеркало»');
    await page.getByText('Перевод на английский').click();
    await page.getByLabel('Название по-английски').fill(translated);
    await page.getByLabel('Город по-английски').fill('St Petersburg');
    await page.getByLabel('Сведения об организаторе по-английски').fill('Film Club LLC');
    await page.getByLabel('Сведения об организаторе по закону').fill('ООО «Киноклуб», ИНН 7800000000');
    await page.getByRole('button', { name: 'Сохранить', exact: true }).click();
    await page.waitForURL(eventUrl);
    await page.getByText('Перед публикацией').waitFor();
  });

  it('gets a ticket type and a cover, after what is none was refused in words', async () => {
    const { page } = organizer;
    await page.goto(`${eventUrl}/tickets`);
    await page.getByRole('link', { name: 'Добавить вид билета' }).click();
    await page.getByLabel('Название', { exact: true }).fill('Плед у экрана');
    await page.getByLabel('Описание', { exact: false }).first().fill('Плед и чай уже ждут.');
    await page.getByLabel('Описание по-английски').fill('A blanket and tea are waiting.');
    await page.getByLabel('Цена, RUB').fill('1500');
    await page.getByLabel('Сколько всего').fill('120');
    await page.getByRole('button', { name: 'Сохранить', exact: true }).click();
    await page.getByText('Плед у экрана').waitFor();
    await page.goto(`${eventUrl}/edit`);
    await choose(page, 'cover.png', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'));
    await page.getByText('Это не картинка JPEG, PNG или WebP').waitFor();
    await choose(page, 'cover.png', bomb(30_000, 30_000));
    await page.getByText('Картинка слишком большая').waitFor();
    await picture(page, 'events-1-refused');
    await choose(page, 'cover.png', stripes(1_800, 1_000));
    await page.locator('img.face.whole[srcset]').waitFor();
    await page.getByLabel('Что на ней, по-русски').fill('Экран в сумерках');
    await page.getByLabel('Что на ней, по-английски').fill('A screen at dusk');
    await page.getByRole('button', { name: 'Сохранить подпись' }).click();
    await page.getByText('Подпись сохранена.').waitFor();
    await picture(page, 'events-2-ready');
    await isAccessible(page);
    await page.goto(eventUrl);
    await page.getByRole('button', { name: 'Опубликовать' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Закрыть' }).click();
    await page.getByText('Опубликовано').first().waitFor();
  });

  it('is edited by two at once, and neither loses a word', async () => {
    const { page, context } = organizer;
    const second = await context.newPage();
    await second.goto(`${eventUrl}/edit`);
    await second.getByLabel('Метки').fill('кино, ночь');
    await page.goto(`${eventUrl}/edit`);
    await page.getByLabel('Метки').fill('кино, фестиваль');
    await page.getByLabel('Адрес', { exact: false }).last().fill('наб. Адмиралтейского канала, 2');
    await page.getByRole('button', { name: 'Сохранить', exact: true }).click();
    await page.waitForURL(eventUrl);
    await second.getByLabel('Минут на оплату').fill('15');
    await second.getByRole('button', { name: 'Сохранить', exact: true }).click();
    await second.getByText('Пока вы писали, событие сохранил кто-то ещё').waitFor();
    await second.getByText('Здесь тем временем сохранили: «кино, фестиваль»').waitFor();
    expect(await second.getByLabel('Метки').inputValue()).toBe('кино, ночь');
    expect(await second.getByLabel('Адрес', { exact: false }).last().inputValue()).toContain('Адмиралтейского');
    await picture(second, 'events-3-both');
    await second.getByRole('button', { name: 'Сохранить', exact: true }).click();
    await second.waitForURL(eventUrl);
    await second.close();
  });

  it('is moved, and its page says so with its cover, in both languages', async () => {
    const { page } = organizer;
    await page.goto(`${eventUrl}/settings`);
    await page.getByText('Перенести', { exact: true }).click();
    await page.getByLabel('Новое начало').first().fill(inDays(27, '22:00'));
    await page.getByLabel('Новое окончание').fill(inDays(28, '04:00'));
    await page.getByRole('button', { name: 'Перенести и сообщить покупателям' }).click();
    await page.getByRole('button', { name: 'Перенести и сообщить покупателям' }).waitFor({ state: 'hidden' });
    const public_ = reader.page;
    await public_.goto(`${origin}/e/${eventId}?lang=en`);
    await public_.getByRole('heading', { name: translated }).waitFor();
    await public_.getByText('The event has been postponed').waitFor();
    await public_.getByText('Film Club LLC').waitFor();
    await public_.getByText('St Petersburg').first().waitFor();
    const cover = public_.getByRole('img', { name: 'A screen at dusk' });
    expect([await cover.getAttribute('width'), await cover.getAttribute('height')]).toEqual(['1600', '889']);
    expect(await cover.evaluate((image) => (image as HTMLImageElement).naturalWidth > 0)).toBe(true);
    const social = (await public_.locator('meta[property="og:image"]').getAttribute('content')) ?? '';
    expect((await public_.request.get(social)).headers()['content-type']).toBe('image/jpeg');
    const data = JSON.parse((await public_.locator('script[type="application/ld+json"]').textContent()) ?? '{}');
    expect(data).toMatchObject({ eventStatus: 'https://schema.org/EventRescheduled' });
    expect(data.image).toContain(social);
    const calendar = await public_.request.get(
      `${origin}${await public_.getByRole('link', { name: 'Add to calendar' }).getAttribute('href')}`,
    );
    expect(await calendar.text()).toContain(`SUMMARY:${translated}`);
    await picture(public_, 'events-4-page');
    await isAccessible(public_);
    // In the widget that stands in the page, and for readers without scripts in the page itself, in each language.
    await public_.getByRole('link', { name: 'Buy tickets' }).first().click();
    await public_.frameLocator('iframe').getByText('A blanket and tea are waiting.').waitFor();
    await picture(public_, 'events-4-widget');
    const served = async (lang: string) => (await public_.request.get(`${origin}/e/${eventId}?lang=${lang}`)).text();
    expect(await served('en')).toContain('A blanket and tea are waiting.');
    expect(await served('ru')).toContain('Плед и чай уже ждут.');
  });

  it('is found by words of either language within a city, and seen with its cover', async () => {
    const { page } = reader;
    await page.goto(`${origin}/catalogue?${new URLSearchParams({ city: 'st petersburg' })}`);
    await page.getByLabel('Search').fill(`cinemas ${run}`);
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByRole('link', { name: translated, exact: true }).waitFor();
    const cover = page.locator('.poster img');
    expect(await cover.getAttribute('src')).toMatch(new RegExp(`^/img/${eventId}/(?!face/)[^/]+/small\\.webp$`));
    await expect
      .poll(() => cover.evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth))
      .toBeGreaterThan(0);
    await picture(page, 'events-5-found');
    await page.getByRole('link', { name: 'Free', exact: true }).click();
    await page.getByRole('heading', { name: 'Nothing was found' }).waitFor();
    expect(await page.getByRole('link', { name: translated, exact: true }).count()).toBe(0);
  });

  it('is copied to another date, and called off for good', async () => {
    const { page } = organizer;
    await page.goto(`${eventUrl}/settings`);
    await page.getByText('Копия на другую дату').click();
    const copy = page.getByRole('form', { name: 'Копия на другую дату' });
    await copy.getByLabel('Новое начало').fill(inDays(50, '22:00'));
    await copy.getByRole('button', { name: 'Создать копию' }).click();
    await page.getByText('Перед публикацией').waitFor();
    await page.locator('img.face[srcset]').waitFor();
    await page.getByRole('link', { name: 'Настройки', exact: true }).click();
    await page.getByRole('button', { name: 'Удалить событие' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Удалить событие' }).click();
    await page.waitForURL(`${origin}/my-events`);
    await page.goto(`${eventUrl}/settings`);
    await page.getByRole('button', { name: 'Отменить событие' }).click();
    await page.getByRole('button', { name: 'Отменить событие и вернуть всем деньги' }).click();
    await page.getByText('Событие отменено. Деньги возвращаются всем покупателям.').waitFor();
    await reader.page.goto(`${origin}/e/${eventId}?lang=en`);
    await reader.page.getByText('The event is cancelled').waitFor();
    expect(await reader.page.getByRole('link', { name: 'Buy tickets' }).count()).toBe(0);
    expect([...organizer.problems, ...reader.problems]).toEqual([]);
  });
});
