// A day of a chart or its table: "26 Nov".

import { dayLeaf } from '#core/when.ts';
import { locale } from '../../language.ts';

/** `date`: `2026-11-26`, a day of the calendar in whatever zone it was counted. */
export function dayText(date: string): string {
  const { day, month } = dayLeaf(locale.value, `${date}T12:00:00Z`, 'UTC');
  return `${day} ${month}`;
}
