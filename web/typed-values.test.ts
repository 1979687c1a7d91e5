import { expect, it } from 'vitest';
import { localTimeText, readLocalTime, readMoney, readPercent, readWhole, startOfDay } from './typed-values.ts';

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
