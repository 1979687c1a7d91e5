import { expect, it } from 'vitest';
import { countdown, timeOfDay } from './format.ts';

it('counts down to zero and never below', () => {
  expect([600_700, 65_000, 1_000, 999, -5_000].map(countdown)).toEqual(['10:00', '1:05', '0:01', '0:00', '0:00']);
});

it('writes a time of day by the clock of 24 hours', () => {
  for (const locale of ['ru', 'en']) expect(timeOfDay(locale, '2027-01-01T19:05:00')).toBe('19:05');
});
