// What search engines find: everything public and nothing else, in parts that they can page through.

import { env } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { newEvent, newPerson, origin, publishedEvent } from '../../test/calls.ts';
import { browse } from '../../test/shop.ts';

async function locations(path: string): Promise<string[]> {
  const response = await browse(path);
  expect([path, response.status, response.headers.get('content-type')]).toEqual([
    path,
    200,
    'application/xml; charset=utf-8',
  ]);
  return [...(await response.text()).matchAll(/<loc>([^<]+)<\/loc>/g)].map((match) => match[1] ?? '');
}

it('robots are told where the sitemap is and what not to read', async () => {
  const response = await browse('/robots.txt');
  expect(response.headers.get('content-type')).toContain('text/plain');
  const text = await response.text();
  expect(text).toContain(`Sitemap: ${env.PUBLIC_ORIGIN}/sitemap.xml`);
  expect(text).toMatch(/^Disallow: \/api\/$/m);
});

it('the sitemap leads to every published event and its organizer, and to no draft', async () => {
  const organizer = await newPerson('organizer');
  const idle = await newPerson('organizer');
  const { event } = await publishedEvent(organizer);
  const draft = await newEvent(organizer);
  const parts = await locations('/sitemap.xml');
  expect(parts).toContain(`${origin}/sitemap/pages.xml`);
  const all: string[] = [];
  for (const part of parts) all.push(...(await locations(part.slice(origin.length))));
  expect(all).toContain(`${origin}/e/${event.id}`);
  expect(all).toContain(`${origin}/org/${organizer.partyId}`);
  expect(all).toContain(`${origin}/catalogue`);
  expect(all.join('\n')).not.toContain(draft.id);
  expect(all.join('\n')).not.toContain(idle.partyId);
  for (const path of [`/e/${event.id}`, `/org/${organizer.partyId}`]) expect((await browse(path)).status).toBe(200);
});

it.each(['/sitemap/x.xml', '/sitemap/events-.xml', '/sitemap/organizers-1.xml', '/sitemap/pages.html'])(
  '%s is missing',
  async (path) => {
    expect((await browse(path)).status).toBe(404);
  },
);
