import { expect, it } from 'vitest';
import {
  cardText,
  clockText,
  dateTimeText,
  dayLeaf,
  momentText,
  offsetText,
  sameClock,
  spanText,
  stampText,
  weekdayText,
  zoneLabel,
  zoneText,
} from './when.ts';

const moscow = 'Europe/Moscow';
const evening = { startsAt: '2026-11-29T17:00:00Z', endsAt: '2026-11-29T19:00:00Z', timeZone: moscow };

it.each([
  ['clock', clockText('ru', evening.startsAt, moscow), '20:00'],
  ['midnight', clockText('en', '2026-11-29T21:00:00Z', moscow), '00:00'],
  ['day, ru', weekdayText('ru', evening.startsAt, moscow), 'воскресенье, 29 ноября 2026 г.'],
  ['day, en', weekdayText('en', evening.startsAt, moscow), 'Sunday, 29 November 2026'],
  ["the day of the event's own zone", weekdayText('en', '2026-12-31T21:30:00Z', moscow), 'Friday, 1 January 2027'],
  ['moment, ru', momentText('ru', evening.startsAt, moscow), '29 ноября, 20:00'],
  ['moment, en', momentText('en', evening.startsAt, moscow), '29 November, 20:00'],
  ['date and time, ru', dateTimeText('ru', evening.startsAt, moscow), 'вс, 29 ноября 2026 г., 20:00'],
  ['date and time, en', dateTimeText('en', evening.startsAt, moscow), 'Sun, 29 November 2026, 20:00'],
  ['stamp, ru', stampText('ru', evening.startsAt, moscow), '29 нояб. 2026 г., 20:00:00'],
  ['stamp, en', stampText('en', evening.startsAt, moscow), '29 Nov 2026, 20:00:00'],
])('writes a %s', (_name, written, expected) => {
  expect(written).toBe(expected);
});

const spans: [string, string, string, string, string][] = [
  ['one evening', '2026-11-29T17:00:00Z', '2026-11-29T19:00:00Z', 'воскресенье, 29 ноября 2026 г.', '20:00–22:00'],
  ['a night', '2026-11-29T19:00:00Z', '2026-11-30T01:00:00Z', 'воскресенье, 29 ноября 2026 г.', '22:00–04:00'],
  [
    'days of one month',
    '2026-11-27T17:00:00Z',
    '2026-11-29T19:00:00Z',
    '27–29 ноября 2026 г.',
    '27 ноября, 20:00 — 29 ноября, 22:00',
  ],
  [
    'days over a month’s end',
    '2026-11-29T17:00:00Z',
    '2026-12-01T19:00:00Z',
    '29 ноября – 1 декабря 2026 г.',
    '29 ноября, 20:00 — 1 декабря, 22:00',
  ],
];
it.each(spans)('writes a span of %s', (_name, startsAt, endsAt, date, time) => {
  expect(spanText('ru', { startsAt, endsAt, timeZone: moscow })).toEqual({ date, time });
});

it('writes a span in English', () => {
  expect(spanText('en', evening)).toEqual({ date: 'Sunday, 29 November 2026', time: '20:00–22:00' });
  const long = { ...evening, endsAt: '2026-12-01T19:00:00Z' };
  expect(spanText('en', long).time).toBe('29 November, 20:00 — 1 December, 22:00');
});

it('names the offset of that day, not of today', () => {
  expect(offsetText('2026-07-11T12:00:00Z', 'Europe/Berlin')).toBe('UTC+2');
  expect(offsetText('2026-11-11T12:00:00Z', 'Europe/Berlin')).toBe('UTC+1');
  expect(offsetText(0, 'Asia/Kolkata')).toBe('UTC+5:30');
  expect(offsetText(0, 'UTC')).toBe('UTC');
  expect(offsetText('2026-11-11T12:00:00Z', 'America/New_York')).toBe('UTC−5');
});

const summer = '2026-07-11T12:00:00Z';
it.each([
  ['ru', moscow, 'по Москве'],
  ['en', moscow, 'Moscow time'],
  ['ru', 'America/Argentina/Buenos_Aires', 'местное время, UTC−3'],
  ['en', 'America/Argentina/Buenos_Aires', 'Buenos Aires time'],
  ['en', 'UTC', 'UTC'],
  ['ru', 'UTC', 'местное время, UTC'],
] as const)('says in %s whose clock %s is', (language, zone, expected) => {
  expect(zoneText(language, summer, zone)).toBe(expected);
});

it('labels every zone by a city and an offset, never by its identifier', () => {
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    for (const language of ['ru', 'en'] as const) {
      expect(zoneText(language, summer, zone)).not.toContain('/');
      expect(zoneLabel(language, summer, zone)).toMatch(/^[^/_]+, UTC([+−]\d{1,2}(:\d\d)?)?$/);
    }
  }
});

it('compares clocks at a moment, not zones', () => {
  expect(sameClock('2026-01-10T12:00:00Z', 'Europe/Istanbul', moscow)).toBe(true);
  expect(sameClock(summer, 'Europe/Berlin', moscow)).toBe(false);
  expect(sameClock(summer, 'Europe/Berlin', 'Europe/Paris')).toBe(true);
});

it.each([
  ['ru', '2026-12-11T16:00:00Z', 'пт, 11 дек., 19:00', { day: '11', month: 'дек' }],
  ['en', '2026-12-11T16:00:00Z', 'Fri, 11 Dec, 19:00', { day: '11', month: 'Dec' }],
  ['ru', '2026-09-30T22:00:00Z', 'чт, 1 окт., 01:00', { day: '1', month: 'окт' }],
  ['ru', '2026-05-01T16:00:00Z', 'пт, 1 мая, 19:00', { day: '1', month: 'май' }],
  ['en', '2026-09-01T16:00:00Z', 'Tue, 1 Sept, 19:00', { day: '1', month: 'Sept' }],
] as const)('writes a card and a leaf of a calendar: %s %s', (locale, at, card, leaf) => {
  expect(cardText(locale, at, moscow)).toBe(card);
  expect(dayLeaf(locale, at, moscow)).toEqual(leaf);
});
