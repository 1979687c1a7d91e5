// Amounts of money as people write them.

import { currencyDigits, type Locale, type Money } from '#core/contracts/basics.ts';

const tags = { ru: 'ru-RU', en: 'en-GB' } as const satisfies Record<Locale, string>;

export function moneyText(locale: Locale, { amount, currency }: Money): string {
  const digits = currencyDigits[currency];
  const whole = amount % 10 ** digits === 0;
  return new Intl.NumberFormat(tags[locale], {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: whole ? 0 : digits,
    maximumFractionDigits: digits,
  }).format(amount / 10 ** digits);
}
