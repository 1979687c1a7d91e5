// /robots.txt and /sitemap.xml: what search engines may read, and the address of everything public.

import type { Context } from 'hono';
import { sitemapEvents, sitemapOrganizers, sitemapParts } from '../../catalog/catalog.ts';
import { configOf } from '../../config.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { answerRefusal, Refusal } from '../../http/refusal.ts';
import { operatorLinks, settingsOf } from '../../settings/settings.ts';
import { fromEdgeCache } from '../edge-cache.ts';

const cachedSeconds = 600;

// The catalog's screens read `/api/events`. Without it a search engine would see them empty.
export function robots(c: Context<AppEnv>): Response {
  const { PUBLIC_ORIGIN } = configOf(c.env);
  return c.text(
    `User-agent: *\nAllow: /api/events\nDisallow: /api/\nDisallow: /dev/\n\nSitemap: ${PUBLIC_ORIGIN}/sitemap.xml\n`,
    200,
    { 'cache-control': 'public, max-age=3600' },
  );
}

export function sitemapIndex(c: Context<AppEnv>): Promise<Response> {
  return fromEdgeCache(c, { version: 'sitemap', seconds: cachedSeconds }, async () => {
    const { events, organizers } = await sitemapParts(c.env, Date.now());
    const parts = [
      '/sitemap/pages.xml',
      ...events.map((first) => `/sitemap/events-${first}.xml`),
      ...organizers.map((first) => `/sitemap/organizers-${first}.xml`),
    ];
    return answerXml(c, 'sitemapindex', 'sitemap', parts);
  });
}

export async function sitemapPart(c: Context<AppEnv>): Promise<Response> {
  const paths = pathsOf(c, c.req.param('file') ?? '');
  if (paths === null) return answerRefusal(c, new Refusal('not-found'));
  return fromEdgeCache(c, { version: 'sitemap', seconds: cachedSeconds }, async () =>
    answerXml(c, 'urlset', 'url', await paths()),
  );
}

function pathsOf(c: Context<AppEnv>, file: string): (() => Promise<string[]>) | null {
  if (file === 'pages.xml') {
    return async () => ['/', '/catalogue', ...operatorLinks(await settingsOf(c.env), 'ru').map(({ path }) => path)];
  }
  const first = /^events-(\d{1,15}|[1-8]\d{15})\.xml$/.exec(file)?.[1];
  if (first !== undefined) {
    return async () => (await sitemapEvents(c.env, Number(first), Date.now())).map((id) => `/e/${id}`);
  }
  const partyId = /^organizers-(pty_[0-9a-z]{1,60})\.xml$/.exec(file)?.[1];
  if (partyId === undefined) return null;
  return async () => (await sitemapOrganizers(c.env, partyId)).map((id) => `/org/${id}`);
}

// Addresses are made of our own ids: nothing in them has to be escaped.
function answerXml(c: Context<AppEnv>, list: 'sitemapindex' | 'urlset', entry: 'sitemap' | 'url', paths: string[]) {
  const { PUBLIC_ORIGIN } = configOf(c.env);
  const entries = paths.map((path) => `<${entry}><loc>${PUBLIC_ORIGIN}${path}</loc></${entry}>\n`);
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<${list} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${entries.join('')}</${list}>
`;
  return c.body(xml, 200, {
    'content-type': 'application/xml; charset=utf-8',
    'cache-control': `public, max-age=${cachedSeconds}`,
  });
}
