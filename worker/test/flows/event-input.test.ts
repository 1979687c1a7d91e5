// What an event may not be, line by line, and that the longest it may be goes all the way: every refusal names its field,
// and nothing of a refused change is kept.

import { beforeAll, describe, expect, it } from 'vitest';
import type { TicketedEvent } from '#core/contracts/events.ts';
import { call, eventFields, newEvent, newPerson, newTicketType, type Person, publishedEvent } from '../calls.ts';
import { browse } from '../shop.ts';

let organizer: Person;
beforeAll(async () => {
  organizer = await newPerson('organizer');
});

const long = (length: number, letter = 'ы') => letter.repeat(length);
const english = (fields: Record<string, unknown>) => ({ translations: { en: fields } });
const venue = (fields: Record<string, unknown>) => ({ venue: { ...eventFields.venue, ...fields } });

const refused: [string, Record<string, unknown>, string][] = [
  ['no title', { title: '  ' }, 'title'],
  ['a title of 201 letters', { title: long(201) }, 'title'],
  ['a title of two lines', { title: 'Вечер\nнаш' }, 'title'],
  ['a title written backwards by a hidden mark', { title: 'Вечер\u202eгпж.exe' }, 'title'],
  ['a description of 10,001 letters', { description: long(10_001) }, 'description'],
  ['a description with a null in it', { description: 'а\u0000б' }, 'description'],
  ['a programme of 10,001 letters', { programme: long(10_001) }, 'programme'],
  ['legal details of 1,001 letters', { legalDetails: long(1_001) }, 'legalDetails'],
  ['a cover text of 301 letters', { coverAlt: long(301) }, 'coverAlt'],
  ['a translated description of 10,001 letters', english({ description: long(10_001) }), 'translations.en.description'],
  ['translated legal details too long', english({ legalDetails: long(1_001) }), 'translations.en.legalDetails'],
  ['a translated city of nothing', english({ venue: { city: '' } }), 'translations.en.venue.city'],
  ['a third language', { translations: { de: { title: 'Abend' } } }, 'translations.de'],
  ['a venue without a name', venue({ name: '' }), 'venue.name'],
  ['no city', venue({ city: '' }), 'venue.city'],
  ['an end before the start', { endsAt: eventFields.startsAt }, 'endsAt'],
  ['a time without a zone', { startsAt: '2036-05-01T19:00:00' }, 'startsAt'],
  ['a day there is not', { startsAt: '2036-02-30T19:00:00Z' }, 'startsAt'],
  ['a zone there is not', { timeZone: 'Europe/Nowhere' }, 'timeZone'],
  ['money there is not', { currency: 'XXX' }, 'currency'],
  ['eleven tags', { tags: Array.from({ length: 11 }, (_, n) => `тег${n}`) }, 'tags'],
  ['a tag of 41 letters', { tags: [long(41)] }, 'tags.0'],
  ['one tag twice', { tags: ['Джаз', 'джаз'] }, 'tags'],
  ['a rating there is not', { ageRating: '21+' }, 'ageRating'],
  ['a minute to pay', { holdMinutes: 1 }, 'holdMinutes'],
  ['a cover by its address', { cover: { url: 'https://example.org/x.svg' } }, 'cover'],
];

describe('an event is neither made nor changed with', () => {
  it.each(refused)('%s', async (_what, fields, path) => {
    const { token } = organizer;
    const body = { ...eventFields, ...fields };
    const made = await call('POST', '/api/events', { token, body });
    expect([made.status, made.body.error?.code]).toEqual([400, 'invalid-request']);
    expect(made.body.error.details).toMatchObject({
      fields: expect.arrayContaining([expect.objectContaining({ path })]),
    });
    const event = await newEvent(organizer);
    const headers = { 'if-match': '"1"' };
    const changed = await call('PATCH', `/api/events/${event.id}`, { token, headers, body: fields });
    expect([changed.status, changed.body.error.code]).toEqual([400, 'invalid-request']);
    const now = await call<TicketedEvent>('GET', `/api/events/${event.id}`, { token });
    expect(now.body).toEqual(event);
  });
});

const refusedTypes: [string, Record<string, unknown>, string][] = [
  ['no name', { name: '' }, 'name'],
  ['a price below nothing', { price: { amount: -1, currency: 'RUB' } }, 'price.amount'],
  ['a price in fractions', { price: { amount: 0.5, currency: 'RUB' } }, ''],
  ['a price beyond all money', { price: { amount: 1_000_000_000_001, currency: 'RUB' } }, 'price.amount'],
  ['a price no full order could be paid at', { price: { amount: 9_000_000_001, currency: 'RUB' } }, 'price.amount'],
  ['a million and one tickets', { capacity: 1_000_001 }, 'capacity'],
  [
    'a sale that ends before it begins',
    { salesFrom: '2036-04-02T00:00:00Z', salesTo: '2036-04-01T00:00:00Z' },
    'salesTo',
  ],
  ['less allowed than asked', { minPerOrder: 5, maxPerOrder: 4 }, 'maxPerOrder'],
  ['fifty-one in an order', { maxPerOrder: 51 }, 'maxPerOrder'],
];

describe('a ticket type is not made with', () => {
  it.each(refusedTypes)('%s', async (_what, fields, path) => {
    const event = await newEvent(organizer);
    const body = { name: 'Партер', price: { amount: 100, currency: 'RUB' }, capacity: 10, ...fields };
    const response = await call('POST', `/api/events/${event.id}/ticket-types`, { token: organizer.token, body });
    expect([response.status, response.body.error.code]).toEqual([400, 'invalid-request']);
    if (path !== '') expect(JSON.stringify(response.body.error.details)).toContain(`"path":"${path}"`);
    const list = await call<{ items: unknown[] }>('GET', `/api/events/${event.id}/ticket-types`, {
      token: organizer.token,
    });
    expect(list.body.items).toEqual([]);
  });
});

describe('in the past', () => {
  const past = { startsAt: '2020-05-01T19:00:00Z', endsAt: '2020-05-01T21:00:00Z' };

  it('an event may be noted as a draft, but is not put on sale', async () => {
    const event = await newEvent(organizer, past);
    await newTicketType(organizer, event.id);
    const response = await call('POST', `/api/events/${event.id}/publish`, { token: organizer.token });
    expect([response.status, response.body.error.code]).toEqual([409, 'starts-in-past']);
  });

  it('a published event is not moved', async () => {
    const { event } = await publishedEvent(organizer);
    const headers = { 'if-match': `"${event.revision}"` };
    const response = await call('PATCH', `/api/events/${event.id}`, { token: organizer.token, headers, body: past });
    expect([response.status, response.body.error.code]).toEqual([409, 'starts-in-past']);
    const now = await call<TicketedEvent>('GET', `/api/events/${event.id}`);
    expect(now.body.startsAt).toBe(event.startsAt);
  });
});

describe('the longest event there may be', () => {
  const text = (length: number) => long(length - 20, 'ы') + long(20, '文');
  const fields = {
    title: text(200),
    description: text(10_000),
    programme: text(10_000),
    legalDetails: text(1_000),
    coverAlt: text(300),
    translations: {
      en: { title: text(200), description: text(10_000), programme: text(10_000), legalDetails: text(1_000) },
    },
  };

  it('is kept whole, published, shown and found', async () => {
    const event = await newEvent(organizer, fields);
    expect(event).toMatchObject(fields);
    await newTicketType(organizer, event.id);
    const published = await call('POST', `/api/events/${event.id}/publish`, { token: organizer.token });
    expect(published.status).toBe(200);
    const page = await browse(`/e/${event.id}?lang=en`);
    expect([page.status, (await page.text()).includes(text(10_000))]).toEqual([200, true]);
    const headers = { 'if-match': '"2"' };
    const body = { ...fields, description: long(10_000, '文'), programme: long(10_000, '文') };
    const changed = await call('PATCH', `/api/events/${event.id}`, { token: organizer.token, headers, body });
    expect(changed.status).toBe(200);
  });

  it('and no longer one: a body beyond all texts is refused as such', async () => {
    const body = { ...eventFields, description: long(100_000) };
    const response = await call('POST', '/api/events', { token: organizer.token, body });
    expect([response.status, response.body.error.code]).toEqual([413, 'payload-too-large']);
  });
});

it('ten thousand letters of hostile Markdown are drawn as text, and quickly', async () => {
  const shapes = [
    '[x](javascript:alert(1)) ',
    '<svg onload=alert(1)>',
    '![](https://evil.example/x.png)',
    '**[_',
    ']((',
  ];
  for (const shape of shapes) {
    const fields: Record<string, unknown> = { description: shape.repeat(Math.floor(10_000 / shape.length)) };
    const event = await newEvent(organizer, fields);
    await newTicketType(organizer, event.id);
    await call('POST', `/api/events/${event.id}/publish`, { token: organizer.token });
    const html = await (await browse(`/e/${event.id}`)).text();
    expect(html.length).toBeGreaterThan(10_000);
    // The page has pictures and icons of its own; none of them is the description's.
    expect(html).not.toMatch(/<svg[^>]*\son|<img(?![^>]*\ssrc="\/img\/)|href="javascript|src="https:\/\/evil/);
  }
});
