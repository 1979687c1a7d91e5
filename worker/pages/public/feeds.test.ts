// Feeds as others read them: with a calendar parser that is not ours, and from another site.

import ICAL from 'ical.js';
import { expect, it } from 'vitest';
import type { TicketedEvent } from '#core/contracts/events.ts';
import { pictureSamples } from '#core/pictures/samples.fixture.ts';
import { call, newEvent, newPerson, newTicketType, origin, type Person, publishedEvent } from '../../test/calls.ts';
import { browse } from '../../test/shop.ts';

async function eventsOf(path: string) {
  const response = await browse(path);
  expect(response.headers.get('content-type')).toContain('text/calendar');
  const text = await response.text();
  // RFC 5545: lines end with CR LF and are folded at 75 octets.
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line), line).toBeLessThanOrEqual(75);
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  const calendar = new ICAL.Component(ICAL.parse(text));
  expect(calendar.getFirstPropertyValue('version')).toBe('2.0');
  return calendar.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one));
}

async function onSale(organizer: Person, fields: Record<string, unknown>): Promise<TicketedEvent> {
  const draft = await newEvent(organizer, fields);
  await newTicketType(organizer, draft.id);
  return (await call<TicketedEvent>('POST', `/api/events/${draft.id}/publish`, { token: organizer.token })).body;
}

const nasty = {
  title: 'Ночь; кино, «Сталкер» \\ BEGIN:VEVENT',
  description: 'Первая строка\n\nEND:VCALENDAR\nBEGIN:VCALENDAR и ещё слова, '.padEnd(2_000, 'щё '),
  startsAt: '2036-10-25T22:00:00+02:00',
  endsAt: '2036-10-26T04:30:00+01:00',
  timeZone: 'Europe/Berlin',
};

it('an organizer’s calendar is read as it was meant, whatever stands in the texts', async () => {
  const organizer = await newPerson('organizer');
  const event = await onSale(organizer, nasty);
  const [read, ...others] = await eventsOf(`/feed/${organizer.partyId}.ics`);
  expect(others).toEqual([]);
  expect(read?.summary).toBe(nasty.title);
  expect(read?.description.startsWith('Первая строка END:VCALENDAR BEGIN:VCALENDAR')).toBe(true);
  expect(read?.uid).toBe(`${event.id}@foyer`);
  // Seven and a half hours of a night in which the clocks go back.
  expect(read?.startDate.toJSDate().toISOString()).toBe('2036-10-25T20:00:00.000Z');
  expect(read?.endDate.toJSDate().toISOString()).toBe('2036-10-26T03:30:00.000Z');
  expect(read?.component.getFirstPropertyValue('url')).toBe(`${origin}/e/${event.id}`);
});

it('a moved event is the same entry with a higher number, a cancelled one leaves', async () => {
  const organizer = await newPerson('organizer');
  const event = await onSale(organizer, {});
  const { token } = organizer;
  const [before] = await eventsOf(`/feed/${organizer.partyId}.ics`);
  const times = { startsAt: '2036-05-03T19:00:00+03:00', endsAt: '2036-05-04T01:00:00+03:00' };
  const headers = { 'if-match': `"${event.revision}"` };
  await call('POST', `/api/events/${event.id}/postpone`, { token, headers, body: times });
  const [after] = await eventsOf(`/feed/${organizer.partyId}.ics`);
  expect(after?.uid).toBe(before?.uid);
  expect(after?.sequence).toBeGreaterThan(before?.sequence ?? 0);
  expect(after?.endDate.toJSDate().toISOString()).toBe('2036-05-03T22:00:00.000Z');
  await call('POST', `/api/events/${event.id}/cancel`, { token });
  expect(await eventsOf(`/feed/${organizer.partyId}.ics`)).toEqual([]);
  const [alone] = await eventsOf(`/e/${event.id}/calendar.ics`);
  expect(alone?.component.getFirstPropertyValue('status')).toBe('CANCELLED');
});

it('a distributor’s calendar and list lead to his own widgets, until the deal ends', async () => {
  const [organizer, distributor] = await Promise.all([newPerson('organizer'), newPerson('distributor')]);
  const { event } = await publishedEvent(organizer);
  const offered = await call<{ id: string }>('POST', '/api/deals', {
    token: distributor.token,
    body: { eventId: event.id, commissionBps: 1_000 },
  });
  const { token } = organizer;
  const path = `/api/deals/${offered.body.id}`;
  const accepted = await call<{ widgetId: string }>('POST', `${path}/accept`, { token, body: { version: 1 } });
  const [read] = await eventsOf(`/feed/${distributor.partyId}.ics`);
  expect(read?.component.getFirstPropertyValue('url')).toBe(`${origin}/w/${accepted.body.widgetId}`);
  await call('POST', `${path}/terminate`, { token });
  expect(await eventsOf(`/feed/${distributor.partyId}.ics`)).toEqual([]);
});

it('the list for other sites has whole addresses and nothing that is not public', async () => {
  const organizer = await newPerson('organizer');
  const { event } = await publishedEvent(organizer);
  const form = new FormData();
  const bytes = Uint8Array.from(Buffer.from(pictureSamples.webp, 'base64'));
  form.append('picture', new File([bytes], 'cover.webp'));
  await browse(`/api/events/${event.id}/cover`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${organizer.token}`, 'if-match': `"${event.revision}"` },
    body: form,
  });
  const response = await browse(`/feed/${organizer.partyId}.json`);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  const feed = await response.json<{ events: Record<string, unknown>[] }>();
  const [shown] = feed.events;
  expect(shown).toMatchObject({ id: event.id, url: `${origin}/e/${event.id}` });
  expect(JSON.stringify(shown?.cover)).toMatch(/"url":"http:\/\/localhost:8787\/img\/evt_/);
  expect(Object.keys(shown ?? {})).not.toEqual(expect.arrayContaining(['holdMinutes']));
});
