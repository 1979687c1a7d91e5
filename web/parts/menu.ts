// Where each role can go: the column at the side, and the few places that fit under a phone's screen.

import type { Role } from '#core/contracts/people.ts';
import { assertNever } from '#core/result.ts';
import type { IconName } from './icons.tsx';

export type Place = {
  /** Its text is `t().menu[name]`. */
  name:
    | 'home'
    | 'myTickets'
    | 'events'
    | 'deals'
    | 'orders'
    | 'distributors'
    | 'money'
    | 'door'
    | 'catalogue'
    | 'toSell'
    | 'publicProfile'
    | 'people'
    | 'widgets';
  href: string;
  icon: IconName;
};

const home: Place = { name: 'home', href: '/', icon: 'home' };
const events: Place = { name: 'events', href: '/my-events', icon: 'calendar' };
const deals: Place = { name: 'deals', href: '/deals', icon: 'deal' };
const orders: Place = { name: 'orders', href: '/orders', icon: 'ticket' };
const distributors: Place = { name: 'distributors', href: '/distributors', icon: 'people' };
const money: Place = { name: 'money', href: '/balance', icon: 'wallet' };
const door: Place = { name: 'door', href: '/door', icon: 'scan' };
const catalogue: Place = { name: 'catalogue', href: '/catalogue', icon: 'globe' };
const toSell: Place = { name: 'toSell', href: '/to-sell', icon: 'globe' };
const publicProfile: Place = { name: 'publicProfile', href: '/public-profile', icon: 'card' };
const people: Place = { name: 'people', href: '/admin/people', icon: 'people' };
const allEvents: Place = { name: 'events', href: '/admin/events', icon: 'calendar' };
const allOrders: Place = { name: 'orders', href: '/admin/orders', icon: 'ticket' };
const widgets: Place = { name: 'widgets', href: '/widgets', icon: 'widgets' };
const myTickets: Place = { name: 'myTickets', href: '/', icon: 'ticket' };

/** All places of a role, in the order of the column. */
export function placesOf(role: Role): readonly Place[] {
  switch (role) {
    case 'organizer':
      return [home, events, orders, deals, distributors, widgets, money, door, catalogue];
    case 'distributor':
      return [home, toSell, deals, widgets, money, publicProfile];
    case 'admin':
      return [home, people, allEvents, allOrders, door, catalogue];
    case 'buyer':
      return [myTickets, catalogue];
    default:
      return assertNever(role);
  }
}

/**
 * The tabs of a phone, beside which "more" opens the rest. On the day of an event its organizer stands at the door, and
 * money can wait.
 */
export function tabsOf(role: Role, isEventDay: boolean): readonly Place[] {
  switch (role) {
    case 'organizer':
      return [home, events, deals, isEventDay ? door : money];
    case 'distributor':
      return [home, toSell, deals, money];
    case 'admin':
      return [home, people, allEvents, allOrders];
    case 'buyer':
      return placesOf(role);
    default:
      return assertNever(role);
  }
}

/** The place the address is part of: the longest that fits, so that "/" is not everywhere. */
export function placeAt(path: string, places: readonly Place[]): Place | null {
  const fitting = places.filter(({ href }) => path === href || (href !== '/' && path.startsWith(`${href}/`)));
  return fitting.toSorted((a, b) => b.href.length - a.href.length)[0] ?? null;
}

type EventTimes = { status: string; startsAt: string; endsAt: string };

const hoursBefore = 8;

/** Whether one of the events is on sale and begins within hours, or is going on. */
export function isEventDay(events: readonly EventTimes[], now: number): boolean {
  return events.some(
    ({ status, startsAt, endsAt }) =>
      status === 'published' && Date.parse(startsAt) - hoursBefore * 3_600_000 <= now && now <= Date.parse(endsAt),
  );
}
