// Foyer on a phone: whatever long words people write, no screen, page or letter is wider than the phone. A visitor's
// header is one row; the frame of those who are signed in has a story of its own (frame.test.ts).

import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { must, text, verifyEmail } from '../local/api-client.ts';
import { payByCard } from '../local/pay.ts';
import { en } from '../web/messages/en.ts';
import { ru } from '../web/messages/ru.ts';
import { button, isIn, signIn } from './account-screens.ts';
import { mailTo } from './mailbox.ts';
import { company, origin, type Person, picture, unique } from './people.ts';

const run = unique();
const password = 'камин и гитара';
/** As long as nobody's word is, but as an address, a name of letters without spaces or a joke may be. */
const word = `Ш${'и'.repeat(78)}рь${run}`;
const buyerEmail = `${'b'.repeat(50)}.${run}@example.com`;

const { come, everyone } = company('phone', [403]);
const widths = [360, 390];
const ids = { event: '', deal: '', widget: '', organizer: '', order: '', orderToken: '' };
let organizer: Person;
let distributor: Person;

const partyOf = async (token: string) => text(await must(origin, 'GET', '/api/me', { token }, 200), 'partyId');

async function account(role: 'organizer' | 'distributor'): Promise<string> {
  const email = `${role}-${run}@example.com`;
  const body = { login: `${role}-${run}`, email, password, role, displayName: word, locale: 'ru' };
  const token = text(await must(origin, 'POST', '/api/auth/register', { body }, 201), 'accessToken');
  await verifyEmail(origin, email, token);
  return token;
}

async function soldEvent(token: string): Promise<void> {
  const startsAt = Date.now() + 86_400_000;
  const event = {
    title: word,
    description: `${word} ${word}`,
    programme: `# ${word}\n\n- ${word}`,
    legalDetails: word,
    tags: [`${word.slice(0, 38)}`],
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(startsAt + 10_800_000).toISOString(),
    timeZone: 'Europe/Moscow',
    venue: { name: word, address: word, city: word },
    currency: 'RUB',
  };
  ids.event = text(await must(origin, 'POST', '/api/events', { token, body: event }, 201), 'id');
  const at = `/api/events/${ids.event}`;
  const type = { name: word, description: word, price: { amount: 123_456_700, currency: 'RUB' }, capacity: 10 };
  const typeId = text(await must(origin, 'POST', `${at}/ticket-types`, { token, body: type }, 201), 'id');
  await must(origin, 'POST', `${at}/publish`, { token, body: {} }, 200);
  ids.widget = text(await must(origin, 'GET', `${at}/widget`, { token }, 200), 'widgetId');
  const lines = [{ ticketTypeId: typeId, quantity: 2 }];
  const hold = await must(
    origin,
    'POST',
    `/api/widgets/${ids.widget}/holds`,
    { key: crypto.randomUUID(), body: { lines } },
    201,
  );
  const body = { buyer: { name: word, email: buyerEmail }, locale: 'ru' };
  const path = `/api/holds/${text(hold, 'holdId')}/order`;
  const order = await must(origin, 'POST', path, { key: crypto.randomUUID(), body }, 201);
  Object.assign(ids, { order: text(order, 'orderId'), orderToken: text(order, 'orderToken') });
  await payByCard(text(order, 'payment.url'), 'succeeds');
}

beforeAll(async () => {
  const [organizerToken, distributorToken] = await Promise.all([account('organizer'), account('distributor')]);
  ids.organizer = await partyOf(organizerToken);
  await soldEvent(organizerToken);
  const offer = { eventId: ids.event, commissionBps: 1_000, message: word };
  ids.deal = text(await must(origin, 'POST', '/api/deals', { token: distributorToken, body: offer }, 201), 'id');
  organizer = await come('ru-RU', 360);
  distributor = await come('ru-RU', 360);
});

async function standsOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = [...document.querySelectorAll('body *')].filter(
      (one) => one.getBoundingClientRect().right > width + 1,
    );
    return wide.slice(-3).map((one) => `${one.tagName}.${one.className}: ${one.textContent?.slice(0, 60)}`);
  });
}

/** Nothing of the page is wider than the phone. */
async function fits(page: Page, path: string, name: string): Promise<void> {
  await page.goto(`${origin}${path}`);
  await page.waitForLoadState('networkidle');
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await picture(page, `phone-${name}-${width}`);
    expect.soft([path, width, await standsOut(page)]).toEqual([path, width, []]);
  }
  await page.setViewportSize({ width: 360, height: 900 });
}

it('no screen of an organizer is wider than his phone', async () => {
  const { page } = organizer;
  await signIn(page, ru, `organizer-${run}@example.com`, password);
  await isIn(page);
  const event = `/my-events/${ids.event}`;
  const own = [
    '',
    '/edit',
    '/tickets',
    '/partners',
    '/settings',
    '/orders',
    '/guests',
    '/ledger',
    '/reconciliation',
    '/widget',
    '/door-links',
    '/open-terms',
    '/offer',
  ];
  const others = [
    '/',
    '/deals',
    `/deals/${ids.deal}`,
    `/deals/${ids.deal}/counter`,
    '/distributors',
    '/orders',
    '/notifications',
  ];
  const rest = ['/balance', '/door', `/door/${ids.event}`, '/log', '/profile', '/security'];
  for (const path of [...own.map((tab) => event + tab), ...others, ...rest]) {
    await fits(
      page,
      path,
      `organizer${path.replaceAll(ids.event, 'e').replaceAll(ids.deal, 'd').replaceAll('/', '-')}`,
    );
  }
  await page.goto(`${origin}${event}/orders`);
  await page.getByRole('row').filter({ hasText: word }).getByRole('button').first().click();
  await button(page, ru.orders.refundOf(word)).click();
  await page.getByRole('dialog').getByText(ru.orders.refundSum).waitFor();
  await picture(page, 'phone-refund');
  const dialog = page.getByRole('dialog');
  expect(await dialog.evaluate((one) => one.scrollWidth - one.clientWidth)).toBeLessThanOrEqual(0);
});

it('nor of a distributor', async () => {
  const { page } = distributor;
  await signIn(page, ru, `distributor-${run}@example.com`, password);
  await isIn(page);
  const paths = ['/', `/deals/${ids.deal}`, '/to-sell', `/catalogue/${ids.event}`, `/catalogue/${ids.event}/offer`];
  for (const path of [...paths, '/balance', '/public-profile', '/notifications']) {
    await fits(
      page,
      path,
      `distributor${path.replaceAll(ids.event, 'e').replaceAll(ids.deal, 'd').replaceAll('/', '-')}`,
    );
  }
});

it('nor any page of a buyer, nor his letter', async () => {
  const { page } = await come('ru-RU', 360);
  const order = `/o/${ids.order}/${ids.orderToken}`;
  const found = `/catalogue?${new URLSearchParams({ city: word })}`;
  const pages = {
    landing: '/',
    catalog: found,
    event: `/e/${ids.event}`,
    organizer: `/org/${ids.organizer}`,
    widget: `/w/${ids.widget}`,
    order,
  };
  for (const [name, path] of Object.entries(pages)) await fits(page, path, `buyer-${name}`);
  const letter = await mailTo(buyerEmail);
  // In a page of its own, because the order page's policy forbids the styles of a letter.
  const { page: mail } = await come('ru-RU', 360);
  await mail.setContent(letter.html ?? '');
  await picture(mail, 'phone-letter');
  expect(await standsOut(mail)).toEqual([]);
});

it('a visitor buys from a card of the catalog, and an old link to an event leads to its page', async () => {
  const { page } = await come('ru-RU', 360);
  await page.goto(`${origin}/catalogue?${new URLSearchParams({ city: word })}`);
  await page.getByRole('link', { name: 'Купить' }).click();
  await page.waitForURL(`${origin}/w/${ids.widget}`);
  await page.goto(`${origin}/catalogue/${ids.event}`);
  await page.waitForURL(`${origin}/e/${ids.event}`);
});

const visitors = [320, ...widths, 1024].flatMap((width) => [
  { width, browserLocale: 'ru-RU' as const, words: ru },
  { width, browserLocale: 'en-US' as const, words: en },
]);

it.each(visitors)(
  'the header is one row of $width px for a visitor in $browserLocale, with the way in on it',
  async ({ width, browserLocale, words }) => {
    const { page } = await come(browserLocale, width);
    await page.goto(`${origin}/catalogue`);
    await page.getByRole('banner').getByRole('link', { name: words.menu.signIn }).waitFor();
    await picture(page, `phone-header-visitor-${browserLocale}-${width}`);
    await isOneRow(page, width);
    for (const name of [words.menu.catalogue, words.menu.signIn]) await isOnScreen(page, name, width);
  },
);

async function isOneRow(page: Page, width: number): Promise<void> {
  const box = await page.getByRole('banner').boundingBox();
  expect([width, Math.round(box?.height ?? 0)]).toEqual([width, expect.toSatisfy((height: number) => height <= 64)]);
}

async function isOnScreen(page: Page, link: string, width: number): Promise<void> {
  const box = await page
    .getByRole('banner')
    .getByRole('link', { name: new RegExp(`^${link}`) })
    .boundingBox();
  expect(box, link).not.toBeNull();
  expect((box?.x ?? 0) >= 0 && (box?.x ?? 0) + (box?.width ?? width) <= width, link).toBe(true);
}

it('nobody’s page reported an error meanwhile', () => {
  expect(everyone.flatMap((person) => person.problems)).toEqual([]);
});
