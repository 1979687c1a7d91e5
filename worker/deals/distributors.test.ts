// Organizers look for distributors by what they remember of them: a name, a site, a word about the audience.

import { env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { runScheduled } from '../scheduled.ts';
import { call, newPerson, type Person } from '../test/calls.ts';

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
