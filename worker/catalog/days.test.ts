import { expect, it } from 'vitest';
import type { DayChoice } from '#core/day-choices.ts';
import { daysOf } from './days.ts';

it.each<[DayChoice, string, string, string, string]>([
  // A Thursday, one o'clock at night in Moscow: still Wednesday evening in London, late morning in Vladivostok.
  ['today', '2026-11-25T22:00Z', 'Europe/Moscow', '2026-11-25T21:00Z', '2026-11-26T21:00Z'],
  ['today', '2026-11-25T22:00Z', 'Europe/London', '2026-11-25T00:00Z', '2026-11-26T00:00Z'],
  ['today', '2026-11-25T22:00Z', 'Asia/Vladivostok', '2026-11-25T14:00Z', '2026-11-26T14:00Z'],
  ['weekend', '2026-11-25T22:00Z', 'Europe/Moscow', '2026-11-27T21:00Z', '2026-11-29T21:00Z'],
  ['weekend', '2026-11-28T12:00Z', 'Europe/Moscow', '2026-11-27T21:00Z', '2026-11-29T21:00Z'],
  ['weekend', '2026-11-29T20:59Z', 'Europe/Moscow', '2026-11-27T21:00Z', '2026-11-29T21:00Z'],
  ['weekend', '2026-11-29T21:00Z', 'Europe/Moscow', '2026-12-04T21:00Z', '2026-12-06T21:00Z'],
  // The clocks go back on this Sunday: it has 25 hours.
  ['weekend', '2026-10-22T12:00Z', 'Europe/Berlin', '2026-10-23T22:00Z', '2026-10-25T23:00Z'],
  // Midnight does not exist there on this day: it begins at one.
  ['today', '2026-04-24T12:00Z', 'Africa/Cairo', '2026-04-23T22:00Z', '2026-04-24T21:00Z'],
])('%s at %s in %s is from %s to %s', (choice, now, timeZone, from, to) => {
  expect(daysOf(choice, Date.parse(now), timeZone)).toEqual({ fromMs: Date.parse(from), toMs: Date.parse(to) });
});
