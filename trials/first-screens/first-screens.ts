// When a first screen is there, and whether it stays where it is: LCP and CLS of the pages that people come to first, in a
// browser on a slow phone over HTTP/2, filled with the demo season.

import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { list, must } from '../../local/api-client.ts';
import { browserFlags, ensureBrowser } from '../../local/browser.ts';
import { prepare, root, startServer } from '../../local/server.ts';
import { spreadOf } from '../peers/report.ts';
import type { Form, Outcome, Run, Trial } from '../trial.ts';
import { http2Front } from './http2-front.ts';

const loads: Record<Form, number> = { short: 1, long: 5 };
const width = 390;
const cpuSlowdown = 4;
/** "Fast 3G" as Chrome's developer tools define it. */
const fast3g = {
  offline: false,
  latency: 562.5,
  downloadThroughput: (1_600_000 / 8) * 0.9,
  uploadThroughput: (750_000 / 8) * 0.9,
};
const maxShift = 0.02;
/** In milliseconds; null where there is no goal. */
const goals = { catalogue: 2_000, event: null, landing: null, home: 2_200 } as const;
type Screen = keyof typeof goals;

export const trial: Trial = {
  about: `LCP and CLS of the first screens at ${width} px, the processor ${cpuSlowdown} times slower, on Fast 3G, over HTTP/2.`,
  forms: { short: 'one load of each; about 1 minute', long: '5 loads of each; about 3 minutes' },
  run,
};

async function run(trialRun: Run): Promise<Outcome> {
  const port = await freePort();
  const state = join(trialRun.folder, 'state');
  trialRun.progress('building and starting the server');
  await prepare({ port, state });
  const frontPort = await freePort();
  const origin = `https://localhost:${frontPort}`;
  const server = await startServer({ port, state, logFile: join(trialRun.folder, 'server.log') });
  trialRun.atEnd(() => server.stop());
  const front = await http2Front({ port: frontPort, target: server.origin, folder: trialRun.folder });
  trialRun.atEnd(async () => front.stop());
  trialRun.progress('entering the demo season');
  const demo = spawnSync(process.execPath, [join(root, 'local/demo.ts')], {
    env: { ...process.env, ORIGIN: server.origin },
    encoding: 'utf8',
  });
  if (demo.status !== 0) throw new Error(`the demo failed:\n${demo.stdout}${demo.stderr}`);
  const browser = await chromium.launch({ executablePath: ensureBrowser(), args: [...browserFlags] });
  trialRun.atEnd(() => browser.close());
  const [soonest] = list(await must(server.origin, 'GET', '/api/events?limit=1', {}, 200), 'items');
  const paths: Record<Screen, string> = {
    catalogue: '/catalogue',
    event: `/e/${String(soonest?.id)}`,
    landing: '/',
    home: '/',
  };
  let organizer = await signedIn(browser, origin);
  const samples: Record<Screen, Sample[]> = { catalogue: [], event: [], landing: [], home: [] };
  for (let load = 1; load <= loads[trialRun.form]; load++) {
    for (const screen of ['catalogue', 'event', 'landing', 'home'] as const) {
      trialRun.progress(`load ${load}: ${screen}`);
      const sample = await measure(browser, origin + paths[screen], screen === 'home' ? organizer : null);
      samples[screen].push(sample);
      // Signing in again for each load would run into its rate limit: the session goes on with the cookie it has now.
      if (screen === 'home') organizer = sample.stored;
    }
  }
  return judge(trialRun.form, samples);
}

/** Cookies and local storage: the dashboard asks for a session only where somebody has signed in before. */
type Stored = Awaited<ReturnType<BrowserContext['storageState']>>;
type Sample = {
  lcpMs: number;
  cls: number;
  htmlBytes: number;
  scriptBytes: number;
  allBytes: number;
  stored: Stored;
};

async function signedIn(browser: Browser, origin: string): Promise<Stored> {
  const context = await browser.newContext({ locale: 'ru-RU', ignoreHTTPSErrors: true });
  const page = await context.newPage();
  await page.goto(`${origin}/sign-in`);
  await page.getByLabel('Почта').fill('hello@mayak.example');
  await page.getByLabel('Пароль', { exact: true }).fill('demo-season-2026');
  await page.getByRole('button', { name: 'Войти' }).click();
  await page.waitForURL(`${origin}/`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const stored = await context.storageState();
  await context.close();
  return stored;
}

/** One first visit: nothing in the browser's cache. */
async function measure(browser: Browser, url: string, stored: Stored | null): Promise<Sample> {
  const viewport = { width, height: 844 };
  const context = await browser.newContext({
    ...{ locale: 'ru-RU', viewport, deviceScaleFactor: 2, isMobile: true, ignoreHTTPSErrors: true },
    ...(stored === null ? {} : { storageState: stored }),
  });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', fast3g);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown });
  const bytes = new Map<string, number>();
  const kinds = new Map<string, string>();
  devtools.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type));
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => bytes.set(requestId, encodedDataLength));
  await page.addInitScript(observe);
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.getByRole('heading', { level: 1 }).waitFor();
  const { lcpMs, cls } = await seen(page);
  const sum = (kind: string | null) =>
    [...bytes].reduce((total, [id, length]) => (kind === null || kinds.get(id) === kind ? total + length : total), 0);
  const sample = { htmlBytes: sum('Document'), scriptBytes: sum('Script'), allBytes: sum(null) };
  const now = await context.storageState();
  await context.close();
  return { lcpMs: Math.round(lcpMs), cls: Math.round(cls * 10_000) / 10_000, ...sample, stored: now };
}

/** Runs in the page before anything else. */
const observe = `
  globalThis.firstScreen = { lcpMs: 0, cls: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) firstScreen.lcpMs = entry.startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) firstScreen.cls += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });`;

function seen(page: Page): Promise<{ lcpMs: number; cls: number }> {
  return page.evaluate<{ lcpMs: number; cls: number }>('firstScreen');
}

function judge(form: Form, samples: Record<Screen, Sample[]>): Outcome {
  const failures: string[] = [];
  const screens: Record<string, unknown> = {};
  for (const screen of ['catalogue', 'event', 'landing', 'home'] as const) {
    const of = samples[screen];
    const lcpMs = spreadOf(of.map((sample) => sample.lcpMs));
    const cls = Math.max(...of.map((sample) => sample.cls));
    const [first] = of;
    const { htmlBytes, scriptBytes, allBytes } = first ?? { htmlBytes: 0, scriptBytes: 0, allBytes: 0 };
    screens[screen] = { lcpMs, cls, htmlBytes, scriptBytes, allBytes };
    const goal = goals[screen];
    // Only the long form judges time: the short one may have company on the machine.
    if (form === 'long' && goal !== null && lcpMs.median > goal)
      failures.push(`${screen}: LCP ${lcpMs.median} ms, the goal is ${goal}`);
    if (cls > maxShift) failures.push(`${screen}: CLS ${cls}, the goal is ${maxShift}`);
  }
  const figures = { screens, width, cpuSlowdown, load: loadavg() };
  return { ok: failures.length === 0, failures, figures, table: JSON.stringify(figures, null, 2) };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
