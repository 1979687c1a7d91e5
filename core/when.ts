// Instants, ranges and time zones as people read them: one set of rules for the dashboard, the public pages, the
// widget, letters and tickets. A time is shown in the zone it belongs to (an event's own, as a rule), in the 24-hour
// clock, and its zone is named by a city, never by an identifier such as `Europe/Moscow`.

export type Language = 'ru' | 'en';

/** An ISO 8601 text or epoch milliseconds. */
type Instant = string | number;

type Span = { startsAt: Instant; endsAt: Instant; timeZone: string };

// British English: the day before the month, as on the tickets.
const tags: Record<Language, string> = { ru: 'ru-RU', en: 'en-GB' };

/** An event that lasts no longer is one evening, also when it ends after midnight. */
const oneEveningMs = 18 * 3_600_000;

function show(language: Language, at: Instant, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(tags[language], { ...options, timeZone, hourCycle: 'h23' }).format(new Date(at));
}

const clockParts = { hour: '2-digit', minute: '2-digit' } as const;

/** "20:00" */
export function clockText(language: Language, at: Instant, timeZone: string): string {
  return show(language, at, timeZone, clockParts);
}

/** "20:00:05", for what happens by the second: scans, sign-ins. */
export function exactClockText(language: Language, at: Instant, timeZone: string): string {
  return show(language, at, timeZone, { ...clockParts, second: '2-digit' });
}

/** "воскресенье, 29 ноября 2026 г.", "Sunday, 29 November 2026" */
export function weekdayText(language: Language, at: Instant, timeZone: string): string {
  const date = show(language, at, timeZone, { day: 'numeric', month: 'long', year: 'numeric' });
  return `${show(language, at, timeZone, { weekday: 'long' })}, ${date}`;
}

/** "29 ноября 2026 г.", "29 November 2026" */
function dateText(language: Language, at: Instant, timeZone: string): string {
  return show(language, at, timeZone, { day: 'numeric', month: 'long', year: 'numeric' });
}

/** "29 ноября, 20:00": where the year is plain from what stands around. */
export function momentText(language: Language, at: Instant, timeZone: string): string {
  const date = show(language, at, timeZone, { day: 'numeric', month: 'long' });
  return `${date}, ${clockText(language, at, timeZone)}`;
}

/** "вс, 29 ноября 2026 г., 20:00", "Sun, 29 November 2026, 20:00" */
export function dateTimeText(language: Language, at: Instant, timeZone: string): string {
  const weekday = show(language, at, timeZone, { weekday: 'short' });
  return `${weekday}, ${dateText(language, at, timeZone)}, ${clockText(language, at, timeZone)}`;
}

/** "пт, 18 дек., 19:00", "Fri, 18 Dec, 19:00": on cards of coming events, where the next date of that day is meant. */
export function cardText(language: Language, at: Instant, timeZone: string): string {
  const date = show(language, at, timeZone, { day: 'numeric', month: 'short' });
  return `${show(language, at, timeZone, { weekday: 'short' })}, ${date}, ${clockText(language, at, timeZone)}`;
}

/** A day as a leaf of a calendar: "11" over "дек" or "Dec". */
export function dayLeaf(language: Language, at: Instant, timeZone: string): { day: string; month: string } {
  const month = show(language, at, timeZone, { month: 'short' }).replace('.', '');
  return { day: show(language, at, timeZone, { day: 'numeric' }), month: month.slice(0, 4) };
}

/** "29 нояб. 2026 г., 20:00:05": for ledgers and logs. */
export function stampText(language: Language, at: Instant, timeZone: string): string {
  const date = show(language, at, timeZone, { day: 'numeric', month: 'short', year: 'numeric' });
  return `${date}, ${exactClockText(language, at, timeZone)}`;
}

/** "29 нояб. 2026 г., 20:00": for rows of a table. */
export function rowText(language: Language, at: Instant, timeZone: string): string {
  const date = show(language, at, timeZone, { day: 'numeric', month: 'short', year: 'numeric' });
  return `${date}, ${clockText(language, at, timeZone)}`;
}

/**
 * From when till when: one evening is a date and "19:00–22:00"; what lasts for days is both dates, and the time names
 * each end.
 */
export function spanText(language: Language, { startsAt, endsAt, timeZone }: Span): { date: string; time: string } {
  const [starts, ends] = [new Date(startsAt).getTime(), new Date(endsAt).getTime()];
  if (ends - starts < oneEveningMs) {
    const time = `${clockText(language, starts, timeZone)}–${clockText(language, ends, timeZone)}`;
    return { date: weekdayText(language, starts, timeZone), time };
  }
  const time = `${momentText(language, starts, timeZone)} — ${momentText(language, ends, timeZone)}`;
  return { date: datesText(language, starts, ends, timeZone), time };
}

/** "27–29 ноября 2026 г.", "29 ноября – 1 декабря 2026 г."; `formatRange` is written differently by each engine. */
function datesText(language: Language, starts: number, ends: number, timeZone: string): string {
  const part = (at: number, options: Intl.DateTimeFormatOptions) => show(language, at, timeZone, options);
  const last = dateText(language, ends, timeZone);
  if (part(starts, { year: 'numeric' }) !== part(ends, { year: 'numeric' })) {
    return `${dateText(language, starts, timeZone)} – ${last}`;
  }
  const sameMonth = part(starts, { month: 'numeric' }) === part(ends, { month: 'numeric' });
  if (sameMonth) return `${part(starts, { day: 'numeric' })}–${last}`;
  return `${part(starts, { day: 'numeric', month: 'long' })} – ${last}`;
}

/** "UTC+3", "UTC+5:30", "UTC": the offset in force at that moment. */
export function offsetText(at: Instant, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' }).formatToParts(new Date(at));
  const offset = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  return offset.replace(/^GMT(\+0$)?/, 'UTC').replace('-', '−');
}

/** Whether clocks in both zones show the same at that moment. */
export function sameClock(at: Instant, timeZone: string, otherZone: string): boolean {
  return timeZone === otherZone || offsetText(at, timeZone) === offsetText(at, otherZone);
}

/** Zones of the cities our events are in: the city and "by its clock", in Russian. English takes the city of the id. */
const russianCities: Record<string, readonly [city: string, byItsClock: string]> = {
  'Europe/Moscow': ['Москва', 'по Москве'],
  'Europe/Kaliningrad': ['Калининград', 'по Калининграду'],
  'Europe/Samara': ['Самара', 'по Самаре'],
  'Asia/Yekaterinburg': ['Екатеринбург', 'по Екатеринбургу'],
  'Asia/Omsk': ['Омск', 'по Омску'],
  'Asia/Novosibirsk': ['Новосибирск', 'по Новосибирску'],
  'Asia/Krasnoyarsk': ['Красноярск', 'по Красноярску'],
  'Asia/Irkutsk': ['Иркутск', 'по Иркутску'],
  'Asia/Yakutsk': ['Якутск', 'по Якутску'],
  'Asia/Vladivostok': ['Владивосток', 'по Владивостоку'],
  'Asia/Magadan': ['Магадан', 'по Магадану'],
  'Asia/Kamchatka': ['Камчатка', 'по Камчатке'],
  'Europe/Minsk': ['Минск', 'по Минску'],
  'Asia/Tbilisi': ['Тбилиси', 'по Тбилиси'],
  'Asia/Yerevan': ['Ереван', 'по Еревану'],
  'Asia/Baku': ['Баку', 'по Баку'],
  'Asia/Almaty': ['Алматы', 'по Алматы'],
  'Asia/Tashkent': ['Ташкент', 'по Ташкенту'],
  'Asia/Bishkek': ['Бишкек', 'по Бишкеку'],
  'Europe/Belgrade': ['Белград', 'по Белграду'],
  'Europe/Berlin': ['Берлин', 'по Берлину'],
  'Europe/Paris': ['Париж', 'по Парижу'],
  'Europe/London': ['Лондон', 'по Лондону'],
  'Europe/Istanbul': ['Стамбул', 'по Стамбулу'],
  'Asia/Dubai': ['Дубай', 'по Дубаю'],
  'America/New_York': ['Нью-Йорк', 'по Нью-Йорку'],
};

/** The zone's city: "Москва", "Moscow", "Buenos Aires". */
function zoneCity(language: Language, timeZone: string): string {
  const known = language === 'ru' ? russianCities[timeZone]?.[0] : undefined;
  return known ?? timeZone.slice(timeZone.lastIndexOf('/') + 1).replaceAll('_', ' ');
}

/**
 * To stand after a time: "по Москве", "Moscow time". The offset is added where the name alone may not be known:
 * "местное время, UTC−3".
 */
export function zoneText(language: Language, at: Instant, timeZone: string): string {
  if (language === 'ru') return russianCities[timeZone]?.[1] ?? `местное время, ${offsetText(at, timeZone)}`;
  if (!timeZone.includes('/')) return offsetText(at, timeZone);
  return `${zoneCity(language, timeZone)} time`;
}

/** To choose from, or beside a field: "Москва, UTC+3" as it is at that moment. */
export function zoneLabel(language: Language, at: Instant, timeZone: string): string {
  return `${zoneCity(language, timeZone)}, ${offsetText(at, timeZone)}`;
}
