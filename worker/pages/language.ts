// The language of a page: what its address names, else what the reader chose on this device, else the language that the
// page's subject was made in or the browser prefers.

import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import type { Locale } from '#core/contracts/basics.ts';
import type { AppEnv } from '../http/app-env.ts';

/** The reader's choice. The language switch of the public pages and the dashboard write it, and both read it. */
export const languageCookie = 'foyer-locale';

/** Of a buyer's page: an order and its letters have the language that the order was made in. */
export function languageOf(c: Context<AppEnv>, known?: Locale): Locale {
  return asked(c) ?? chosen(c) ?? known ?? browsers(c);
}

/**
 * Of a public page: `otherwise` is the event's language. Such a page says `Vary`, and the edge cache's key contains
 * `languageKey`, so that no cache mixes readers up.
 */
export function readersLocale(c: Context<AppEnv>, otherwise: Locale): Locale {
  return asked(c) ?? chosen(c) ?? firstOf(c.req.header('accept-language')) ?? otherwise;
}

/** Everything of a request that decides the language of a public page and of its links. */
export function languageKey(c: Context<AppEnv>): string {
  return langQuery(c) || `reader=${chosen(c) ?? firstOf(c.req.header('accept-language')) ?? ''}`;
}

/** The `Vary` of a public page, or of any that reads the choice, for caches between us and the reader. */
export const variesByReader = 'Accept-Language, Cookie';

/** `?lang=…` for the links and forms of a page whose address names its language, so that the next page has the same. */
export function langQuery(c: Context<AppEnv>): string {
  const locale = asked(c);
  return locale === null ? '' : `?lang=${locale}`;
}

export function otherLanguageOf(locale: Locale): string {
  return `?lang=${locale === 'ru' ? 'en' : 'ru'}`;
}

function asked(c: Context<AppEnv>): Locale | null {
  return localeNamed(c.req.query('lang'));
}

function chosen(c: Context<AppEnv>): Locale | null {
  return localeNamed(getCookie(c, languageCookie));
}

/** Of a tag such as `en-GB`; null when it is none of our languages. */
export function localeNamed(tag: string | undefined): Locale | null {
  const language = tag?.trim().slice(0, 2).toLowerCase();
  return language === 'ru' || language === 'en' ? language : null;
}

/** The first of our languages in `Accept-Language`, which browsers sort by the reader's preference. */
function firstOf(accepted: string | undefined): Locale | null {
  for (const tag of accepted?.split(',').slice(0, 20) ?? []) {
    const language = localeNamed(tag);
    if (language !== null) return language;
  }
  return null;
}

function browsers(c: Context<AppEnv>): Locale {
  const [first = ''] = (c.req.header('accept-language') ?? '').toLowerCase().split(',');
  return first.startsWith('ru') || first.startsWith('be') || first.startsWith('kk') ? 'ru' : 'en';
}
