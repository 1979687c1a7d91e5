// Protection against cross-site request forgery (CSRF), for everything a cookie authorizes: refreshing and ending a
// session, and the forms of the order page. A program that is no browser sends neither `Origin` nor `Sec-Fetch-Site`;
// it has no cookie of a victim that somebody could misuse.

import type { Context } from 'hono';
import { configOf } from '../config.ts';
import { Refusal } from './refusal.ts';

/**
 * For a call by script. Besides the browser's own headers, our dashboard sends `X-Foyer`, which a page of another site
 * cannot add without a preflight that nothing answers.
 */
export function refuseCrossSiteCall(c: Context): void {
  const origin = c.req.header('origin');
  const site = c.req.header('sec-fetch-site');
  if (origin === undefined && site === undefined) return;
  const ours = [configOf(c.env).PUBLIC_ORIGIN, new URL(c.req.url).origin];
  const foreign =
    (origin !== undefined && !ours.includes(origin)) ||
    (site !== undefined && site !== 'same-origin') ||
    c.req.header('x-foyer') !== '1';
  if (foreign) throw new Refusal('forbidden');
}

/**
 * For a form of a page of ours. Our pages send no referrer, so browsers write `Origin: null` even for our own forms.
 * Therefore `Sec-Fetch-Site`, which no page can forge, decides where it is sent, and `Origin` only where it is not.
 */
export function refuseCrossSiteForm(c: Context): void {
  const site = c.req.header('sec-fetch-site');
  if (site === 'same-origin') return;
  if (site === undefined && c.req.header('origin') === configOf(c.env).PUBLIC_ORIGIN) return;
  throw new Refusal('forbidden');
}
