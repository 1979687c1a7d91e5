// What people type, read exactly: money into integer minor units, percentages into basis points. No floating point
// anywhere, and nothing is guessed: what can mean two things is refused.

import type { Currency, Locale } from '#core/contracts/basics.ts';
import { currencyDigits } from '#core/currencies.ts';
import { maxAmountMinor } from '#core/money.ts';

export type Typed<Value, Problem extends string> = { ok: true; value: Value } | { ok: false; problem: Problem };

type MoneyProblem = 'empty' | 'not-a-number' | 'too-precise' | 'too-much';

// Ordinary, no-break, narrow no-break and thin spaces, and the apostrophe, with which some countries group digits.
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
  // Three digits after the separator are thousands in half of the world, so they are never cut to "1.50".
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
