// Whether a form was sent from our own page. The pages send no referrer, and browsers then write `Origin: null` even
// to ourselves, so `Sec-Fetch-Site`, which no page can forge, is asked first.

import type { Context } from 'hono';
import { configOf } from '../config.ts';
import type { AppEnv } from '../http/app-env.ts';
import { Refusal } from '../http/refusal.ts';

export function refuseForeignForm(c: Context<AppEnv>): void {
  const site = c.req.header('sec-fetch-site');
  if (site === 'same-origin') return;
  if (site === undefined && c.req.header('origin') === configOf(c.env).PUBLIC_ORIGIN) return;
  throw new Refusal('forbidden');
}
