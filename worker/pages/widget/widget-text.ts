// Words of the widget's page in both languages, the choice between them, and the event's texts in the chosen one.

import { currencyDigits, type Locale, type Money } from '#core/contracts/basics.ts';

export const widgetText = {
  ru: {
    tickets: 'Билеты',
    ticketsTo: (title: string) => `Билеты: ${title}`,
    organizer: 'Организатор',
    noScript: 'Чтобы купить билет, включите, пожалуйста, JavaScript в браузере и обновите страницу.',
    late: 'Если билеты не появились, обновите, пожалуйста, страницу.',
    free: 'бесплатно',
    fee: (sum: string) => `и сервисный сбор ${sum}`,
    cancelled: 'Мероприятие отменено. Билеты больше не продаются.',
    closed: 'Здесь билеты больше не продаются. Где купить билет, подскажет организатор.',
    missing: 'Такой страницы с билетами нет',
    missingText:
      'Проверьте, пожалуйста, адрес: возможно, ссылка скопирована не целиком. Где купить билет, подскажет тот, кто прислал вам ссылку.',
    broken: 'Страница ненадолго недоступна',
    brokenText: 'Попробуйте, пожалуйста, открыть её снова через минуту. Купленные билеты действуют.',
    again: 'Открыть снова',
  },
  en: {
    tickets: 'Tickets',
    ticketsTo: (title: string) => `Tickets: ${title}`,
    organizer: 'Organizer',
    noScript: 'To buy a ticket, please turn on JavaScript in your browser and reload the page.',
    late: 'If the tickets do not appear, please reload the page.',
    free: 'free',
    fee: (sum: string) => `plus ${sum} service fee`,
    cancelled: 'The event is cancelled. Tickets are no longer sold.',
    closed: 'Tickets are not sold here any more. The organizer can say where to buy.',
    missing: 'There is no such ticket page',
    missingText:
      'Please check the address: the link may have been copied only in part. Whoever sent it to you can say where to buy.',
    broken: 'This page is unavailable for a moment',
    brokenText: 'Please open it again in a minute. Tickets already bought stay valid.',
    again: 'Open again',
  },
} as const;

/** The address's word, then the browser's, then the event's. */
export function pageLocale(asked: string | undefined, accepted: string | undefined, otherwise: Locale): Locale {
  return wantedLocale(asked, accepted) ?? otherwise;
}

/** The first of our languages that is wanted; null when none is. */
export function wantedLocale(asked: string | undefined, accepted: string | undefined): Locale | null {
  const wanted = [asked, ...(accepted?.split(',').slice(0, 20) ?? [])];
  for (const one of wanted) {
    const language = one?.trim().slice(0, 2).toLowerCase();
    if (language === 'ru' || language === 'en') return language;
  }
  return null;
}

/** An amount as schema.org wants it: `1500.00`. */
export function decimalText({ amount, currency }: Money): string {
  return (amount / 10 ** currencyDigits[currency]).toFixed(currencyDigits[currency]);
}
