// Finds a Chromium for the stories, installs one where that is possible, or says in one sentence what to install.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

/**
 * Where browsers are. The headless shell is Chromium without its windows: the stories take half the processor time in it.
 */
const usual = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Path of a browser that can be started. Throws a sentence that says what to install. */
export function ensureBrowser(): string {
  const found = findBrowser();
  if (found !== null) return found;
  if (process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0) {
    console.log('No Chromium here: installing Debian’s…');
    installFromDebian();
  } else {
    console.log('No Chromium here: asking Playwright for its own…');
    spawnSync('playwright-core', ['install', 'chromium'], { stdio: 'ignore' });
  }
  const installed = findBrowser();
  if (installed !== null) return installed;
  throw new Error(
    'The stories need a browser: install Chromium (Debian: apt-get install chromium-headless-shell) or set CHROMIUM to its path.',
  );
}

/** An older Debian has no package of the shell. */
function installFromDebian(): void {
  spawnSync('apt-get', ['update', '-q'], { stdio: 'ignore' });
  for (const name of ['chromium-headless-shell', 'chromium']) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const { status } = spawnSync('apt-get', ['install', '-y', '-q', name], { stdio: 'ignore', env });
    if (status === 0) return;
  }
}

function findBrowser(): string | null {
  const candidates = [process.env.CHROMIUM, ...usual, chromium.executablePath()];
  return candidates.find((path) => path !== undefined && path !== '' && existsSync(path)) ?? null;
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
