// /language/{ru|en}?to={path}: stores the language that a reader chooses on a public page in a cookie and redirects
// back. It is a link, so that it works without a script. No page's address has to name the language, so a link that is
// sent on leaves the choice to its reader.

import type { Context } from 'hono';
import { setCookie } from 'hono/cookie';
import type { Locale } from '#core/contracts/basics.ts';
import { configOf } from '../../config.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { answerRefusal, Refusal } from '../../http/refusal.ts';
import { languageCookie, localeNamed } from '../language.ts';

const aYearInSeconds = 31_536_000;

export function languageSwitchPath(to: Locale, path: string): string {
  return `/language/${to}?${new URLSearchParams({ to: path })}`;
}

export function switchLanguage(c: Context<AppEnv>): Response {
  const { PUBLIC_ORIGIN } = configOf(c.env);
  const locale = localeNamed(c.req.param('locale'));
  if (locale === null) return answerRefusal(c, new Refusal('not-found'));
  setCookie(c, languageCookie, locale, {
    path: '/',
    maxAge: aYearInSeconds,
    sameSite: 'Lax',
    // Not HttpOnly, because the dashboard reads the choice, and it is no secret.
    secure: PUBLIC_ORIGIN.startsWith('https:'),
  });
  c.header('cache-control', 'no-store');
  c.header('x-robots-tag', 'noindex');
  return c.redirect(ownPath(c.req.query('to'), PUBLIC_ORIGIN), 303);
}

/** The page to return to, without the language in its address; the landing page when `to` is not a path of ours. */
function ownPath(to: string | undefined, origin: string): string {
  const url = to?.startsWith('/') === true && URL.canParse(to, origin) ? new URL(to, origin) : null;
  if (url === null || url.origin !== origin) return '/';
  url.searchParams.delete('lang');
  // After its dots are resolved a path may begin with two slashes, which a browser reads as another site.
  return url.pathname.replace(/^\/+/, '/') + url.search;
}
