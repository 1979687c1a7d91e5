// `npm run gallery [-- FOLDER]`: pictures of every screen of every role, filled with the demo season, in both
// languages, on a desk and on a phone, light and dark. A new address of the dashboard does not compile before it is named
// in `seenBy`. Beside the pictures stands what a program can see in a screen:
// what is wider than the window, errors of the console, what axe finds. The command starts a server of its own and ends.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { dashboardPaths } from '#core/dashboard-paths.ts';
import { call, list, must, text } from '../local/api-client.ts';
import { browserFlags, ensureBrowser } from '../local/browser.ts';
import { prepare, root, startServer } from '../local/server.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  // `--look "ru 360"`: some of the looks; `--only "organizer /orders"`: some of the screens.
  options: { only: { type: 'string' }, look: { type: 'string' }, port: { type: 'string', default: '8790' } },
});
const folder = resolve(positionals[0] ?? join(root, '.gallery'));
const port = Number(options.port);
const origin = `http://localhost:${port}`;
const password = 'demo-season-2026';

const looks = (['ru', 'en'] as const).flatMap((locale) =>
  [1440, 360].flatMap((width) => (['light', 'dark'] as const).map((scheme) => ({ locale, width, scheme }))),
);
type Look = (typeof looks)[number];
const nameOfLook = ({ locale, width, scheme }: Look): string => `${locale} ${width} ${scheme}`;
type Screen = { path: string; as: 'visitor' | 'organizer' | 'distributor' | 'admin' };
type Shot = { screen: Screen; look: Look; file: string; problems: string[] };

const people = {
  organizer: 'hello@mayak.example',
  distributor: 'ads@afisha-nevy.example',
  admin: 'admin@gallery.example',
} as const;

const idIn = (row: Record<string, unknown> | undefined, name = 'id'): string => String(row?.[name] ?? '');

const nameOf = (party: unknown): unknown =>
  typeof party === 'object' && party !== null && 'name' in party ? party.name : null;

/** A value for each parameter of an address, from the season that the demo has entered. */
async function examples(): Promise<{ values: Record<string, string>; visitor: string[] }> {
  const signedIn = await must(origin, 'POST', '/api/auth/login', { body: { email: people.organizer, password } }, 200);
  const token = text(signedIn, 'accessToken');
  const mine = list(await must(origin, 'GET', '/api/events/mine?limit=100', { token }, 200), 'items');
  const event = mine.find((one) => one.title === 'Акустический вечер Ани Лис');
  const free = mine.find((one) => one.title === 'Стендап: открытый микрофон');
  const types = list(await must(origin, 'GET', `/api/events/${idIn(event)}/ticket-types`, { token }, 200), 'items');
  const deals = list(await must(origin, 'GET', '/api/deals?limit=100', { token }, 200), 'items');
  const deal = deals.find((one) => one.status === 'PENDING' && nameOf(one.distributor) === 'Афиша Невы');
  const distributors = list(await must(origin, 'GET', '/api/distributors', { token }, 200), 'items');
  const kit = await must(origin, 'GET', `/api/events/${idIn(free)}/widget`, { token }, 200);
  const order = await buyFree(text(kit, 'widgetId'), idIn(free), token);
  return {
    values: {
      eventId: idIn(event),
      ticketTypeId: idIn(types[0]),
      promoCodeId: 'new',
      questionId: 'new',
      dealId: idIn(deal),
      partyId: idIn(distributors[0]),
      userId: text(signedIn, 'user.id'),
    },
    visitor: [
      '/',
      '/catalogue',
      '/catalogue?free=yes',
      `/catalogue?q=${encodeURIComponent('ничего такого')}`,
      `/e/${idIn(event)}`,
      `/org/${idIn(event, 'organizerId')}`,
      `/w/${text(kit, 'widgetId')}`,
      order,
      '/legal/terms',
      '/contacts',
      '/dev/mailbox',
    ],
  };
}

async function buyFree(widgetId: string, eventId: string, token: string): Promise<string> {
  const types = list(await must(origin, 'GET', `/api/events/${eventId}/ticket-types`, { token }, 200), 'items');
  const lines = [{ ticketTypeId: idIn(types[0]), quantity: 2 }];
  const key = () => crypto.randomUUID();
  const held = await must(origin, 'POST', `/api/widgets/${widgetId}/holds`, { key: key(), body: { lines } }, 201);
  const body = { buyer: { name: 'Вера Полозкова', email: 'vera@gallery.example' }, locale: 'ru' };
  const order = await must(origin, 'POST', `/api/holds/${text(held, 'holdId')}/order`, { key: key(), body }, 201);
  return `/o/${text(order, 'orderId')}/${text(order, 'orderToken')}`;
}

/** Whose screens are taken at each address of the dashboard. */
const seenBy: Record<(typeof dashboardPaths)[number], readonly Screen['as'][]> = {
  '/': ['organizer', 'distributor', 'admin'],
  '/sign-up': ['visitor'],
  '/ui': ['visitor'],
  '/sign-in': ['visitor'],
  '/forgotten-password': ['visitor'],
  '/reset-password': ['visitor'],
  '/verify-email': ['visitor'],
  '/undo-email': ['visitor'],
  '/not-me': ['visitor'],
  '/door/link': ['visitor'],
  '/to-sell': ['distributor'],
  '/catalogue/:eventId': ['distributor'],
  '/catalogue/:eventId/offer': ['distributor'],
  '/my-events': ['organizer'],
  '/my-events/new': ['organizer'],
  '/my-events/:eventId': ['organizer'],
  '/my-events/:eventId/edit': ['organizer'],
  '/my-events/:eventId/tickets': ['organizer'],
  '/my-events/:eventId/partners': ['organizer'],
  '/my-events/:eventId/settings': ['organizer'],
  '/my-events/:eventId/ticket-types/:ticketTypeId': ['organizer'],
  '/my-events/:eventId/promo-codes/:promoCodeId': ['organizer'],
  '/my-events/:eventId/questions/:questionId': ['organizer'],
  '/my-events/:eventId/orders': ['organizer'],
  '/my-events/:eventId/guests': ['organizer'],
  '/my-events/:eventId/mailings': ['organizer'],
  '/my-events/:eventId/ledger': ['organizer'],
  '/my-events/:eventId/reconciliation': ['organizer'],
  '/my-events/:eventId/widget': ['organizer'],
  '/my-events/:eventId/offer': ['organizer'],
  '/my-events/:eventId/door-links': ['organizer'],
  '/my-events/:eventId/open-terms': ['organizer'],
  '/orders': ['organizer'],
  '/distributors': ['organizer'],
  '/distributors/:partyId': ['organizer'],
  '/deals': ['organizer', 'distributor'],
  '/public-profile': ['distributor'],
  '/notifications': ['organizer', 'distributor'],
  '/deals/:dealId': ['organizer', 'distributor'],
  '/deals/:dealId/counter': ['distributor'],
  '/widgets': ['organizer', 'distributor'],
  '/balance': ['organizer', 'distributor'],
  '/door': ['organizer'],
  '/door/:eventId': ['organizer'],
  '/profile': ['organizer', 'distributor'],
  '/security': ['organizer'],
  '/log': ['organizer'],
  '/admin': ['admin'],
  '/admin/failures': ['admin'],
  '/admin/events': ['admin'],
  '/admin/orders': ['admin'],
  '/admin/people': ['admin'],
  '/admin/people/:userId': ['admin'],
  '/admin/settings': ['admin'],
};

function screensOf(values: Record<string, string>, visitor: readonly string[]): Screen[] {
  const filled = (path: string) =>
    path.replace(/:(\w+)/g, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`the gallery has no example for :${name} of ${path}`);
      return value;
    });
  const ofDashboard = Object.entries(seenBy).flatMap(([path, roles]) =>
    roles.map((as) => ({ path: filled(path), as })),
  );
  return [...visitor.map((path) => ({ path, as: 'visitor' as const })), ...ofDashboard];
}

/** One context for each person and look, because the language and the sign-in belong to it. */
async function enter(browser: Browser, { locale, width, scheme }: Look): Promise<BrowserContext> {
  const context = await browser.newContext({
    locale: locale === 'ru' ? 'ru-RU' : 'en-US',
    viewport: { width, height: width === 360 ? 740 : 900 },
    colorScheme: scheme,
    reducedMotion: 'reduce',
  });
  await context.addCookies([{ name: 'foyer-locale', value: locale, url: origin }]);
  return context;
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto(`${origin}/sign-in`);
  await page.locator('input[autocomplete=username], input[type=email]').first().fill(email);
  await page.locator('input[type=password]').fill(password);
  await page.keyboard.press('Enter');
  await page.locator('.shell-nav a').first().waitFor({ state: 'attached' });
}

async function take(page: Page, screen: Screen, look: Look, at: number): Promise<Shot> {
  const problems: string[] = [];
  const note = (problem: string) => void problems.push(problem);
  const onConsole = (message: { type(): string; text(): string }) => {
    if (message.type() === 'error') note(`console: ${message.text()}`);
  };
  const onError = (error: Error) => note(`script: ${error.message}`);
  page.on('console', onConsole).on('pageerror', onError);
  await page.goto(origin + screen.path, { waitUntil: 'networkidle' });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  if (overflow > 0) note(`${overflow} px wider than the window`);
  const language = await page.evaluate(() => document.documentElement.lang);
  if (language !== look.locale) note(`the page is in ${language}`);
  const { violations } = await new AxeBuilder({ page }).analyze();
  for (const { id, nodes } of violations) note(`axe: ${id}: ${nodes[0]?.html.slice(0, 120) ?? ''}`);
  const file = `${String(at).padStart(3, '0')}-${look.locale}-${look.width}-${look.scheme}.png`;
  await page.screenshot({ path: join(folder, file), fullPage: true });
  page.off('console', onConsole).off('pageerror', onError);
  return { screen, look, file, problems };
}

const escaped = (words: string) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

function contactSheet(screens: readonly Screen[], shots: readonly Shot[]): string {
  const rows = screens.map((screen) => {
    const pictures = shots
      .filter((shot) => shot.screen === screen)
      .map(({ file, problems, look }) => {
        const about = nameOfLook(look);
        const found = problems.map((one) => `<li>${escaped(one)}</li>`).join('');
        return `<figure><a href="${file}"><img loading="lazy" src="${file}" alt="${about}"></a><figcaption>${about}<ul>${found}</ul></figcaption></figure>`;
      });
    return `<h2>${escaped(screen.as)} ${escaped(screen.path)}</h2><div>${pictures.join('')}</div>`;
  });
  const style =
    'body{font:14px system-ui;margin:24px}div{display:flex;gap:12px;overflow-x:auto}img{height:420px;border:1px solid #ccc}figure{margin:0}li{color:#a00;max-width:320px}';
  return `<!doctype html><meta charset="utf-8"><title>Gallery</title><style>${style}</style>${rows.join('\n')}`;
}

async function gallery(): Promise<Shot[]> {
  const { values, visitor } = await examples();
  const all = screensOf(values, visitor);
  const screens = all.filter(({ path, as }) => `${as} ${path}`.includes(options.only ?? ''));
  const browser = await chromium.launch({ executablePath: ensureBrowser(), args: browserFlags });
  const shots: Shot[] = [];
  for (const look of looks) {
    if (!nameOfLook(look).includes(options.look ?? '')) continue;
    for (const as of ['visitor', 'organizer', 'distributor', 'admin'] as const) {
      const own = screens.filter((screen) => screen.as === as);
      if (own.length === 0) continue;
      const context = await enter(browser, look);
      const page = await context.newPage();
      if (as !== 'visitor') await signIn(page, people[as]);
      for (const screen of own) shots.push(await take(page, screen, look, screens.indexOf(screen)));
      await context.close();
      console.log(`${nameOfLook(look)} ${as}: ${own.length} pictures`);
    }
  }
  await browser.close();
  writeFileSync(join(folder, 'index.html'), contactSheet(screens, shots));
  return shots;
}

/** The demo has no admin: a buyer who registers here is made one as an operator would do it. */
async function makeAdmin(state: string): Promise<void> {
  const body = { login: 'gallery-admin', email: people.admin, password, role: 'buyer', displayName: 'Gallery' };
  await call(origin, 'POST', '/api/auth/register', { body });
  run('local/admin.ts', [people.admin], { STATE: state });
}

function run(script: string, args: string[], variables: Record<string, string>): void {
  const ended = spawnSync(process.execPath, [join(root, script), ...args], {
    cwd: root,
    env: { ...process.env, ...variables },
    encoding: 'utf8',
  });
  if (ended.status !== 0) throw new Error(`${script} failed:\n${ended.stdout}${ended.stderr}`);
}

const state = mkdtempSync(join(tmpdir(), 'foyer-gallery-'));
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
await prepare({ port, state });
const server = await startServer({ port, state, logFile: join(state, 'server.log') });
try {
  run('local/demo.ts', [], { ORIGIN: origin });
  await makeAdmin(state);
  const shots = await gallery();
  const wrong = shots.filter((shot) => shot.problems.length > 0);
  for (const { screen, look, problems } of wrong)
    for (const problem of problems) console.log(`${screen.as} ${screen.path} ${nameOfLook(look)}: ${problem}`);
  console.log(`${shots.length} pictures, ${wrong.length} with something to look at: ${join(folder, 'index.html')}`);
} finally {
  await server.stop();
  rmSync(state, { recursive: true, force: true });
}
