// What a first screen costs: the browser loads the real build, and every script it takes is weighed as it is sent, packed.
// Over budget is red. The figures are in docs/performance.md.

import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { must, text } from '../local/api-client.ts';
import { openShop } from '../local/shop.ts';
import { en } from '../web/messages/en.ts';
import { ru } from '../web/messages/ru.ts';
import { isIn, signIn } from './account-screens.ts';
import { company, origin, unique } from './people.ts';

const run = unique();
const password = 'камин и гитара';
const { come, everyone } = company('budgets');

const kilobytes = 1_024;
const budgets = { signIn: 30 * kilobytes, organizersHome: 60 * kilobytes, publicScript: 30 * kilobytes };
/** The document of a public page, with its style, packed. */
const publicDocument = 16 * kilobytes;

type Loaded = { path: string; packed: number; body: string };

/** Opens the address as a first visit does, and gives every script and font that came, those of the widget in it too. */
async function load(
  page: Page,
  path: string,
  inFrame: string | null = null,
): Promise<{ scripts: Loaded[]; fonts: string[] }> {
  // By address, because a script that was preloaded is named again when it is imported.
  const scripts = new Set<string>();
  const fonts: string[] = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    const kind = response.request().resourceType();
    if (kind === 'font') fonts.push(pathname);
    if (kind === 'script') scripts.add(pathname);
  });
  await page.goto(origin + path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  if (inFrame !== null) await page.frameLocator('foyer-tickets iframe').locator(inFrame).first().waitFor();
  await page.waitForLoadState('networkidle');
  page.removeAllListeners('response');
  const loaded = Array.from(scripts, async (pathname) => {
    const body = await (await page.request.get(origin + pathname)).body();
    return { path: pathname, packed: gzipSync(body).length, body: body.toString() };
  });
  return { scripts: await Promise.all(loaded), fonts };
}

function weigh(what: string, scripts: readonly Loaded[]): number {
  const total = scripts.reduce((sum, { packed }) => sum + packed, 0);
  const parts = scripts.map(({ path, packed }) => `${path.replace('/assets/', '')} ${(packed / kilobytes).toFixed(1)}`);
  console.log(`${what}: ${(total / kilobytes).toFixed(1)} KB of script: ${parts.join(', ')}`);
  return total;
}

const account = (role: string) =>
  must(
    origin,
    'POST',
    '/api/auth/register',
    { body: { login: `${role}-${run}`, email: `${role}-${run}@example.com`, password, role, locale: 'ru' } },
    201,
  );

it.each([
  { locale: 'ru-RU' as const, words: ru },
  { locale: 'en-US' as const, words: en },
])('the way in costs a visitor in $locale at most 30 KB, in one language', async ({ locale, words }) => {
  const { page } = await come(locale, 390);
  const { scripts, fonts } = await load(page, '/sign-in');
  await page.getByRole('heading', { name: words.signIn.title }).waitFor();
  expect(weigh(`/sign-in ${locale}`, scripts)).toBeLessThanOrEqual(budgets.signIn);
  const isRussian = scripts.some(({ body }) => body.includes(ru.signIn.forgotten));
  const isEnglish = scripts.some(({ body }) => body.includes(en.signIn.forgotten));
  expect({ isRussian, isEnglish }).toEqual({ isRussian: locale === 'ru-RU', isEnglish: locale === 'en-US' });
  // The button of the other language is one Russian word, which an English page draws too.
  expect(fonts.some((path) => path.includes('cyrillic-ext'))).toBe(false);
  expect(fonts.some((path) => path.includes('ascii'))).toBe(true);
});

it('public pages are small documents without script, and an event’s page with its tickets has at most 30 KB of it', async () => {
  const shop = await openShop(origin, `budget-${run}`, { types: [{ name: 'Вход', rubles: 900, capacity: 10 }] });
  const { page } = await come('ru-RU', 1440);
  for (const path of ['/', '/catalogue', `/e/${shop.eventId}`]) {
    const sells = path.startsWith('/e/');
    const { scripts } = await load(page, path, sells ? '.stepper' : null);
    const most = sells ? budgets.publicScript : 0;
    expect([path, weigh(path, scripts) <= most]).toEqual([path, true]);
    const html = await (await fetch(origin + path)).text();
    expect([path, gzipSync(html).length <= publicDocument]).toEqual([path, true]);
  }
});

it('an organizer’s home costs at most 60 KB, and its data is asked for before its program is there', async () => {
  const token = text(await account('organizer'), 'accessToken');
  const soon = Date.now() + 86_400_000;
  const event = {
    title: 'Вечер',
    startsAt: new Date(soon).toISOString(),
    endsAt: new Date(soon + 3_600_000).toISOString(),
    timeZone: 'Europe/Moscow',
    venue: { name: 'Клуб', address: '', city: 'Москва' },
    currency: 'RUB',
  };
  await must(origin, 'POST', '/api/events', { token, body: event }, 201);
  const { page } = await come('ru-RU', 1440);
  await signIn(page, ru, `organizer-${run}@example.com`, password);
  await isIn(page);
  const { scripts } = await load(page, '/');
  expect(weigh('/ of an organizer', scripts)).toBeLessThanOrEqual(budgets.organizersHome);
  const main = await page.locator('script[type=module]').last().getAttribute('src');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  let open: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    open = resolve;
  });
  await page.route(`**${main}`, async (route) => {
    await held;
    await route.continue();
  });
  const going = page.goto(`${origin}/`);
  await expect.poll(() => asked.filter((path) => path === '/api/home').length).toBe(1);
  open();
  await going;
  await page.getByText(ru.home.noMoney).waitFor();
  // Asked for once: the screen took the answer that was on its way.
  expect(asked.filter((path) => path === '/api/home')).toHaveLength(1);
  expect(asked.filter((path) => path === '/api/auth/refresh')).toHaveLength(1);
});

it('the files of the home are asked for before the first script file has come, each once and in one language', async () => {
  const { page } = await come('ru-RU', 1440);
  await signIn(page, ru, `organizer-${run}@example.com`, password);
  await isIn(page);
  const { scripts } = await load(page, '/');
  const all = scripts.map(({ path }) => path);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  // What the document names runs the program; while it is held back, only the document's own script can ask.
  const named = await page
    .locator('script[type=module]')
    .evaluateAll((tags) => tags.map((tag) => tag.getAttribute('src')));
  for (const path of named) {
    await page.route(`**${path}`, async (route) => {
      await released;
      await route.continue();
    });
  }
  const going = page.goto(`${origin}/`);
  await expect.poll(() => all.filter((path) => !asked.includes(path))).toEqual([]);
  release();
  await going;
  await page.getByText(ru.home.noMoney).waitFor();
  const files = asked.filter((path) => path.startsWith('/assets/'));
  expect(files.filter((path, index) => files.indexOf(path) !== index)).toEqual([]);
  expect(files.filter((path) => /\/en-/.test(path))).toEqual([]);
});

it('nobody’s page reported an error meanwhile', () => {
  expect(everyone.flatMap((person) => person.problems)).toEqual([]);
});
