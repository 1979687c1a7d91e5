// Organizers look for distributors by what they remember of them: a name, a site, a word about the audience.

import { env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import type { DistributorProfile } from '#core/contracts/people.ts';
import { runScheduled } from '../scheduled.ts';
import { call, newPerson, type Person, publishedEvent } from '../test/calls.ts';

type Found = { items: { id: string; name: string; says: string; sites: string[] }[]; next: string | null };

const mark = () => `метка${crypto.randomUUID().slice(0, 8)}`;

async function distributor(name: string, profile: Record<string, unknown> = {}): Promise<Person> {
  const person = await newPerson('distributor');
  await call('PATCH', '/api/me', { token: person.token, body: { displayName: name } });
  if (Object.keys(profile).length > 0) {
    await call('PATCH', '/api/distributors/me', { token: person.token, body: profile });
  }
  return person;
}

async function find(organizer: Person, q: string, cursor?: string) {
  const query = new URLSearchParams({ q, ...(cursor === undefined ? {} : { cursor }) });
  return call<Found>('GET', `/api/distributors?${query}`, { token: organizer.token });
}
const idsOf = async (organizer: Person, q: string) => (await find(organizer, q)).body.items.map((one) => one.id);

describe('distributors are found', () => {
  it('by words of their audience in any form, by their site, and by every word that is asked', async () => {
    const organizer = await newPerson('organizer');
    const own = mark();
    const person = await distributor(`Кампус ${own}`, {
      audience: 'Двадцать тысяч студентов и преподавателей. We write for runners.',
      sites: ['https://www.campus-kazan.example/news'],
    });
    for (const q of [
      'студенты',
      'СТУДЕНТ преподаватель',
      'runner',
      'campus-kazan.example',
      'kazan',
      `кампус ${own}`,
      own.slice(0, 9),
    ]) {
      expect([q, await idsOf(organizer, `${q} ${own}`)]).toEqual([q, [person.partyId]]);
    }
    expect(await idsOf(organizer, `рыболовы ${own}`)).toEqual([]);
    const [card] = (await find(organizer, own)).body.items;
    expect(card).toMatchObject({ says: expect.stringContaining('Двадцать тысяч'), sites: [expect.any(String)] });
  });

  it('by what they say now, not by what they said', async () => {
    const organizer = await newPerson('organizer');
    const own = mark();
    const person = await distributor(`Радио ${own}`, { audience: 'рыболовы' });
    await call('PATCH', '/api/distributors/me', { token: person.token, body: { audience: 'садоводы' } });
    expect(await idsOf(organizer, `садовод ${own}`)).toEqual([person.partyId]);
    expect(await idsOf(organizer, `рыболов ${own}`)).toEqual([]);
  });

  it('by a new name at once as it is written, and in any form after the next run of the cron', async () => {
    const organizer = await newPerson('organizer');
    const own = mark();
    const person = await distributor(`Вечерние новости ${own}`);
    expect(await idsOf(organizer, `новости ${own}`)).toEqual([person.partyId]);
    await runScheduled(env, Date.now());
    expect(await idsOf(organizer, `вечерняя новость ${own}`)).toEqual([person.partyId]);
  });

  it('page by page, each once', async () => {
    const organizer = await newPerson('organizer');
    const own = mark();
    const made = [];
    for (let n = 0; n < 32; n++) made.push((await distributor(`Клуб ${String(n).padStart(2, '0')} ${own}`)).partyId);
    const first = await find(organizer, own);
    expect(first.body.items).toHaveLength(30);
    const second = await find(organizer, own, first.body.next ?? '');
    expect(second.body.next).toBeNull();
    expect([...first.body.items, ...second.body.items].map((one) => one.id)).toEqual(made);
  }, 60_000);

  it('by nothing that could be read as the language of the index', async () => {
    const organizer = await newPerson('organizer');
    for (const q of [
      '"',
      '*',
      'a" OR "b',
      'words:x',
      'NEAR(a b)',
      '%',
      '_',
      "');drop table parties;--",
      '\u0000',
      ' ',
    ]) {
      expect([q, (await find(organizer, q)).status]).toEqual([q, 200]);
    }
    expect((await find(organizer, 'x'.repeat(201))).status).toBe(400);
  });
});

describe('the results of a distributor', () => {
  /** Rows of the projection: orders of this many valid tickets and one that was returned. */
  async function sold(person: Person, eventId: string, tickets: number, createdAt: number): Promise<void> {
    const orderId = `ord_${crypto.randomUUID()}`;
    const values = [orderId, eventId, 'pty_0', person.partyId, createdAt];
    await env.DB.batch([
      env.DB.prepare(
        `insert into orders (id, event_id, seq, organizer_id, distributor_id, status, paid_late, currency, face_minor,
           service_fee_minor, total_minor, refunded_minor, commission_minor, buyer_name, buyer_email, locale, created_at)
         values (?, ?, 1, ?, ?, 'paid', 0, 'RUB', 0, 0, 0, 0, 0, 'Анна', 'anna@example.org', 'ru', ?)`,
      ).bind(...values),
      env.DB.prepare(
        `insert into tickets (id, order_id, event_id, seq, number, ticket_type_id, status, face_minor)
         select ?1 || '-' || value, ?1, ?2, 1, value, 'tty', case value when 0 then 'void' else 'valid' end, 0
         from json_each(?3)`,
      ).bind(orderId, eventId, JSON.stringify(Array.from({ length: tickets + 1 }, (_, n) => n))),
    ]);
  }
  const resultsFor = async (reader: Person, path: string) =>
    (await call<DistributorProfile>('GET', `/api/distributors/${path}`, { token: reader.token })).body.results;

  it('are shown to organizers when the distributor says so, of the last year, without returned tickets', async () => {
    const [organizer, person] = await Promise.all([newPerson('organizer'), newPerson('distributor')]);
    const events = [await publishedEvent(organizer), await publishedEvent(organizer), await publishedEvent(organizer)];
    for (const { event } of events) {
      const body = { eventId: event.id, commissionBps: 1000 };
      expect((await call('POST', '/api/deals', { token: person.token, body })).status).toBe(201);
    }
    const [first, second, third] = events.map(({ event }) => event.id);
    if (first === undefined || second === undefined || third === undefined) throw new Error('three events');
    await sold(person, first, 3, Date.now());
    await sold(person, second, 2, Date.now() - 360 * 86_400_000);
    await sold(person, third, 9, Date.now() - 370 * 86_400_000);
    const shown = { events: 2, tickets: 5, isMore: false };
    expect(await resultsFor(organizer, person.partyId)).toBeNull();
    expect(await resultsFor(person, 'me')).toEqual(shown);
    await call('PATCH', '/api/distributors/me', { token: person.token, body: { showResults: true } });
    expect(await resultsFor(organizer, person.partyId)).toEqual(shown);
    await sold(person, first, 1_000, Date.now());
    expect(await resultsFor(organizer, person.partyId)).toEqual({ events: 2, tickets: 1_000, isMore: true });
  });
});
