import ICAL from 'ical.js';
import { expect, it } from 'vitest';
import { type CalendarEntry, calendarText } from './calendar.ts';

const entry: CalendarEntry = {
  eventId: 'evt_0123456789abcdef',
  revision: 4,
  startsAt: '2036-05-01T16:00:00.000Z',
  endsAt: '2036-05-01T18:00:00.000Z',
  cancelled: false,
  title: 'Вечер',
  place: { name: 'Малый зал', city: 'Санкт-Петербург', address: 'Невский, 30' },
  url: 'https://foyer.example/o/ord_1',
};
const madeAtMs = Date.parse('2036-04-01T00:00:00Z');
const read = (text: string) => new ICAL.Component(ICAL.parse(text));
const property = (text: string, name: string) => read(text).getFirstSubcomponent('vevent')?.getFirstPropertyValue(name);

it('a file made after a change replaces the earlier entry: one UID, a higher SEQUENCE, a later DTSTAMP', () => {
  const before = calendarText([entry], { locale: 'ru', company: 'Фойе', madeAtMs });
  const after = calendarText([{ ...entry, revision: 5 }], {
    locale: 'ru',
    company: 'Фойе',
    madeAtMs: madeAtMs + 1_000,
  });
  expect(property(after, 'uid')).toBe(property(before, 'uid'));
  expect([property(before, 'sequence'), property(after, 'sequence')]).toEqual([4, 5]);
  expect(String(property(after, 'dtstamp')) > String(property(before, 'dtstamp'))).toBe(true);
  expect(read(before).getFirstPropertyValue('method')).toBe('PUBLISH');
  expect(property(before, 'status')).toBe('CONFIRMED');
});

it('a cancelled event is taken out of the calendar, and marked in a feed', () => {
  const alone = calendarText([{ ...entry, cancelled: true }], { locale: 'ru', company: 'Фойе', madeAtMs });
  expect([read(alone).getFirstPropertyValue('method'), property(alone, 'status')]).toEqual(['CANCEL', 'CANCELLED']);
  const feed = calendarText([{ ...entry, cancelled: true }], { locale: 'ru', company: 'Фойе', name: 'Зал', madeAtMs });
  expect([read(feed).getFirstPropertyValue('method'), property(feed, 'status')]).toEqual(['PUBLISH', 'CANCELLED']);
});

it('every line ends with CRLF, the last one too', () => {
  const text = calendarText([entry], { locale: 'en', company: 'Foyer', madeAtMs });
  expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
});
