// Guards the two routes that take a cookie. Browsers name the page a POST comes from; ours also sends a header that a
// foreign page cannot send without asking first. A program that is no browser has no cookie somebody could borrow.

import type { Context } from 'hono';
import { configOf } from '../config.ts';
import { Refusal } from './refusal.ts';

export function refuseForeignPages(c: Context): void {
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
