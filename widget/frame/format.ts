// Times of day and countdowns as people read them.

// British English: the day before the month, the clock of 24 hours, as on the tickets and in the mail.
const tagOf = (locale: string) => (locale === 'ru' ? 'ru-RU' : 'en-GB');

/** `19:05`, by the clock of whoever looks. */
export function timeOfDay(locale: string, at: string): string {
  return new Intl.DateTimeFormat(tagOf(locale), { hour: '2-digit', minute: '2-digit' }).format(new Date(at));
}

/** `9:05`, never negative. */
export function countdown(leftMs: number): string {
  const seconds = Math.max(0, Math.floor(leftMs / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
