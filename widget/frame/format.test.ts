import { expect, it } from 'vitest';
import { currencyDigits } from '#core/contracts/basics.ts';
import { countdown, digitsOf, money, timeOfDay } from './format.ts';

it('knows the minor digits of every currency Foyer sells in', () => {
  for (const [currency, digits] of Object.entries(currencyDigits))
    expect([currency, digitsOf(currency)]).toEqual([currency, digits]);
});

it('writes money as a reader of the language expects it', () => {
  expect(money('ru', { amount: 250_000, currency: 'RUB' })).toMatch(/^2\s500\s₽$/);
  expect(money('ru', { amount: 99_050, currency: 'RUB' })).toMatch(/^990,50\s₽$/);
  expect(money('en', { amount: 250_000, currency: 'RUB' })).toBe('₽2,500');
  expect(money('en', { amount: 1_500, currency: 'JPY' })).toBe('¥1,500');
});

it('counts down to zero and never below', () => {
  expect([600_700, 65_000, 1_000, 999, -5_000].map(countdown)).toEqual(['10:00', '1:05', '0:01', '0:00', '0:00']);
});

it('writes a time of day by the clock of 24 hours', () => {
  for (const locale of ['ru', 'en']) expect(timeOfDay(locale, '2027-01-01T19:05:00')).toBe('19:05');
});
