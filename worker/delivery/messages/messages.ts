// The words of tickets and mails in the reader's language: catalogue, plurals, money and dates. Dates are always
// told in the event's own time zone, which is named beside them.

import { Currency, currencyDigits, type Locale } from '#core/contracts/basics.ts';
import { en, type Forms, type Messages } from './en.ts';
import { ru } from './ru.ts';

export type { Messages } from './en.ts';

const catalogues: Record<Locale, Messages> = { ru, en };
const tags: Record<Locale, string> = { ru: 'ru-RU', en: 'en-GB' };

export function messagesIn(locale: Locale): Messages {
  return catalogues[locale];
}

export function counted(locale: Locale, count: number, forms: Forms): string {
  return `${count}\u00a0${forms[new Intl.PluralRules(tags[locale]).select(count)] ?? forms.other}`;
}

export type MoneyOf = { amount: number; currency: string };

/** `codes`: currencies whose sign the reader's font lacks are told by their letters. */
export function moneyWords(locale: Locale, money: MoneyOf, hasSign: (sign: string) => boolean = () => true): string {
  const currency = Currency.parse(money.currency);
  const digits = currencyDigits[currency];
  const value = money.amount / 10 ** digits;
  const format = (currencyDisplay: 'narrowSymbol' | 'code') =>
    new Intl.NumberFormat(tags[locale], {
      style: 'currency',
      currency,
      currencyDisplay,
      minimumFractionDigits: Number.isInteger(value) ? 0 : digits,
      maximumFractionDigits: digits,
    }).format(value);
  const short = format('narrowSymbol');
  return hasSign(short) ? short : format('code');
}

export type EventTimes = { startsAt: string; endsAt: string; timeZone: string };

/** "суббота, 12 декабря 2026 г." and "19:00–21:30"; an event over several days names both dates in the time. */
export function eventTime(locale: Locale, times: EventTimes): { date: string; time: string; zone: string } {
  const starts = new Date(times.startsAt);
  const ends = new Date(times.endsAt);
  const show = (options: Intl.DateTimeFormatOptions, at: Date) =>
    new Intl.DateTimeFormat(tags[locale], { ...options, timeZone: times.timeZone }).format(at);
  const clock = (at: Date) => show({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, at);
  const day = (at: Date) => show({ day: 'numeric', month: 'long' }, at);
  const date = show({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }, starts);
  // A concert that ends at one in the morning is still one evening, not two days.
  const oneEvening = ends.getTime() - starts.getTime() < 18 * 3_600_000;
  const time = oneEvening
    ? `${clock(starts)}–${clock(ends)}`
    : `${day(starts)}, ${clock(starts)} — ${day(ends)}, ${clock(ends)}`;
  return { date: capitalized(date), time, zone: `${times.timeZone}, ${offsetAt(times.timeZone, starts)}` };
}

/** For a subject line: "12 декабря, 19:00". */
export function shortTime(locale: Locale, times: EventTimes): string {
  return new Intl.DateTimeFormat(tags[locale], {
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: times.timeZone,
  })
    .formatToParts(new Date(times.startsAt))
    .map((part) => (part.type === 'literal' && /\p{L}/u.test(part.value) ? ', ' : part.value))
    .join('');
}

function offsetAt(timeZone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' }).formatToParts(at);
  return (parts.find((part) => part.type === 'timeZoneName')?.value ?? 'UTC').replace('GMT', 'UTC');
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
