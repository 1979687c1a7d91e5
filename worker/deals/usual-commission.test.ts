// The usual commission helps to choose a distributor and tells nobody's terms.

import { env } from 'cloudflare:test';
import { beforeAll, expect, it } from 'vitest';
import type { DealWithVersions } from '#core/contracts/deals.ts';
import type { DistributorCard } from '#core/contracts/people.ts';
import { call, newPerson, type Person, publishedEvent } from '../test/calls.ts';
import { makeUsualCommissions, reindexDueDistributors } from './deals.ts';

const dayMs = 86_400_000;
let day = Date.now();
let organizers: Person[] = [];

beforeAll(async () => {
  organizers = await Promise.all([1, 2, 3].map(() => newPerson('organizer')));
});

async function agree(distributor: Person, organizer: Person, commissionBps: number): Promise<void> {
  const { event } = await publishedEvent(organizer);
  const body = { eventId: event.id, commissionBps };
  const deal = await call<DealWithVersions>('POST', '/api/deals', { token: distributor.token, body });
  const accept = { token: organizer.token, body: { version: 1 } };
  const accepted = await call('POST', `/api/deals/${deal.body.id}/accept`, accept);
  if (accepted.status !== 200) throw new Error(`accept: ${accepted.status}`);
}

/** As organizers find the distributor: by the card alone. */
async function usualOf(distributor: Person): Promise<DistributorCard['usualCommission'] | undefined> {
  const name = `Афиша ${distributor.partyId}`;
  await call('PATCH', '/api/me', { token: distributor.token, body: { displayName: name } });
  const found = await call<{ items: DistributorCard[] }>('GET', `/api/distributors?q=${encodeURIComponent(name)}`, {
    token: organizers[0]?.token,
  });
  return found.body.items[0]?.usualCommission;
}

async function nextDay(): Promise<void> {
  day += dayMs;
  await reindexDueDistributors(env);
  await makeUsualCommissions(env, day);
}

const [first, second, third] = [0, 1, 2] as const;
type Deals = [organizer: 0 | 1 | 2, bps: number][];

it.each<[string, Deals, DistributorCard['usualCommission']]>([
  [
    'four deals of three organizers',
    [
      [first, 1234],
      [second, 1234],
      [third, 1234],
      [first, 1234],
    ],
    null,
  ],
  [
    'five deals of two organizers',
    [
      [first, 777],
      [second, 777],
      [first, 777],
      [second, 777],
      [first, 777],
    ],
    null,
  ],
  [
    'five deals of three organizers',
    [
      [first, 1234],
      [second, 1100],
      [third, 1400],
      [first, 1234],
      [second, 1100],
    ],
    { fromBps: 1000, toBps: 1500 },
  ],
  [
    'the highest band ends at 100 %',
    [
      [first, 10_000],
      [second, 10_000],
      [third, 10_000],
      [first, 10_000],
      [second, 10_000],
    ],
    { fromBps: 9500, toBps: 10_000 },
  ],
  // The mean of the deals would be 820; of the organizers it is 2067, whoever has how many.
  [
    'each organizer counts once',
    [
      [first, 100],
      [first, 100],
      [first, 100],
      [second, 100],
      [third, 6000],
    ],
    { fromBps: 2000, toBps: 2500 },
  ],
])('%s', async (_what, deals, usual) => {
  const distributor = await newPerson('distributor');
  for (const [who, bps] of deals) await agree(distributor, organizers[who] as Person, bps);
  await nextDay();
  expect(await usualOf(distributor)).toEqual(usual);
});

it('is made once a day: a deal of today is not seen in it', async () => {
  const distributor = await newPerson('distributor');
  for (const who of [first, second, third, first]) await agree(distributor, organizers[who] as Person, 1_000);
  await nextDay();
  await agree(distributor, organizers[second] as Person, 1_000);
  await makeUsualCommissions(env, day + 60_000 - ((day % dayMs) % 60_000));
  expect(await usualOf(distributor)).toBeNull();
  await nextDay();
  expect(await usualOf(distributor)).toEqual({ fromBps: 1000, toBps: 1500 });
});
