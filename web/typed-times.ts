// Wall-clock times that people type for a zone, read into instants. Apart from the other typed values, because the
// calendar library is loaded only with editors.

import { Temporal } from 'temporal-polyfill';
import { type Language, zoneLabel } from '#core/when.ts';
import type { Typed } from './typed-values.ts';

type TimeProblem = 'empty' | 'not-a-time' | 'skipped';

/** The wall-clock text of a `datetime-local` field in a zone → an instant. A time the clocks skip is refused. */
export function readLocalTime(text: string, timeZone: string): Typed<string, TimeProblem> {
  if (text === '') return { ok: false, problem: 'empty' };
  const wall = wallTime(text);
  if (wall === null) return { ok: false, problem: 'not-a-time' };
  const zoned = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  // In the gap of a change of clocks the zone answers another wall time than was asked.
  if (!zoned.toPlainDateTime().equals(wall)) return { ok: false, problem: 'skipped' };
  return { ok: true, value: new Date(zoned.epochMilliseconds).toISOString() };
}

/**
 * The same for a field that shows an instant already: as long as nobody touched it, that very instant stands. A text shows
 * neither seconds nor which of two equal hours is meant, and saving a new title must not move an event.
 */
export function readShownTime(
  text: string,
  timeZone: string,
  shown: { at: string; timeZone: string } | null,
): Typed<string, TimeProblem> {
  const untouched = shown !== null && shown.timeZone === timeZone && localTimeText(shown.at, timeZone) === text;
  return untouched ? { ok: true, value: shown.at } : readLocalTime(text, timeZone);
}

/** The zone beside a field, with the offset of the typed day, or of today while nothing is typed. */
export function zoneHint(language: Language, text: string, timeZone: string): string {
  const typed = readLocalTime(text, timeZone);
  return zoneLabel(language, typed.ok ? typed.value : Date.now(), timeZone);
}

/** Whether the clocks of the zone show this time twice; `readLocalTime` takes the first. */
export function isRepeatedTime(text: string, timeZone: string): boolean {
  const wall = wallTime(text);
  if (wall === null) return false;
  const [first, second] = (['earlier', 'later'] as const).map((disambiguation) =>
    wall.toZonedDateTime(timeZone, { disambiguation }),
  );
  return first?.epochMilliseconds !== second?.epochMilliseconds && first?.toPlainDateTime().equals(wall) === true;
}

/** An instant → the text a `datetime-local` field shows for a zone. */
export function localTimeText(iso: string, timeZone: string): string {
  const zoned = Temporal.Instant.from(iso).toZonedDateTimeISO(timeZone);
  return zoned.toPlainDateTime().toString({ smallestUnit: 'minute' });
}

/** The first instant of a `date` field's day in a zone; `daysLater` = 1 gives the end of that day. */
export function startOfDay(text: string, timeZone: string, daysLater = 0): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  try {
    const start = Temporal.PlainDate.from(text).add({ days: daysLater }).toZonedDateTime(timeZone);
    return new Date(start.epochMilliseconds).toISOString();
  } catch {
    return null;
  }
}

/** The wall-clock text some hours later; what is no time stays as it is. */
export function later(text: string, hours: number): string {
  return wallTime(text)?.add({ hours }).toString({ smallestUnit: 'minute' }) ?? text;
}

function wallTime(text: string): Temporal.PlainDateTime | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(text)) return null;
  try {
    return Temporal.PlainDateTime.from(text);
  } catch {
    return null;
  }
}
