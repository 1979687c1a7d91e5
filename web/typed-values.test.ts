import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRepeatedTime, localTimeText, readLocalTime, readShownTime, startOfDay } from './typed-times.ts';
import { readMoney, readPercent, readWhole } from './typed-values.ts';

const read = (text: string, currency: 'RUB' | 'JPY' = 'RUB', locale: 'ru' | 'en' = 'ru') => {
  const result = readMoney(text, currency, locale);
  return result.ok ? result.value : result.problem;
};

it.each([
  ['1500', 150_000],
  ['1 500,00', 150_000],
  ['1\u00a0500,5', 150_050],
  ['1\u202f500.05', 150_005],
  ['0', 0],
  ['0,01', 1],
  ['1,500.00', 150_000],
  ['1.500,00', 150_000],
  ['1,500,000', 150_000_000],
  ['12.30', 1_230],
  ['0.10', 10],
  ['1999,9900', 199_999],
  ['10 000 000 000', 1_000_000_000_000],
])('money typed as %j is read exactly', (text, minor) => {
  expect(read(text)).toBe(minor);
});

it.each([
  ['', 'empty'],
  ['   ', 'empty'],
  ['abc', 'not-a-number'],
  ['-5', 'not-a-number'],
  ['1e3', 'not-a-number'],
  ['1,2,3', 'not-a-number'],
  ['15 00', 'not-a-number'],
  [',5', 'not-a-number'],
  ['1,50.00', 'not-a-number'],
  ['0,001', 'too-precise'],
  ['1,505', 'too-precise'],
  ['10 000 000 001', 'too-much'],
  ['99999999999999999999999', 'too-much'],
])('money typed as %j is refused', (text, problem) => {
  expect(read(text)).toBe(problem);
});

it('one comma before three digits groups thousands in English only', () => {
  expect(read('1,500', 'RUB', 'en')).toBe(150_000);
  expect(read('1,500', 'RUB', 'ru')).toBe('too-precise');
  expect(read('1.500', 'RUB', 'en')).toBe('too-precise');
});

it('yen have no smaller unit', () => {
  expect(read('1500', 'JPY')).toBe(1_500);
  expect(read('1500,5', 'JPY')).toBe('too-precise');
  expect(read('1500,00', 'JPY')).toBe(1_500);
});

it('no amount passes through a floating-point number', () => {
  for (const kopecks of [1, 10, 29, 57, 58, 101, 115, 1_001, 1_005, 8_333_333, 99_999_999_999]) {
    const text = `${Math.floor(kopecks / 100)},${String(kopecks % 100).padStart(2, '0')}`;
    expect(read(text)).toBe(kopecks);
  }
});

it.each([
  ['12,5', 1_250],
  ['12.5 %', 1_250],
  ['7', 700],
  ['0', 0],
  ['100', 10_000],
  ['0,29', 29],
  ['13.330', 1_333],
])('a percentage typed as %j is read into basis points', (text, bps) => {
  expect(readPercent(text)).toEqual({ ok: true, value: bps });
});

it.each([
  ['', 'empty'],
  ['%', 'empty'],
  ['x', 'not-a-number'],
  ['-1', 'not-a-number'],
  ['12,345', 'too-precise'],
  ['100,01', 'too-much'],
  ['101', 'too-much'],
])('a percentage typed as %j is refused', (text, problem) => {
  expect(readPercent(text)).toEqual({ ok: false, problem });
});

it('a whole number keeps its bounds', () => {
  expect(readWhole('1 000', 1, 1_000)).toEqual({ ok: true, value: 1_000 });
  expect(readWhole('0', 1, 10).ok).toBe(false);
  expect(readWhole('11', 1, 10).ok).toBe(false);
  expect(readWhole('1.5', 1, 10).ok).toBe(false);
});

it('a wall-clock time is read in the zone of the event, not of the machine', () => {
  expect(readLocalTime('2026-12-12T19:00', 'Europe/Moscow')).toEqual({ ok: true, value: '2026-12-12T16:00:00.000Z' });
  expect(readLocalTime('2026-07-01T19:00', 'Europe/Berlin')).toEqual({ ok: true, value: '2026-07-01T17:00:00.000Z' });
  expect(localTimeText('2026-12-12T16:00:00.000Z', 'Asia/Vladivostok')).toBe('2026-12-13T02:00');
});

it('a time the clocks skip is refused, one they repeat is the earlier', () => {
  expect(readLocalTime('2026-03-29T02:30', 'Europe/Berlin')).toEqual({ ok: false, problem: 'skipped' });
  expect(readLocalTime('2026-10-25T02:30', 'Europe/Berlin')).toEqual({ ok: true, value: '2026-10-25T00:30:00.000Z' });
});

it('what is no time is refused', () => {
  expect(readLocalTime('', 'Europe/Moscow')).toEqual({ ok: false, problem: 'empty' });
  expect(readLocalTime('2026-13-40T99:00', 'Europe/Moscow')).toEqual({ ok: false, problem: 'not-a-time' });
});

it('a day is bounded in its zone, changes of clocks included', () => {
  expect(startOfDay('2026-10-25', 'Europe/Berlin')).toBe('2026-10-24T22:00:00.000Z');
  expect(startOfDay('2026-10-25', 'Europe/Berlin', 1)).toBe('2026-10-25T23:00:00.000Z');
  expect(startOfDay('', 'Europe/Berlin')).toBe(null);
});

describe('times around changes of clocks', () => {
  const zones = ['Europe/Berlin', 'America/New_York', 'Europe/Moscow', 'Australia/Lord_Howe', 'Pacific/Apia', 'UTC'];
  const zone = fc.constantFrom(...zones);
  const hour = 3_600_000;
  // Near the clock changes of 2036 and at other times.
  const changes = [
    '2036-03-30T01:00Z',
    '2036-10-26T01:00Z',
    '2036-03-09T07:00Z',
    '2036-11-02T06:00Z',
    '2036-04-05T15:00Z',
  ];
  const instant = fc.oneof(
    fc
      .tuple(fc.constantFrom(...changes), fc.integer({ min: -180, max: 180 }))
      .map(([at, m]) => Date.parse(at) + m * 60_000),
    fc.integer({ min: 0, max: 40 * 365 * 24 * 60 }).map((m) => Date.UTC(2020, 0, 1) + m * 60_000),
  );

  it('a time that was not touched stays the very same instant, seconds and second hours too', () => {
    fc.assert(
      fc.property(zone, instant, fc.integer({ min: 0, max: 59_999 }), (timeZone, at, rest) => {
        const iso = new Date(at + rest).toISOString();
        const read = readShownTime(localTimeText(iso, timeZone), timeZone, { at: iso, timeZone });
        expect(read).toEqual({ ok: true, value: iso });
      }),
    );
  });

  it('what is shown reads as the same time, or as the first of two that show alike', () => {
    fc.assert(
      fc.property(zone, instant, (timeZone, at) => {
        const text = localTimeText(new Date(at).toISOString(), timeZone);
        const read = readLocalTime(text, timeZone);
        const gap = at - (read.ok ? Date.parse(read.value) : Number.NaN);
        expect(gap === 0 || (gap > 0 && gap <= hour && isRepeatedTime(text, timeZone))).toBe(true);
      }),
    );
  });

  it('what was typed is shown again as typed, unless the clocks skip it', () => {
    const minutes = fc.integer({ min: 0, max: 366 * 24 * 60 - 1 });
    fc.assert(
      fc.property(zone, minutes, (timeZone, m) => {
        const text = new Date(Date.UTC(2036, 0, 1) + m * 60_000).toISOString().slice(0, 16);
        const read = readLocalTime(text, timeZone);
        if (read.ok) expect(localTimeText(read.value, timeZone)).toBe(text);
        else expect(read.problem).toBe('skipped');
      }),
    );
  });

  it('a night that passes midnight and the change of clocks is as long as it really is', () => {
    const between = (from: string, to: string, timeZone: string) => {
      const [start, end] = [readLocalTime(from, timeZone), readLocalTime(to, timeZone)];
      return start.ok && end.ok ? (Date.parse(end.value) - Date.parse(start.value)) / hour : null;
    };
    expect(between('2036-03-29T22:00', '2036-03-30T04:00', 'Europe/Berlin')).toBe(5);
    expect(between('2036-10-25T22:00', '2036-10-26T04:00', 'Europe/Berlin')).toBe(7);
    expect(between('2036-03-08T22:00', '2036-03-09T04:00', 'America/New_York')).toBe(5);
    expect(between('2036-11-01T22:00', '2036-11-02T04:00', 'America/New_York')).toBe(7);
  });

  it('the skipped and the repeated hour are told apart', () => {
    expect(readLocalTime('2036-03-09T02:30', 'America/New_York')).toEqual({ ok: false, problem: 'skipped' });
    expect(isRepeatedTime('2036-03-09T02:30', 'America/New_York')).toBe(false);
    expect(isRepeatedTime('2036-11-02T01:30', 'America/New_York')).toBe(true);
    expect(isRepeatedTime('2036-11-02T02:30', 'America/New_York')).toBe(false);
  });
});
