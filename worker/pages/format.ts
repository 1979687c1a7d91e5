// Amounts and times as people write them, in the event's own time zone: a buyer abroad must not come at his hour.

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

export function dayAndTimeText(locale: Locale, instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat(tags[locale], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  }).format(Date.parse(instant));
}

export function timeText(locale: Locale, atMs: number, timeZone: string): string {
  return new Intl.DateTimeFormat(tags[locale], { hour: '2-digit', minute: '2-digit', timeZone }).format(atMs);
}
