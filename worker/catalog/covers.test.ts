// The cover of an event: who puts it, what is refused, how it is served, and that no file is left behind.

import { env } from 'cloudflare:test';
import { exports } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TicketedEvent } from '#core/contracts/events.ts';
import type { WidgetView } from '#core/contracts/sales.ts';
import { pictureSamples } from '#core/pictures/samples.fixture.ts';
import { call, type ErrorResponse, newEvent, newPerson, origin, type Person, publishedEvent } from '../test/calls.ts';
import { browse } from '../test/shop.ts';

type Sent = Record<string, Uint8Array<ArrayBuffer> | string>;
type Put = { status: number; body: TicketedEvent & ErrorResponse };

function sample(name: keyof typeof pictureSamples): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(pictureSamples[name], 'base64'));
}

/** The sample picture with another size in its header: only a decoder would know better. */
function sized(width: number, height: number): Uint8Array<ArrayBuffer> {
  const bytes = sample('webp');
  bytes.set([width & 0xff, width >> 8, height & 0xff, height >> 8], 26);
  return bytes;
}

async function send(person: Person, eventId: string, revision: number, body: BodyInit, type?: string): Promise<Put> {
  const headers = new Headers({ authorization: `Bearer ${person.token}`, 'if-match': `"${revision}"` });
  if (type !== undefined) headers.set('content-type', type);
  const request = new Request(`${origin}/api/events/${eventId}/cover`, { method: 'PUT', headers, body });
  const response = await exports.default.fetch(request);
  return { status: response.status, body: await response.json() };
}

function put(person: Person, event: { id: string; revision: number }, sent: Sent): Promise<Put> {
  const form = new FormData();
  for (const [name, value] of Object.entries(sent)) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, new File([value], 'cover.svg', { type: 'image/svg+xml' }));
  }
  return send(person, event.id, event.revision, form);
}

async function filesOf(eventId: string): Promise<string[]> {
  const { objects } = await env.FILES.list({ prefix: `covers/${eventId}/` });
  return objects.map(({ key }) => key.split('/').at(-1) ?? '').sort();
}

let organizer: Person;
beforeAll(async () => {
  organizer = await newPerson('organizer');
});

describe('a cover', () => {
  it('is put with its smaller pictures, served as itself, replaced and removed, and leaves no file behind', async () => {
    const event = await newEvent(organizer);
    const first = await put(organizer, event, {
      picture: sized(1_600, 1_200),
      small: sized(480, 360),
      medium: sized(960, 720),
      social: sized(1_200, 630),
    });
    expect(first.status).toBe(200);
    const cover = first.body.cover;
    expect(cover).toMatchObject({ type: 'image/webp', width: 1_600, height: 1_200, social: { height: 630 } });
    expect(cover?.smaller.map(({ width }) => width)).toEqual([480, 960]);
    expect(await filesOf(event.id)).toEqual(['medium.webp', 'picture.webp', 'small.webp', 'social.webp']);

    const second = await put(organizer, first.body, { picture: sample('jpegNoted') });
    expect(second.body.cover).toMatchObject({ type: 'image/jpeg', width: 320, smaller: [], social: null });
    expect(await filesOf(event.id)).toEqual(['picture.jpg']);
    expect((await browse(cover?.url ?? '')).status).toBe(404);

    const headers = { 'if-match': `"${second.body.revision}"` };
    const removed = await call<TicketedEvent>('DELETE', `/api/events/${event.id}/cover`, {
      token: organizer.token,
      headers,
    });
    expect(removed.body.cover).toBeNull();
    expect(await filesOf(event.id)).toEqual([]);
  });

  it('is served without its notes, as a picture nothing can run in, to be kept for good', async () => {
    const event = await newEvent(organizer);
    const { body } = await put(organizer, event, { picture: sample('jpegNoted') });
    const url = body.cover?.url ?? '';
    const response = await browse(url);
    const bytes = Buffer.from(await response.arrayBuffer()).toString('latin1');
    expect(bytes).not.toMatch(/Secret|Exif/);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': 'inline',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox",
      'cache-control': 'public, max-age=31536000, immutable',
    });
    const again = await browse(url, { headers: { 'if-none-match': response.headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
    const wrong = [url.replace('.jpg', '.svg'), url.replace('picture', 'x'), '/img/evt_x/y/picture.jpg'];
    for (const path of [...wrong, url.replace(/\w{32}/, '0'.repeat(32)), url.replace('picture', '..%2Fpicture')]) {
      expect((await browse(path)).status, path).toBe(404);
    }
  });

  it('of a published event goes on selling with it, and the next editor is told', async () => {
    const { event } = await publishedEvent(organizer);
    const changed = await put(organizer, event, { picture: sample('png') });
    expect(changed.body.revision).toBe(event.revision + 1);
    const late = await put(organizer, event, { picture: sample('webp') });
    expect([late.status, late.body.error.code]).toEqual([412, 'stale-revision']);
    expect(await filesOf(event.id)).toEqual(['picture.png']);
    const { widgetId } = (await call<{ widgetId: string }>('GET', `/api/events/${event.id}/widget`, organizer)).body;
    const widget = await call<WidgetView>('GET', `/api/widgets/${widgetId}`);
    expect(widget.body.event.cover).toEqual(changed.body.cover);
    const twice = await put(organizer, changed.body, { picture: sample('png') });
    expect((await browse(twice.body.cover?.url ?? '')).status).toBe(200);
  });

  it('belongs to a copy of its own, and goes with a deleted event', async () => {
    const event = await newEvent(organizer);
    await put(organizer, event, { picture: sample('webp') });
    const { token } = organizer;
    const body = { startsAt: '2036-06-01T19:00:00+03:00' };
    const copy = await call<TicketedEvent>('POST', `/api/events/${event.id}/duplicate`, { token, body });
    expect((await call('DELETE', `/api/events/${event.id}`, { token })).status).toBe(204);
    expect(await filesOf(event.id)).toEqual([]);
    expect((await browse(copy.body.cover?.url ?? '')).status).toBe(200);
  });

  it('of a cancelled event stays as it is', async () => {
    const { event } = await publishedEvent(organizer);
    const { token } = organizer;
    const cancelled = await call<TicketedEvent>('POST', `/api/events/${event.id}/cancel`, { token });
    const late = await put(organizer, cancelled.body, { picture: sample('webp') });
    expect(late.body.error.code).toBe('event-cancelled');
    expect(await filesOf(event.id)).toEqual([]);
  });
});

describe('refused, and nothing is kept:', () => {
  const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text));
  const behind = (name: keyof typeof pictureSamples) =>
    Uint8Array.from(Buffer.concat([sample(name), bytesOf('<script>alert(1)</script>')]));
  const bomb = sample('webpLossless');
  bomb.set([0xff, 0xff, 0xff, 0x0f], 21);
  const cases: [string, Sent, number, string, string][] = [
    ['an SVG', { picture: bytesOf('<svg xmlns="http://www.w3.org/2000/svg"/>') }, 415, 'picture-unknown', 'picture'],
    ['a GIF', { picture: bytesOf('GIF89a............') }, 415, 'picture-unknown', 'picture'],
    ['an empty file', { picture: bytesOf('') }, 415, 'picture-unknown', 'picture'],
    ['a bomb', { picture: bomb }, 422, 'picture-too-many-pixels', 'picture'],
    ['two files in one', { picture: behind('jpeg') }, 422, 'picture-broken', 'picture'],
    ['half a picture', { picture: sample('jpeg').slice(0, 600) }, 422, 'picture-broken', 'picture'],
    ['a moving picture', { picture: sample('webpMoving') }, 422, 'picture-animated', 'picture'],
    ['a picture on its side', { picture: sample('jpegTurned') }, 422, 'picture-turned', 'picture'],
    ['a tiny picture', { picture: sized(100, 100) }, 422, 'picture-too-small', 'picture'],
    ['a ribbon', { picture: sized(2_000, 300) }, 422, 'picture-shape', 'picture'],
    [
      'a bomb among the smaller ones',
      { picture: sized(1_600, 1_200), small: bomb },
      422,
      'picture-too-many-pixels',
      'small',
    ],
    [
      'another picture as the smaller one',
      { picture: sized(1_600, 1_200), small: sized(480, 480) },
      400,
      'invalid-request',
      'small',
    ],
    [
      'a smaller one that is larger',
      { picture: sample('webp'), small: sized(480, 360) },
      400,
      'invalid-request',
      'small',
    ],
    [
      'a wrong size for messengers',
      { picture: sample('webp'), social: sized(1_200, 600) },
      400,
      'invalid-request',
      'social',
    ],
    ['no picture', { small: sample('webp') }, 400, 'invalid-request', 'picture'],
    ['text where a file should be', { picture: 'hello' }, 400, 'invalid-request', 'picture'],
    ['an unknown part', { picture: sample('webp'), 'x-large': sample('webp') }, 400, 'invalid-request', 'x-large'],
  ];

  it.each(cases)('%s', async (_what, sent, status, code, path) => {
    const event = await newEvent(organizer);
    const response = await put(organizer, event, sent);
    expect([response.status, response.body.error.code]).toEqual([status, code]);
    expect(response.body.error.details).toMatchObject({ fields: [{ path }] });
    expect(await filesOf(event.id)).toEqual([]);
    const now = await call<TicketedEvent>('GET', `/api/events/${event.id}`, { token: organizer.token });
    expect(now.body).toMatchObject({ cover: null, revision: event.revision });
  });

  it('more than 5 MB, declared or not, before it is read to the end', async () => {
    const event = await newEvent(organizer);
    const large = new Uint8Array(6 * 1024 * 1024);
    const declared = await put(organizer, event, { picture: large });
    expect([declared.status, declared.body.error.code]).toEqual([413, 'payload-too-large']);
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536;
        if (sent > 50 * 1024 * 1024) controller.close();
        else controller.enqueue(new Uint8Array(65_536));
      },
    });
    const type = 'multipart/form-data; boundary=x';
    const streamed = await send(organizer, event.id, event.revision, endless, type);
    expect([streamed.status, streamed.body.error.code]).toEqual([413, 'payload-too-large']);
    expect(sent).toBeLessThan(10 * 1024 * 1024);
  });

  it('what is no form at all', async () => {
    const event = await newEvent(organizer);
    const bare = await send(organizer, event.id, event.revision, sample('jpeg'), 'image/jpeg');
    expect([bare.status, bare.body.error.code]).toEqual([415, 'unsupported-media-type']);
    const torn = await send(organizer, event.id, event.revision, 'x', 'multipart/form-data; boundary=y');
    expect([torn.status, torn.body.error.code]).toEqual([400, 'invalid-request']);
    const twice = new FormData();
    for (let n = 0; n < 2; n++) twice.append('picture', new File([sample('webp')], 'a.webp'));
    const repeated = await send(organizer, event.id, event.revision, twice);
    expect(repeated.body.error.details).toEqual({ fields: [{ path: 'picture', problem: 'repeated' }] });
  });
});
