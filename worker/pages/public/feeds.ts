// /feed/{partyId}.ics and .json: the coming events of an organizer, or those a distributor sells by their deals, each with
// the address its tickets are bought at: for calendars, and for sites that show them their own way.

import type { Context } from 'hono';
import type { CoverFile } from '#core/contracts/events.ts';
import { listEvents, partyNamed, partyVersion } from '../../catalog/catalog.ts';
import { configOf } from '../../config.ts';
import { eventsSoldBy } from '../../deals/deals.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { Refusal } from '../../http/refusal.ts';
import { settingsOf } from '../../settings/settings.ts';
import { fromEdgeCache } from '../edge-cache.ts';
import { calendarOf, type Entry } from './calendars.ts';

/** Soonest first. A calendar has no pages, so a feed holds more than any list does at once. */
const most = 1_000;

export async function feed(c: Context<AppEnv>): Promise<Response> {
  const [, partyId = '', format] = /^(pty_[0-9a-z]+)\.(ics|json)$/.exec(c.req.param('file') ?? '') ?? [];
  const party = await partyNamed(c.env, partyId);
  if (party === null) throw new Refusal('not-found');
  const version = await partyVersion(c.env, party);
  return fromEdgeCache(c, { version, seconds: 60 }, () => madeFeed(c, party, format));
}

async function madeFeed(
  c: Context<AppEnv>,
  party: { id: string; kind: string; name: string },
  format: string | undefined,
): Promise<Response> {
  const origin = configOf(c.env).PUBLIC_ORIGIN;
  const entries: Entry[] =
    party.kind === 'organizer'
      ? (await listEvents(c.env, { organizerId: party.id, limit: most })).items.map((event) => ({
          event,
          url: `${origin}/e/${event.id}`,
        }))
      : (await eventsSoldBy(c.env, party.id, most)).map(({ event, widgetId }) => ({
          event,
          url: `${origin}/w/${widgetId}`,
        }));
  const headers = {
    'cache-control': 'public, max-age=300',
    // Any site may show what is public.
    'access-control-allow-origin': '*',
    'x-content-type-options': 'nosniff',
  };
  if (format === 'ics') {
    return c.body(calendarOf(entries, await settingsOf(c.env), null, party.name), 200, {
      ...headers,
      'content-type': 'text/calendar; charset=utf-8',
    });
  }
  return c.json(
    { id: party.id, name: party.name, kind: party.kind, events: entries.map((entry) => shown(entry, origin)) },
    200,
    headers,
  );
}

// Other sites show the feed, where a path without our origin leads nowhere.
function shown({ event, url }: Entry, origin: string) {
  const { holdMinutes: _held, createdAt: _created, cover, ...rest } = event;
  const whole = (file: CoverFile) => ({ ...file, url: origin + file.url });
  return {
    ...rest,
    cover: cover && {
      ...whole(cover),
      smaller: cover.smaller.map(whole),
      social: cover.social && whole(cover.social),
    },
    url,
  };
}
