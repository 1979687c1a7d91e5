// Public pages: what they tell people, machines and caches, and that nothing hostile in an event's texts becomes
// markup.

import { describe, expect, it } from 'vitest';
import type { TicketedEvent } from '#core/contracts/events.ts';
import { facePath } from '#core/event-face/face-paths.ts';
import { call, newEvent, newPerson, newTicketType, type Person, publishedEvent } from '../../test/calls.ts';
import { browse } from '../../test/shop.ts';

async function pageOf(path: string) {
  const response = await browse(path);
  return { status: response.status, headers: response.headers, html: await response.text() };
}

function dataOf(html: string): Record<string, unknown> {
  const found = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html);
  return JSON.parse(found?.[1] ?? '{}');
}

async function onSale(organizer: Person, fields: Record<string, unknown>): Promise<TicketedEvent> {
  const draft = await newEvent(organizer, fields);
  await newTicketType(organizer, draft.id);
  return (await call<TicketedEvent>('POST', `/api/events/${draft.id}/publish`, { token: organizer.token })).body;
}

describe('the page of an event', () => {
  it('cuts its summary and its calendar between characters, never within one', async () => {
    const family = '👨‍👩‍👧';
    const event = await onSale(await newPerson('organizer'), { description: family.repeat(1_200) });
    const { html } = await pageOf(`/e/${event.id}`);
    const summary = /property="og:description" content="([^"]*)"/.exec(html)?.[1] ?? '';
    const calendar = (await pageOf(`/e/${event.id}/calendar.ics`)).html.replace(/\r?\n /g, '');
    for (const text of [summary, /^DESCRIPTION:(.*)$/m.exec(calendar)?.[1] ?? '']) {
      expect(text.trim()).toMatch(new RegExp(`(${family})+…$`, 'u'));
      expect(text.replaceAll(family, '')).not.toMatch(/[\u200d\u{1f468}-\u{1f469}]/u);
    }
  });

  it('tells people, messengers and search engines, and may be kept by caches', async () => {
    const { event } = await publishedEvent(await newPerson('organizer'));
    const { status, headers, html } = await pageOf(`/e/${event.id}`);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toContain('public');
    expect(headers.get('set-cookie')).toBeNull();
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'; style-src 'sha256-/);
    expect(html).toContain('<html lang="ru">');
    expect(html).toContain(`<meta property="og:title" content="${event.title}"`);
    expect(html).toMatch(/<a class="button main" href="\/w\/wgt_[0-9a-z_]+"/);
    expect(dataOf(html)).toMatchObject({
      '@type': 'Event',
      name: event.title,
      startDate: event.startsAt,
      offers: [{ price: '1999.00', priceCurrency: 'RUB', availability: 'https://schema.org/InStock' }],
    });
  });

  it('sells in place, and runs and frames only what is ours; a page that sells nothing runs nothing', async () => {
    const organizer = await newPerson('organizer');
    const { event } = await publishedEvent(organizer);
    const selling = await pageOf(`/e/${event.id}`);
    const policy = selling.headers.get('content-security-policy') ?? '';
    expect(policy).toContain(
      "; script-src 'self'; frame-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'",
    );
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(selling.html).toMatch(/<foyer-tickets widget="wgt_[0-9a-z_]+" lang="ru" view="compact"/);
    const scripts = [...selling.html.matchAll(/<script(?! type="application\/ld\+json")[^>]*>/g)].map(([tag]) => tag);
    expect(scripts).toEqual([
      '<script async="" src="/widget/v1/loader.js">',
      '<script async="" src="/widget/v1/sheet.js">',
    ]);
    expect(selling.html).toContain('<a class="button main" href="#tickets">');
    await call('POST', `/api/events/${event.id}/cancel`, { token: organizer.token });
    for (const path of [`/e/${event.id}`, `/org/${organizer.partyId}`]) {
      const { headers, html } = await pageOf(path);
      expect(headers.get('content-security-policy')).not.toMatch(/script-src|frame-src/);
      expect(html).not.toMatch(/<script(?! type="application\/ld\+json")|<foyer-tickets/);
    }
  });

  it('has no sheet for tickets that nobody can buy now', async () => {
    const organizer = await newPerson('organizer');
    const draft = await newEvent(organizer);
    await newTicketType(organizer, draft.id, { salesFrom: new Date(Date.now() + 86_400_000).toISOString() });
    await call('POST', `/api/events/${draft.id}/publish`, { token: organizer.token });
    const { html } = await pageOf(`/e/${draft.id}`);
    expect(html).toContain('продажи ещё не начались');
    expect(html).toContain('<aside class="buy" id="tickets"');
    expect(html).not.toContain('class="dock"');
  });

  it('has an address that leads straight to the tickets, or back to the page when there are none', async () => {
    const organizer = await newPerson('organizer');
    const { event } = await publishedEvent(organizer);
    const sells = await browse(`/e/${event.id}/buy?lang=en`);
    expect([sells.status, sells.headers.get('cache-control')]).toEqual([302, 'no-store']);
    expect(sells.headers.get('location')).toMatch(/^\/w\/wgt_[0-9a-z_]+\?lang=en$/);
    await call('POST', `/api/events/${event.id}/cancel`, { token: organizer.token });
    const ended = await browse(`/e/${event.id}/buy`);
    expect(ended.headers.get('location')).toBe(`/e/${event.id}`);
  });

  it('speaks the language of its address, then of the browser, then of the event, and pins only what was chosen', async () => {
    const translations = { en: { title: 'Chamber music', venue: { name: 'House of music' } } };
    const event = await onSale(await newPerson('organizer'), { translations });
    const english = await pageOf(`/e/${event.id}?lang=en`);
    expect(english.html).toContain('<html lang="en">');
    expect(english.html).toContain('Chamber music');
    expect(english.html).toContain('Buy tickets');
    expect(english.html).toMatch(/href="\/w\/wgt_[0-9a-z_]+\?lang=en"/);
    expect(dataOf(english.html)).toMatchObject({ location: { name: 'House of music' } });
    const seen = async (path: string, accepted: string) => {
      const response = await browse(path, { headers: { 'accept-language': accepted } });
      expect(response.headers.get('vary')).toMatch(/accept-language/i);
      const html = await response.text();
      return [/<html lang="(..)"/.exec(html)?.[1], /href="\/w\/[^"?]+\?lang/.test(html)];
    };
    // Twice each: the second is kept at the edge, and it too is by language.
    for (const _ of [1, 2]) {
      expect(await seen(`/e/${event.id}`, 'en-GB,en;q=0.9')).toEqual(['en', false]);
      expect(await seen(`/e/${event.id}`, 'ru')).toEqual(['ru', false]);
      expect(await seen(`/e/${event.id}`, 'de')).toEqual(['ru', false]);
      expect(await seen(`/e/${event.id}?lang=en`, 'ru')).toEqual(['en', true]);
      expect(await seen(`/e/${event.id}?lang=ru`, 'en')).toEqual(['ru', true]);
      expect(await seen(`/org/${event.organizerId}`, 'en')).toEqual(['en', false]);
      expect(await seen(`/org/${event.organizerId}`, 'de')).toEqual(['ru', false]);
    }
    const calendar = await browse(`/e/${event.id}/calendar.ics`, { headers: { 'accept-language': 'en' } });
    expect(await calendar.text()).toContain('LOCATION:House of music');
    const missing = await browse('/e/evt_0000000000000000', { headers: { 'accept-language': 'en' } });
    expect(await missing.text()).toContain('<html lang="en">');
  });

  it('is there for published events only', async () => {
    const organizer = await newPerson('organizer');
    const draft = await newEvent(organizer);
    const own = [`/e/${draft.id}`, `/e/${draft.id}/calendar.ics`, `/e/${draft.id}/buy`];
    own.push(`/org/${organizer.partyId}?coming=nonsense`, `/org/${organizer.partyId}?past=nonsense`);
    for (const path of [...own, '/e/evt_0000000000000000', '/e/x', '/org/x']) {
      const response = await pageOf(path);
      expect([response.status, response.headers.get('cache-control')], path).toEqual([404, 'no-store']);
    }
  });

  it('draws hostile Markdown and titles as text', async () => {
    const event = await onSale(await newPerson('organizer'), {
      title: '</title><script>alert(1)</script>',
      description:
        '<img src=x onerror=alert(1)>\n\n[click](javascript:alert(1)) **bold** [site](https://example.org/?a="b)\n\n</script><script>alert(2)</script>',
    });
    const { html } = await pageOf(`/e/${event.id}`);
    // The only pictures are the face of the event and its blurred copy behind the page.
    for (const picture of html.match(/<img [^>]*>/g) ?? []) expect(picture).toContain(`src="${facePath(event.id)}"`);
    expect(html).not.toMatch(/<script>|href="javascript/);
    expect(html).toContain('<strong>bold</strong>');
    // The structured data, the loader and the sheet.
    expect(html.match(/<\/script>/g)).toHaveLength(3);
    expect(dataOf(html).name).toBe('</title><script>alert(1)</script>');
    const link = await onSale(await newPerson('organizer'), { description: '[site](https://example.org)' });
    expect((await pageOf(`/e/${link.id}`)).html).toContain(
      '<a href="https://example.org" rel="noopener nofollow ugc" target="_blank">site</a>',
    );
  });

  it('says that a cancelled event is cancelled, and sells nothing', async () => {
    const organizer = await newPerson('organizer');
    const { event } = await publishedEvent(organizer);
    await call('POST', `/api/events/${event.id}/cancel`, { token: organizer.token });
    const { html } = await pageOf(`/e/${event.id}`);
    expect(html).toContain('Событие отменено');
    expect(html).not.toContain('href="/w/');
    expect(dataOf(html)).toMatchObject({ eventStatus: 'https://schema.org/EventCancelled' });
  });

  it('gives a calendar file in UTC', async () => {
    const { event } = await publishedEvent(await newPerson('organizer'));
    const { headers, html: file } = await pageOf(`/e/${event.id}/calendar.ics`);
    expect(headers.get('content-type')).toContain('text/calendar');
    expect(file).toContain('DTSTART:20360501T160000Z');
    expect(file).toContain(`UID:${event.id}@foyer`);
  });
});

describe('an organizer for everybody', () => {
  it('has a page and feeds of his coming events', async () => {
    const organizer = await newPerson('organizer');
    const { event } = await publishedEvent(organizer);
    await newEvent(organizer, { title: 'Черновик' });
    const { html } = await pageOf(`/org/${organizer.partyId}`);
    expect(html).toContain(event.title);
    expect(html).not.toContain('Черновик');
    const json = await call<{ events: { id: string; url: string }[] }>('GET', `/feed/${organizer.partyId}.json`);
    expect(json.body.events).toMatchObject([{ id: event.id, url: `http://localhost:8787/e/${event.id}` }]);
    const ics = await pageOf(`/feed/${organizer.partyId}.ics`);
    expect(ics.html.match(/BEGIN:VEVENT/g)).toHaveLength(1);
    expect((await call('GET', '/feed/pty_0000000000000000.json')).status).toBe(404);
  });
});

describe('a distributor for everybody', () => {
  it('has feeds of what his deals sell, with the widget of each', async () => {
    const organizer = await newPerson('organizer');
    const distributor = await newPerson('distributor');
    const { event } = await publishedEvent(organizer);
    const body = { eventId: event.id, commissionBps: 1_000 };
    const deal = await call<{ id: string }>('POST', '/api/deals', { token: distributor.token, body });
    const events = async () =>
      (await call<{ events: { id: string; url: string }[] }>('GET', `/feed/${distributor.partyId}.json`)).body.events;
    expect(await events()).toEqual([]);
    const accepted = await call<{ widgetId: string }>('POST', `/api/deals/${deal.body.id}/accept`, {
      token: organizer.token,
      body: { version: 1 },
    });
    const url = `http://localhost:8787/w/${accepted.body.widgetId}`;
    expect(await events()).toMatchObject([{ id: event.id, url }]);
    expect((await pageOf(`/feed/${distributor.partyId}.ics`)).html).toContain(event.id);
    expect((await pageOf(`/org/${distributor.partyId}`)).status).toBe(404);
  });
});
