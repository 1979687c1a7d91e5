// Amounts of money as people write them, on every surface. Money never passes through a floating-point number: `Intl`
// takes the exact decimal text.

import type { Locale } from './contracts/basics.ts';
import { type CurrencyCode, currencyDigits } from './currencies.ts';

// British English: prices beside dates with the day before the month, as on the tickets and in the letters.
const tags = { ru: 'ru-RU', en: 'en-GB' } as const satisfies Record<Locale, string>;

type Amount = { readonly amount: number; readonly currency: CurrencyCode };
type Style = {
  /** `always`: "1 500,00 ₽", for accounts. By default "1 500 ₽" where there are no kopecks, for prices. */
  zeros?: 'always' | 'when-needed';
  /** `code`: "1 500 RUB", where a font lacks the sign. */
  display?: 'sign' | 'code';
};

export function moneyText(
  locale: Locale,
  { amount, currency }: Amount,
  { zeros = 'when-needed', display = 'sign' }: Style = {},
): string {
  const digits = currencyDigits[currency];
  const isWhole = amount % 10 ** digits === 0;
  return new Intl.NumberFormat(tags[locale], {
    style: 'currency',
    currency,
    // "₽4,931" where the plain style would write "RUB 4,931"; every currency here has its own sign.
    currencyDisplay: display === 'code' ? 'code' : 'narrowSymbol',
    minimumFractionDigits: isWhole && zeros === 'when-needed' ? 0 : digits,
    maximumFractionDigits: digits,
  }).format(decimalText(amount, currency));
}

/** Minor units as a decimal number in text: 150000 RUB → "1500.00". */
export function decimalText(amountMinor: number, currency: CurrencyCode): `${number}` {
  const digits = currencyDigits[currency];
  const sign = amountMinor < 0 ? '-' : '';
  const text = String(Math.abs(amountMinor)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const decimal = digits === 0 ? `${sign}${whole}` : `${sign}${whole}.${text.slice(-digits)}`;
  // Built of digits and one point above.
  return decimal as `${number}`;
}
