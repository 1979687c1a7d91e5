// Finds a Chromium for the stories, installs one where that is possible, or says in one sentence what to install.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

/**
 * Chromium without its windows. The stories take half the processor time in it, so that beside the other tests they end in
 * half the time.
 */
const headlessShell = '/usr/bin/chromium-headless-shell';
const usual = [
  headlessShell,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * Path of a browser that can be started. On a Debian machine without the headless shell, root installs it, also beside a
 * whole Chromium. Throws a sentence that says what to install.
 */
export function ensureBrowser(): string {
  const mayInstall = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
  if (mayInstall && isUnset(process.env.CHROMIUM) && !existsSync(headlessShell)) {
    console.log('No headless shell of Chromium here: installing Debian’s…');
    installFromDebian();
  }
  const found = findBrowser();
  if (found !== null) return found;
  if (!mayInstall) {
    console.log('No Chromium here: asking Playwright for its own…');
    spawnSync('playwright-core', ['install', 'chromium'], { stdio: 'ignore' });
  }
  const installed = findBrowser();
  if (installed !== null) return installed;
  throw new Error(
    'The stories need a browser: install Chromium (Debian: apt-get install chromium-headless-shell) or set CHROMIUM to its path.',
  );
}

/** An older Debian has no package of the shell. Chromium is installed only where no browser is. */
function installFromDebian(): void {
  spawnSync('apt-get', ['update', '-q'], { stdio: 'ignore' });
  for (const name of ['chromium-headless-shell', ...(findBrowser() === null ? ['chromium'] : [])]) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const { status } = spawnSync('apt-get', ['install', '-y', '-q', name], { stdio: 'ignore', env });
    if (status === 0) return;
  }
}

const isUnset = (path: string | undefined): path is undefined | '' => path === undefined || path === '';

function findBrowser(): string | null {
  const candidates = [process.env.CHROMIUM, ...usual, chromium.executablePath()];
  return candidates.find((path) => !isUnset(path) && existsSync(path)) ?? null;
}

/** Flags for a machine without a display, which also turn off the browser's own requests. */
export const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
