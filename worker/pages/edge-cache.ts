// The edge cache of public responses. A Worker's response is not cached by its headers: it must be put into the cache by
// code. The key contains the version of what the response shows, so a cached one is never older than the last change. Its
// lifetime is short, because stock and time change what a page shows without a new version. Of a page the key contains the
// revision of the operator's settings too: with a new brand name or a new legal text, every page is made anew.

import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { configOf } from '../config.ts';
import type { AppEnv } from '../http/app-env.ts';
import { settingsOf } from '../settings/settings.ts';

type CacheEntry = {
  /** It changes whenever the response would. */
  version: string;
  /** The part of the query that the response depends on. Any other query must not fill the cache. */
  query?: string;
  seconds: number;
};

type Make = () => Response | Promise<Response>;

/** The cached page, or a new one, which is cached when its status is 200. */
export async function fromEdgeCache(c: Context<AppEnv>, entry: CacheEntry, make: Make): Promise<Response> {
  const { revision } = await settingsOf(c.env);
  return cachedUnder(c, { ...entry, version: `${entry.version} ${revision}` }, make);
}

/** The same for a picture whose address shows one picture for good. */
export function pictureFromEdgeCache(c: Context<AppEnv>, seconds: number, make: Make): Promise<Response> {
  return cachedUnder(c, { version: '', seconds }, make);
}

async function cachedUnder(c: Context<AppEnv>, entry: CacheEntry, make: Make): Promise<Response> {
  const key = keyOf(c, entry);
  const found = await caches.default.match(key);
  if (found !== undefined) return cachedResponse(c, found);
  const made = await withEtag(await make());
  if (made.status !== 200) return made;
  const copy = made.clone();
  const headers = new Headers(copy.headers);
  // The request id belongs to one request and must not be cached.
  headers.delete('x-request-id');
  // What the response varies by is a part of the key already. With the header, the cache would store a copy for each
  // browser.
  const vary = headers.get('vary');
  if (vary !== null) headers.set(varies, vary);
  headers.delete('vary');
  headers.set(readersCacheControl, headers.get('cache-control') ?? 'no-cache');
  headers.set('cache-control', `public, max-age=${entry.seconds}`);
  c.executionCtx.waitUntil(caches.default.put(key, new Response(copy.body, { status: 200, headers })));
  return made;
}

// The ETag lets a browser revalidate its copy and get a 304 without a body.
async function withEtag(made: Response): Promise<Response> {
  if (made.status !== 200 || made.headers.has('etag')) return made;
  const body = await made.arrayBuffer();
  const headers = new Headers(made.headers);
  headers.set('etag', `"${createHash('sha256').update(new Uint8Array(body)).digest('hex').slice(0, 32)}"`);
  return new Response(body, { status: 200, headers });
}

// The Cache-Control for browsers differs from the one for the edge, so it is stored under another name.
const readersCacheControl = 'x-kept-cache-control';
const varies = 'x-kept-vary';

function cachedResponse(c: Context<AppEnv>, found: Response): Response {
  for (const [name, value] of found.headers) if (!ofTheCache.has(name)) c.header(name, value);
  c.header('cache-control', found.headers.get(readersCacheControl) ?? 'no-cache');
  const vary = found.headers.get(varies);
  if (vary !== null) c.header('vary', vary);
  c.header('cache-status', 'foyer; hit');
  if (c.req.header('if-none-match') === found.headers.get('etag')) return c.body(null, 304);
  return found.body === null ? c.body(null, 200) : c.body(found.body, 200);
}

const ofTheCache = new Set([
  readersCacheControl,
  varies,
  'cache-control',
  'cf-cache-status',
  'age',
  'date',
  'content-length',
]);

function keyOf(c: Context<AppEnv>, { version, query }: CacheEntry): string {
  const asked = new URLSearchParams({ version, query: query ?? '' });
  return `${configOf(c.env).PUBLIC_ORIGIN}${c.req.path}?${asked}`;
}
