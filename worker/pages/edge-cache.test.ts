// Public pages in the edge cache: made once, served again, and never older than the last change.

import { beforeAll, describe, expect, it } from 'vitest';
import type { TicketedEvent } from '#core/contracts/events.ts';
import { call, newEvent, newPerson, newTicketType, type Person, publishedEvent } from '../test/calls.ts';
import { browse, until } from '../test/shop.ts';

async function pageOf(path: string) {
  const response = await browse(path);
  const html = await response.text();
  return { html, cached: response.headers.get('cache-status') === 'foyer; hit', headers: response.headers };
}

/** A page is put into the cache after its response was sent. */
function keptPage(path: string) {
  return until(
    () => pageOf(path),
    (page) => page.cached,
  );
}

let organizer: Person;
beforeAll(async () => {
  organizer = await newPerson('organizer');
});

describe('the page of an event', () => {
  it('is made once and shown again, with its headers and without another request’s number', async () => {
    const { event } = await publishedEvent(organizer);
    const first = await pageOf(`/e/${event.id}`);
    expect(first.cached).toBe(false);
    const second = await keptPage(`/e/${event.id}`);
    expect(second.html).toBe(first.html);
    for (const name of ['content-type', 'content-security-policy', 'cache-control', 'content-language']) {
      expect(second.headers.get(name), name).toBe(first.headers.get(name));
    }
    const etag = second.headers.get('etag') ?? '';
    expect((await browse(`/e/${event.id}`, { headers: { 'if-none-match': etag } })).status).toBe(304);
    expect(second.headers.get('cache-control')).toBe('public, no-cache');
    expect(second.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
  });

  it('is made anew at once after an edit, a new ticket type, a new date and a cancellation', async () => {
    const { event } = await publishedEvent(organizer);
    const path = `/e/${event.id}`;
    const { token } = organizer;
    const changed = async (words: string, change: () => Promise<unknown>) => {
      await keptPage(path);
      await change();
      const now = await pageOf(path);
      expect([now.cached, now.html.includes(words)], words).toEqual([false, true]);
    };
    let { revision } = event;
    const headers = () => ({ 'if-match': `"${revision++}"` });
    const patch = (body: unknown) => call('PATCH', `/api/events/${event.id}`, { token, headers: headers(), body });
    await changed('Другое название', () => patch({ title: 'Другое название' }));
    await changed('Балкон', () => newTicketType(organizer, event.id, { name: 'Балкон' }));
    const times = { startsAt: '2036-05-02T19:00:00+03:00', endsAt: '2036-05-02T21:00:00+03:00' };
    await changed('Событие перенесено', () =>
      call('POST', `/api/events/${event.id}/postpone`, { token, headers: headers(), body: times }),
    );
    await changed('Событие отменено', () => call('POST', `/api/events/${event.id}/cancel`, { token }));
  });

  it('that was taken back to a draft is gone at once', async () => {
    const { event } = await publishedEvent(organizer);
    await keptPage(`/e/${event.id}`);
    await call('POST', `/api/events/${event.id}/unpublish`, { token: organizer.token });
    expect((await browse(`/e/${event.id}`)).status).toBe(404);
  });

  it('is cached apart by language, and not by what else stands in the address', async () => {
    const { event } = await publishedEvent(organizer);
    await keptPage(`/e/${event.id}`);
    expect((await pageOf(`/e/${event.id}?utm_source=x&fbclid=1`)).cached).toBe(true);
    const english = await pageOf(`/e/${event.id}?lang=en`);
    expect([english.cached, english.html.includes('<html lang="en">')]).toEqual([false, true]);
  });

  it('that is missing is not cached', async () => {
    const draft = await newEvent(organizer);
    await browse(`/e/${draft.id}`);
    await newTicketType(organizer, draft.id);
    await call('POST', `/api/events/${draft.id}/publish`, { token: organizer.token });
    expect((await browse(`/e/${draft.id}`)).status).toBe(200);
  });
});

describe('an organizer’s page and feed', () => {
  it('are cached, and follow the next change of his events', async () => {
    const owner = await newPerson('organizer');
    const { event } = await publishedEvent(owner);
    const paths = [`/org/${owner.partyId}`, `/feed/${owner.partyId}.json`, `/feed/${owner.partyId}.ics`];
    for (const path of paths) await keptPage(path);
    const headers = { 'if-match': `"${event.revision}"` };
    const body = { title: 'Ноктюрн' };
    await call<TicketedEvent>('PATCH', `/api/events/${event.id}`, { token: owner.token, headers, body });
    for (const path of paths) {
      const now = await pageOf(path);
      expect([path, now.cached, now.html.includes('Ноктюрн')]).toEqual([path, false, true]);
    }
  });
});
