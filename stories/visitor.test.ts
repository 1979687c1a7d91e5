// A visitor's day: from the landing page to the catalog, through its chips to an event, and back to the same place, in both
// languages, at a phone and at a desk, without any script. Each screen is looked through by axe in light and in dark.

import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { must, text, verifyEmail } from '../local/api-client.ts';
import { violationsOf } from './accessible.ts';
import { company, origin, picture, unique } from './people.ts';

const run = unique();
const tag = `сцена ${run}`;
const city = `Город ${run}`;
const { come, everyone } = company('visitor');
let eventId = '';
/** More than a page of the catalog holds. */
const events = 27;

beforeAll(async () => {
  const email = `visitor-${run}@example.com`;
  const body = {
    login: `visitor-${run}`,
    email,
    password: 'партер и бельэтаж',
    role: 'organizer',
    displayName: `Клуб ${run}`,
  };
  const token = text(await must(origin, 'POST', '/api/auth/register', { body }, 201), 'accessToken');
  await verifyEmail(origin, email, token);
  for (let n = 0; n < events; n++) {
    const startsAt = Date.now() + (20 + n) * 86_400_000;
    const event = {
      title: `Вечер ${n} ${run}`,
      translations: { en: { title: `Evening ${n} ${run}` } },
      description: 'Песни под гитару.',
      tags: [tag],
      startsAt: new Date(startsAt).toISOString(),
      endsAt: new Date(startsAt + 7_200_000).toISOString(),
      timeZone: 'Europe/Moscow',
      venue: { name: 'Клуб «Очаг»', address: 'ул. Рубинштейна, 13', city },
      currency: 'RUB',
    };
    const id = text(await must(origin, 'POST', '/api/events', { token, body: event }, 201), 'id');
    const type = { name: 'Входной', price: { amount: n === 0 ? 0 : 150_000, currency: 'RUB' }, capacity: 50 };
    await must(origin, 'POST', `/api/events/${id}/ticket-types`, { token, body: type }, 201);
    await must(origin, 'POST', `/api/events/${id}/publish`, { token, body: {} }, 200);
    if (n === 26) eventId = id;
  }
});

async function isGood(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect([name, colorScheme, await violationsOf(page)]).toEqual([name, colorScheme, []]);
    await picture(page, `visitor-${name}-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect([name, wide]).toEqual([name, 0]);
}

const texts = {
  'ru-RU': {
    all: 'Смотреть афишу',
    title: 'Афиша',
    free: 'Бесплатно',
    more: 'Дальше',
    start: 'К началу',
    evening: 'Вечер',
    other: 'English',
    otherTitle: 'What’s on',
    nothing: 'Ничего не нашлось',
    today: 'Сегодня',
    anyDay: 'В любой день',
  },
  'en-US': {
    all: 'See the events',
    title: 'What’s on',
    free: 'Free',
    more: 'More',
    start: 'To the beginning',
    evening: 'Evening',
    other: 'Русский',
    otherTitle: 'Афиша',
    nothing: 'Nothing was found',
    today: 'Today',
    anyDay: 'On any day',
  },
} as const;

const visits = (['ru-RU', 'en-US'] as const).flatMap((locale) => [390, 1440, 360].map((width) => ({ locale, width })));

describe.each(visits)('a visitor in $locale at $width px', ({ locale, width }) => {
  it('comes in, chooses, opens an event, and comes back to the same place', async () => {
    const { page } = await come(locale, width);
    const words = texts[locale];
    const name = (screen: string) => `${screen}-${locale}-${width}`;
    const requested: string[] = [];
    page.on('request', (request) => requested.push(`${request.resourceType()} ${new URL(request.url()).pathname}`));
    await page.goto(origin);
    await isGood(page, name('landing'));
    await page.getByRole('link', { name: words.all }).first().click();
    await page.getByRole('heading', { name: words.title, level: 1 }).waitFor();
    await isGood(page, name('catalog'));
    // What a first visit loads: no script at all.
    expect(requested.filter((one) => one.startsWith('script'))).toEqual([]);
    await page.goto(`${origin}/catalogue?${new URLSearchParams({ tag })}`);
    await page.getByRole('link', { name: words.free, exact: true }).click();
    await page.waitForURL(/free=yes/);
    expect(await page.locator('.poster').count()).toBe(1);
    await page.getByRole('link', { name: words.today, exact: true }).click();
    await page.getByRole('heading', { name: words.nothing }).waitFor();
    await isGood(page, name('nothing'));
    await page.getByRole('link', { name: words.anyDay }).click();
    await page.getByRole('link', { name: words.free, exact: false }).first().click();
    await page.waitForURL((url) => !url.search.includes('free'));
    await page.getByRole('link', { name: words.more }).click();
    await page.waitForURL(/after=/);
    const second = page.url();
    const last = page.getByRole('link', { name: `${words.evening} 26 ${run}`, exact: true });
    await last.scrollIntoViewIfNeeded();
    const before = await page.evaluate(() => scrollY);
    await last.click();
    await page.waitForURL(`${origin}/e/${eventId}`);
    await page.goBack();
    expect(page.url()).toBe(second);
    await expect.poll(async () => Math.abs((await page.evaluate(() => scrollY)) - before)).toBeLessThan(4);
    await page.getByRole('link', { name: words.start }).waitFor();
    await page.getByRole('link', { name: words.other, exact: true }).click();
    await page.getByRole('heading', { name: words.otherTitle, level: 1 }).waitFor();
    // The choice stays, the page stays, and no address names the language.
    expect(page.url()).toBe(second);
    await page.goto(origin);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(locale === 'ru-RU' ? 'en' : 'ru');
    // The dashboard speaks it too.
    await page.goto(`${origin}/sign-in`);
    await page.getByRole('button', { name: locale === 'ru-RU' ? 'Sign in' : 'Войти' }).waitFor();
  });
});

it('nobody’s page reported an error meanwhile', () => {
  expect(everyone.flatMap((person) => person.problems)).toEqual([]);
});
