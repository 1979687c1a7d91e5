// /img/{eventId}/{coverId}/{part}.{ending}, /img/brand/{logo}: an uploaded picture. The headers make a browser treat it
// as that picture and nothing else: it must not guess another type, and may run nothing if it opens the file as a page.

import type { Context } from 'hono';
import { coverFile } from '../../catalog/catalog.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { logoFile } from '../../settings/settings.ts';
import { pictureFromEdgeCache } from '../edge-cache.ts';

export const aYear = 31_536_000;

/** For every picture under /img: its address shows it for good. */
export const pictureHeaders = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox",
  'cache-control': `public, max-age=${aYear}, immutable`,
  // Publishers' pages and messengers show pictures, too.
  'cross-origin-resource-policy': 'cross-origin',
};

export async function picture(c: Context<AppEnv>): Promise<Response> {
  const named = {
    eventId: c.req.param('eventId') ?? '',
    coverId: c.req.param('coverId') ?? '',
    file: c.req.param('file') ?? '',
  };
  return answered(c, () => coverFile(c.env, named));
}

export function logo(c: Context<AppEnv>): Promise<Response> {
  return answered(c, () => logoFile(c.env, c.req.param('file') ?? ''));
}

type PictureFile = Awaited<ReturnType<typeof coverFile>>;

function answered(c: Context<AppEnv>, read: () => Promise<PictureFile>): Promise<Response> {
  // An address shows one picture for good. A removed one disappears everywhere within the hour.
  return pictureFromEdgeCache(c, 3_600, async () => {
    const found = await read();
    if (found === null) return c.text('', 404, { 'cache-control': 'no-store' });
    const headers = {
      'content-type': found.type,
      'content-disposition': 'inline',
      ...pictureHeaders,
      etag: found.object.httpEtag,
    };
    if (c.req.header('if-none-match') === found.object.httpEtag) return c.body(null, 304, headers);
    return c.body(found.object.body, 200, { ...headers, 'content-length': String(found.object.size) });
  });
}
