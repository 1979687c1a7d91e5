// Serves what no route handles: a screen of the dashboard, or 404. The dashboard's page is a static file with headers
// of its own (`web/public/_headers`). It is served here only for the paths of its screens, so that no other path
// carries it, with or without its content policy, and a missing file is a 404 that nobody caches.

import type { Context } from 'hono';
import { dashboardPathOf } from '#core/dashboard-paths.ts';
import type { AppEnv } from '../http/app-env.ts';
import { answerRefusal, Refusal } from '../http/refusal.ts';

export async function dashboardOrMissing(c: Context<AppEnv>): Promise<Response> {
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return answerRefusal(c, new Refusal('not-found'));
  const screen = dashboardPathOf(c.req.path);
  if (screen === null && !isPersonAsking(c)) return answerRefusal(c, new Refusal('not-found'));
  const page = await dashboardPage(c, screen === null ? undefined : c.req.header('if-none-match'));
  if (page === null) return answerRefusal(c, new Refusal('not-found'));
  const headers = new Headers(page.headers);
  if (screen?.isPublic !== true) headers.set('x-robots-tag', 'noindex');
  if (screen !== null) return new Response(page.body, { status: page.status, headers });
  // The dashboard itself says that there is no such screen, with links to go on.
  headers.set('cache-control', 'no-store');
  headers.delete('etag');
  return new Response(page.body, { status: 404, headers });
}

/** Null when no dashboard is built (tests of the Worker alone), or when the page came without its content policy. */
async function dashboardPage(c: Context<AppEnv>, knownEtag: string | undefined): Promise<Response | null> {
  const headers: Record<string, string> = knownEtag === undefined ? {} : { 'if-none-match': knownEtag };
  const page = await c.env.ASSETS.fetch(new Request(new URL('/', c.req.url), { method: c.req.method, headers }));
  const isPage = page.status === 304 || (page.ok && page.headers.get('content-type')?.startsWith('text/html') === true);
  return isPage && page.headers.has('content-security-policy') ? page : null;
}

const files = /^\/(api|assets|widget|docs|feed|img|sitemap|\.well-known)(\/|$)|\.[a-z0-9]+$/i;

/**
 * A person typed an address or followed an old link, so they get a page. A program, or a page that misses a file, gets
 * a plain 404.
 */
function isPersonAsking(c: Context<AppEnv>): boolean {
  return !files.test(c.req.path) && c.req.header('accept')?.includes('text/html') === true;
}
