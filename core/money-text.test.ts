import { expect, it } from 'vitest';
import { decimalText, moneyText } from './money-text.ts';

it('writes money as a reader of the language expects it, without kopecks that are zero', () => {
  expect(moneyText('ru', { amount: 250_000, currency: 'RUB' })).toMatch(/^2\s500\s₽$/);
  expect(moneyText('ru', { amount: 99_050, currency: 'RUB' })).toMatch(/^990,50\s₽$/);
  expect(moneyText('en', { amount: 250_000, currency: 'RUB' })).toBe('₽2,500');
  expect(moneyText('en', { amount: 150_050, currency: 'EUR' })).toBe('€1,500.50');
  expect(moneyText('en', { amount: 1_500, currency: 'JPY' })).toBe('¥1,500');
});

it('writes an account to the smallest unit, and a currency by its code where a font lacks the sign', () => {
  expect(moneyText('ru', { amount: 150_000, currency: 'RUB' }, { zeros: 'always' })).toMatch(/^1\s500,00\s₽$/);
  expect(moneyText('en', { amount: 150_000, currency: 'GEL' }, { display: 'code' })).toMatch(/^GEL\s1,500$/);
});

it('writes the largest exact amount without losing a unit', () => {
  expect(decimalText(Number.MAX_SAFE_INTEGER, 'RUB')).toBe('90071992547409.91');
  expect(moneyText('en', { amount: Number.MAX_SAFE_INTEGER, currency: 'EUR' })).toBe('€90,071,992,547,409.91');
});

it.each([
  [150_000, 'RUB', '1500.00'],
  [5, 'RUB', '0.05'],
  [-150_050, 'EUR', '-1500.50'],
  [1_500, 'JPY', '1500'],
] as const)('%d minor units of %s are %s', (amount, currency, text) => {
  expect(decimalText(amount, currency)).toBe(text);
});
