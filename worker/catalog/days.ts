// "Today" and "at the weekend" as the days of one time zone: an evening in Vladivostok is today by Vladivostok's clock.

import { Temporal } from 'temporal-polyfill';
import type { DayChoice } from '#core/day-choices.ts';

const saturday = 6;

/** From the first midnight to the one after the last day. On a Saturday or Sunday the weekend is the one that goes on. */
export function daysOf(choice: DayChoice, nowMs: number, timeZone: string): { fromMs: number; toMs: number } {
  const today = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(timeZone).toPlainDate();
  const first = choice === 'today' ? today : today.add({ days: saturday - today.dayOfWeek });
  const midnight = (date: Temporal.PlainDate) => date.toZonedDateTime(timeZone).epochMilliseconds;
  return { fromMs: midnight(first), toMs: midnight(first.add({ days: choice === 'today' ? 1 : 2 })) };
}
