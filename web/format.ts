// Money, percentages and times as people read them. Times are shown in the event's time zone, never silently in the
// browser's.

import type { Currency } from '#core/contracts/basics.ts';
import { moneyText } from '#core/money-text.ts';
import { dateTimeText, exactClockText, rowText, sameClock, spanText, stampText, zoneText } from '#core/when.ts';
import { intlLocale, locale } from './language.ts';

type Amount = { amount: number; currency: Currency };

/** "1 500,00 ₽": always to the smallest unit. */
export function money({ amount, currency }: Amount): string {
  return moneyText(locale.value, { amount, currency }, { zeros: 'always' });
}

/** "1 500 ₽" when there are no kopecks: for prices. */
export function price({ amount, currency }: Amount): string {
  return moneyText(locale.value, { amount, currency });
}

/** "+1 500,00 ₽" and "−1 500,00 ₽": for postings. */
export function signedMoney({ amount, currency }: Amount): string {
  return `${amount > 0 ? '+' : ''}${money({ amount, currency })}`;
}

/** 1250 → "12.5 %" */
export function percentRange(fromBps: number, toBps: number): string {
  const format = new Intl.NumberFormat(intlLocale(), { style: 'percent', maximumFractionDigits: 2 });
  return format.formatRange(fromBps / 10_000, toBps / 10_000);
}

export function percent(bps: number): string {
  return new Intl.NumberFormat(intlLocale(), { style: 'percent', maximumFractionDigits: 2 }).format(bps / 10_000);
}

/** Basis points as a person would type them: 1250 → "12,5" or "12.5". */
export function percentText(bps: number): string {
  return new Intl.NumberFormat(intlLocale(), { maximumFractionDigits: 2, useGrouping: false }).format(bps / 100);
}

export function number(n: number): string {
  return new Intl.NumberFormat(intlLocale()).format(n);
}

/**
 * "Sat, 12 December 2026, 19:00" in the given zone. The zone is named unless the reader's own zone shows the same time.
 */
export function dateTime(iso: string, timeZone: string): string {
  return withZone(dateTimeText(locale.value, iso, timeZone), iso, timeZone);
}

/** "12 Dec 2026, 19:00": for rows of a table; the zone is named as by `dateTime`. */
export function rowTime(iso: string, timeZone: string): string {
  return withZone(rowText(locale.value, iso, timeZone), iso, timeZone);
}

/** "12 Dec 2026, 19:00:05": for ledgers and logs; the zone is named as by `dateTime`. */
export function stamp(iso: string, timeZone = browserTimeZone()): string {
  return withZone(stampText(locale.value, iso, timeZone), iso, timeZone);
}

/** "Saturday, 12 December 2026, 19:00–22:00, Moscow time": when an event takes place. */
export function eventTime(event: { startsAt: string; endsAt: string; timeZone: string }): string {
  const { date, time } = spanText(locale.value, event);
  return `${date}, ${time}, ${zoneText(locale.value, event.startsAt, event.timeZone)}`;
}

export function clock(iso: string, timeZone: string): string {
  return exactClockText(locale.value, iso, timeZone);
}

function withZone(written: string, iso: string, timeZone: string): string {
  if (sameClock(iso, timeZone, browserTimeZone())) return written;
  return `${written}, ${zoneText(locale.value, iso, timeZone)}`;
}

export function browserTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
