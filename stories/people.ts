// The people of a story. Each has a browser context of their own, so that nobody shares a session.

import { createServer, type Server } from 'node:http';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, inject } from 'vitest';
import { browserFlags } from '../local/browser.ts';

/** Vitest numbers the processes that run test files from 1, and each has a server of its own (stories/stage.ts). */
const server = inject('servers')[Number(process.env.VITEST_POOL_ID) - 1];
if (server === undefined) throw new Error(`the process ${process.env.VITEST_POOL_ID} has no server`);
export const { origin, state } = server;
/** Set SCREENSHOTS to a folder to see what the people of the stories see. */
const screenshots = process.env.SCREENSHOTS;

export function openBrowser(flags: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: inject('browserPath'), args: [...browserFlags, ...flags] });
}

let shared: Promise<Browser> | undefined;

/**
 * The browser of this process: its files run one after another, and each person has a context of their own. It ends with
 * the process. A story that needs flags of its own opens a browser of its own.
 */
export async function sharedBrowser(): Promise<Browser> {
  const open = await shared?.catch(() => undefined);
  if (open?.isConnected() === true) return open;
  shared = openBrowser();
  return shared;
}

export type Person = { page: Page; context: BrowserContext; problems: string[] };

/**
 * A new person at a screen of this width. Errors of their console and of the page are collected in `problems`; a story
 * may name refusals that it expects.
 */
export async function arrive(
  browser: Browser,
  locale: 'ru-RU' | 'en-US',
  width: number,
  refusals: readonly number[] = [],
): Promise<Person> {
  const context = await browser.newContext({ locale, viewport: { width, height: 900 }, timezoneId: 'Europe/Moscow' });
  // Far longer than any screen takes, also on a slow machine: a missing button fails its own part and not the run.
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const problems: string[] = [];
  context.on('weberror', (error) => problems.push(String(error.error())));
  context.on('console', (message) => {
    if (message.type() === 'error' && !isExpected(message.text(), refusals)) problems.push(message.text());
  });
  return { page, context, problems };
}

/**
 * The people of one story, who leave when it ends. Call it at the top of the file, before hooks that use `come`. What
 * each of them sees is saved when a part fails.
 */
export function company(story: string, refusals: readonly number[] = []) {
  const everyone: Person[] = [];
  afterAll(async () => {
    await Promise.all(everyone.map(({ context }) => context.close()));
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    for (const [at, person] of everyone.entries()) await picture(person.page, `${story}-failed-${at}`);
  });
  const come = async (locale: 'ru-RU' | 'en-US', width: number): Promise<Person> => {
    const person = await arrive(await sharedBrowser(), locale, width, refusals);
    everyone.push(person);
    return person;
  };
  return { come, everyone };
}

// The browser itself reports every refused request as an error; refusals are part of the stories.
function isExpected(text: string, refusals: readonly number[]): boolean {
  const status = /the server responded with a status of (\d{3})/i.exec(text)?.[1];
  return status !== undefined && [401, 404, 409, 410, 412, ...refusals].includes(Number(status));
}

export async function picture(page: Page, name: string): Promise<void> {
  if (screenshots === undefined) return;
  await page.screenshot({ path: `${screenshots}/${name}.png`, fullPage: true });
}

/** The screen on a phone and on a desk. Nothing may be wider than either, because nobody finds what is cut off. */
export async function look(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const tooWide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (tooWide > 0) throw new Error(`${name} is ${tooWide} px too wide for a screen of ${width} px`);
    await picture(page, `${name}-${width}`);
  }
  if (before !== null) await page.setViewportSize(before);
}

/** Somebody else's site: one page on another origin, with the HTML its owner pasted into it. */
export async function openSite(html: string): Promise<{ url: string; close(): void }> {
  const server: Server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(`<!doctype html><html lang="ru"><title>Афиша</title><body><h1>Куда сходить</h1>${html}</body></html>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the site has no address');
  // Another host name than the server's `localhost`: another site for the browser, not only another port.
  return { url: `http://127.0.0.1:${address.port}/`, close: () => server.close() };
}

export function unique(): string {
  return Math.random().toString(36).slice(2, 10);
}
