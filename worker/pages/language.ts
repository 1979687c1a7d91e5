// Which language a page speaks: what the reader asked for, else what the order was made in, else what his browser says.

import type { Context } from 'hono';
import type { Locale } from '#core/contracts/basics.ts';
import type { AppEnv } from '../http/app-env.ts';

export function languageOf(c: Context<AppEnv>, known?: Locale): Locale {
  return asked(c) ?? known ?? browsers(c);
}

/** `?lang=…` to put on links and forms of the page, so that a choice lasts. */
export function langQuery(c: Context<AppEnv>): string {
  const locale = asked(c);
  return locale === null ? '' : `?lang=${locale}`;
}

export function otherLanguageOf(locale: Locale): string {
  return `?lang=${locale === 'ru' ? 'en' : 'ru'}`;
}

function asked(c: Context<AppEnv>): Locale | null {
  const lang = c.req.query('lang');
  return lang === 'ru' || lang === 'en' ? lang : null;
}

function browsers(c: Context<AppEnv>): Locale {
  const [first = ''] = (c.req.header('accept-language') ?? '').toLowerCase().split(',');
  return first.startsWith('ru') || first.startsWith('be') || first.startsWith('kk') ? 'ru' : 'en';
}
