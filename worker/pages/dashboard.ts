// Serves what no route handles: a screen of the dashboard, or 404. The dashboard's page is a static file with headers
// of its own (`web/public/_headers`). It is served here only for the paths of its screens, so that no other path
// carries it, with or without its content policy, and a missing file is a 404 that nobody caches. The brand of the
// settings is written into it, so its ETag is the file's with the revision of the settings.

import type { Context } from 'hono';
import type { Settings } from '#core/contracts/settings.ts';
import { dashboardPathOf, developmentPaths, movedTo } from '#core/dashboard-paths.ts';
import { configOf } from '../config.ts';
import type { AppEnv } from '../http/app-env.ts';
import { answerRefusal, Refusal } from '../http/refusal.ts';
import { settingsOf } from '../settings/settings.ts';
import { inScript } from './widget/widget-page.tsx';

export async function dashboardOrMissing(c: Context<AppEnv>): Promise<Response> {
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return answerRefusal(c, new Refusal('not-found'));
  const moved = movedTo(c.req.path);
  if (moved !== null) return c.redirect(`${moved}${new URL(c.req.url).search}`, 301);
  const screen = screenAt(c);
  if (screen === null && !isPersonAsking(c)) return answerRefusal(c, new Refusal('not-found'));
  const page = await dashboardPage(c, screen === null ? undefined : c.req.header('if-none-match'));
  if (page === null) return answerRefusal(c, new Refusal('not-found'));
  const headers = new Headers(page.headers);
  // Every screen is for people who have signed in or hold a link; what is public the Worker draws itself.
  headers.set('x-robots-tag', 'noindex');
  if (screen !== null) return new Response(page.body, { status: page.status, headers });
  // The dashboard itself says that there is no such screen, with links to go on.
  headers.set('cache-control', 'no-store');
  headers.delete('etag');
  return new Response(page.body, { status: 404, headers });
}

function screenAt(c: Context<AppEnv>): string | null {
  const screen = dashboardPathOf(c.req.path);
  const isShut = screen !== null && developmentPaths.includes(screen) && configOf(c.env).ENVIRONMENT !== 'development';
  return isShut ? null : screen;
}

/** Null when no dashboard is built (tests of the Worker alone), or when the page came without its content policy. */
async function dashboardPage(c: Context<AppEnv>, knownEtag: string | undefined): Promise<Response | null> {
  const settings = await settingsOf(c.env);
  const ending = `.${settings.revision}"`;
  // The page that the browser has names another brand: the file's own ETag would say that nothing has changed.
  const isKnown = knownEtag?.endsWith(ending) === true;
  const headers: Record<string, string> = isKnown ? { 'if-none-match': `${knownEtag.slice(0, -ending.length)}"` } : {};
  const page = await c.env.ASSETS.fetch(new Request(new URL('/', c.req.url), { method: c.req.method, headers }));
  const isPage = page.status === 304 || (page.ok && page.headers.get('content-type')?.startsWith('text/html') === true);
  if (!isPage || !page.headers.has('content-security-policy')) return null;
  const etag = page.headers.get('etag');
  const branded = new Response(page.body, { status: page.status, headers: page.headers });
  if (etag !== null) branded.headers.set('etag', etag.replace(/"$/, ending));
  branded.headers.delete('content-length');
  return page.status === 304 ? branded : withBrand(branded, settings);
}

function withBrand(page: Response, { brandName, logo }: Settings): Response {
  const { ru, en } = brandName;
  const written = inScript({ brandName, logo }).replaceAll('"', '&quot;');
  return new HTMLRewriter()
    .on('title', { element: (title) => void title.setInnerContent(ru === en ? en : `${en} · ${ru}`) })
    .on('head', { element: (head) => void head.append(`<meta name="brand" content="${written}">`, { html: true }) })
    .transform(page);
}

const files = /^\/(api|assets|widget|docs|feed|img|sitemap|\.well-known)(\/|$)|\.[a-z0-9]+$/i;

/**
 * A person typed an address or followed an old link, so they get a page. A program, or a page that misses a file, gets
 * a plain 404.
 */
function isPersonAsking(c: Context<AppEnv>): boolean {
  return !files.test(c.req.path) && c.req.header('accept')?.includes('text/html') === true;
}
