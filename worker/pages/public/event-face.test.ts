// The art of events, as pages and lists load it.

import { beforeAll, describe, expect, it } from 'vitest';
import { eventFace } from '#core/event-face/event-face.ts';
import { facePath, facePicturePath, faceSizes } from '#core/event-face/face-paths.ts';
import { newPerson, type Person, publishedEvent } from '../../test/calls.ts';
import { browse } from '../../test/shop.ts';

let eventId: string;
let organizer: Person;
beforeAll(async () => {
  organizer = await newPerson('organizer');
  ({
    event: { id: eventId },
  } = await publishedEvent(organizer));
});

describe('the face of an event without a cover', () => {
  it.each([
    ['square', faceSizes.square],
    ['wide', faceSizes.wide],
  ] as const)('is served %s, for a year, as a picture that can run nothing', async (shape, size) => {
    const response = await browse(facePath(eventId, shape));
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(eventFace(eventId, size));
    expect(response.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('content-security-policy')).toContain('sandbox');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('is a PNG for messengers, and the page names it as the picture of its link', async () => {
    const response = await browse(facePicturePath(eventId));
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const bytes = new DataView(await response.arrayBuffer());
    // The width and height in a PNG's header.
    expect([bytes.getUint32(16), bytes.getUint32(20)]).toEqual([1200, 630]);
    const html = await (await browse(`/e/${eventId}`)).text();
    expect(html).toContain(`<meta property="og:image" content="http://localhost:8787${facePicturePath(eventId)}"`);
    expect(html).toContain(`"image":["http://localhost:8787${facePicturePath(eventId)}"]`);
  });

  it('is missing for an invented event, an unknown shape and another version', async () => {
    const invented = `evt_${'0'.repeat(16)}`;
    const wrong = [
      facePath(invented),
      facePath(eventId).replace('square', 'round'),
      facePath(eventId).replace('v1', 'v2'),
    ];
    for (const path of wrong) {
      const response = await browse(path);
      expect([path, response.status]).toEqual([path, 404]);
      expect(response.headers.get('cache-control')).not.toContain('immutable');
    }
  });

  it('is on the event’s page and on the organizer’s', async () => {
    expect(await (await browse(`/e/${eventId}`)).text()).toContain(`src="${facePath(eventId)}"`);
    expect(await (await browse(`/org/${organizer.partyId}`)).text()).toContain(`src="${facePath(eventId)}"`);
  });
});
