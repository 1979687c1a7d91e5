// Money and times as people read them: money by its minor units, times in the event's zone, never the browser's.

// ISO 4217 minor digits of what Foyer sells in; `Intl` answers differently from one browser to another. The test
// compares it with core/contracts/basics.ts, which a browser may import only as types.
export function digitsOf(currency: string): number {
  return currency === 'JPY' ? 0 : 2;
}

export type Amount = { readonly amount: number; readonly currency: string };

export function money(locale: string, { amount, currency }: Amount): string {
  const digits = digitsOf(currency);
  const whole = amount % 10 ** digits === 0;
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    // "₽4,931" where the plain style would write "RUB 4,931"; every currency here has its own sign.
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: whole ? 0 : digits,
    maximumFractionDigits: digits,
  }).format(amount / 10 ** digits);
}

export function day(locale: string, instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(new Date(instant));
}

export function time(locale: string, instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, { timeZone, timeStyle: 'short' }).format(new Date(instant));
}

export function moment(locale: string, instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone,
    day: 'numeric',
    month: 'long',
    hour: 'numeric',
    minute: '2-digit',
  }).format(new Date(instant));
}

/** The zone by name when the reader's clock shows another time at that moment; null when both agree. */
export function foreignZone(locale: string, instant: string, timeZone: string): string | null {
  const at = new Date(instant);
  const short = (zone?: string) =>
    new Intl.DateTimeFormat(locale, { ...(zone && { timeZone: zone }), timeZoneName: 'shortOffset', hour: 'numeric' })
      .formatToParts(at)
      .find((part) => part.type === 'timeZoneName')?.value ?? '';
  const theirs = short(timeZone);
  return theirs === short() ? null : theirs;
}

/** `9:05`, never negative. */
export function countdown(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
