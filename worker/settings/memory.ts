// The settings as this isolate remembers them: reading costs nothing for half a minute, and while D1 does not answer,
// people read what was known last, or the defaults.
//
// What is remembered is the value and never a promise: the runtime forbids a request to wait for the work of another.

import { waitUntil } from 'cloudflare:workers';
import type { Settings } from '#core/contracts/settings.ts';
import { defaultSettings } from '#core/settings.ts';
import type { Env } from '../env.d.ts';
import { log } from '../log.ts';
import { readSettings } from './rows.ts';

/** So long nothing is read at all; then the next reader gets the same once more while it is read behind them. */
const freshMs = 30_000;
/** The promise to the operator: a change is seen everywhere after this time at the latest. */
const knownMs = 60_000;
/** The longest that a page waits for them, once in `retryMs`. */
const patienceMs = 500;
/** While D1 is down, the first reader in this time finds that out, and the others wait for nothing. */
const retryMs = 5_000;

let known: { settings: Settings; readAtMs: number } | null = null;
let failedAtMs: number | null = null;
let readingSinceMs: number | null = null;

/** As they are, at most a minute old while D1 answers. For pages and letters. */
export async function settingsOf(env: Env): Promise<Settings> {
  const nowMs = Date.now();
  if (!isYounger(known, knownMs, nowMs) && !isWithin(failedAtMs, retryMs, nowMs)) await readInTime(env);
  return settingsAtHand(env) ?? defaultSettings;
}

/**
 * What this isolate knows now, and null when it knows nothing yet: it never waits. For the page of a widget: a first call
 * starts the reading, and a second one, after the page's own waiting, finds what has arrived meanwhile.
 */
export function settingsAtHand(env: Env): Settings | null {
  const nowMs = Date.now();
  const begun = isWithin(readingSinceMs, patienceMs, nowMs) || isWithin(failedAtMs, retryMs, nowMs);
  if (!begun && !isYounger(known, freshMs, nowMs)) waitUntil(readInTime(env));
  return known?.settings ?? null;
}

/** The isolate that made a change knows it at once. */
export function rememberSettings(settings: Settings): void {
  known = { settings, readAtMs: Date.now() };
  failedAtMs = null;
}

export function forgetSettings(): void {
  known = null;
  failedAtMs = null;
  readingSinceMs = null;
}

async function readInTime(env: Env): Promise<void> {
  const begunAtMs = Date.now();
  readingSinceMs = begunAtMs;
  const waiting = new AbortController();
  const tooLate = scheduler.wait(patienceMs, { signal: waiting.signal }).then(() => {
    throw new Error('the settings were not read in time');
  });
  tooLate.catch(() => undefined);
  try {
    const settings = await Promise.race([readSettings(env), tooLate]);
    // A change that was made here meanwhile is newer than what was read.
    if (known === null || known.readAtMs <= begunAtMs) rememberSettings(settings);
  } catch (error) {
    failedAtMs = Date.now();
    log('warn', 'settings-not-read', { error });
  } finally {
    readingSinceMs = null;
    waiting.abort();
  }
}

function isYounger(one: { readAtMs: number } | null, ms: number, nowMs: number): boolean {
  return isWithin(one?.readAtMs ?? null, ms, nowMs);
}

/** A moment in the future was noted before the clock was set back, and says nothing. */
function isWithin(atMs: number | null, ms: number, nowMs: number): boolean {
  return atMs !== null && atMs <= nowMs && nowMs - atMs < ms;
}
