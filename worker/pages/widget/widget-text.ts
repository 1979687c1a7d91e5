// The texts of the widget's page in both languages.

export const widgetText = {
  ru: {
    tickets: 'Билеты',
    ticketsTo: (title: string) => `Билеты: ${title}`,
    organizer: 'Организатор',
    about: 'О событии',
    noScript: 'Чтобы купить билет, включите, пожалуйста, JavaScript в браузере и обновите страницу.',
    late: 'Если билеты не появились, обновите, пожалуйста, страницу.',
    free: 'бесплатно',
    withFee: (sum: string) => `вместе со сбором ${sum}`,
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
    about: 'About the event',
    noScript: 'To buy a ticket, please turn on JavaScript in your browser and reload the page.',
    late: 'If the tickets do not appear, please reload the page.',
    free: 'free',
    withFee: (sum: string) => `including ${sum} fee`,
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
