// What people type, read exactly: money into integer minor units, percentages into basis points, wall-clock times of
// a zone into instants. No floating point anywhere, and nothing is guessed: what can mean two things is refused.

import { Temporal } from 'temporal-polyfill';
import type { Currency, Locale } from '#core/contracts/basics.ts';
import { currencyDigits } from '#core/currencies.ts';
import { maxAmountMinor } from '#core/money.ts';
import { type Language, zoneLabel } from '#core/when.ts';

type Typed<Value, Problem extends string> = { ok: true; value: Value } | { ok: false; problem: Problem };

type MoneyProblem = 'empty' | 'not-a-number' | 'too-precise' | 'too-much';

// Ordinary, no-break, narrow no-break and thin spaces, and the apostrophe some countries group with.
const grouping = /[\s\u00a0\u202f\u2009']/g;

/**
 * "1 500,00", "1500.5", "1,500.00" → minor units. The last separator is the decimal one unless it groups thousands;
 * "1,500" alone is fifteen hundred in English and refused in Russian, where it would be one and a half.
 */
export function readMoney(
  text: string,
  currency: Currency,
  locale: Locale,
  mostMinor = maxAmountMinor,
): Typed<number, MoneyProblem> {
  const trimmed = text.trim();
  if (trimmed === '') return { ok: false, problem: 'empty' };
  if (!spacesGroupThousands(trimmed)) return { ok: false, problem: 'not-a-number' };
  const digitsOnly = trimmed.replace(grouping, '');
  const parts = splitDecimal(digitsOnly, locale);
  if (parts === null) return { ok: false, problem: 'not-a-number' };
  const digits = currencyDigits[currency];
  // Three digits after the separator are thousands to half the world: never cut to "1.50".
  const fraction = parts.fraction.length === 3 ? parts.fraction : parts.fraction.replace(/0+$/, '');
  if (fraction.length > digits) return { ok: false, problem: 'too-precise' };
  const minor = BigInt(parts.whole + fraction.padEnd(digits, '0'));
  return minor > BigInt(mostMinor) ? { ok: false, problem: 'too-much' } : { ok: true, value: Number(minor) };
}

// "1 500" and "1 500 000,50" are numbers; "15 00" is two of them.
function spacesGroupThousands(text: string): boolean {
  const whole = text.split(/[.,]/)[0] ?? '';
  const groups = whole.split(grouping);
  return groups.slice(1).every((group) => group.length === 3);
}

function splitDecimal(text: string, locale: Locale): { whole: string; fraction: string } | null {
  const match = /^(\d[\d.,]*)$/.test(text) ? text : null;
  if (match === null) return null;
  const separators = [...text.matchAll(/[.,]/g)].map((one) => one[0]);
  const last = separators.at(-1);
  if (last === undefined) return { whole: text, fraction: '' };
  const at = text.lastIndexOf(last);
  const after = text.slice(at + 1);
  const groupedOnly = separators.every((one) => one === last) && after.length === 3;
  // "1,500,000" and, in English, "1,500".
  if (groupedOnly && (separators.length > 1 || (last === ',' && locale === 'en'))) {
    return /^\d{1,3}([.,]\d{3})+$/.test(text) ? { whole: text.replace(/[.,]/g, ''), fraction: '' } : null;
  }
  const before = text.slice(0, at);
  if (/[.,]/.test(before) && (before.includes(last) || !/^\d{1,3}([.,]\d{3})+$/.test(before))) return null;
  return { whole: before.replace(/[.,]/g, ''), fraction: after };
}

type PercentProblem = 'empty' | 'not-a-number' | 'too-precise' | 'too-much';

/** "12,5", "12.5 %", "7" → basis points, 0 to 10 000. */
export function readPercent(text: string): Typed<number, PercentProblem> {
  const trimmed = text.replace(/\s*%\s*$/, '').trim();
  if (trimmed === '') return { ok: false, problem: 'empty' };
  const match = /^(\d{1,5})(?:[.,](\d+))?$/.exec(trimmed);
  if (match === null) return { ok: false, problem: 'not-a-number' };
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  if (fraction.length > 2) return { ok: false, problem: 'too-precise' };
  const bps = Number((match[1] ?? '') + fraction.padEnd(2, '0'));
  return bps > 10_000 ? { ok: false, problem: 'too-much' } : { ok: true, value: bps };
}

/** A whole number between bounds, with grouping spaces allowed. */
export function readWhole(text: string, min: number, max: number): Typed<number, 'empty' | 'not-whole'> {
  const digits = text.trim().replace(grouping, '');
  if (digits === '') return { ok: false, problem: 'empty' };
  if (!/^\d{1,9}$/.test(digits)) return { ok: false, problem: 'not-whole' };
  const value = Number(digits);
  return value < min || value > max ? { ok: false, problem: 'not-whole' } : { ok: true, value };
}

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

function wallTime(text: string): Temporal.PlainDateTime | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(text)) return null;
  try {
    return Temporal.PlainDateTime.from(text);
  } catch {
    return null;
  }
}
