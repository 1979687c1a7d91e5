import { expect, it } from 'vitest';
import { isEventDay, placeAt, placesOf, tabsOf } from './menu.ts';

const roles = ['organizer', 'distributor', 'admin', 'buyer'] as const;
const names = (places: readonly { name: string }[]) => places.map(({ name }) => name);

it('a phone has at most four tabs beside "more", all of them places of the role', () => {
  for (const role of roles) {
    for (const day of [false, true]) {
      const tabs = tabsOf(role, day);
      expect(tabs.length).toBeLessThanOrEqual(4);
      expect(names(placesOf(role))).toEqual(expect.arrayContaining(names(tabs)));
    }
  }
});

it('on the day of an event the door takes the place of money', () => {
  expect(names(tabsOf('organizer', false))).toEqual(['home', 'events', 'deals', 'money']);
  expect(names(tabsOf('organizer', true))).toEqual(['home', 'events', 'deals', 'door']);
});

const startsAt = '2026-12-12T16:00:00.000Z';
const endsAt = '2026-12-12T19:00:00.000Z';
const published = { status: 'published', startsAt, endsAt };

it.each([
  ['2026-12-12T07:59:00.000Z', published, false],
  ['2026-12-12T08:00:00.000Z', published, true],
  ['2026-12-12T19:00:00.000Z', published, true],
  ['2026-12-12T19:00:00.001Z', published, false],
  ['2026-12-12T17:00:00.000Z', { ...published, status: 'draft' }, false],
  ['2026-12-12T17:00:00.000Z', { ...published, status: 'cancelled' }, false],
])('at %s an event of %o makes an event day: %s', (now, event, expected) => {
  expect(isEventDay([event], Date.parse(now))).toBe(expected);
});

it.each([
  ['/', 'home'],
  ['/my-events', 'events'],
  ['/my-events/evt_1/orders', 'events'],
  ['/my-events-elsewhere', undefined],
  ['/door/evt_1', 'door'],
  ['/profile', undefined],
])('%s is part of the place %s', (path, name) => {
  expect(placeAt(path, placesOf('organizer'))?.name).toBe(name);
});
