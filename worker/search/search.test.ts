// The palette finds one's own things by name and number, in both languages, and never another party's.

import { describe, expect, it } from 'vitest';
import type { SearchResponse } from '#core/contracts/search.ts';
import { newAdmin } from '../test/accounts.ts';
import { call, newPerson, type Person, publishedEvent } from '../test/calls.ts';

async function found(person: Person, q: string): Promise<SearchResponse> {
  const response = await call<SearchResponse>('GET', `/api/search?${new URLSearchParams({ q })}`, {
    token: person.token,
  });
  expect(response.status).toBe(200);
  return response.body;
}

describe('the search of the palette', () => {
  it("finds an organizer's events and deals, and nothing of another organizer", async () => {
    const [organizer, other, distributor] = await Promise.all([
      newPerson('organizer'),
      newPerson('organizer'),
      newPerson('distributor'),
    ]);
    const [{ event }, strange] = [await publishedEvent(organizer), await publishedEvent(other)];
    const word = event.title.slice(0, 4).toLowerCase();
    for (const eventId of [event.id, strange.event.id]) {
      const body = { eventId, commissionBps: 900 };
      expect((await call('POST', '/api/deals', { token: distributor.token, body })).status).toBe(201);
    }
    const own = await found(organizer, word);
    expect(own.events.map(({ id }) => id)).toEqual([event.id]);
    expect(own.deals).toHaveLength(1);
    expect(own.deals[0]?.title).toBe(event.title);
    // A distributor has no orders and no list of others to look through, and sees the deals of both.
    const ofDistributor = await found(distributor, word);
    expect([ofDistributor.orders, ofDistributor.distributors]).toEqual([[], []]);
    expect(ofDistributor.deals).toHaveLength(2);
  });

  it('finds for an admin any event and any person, and people for nobody else', async () => {
    const [admin, organizer] = [await newAdmin(), await newPerson('organizer')];
    const { event } = await publishedEvent(organizer);
    expect((await found(admin, event.id)).events.map(({ id }) => id)).toEqual([event.id]);
    expect((await found(admin, organizer.email)).people).toMatchObject([{ id: organizer.id, email: organizer.email }]);
    expect((await found(organizer, organizer.email)).people).toEqual([]);
  });

  it('takes what is no pattern as it was typed, and refuses a single letter', async () => {
    const organizer = await newPerson('organizer');
    await publishedEvent(organizer);
    expect(await found(organizer, '%_')).toEqual({ events: [], deals: [], orders: [], distributors: [], people: [] });
    expect((await call('GET', '/api/search?q=a', { token: organizer.token })).status).toBe(400);
  });
});
