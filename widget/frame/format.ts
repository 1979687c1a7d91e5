// Money and countdowns as people read them.

// ISO 4217 minor digits of what Foyer sells in; `Intl` answers differently from one browser to another. The test
// compares it with core/contracts/basics.ts, which a browser may import only as types.
export function digitsOf(currency: string): number {
  return currency === 'JPY' ? 0 : 2;
}

// British English: the day before the month, the clock of 24 hours, as on the tickets and in the mail.
const tagOf = (locale: string) => (locale === 'ru' ? 'ru-RU' : 'en-GB');

type Amount = { readonly amount: number; readonly currency: string };

export function money(locale: string, { amount, currency }: Amount): string {
  const digits = digitsOf(currency);
  const whole = amount % 10 ** digits === 0;
  return new Intl.NumberFormat(tagOf(locale), {
    style: 'currency',
    currency,
    // "₽4,931" where the plain style would write "RUB 4,931"; every currency here has its own sign.
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: whole ? 0 : digits,
    maximumFractionDigits: digits,
  }).format(amount / 10 ** digits);
}

/** `19:05`, by the clock of whoever looks. */
export function timeOfDay(locale: string, at: string): string {
  return new Intl.DateTimeFormat(tagOf(locale), { hour: '2-digit', minute: '2-digit' }).format(new Date(at));
}

/** `9:05`, never negative. */
export function countdown(leftMs: number): string {
  const seconds = Math.max(0, Math.floor(leftMs / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
