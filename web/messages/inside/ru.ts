// Русские тексты: то, что окружает экраны тех, кто вошёл.

import { countRu } from '../plural.ts';
import type { insideEn } from './en.ts';

const eventsRu = (n: number) => countRu(n, { one: 'событие', few: 'события', many: 'событий', other: 'события' });

export const insideRu: typeof insideEn = {
  palette: {
    title: 'Быстрый поиск',
    button: 'Поиск',
    placeholder: {
      organizer: 'Событие, заказ, сделка, распространитель',
      admin: 'Событие, заказ, человек',
      others: 'Событие или сделка',
    },
    results: 'Найденное',
    nothing: 'Ничего не нашлось. Попробуйте часть названия, имени или номер.',
    screens: 'Разделы',
    newEvent: 'Новое событие',
    events: 'События',
    orders: 'Заказы',
    deals: 'Сделки',
    distributors: 'Распространители',
    people: 'Люди',
  },
  verifyEmail: {
    title: 'Подтвердите почту',
    text: (address) =>
      `Мы отправили письмо на ${address}. Нажмите в нём кнопку: до этого нельзя публиковать события, предлагать и брать сделки, писать партнёрам и выдавать билеты. Всё остальное уже доступно.`,
    resend: 'Прислать письмо ещё раз',
    resent: 'Письмо уже в пути.',
  },
  unsent: {
    title: 'Уйти без сохранения?',
    text: 'То, что вы здесь написали, ещё не сохранено.',
    leave: 'Уйти, не сохраняя',
    stay: 'Остаться',
    restored: 'Вы начинали заполнять это раньше и не сохранили. Ваш текст снова в полях.',
    startAnew: 'Начать заново',
  },
  sellerResults: {
    exactly: (tickets, events) =>
      `За год продано: ${countRu(tickets, { one: 'билет', few: 'билета', many: 'билетов', other: 'билета' })}, ${eventsRu(events)}.`,
    moreThan: (tickets, events) =>
      `За год продано: больше ${countRu(tickets, { one: 'билета', few: 'билетов', many: 'билетов', other: 'билета' })}, ${eventsRu(events)}.`,
  },
  /** What is wrong with a typed sum, percentage, number or time. */
  typed: {
    money: {
      empty: 'Укажите сумму; 0 — бесплатно.',
      'not-a-number': 'Укажите сумму в виде 1 500,00.',
      'too-precise': 'Слишком много цифр после запятой. Напишите 1500 или 1500,00.',
      'too-much': 'Слишком большая сумма.',
    },
    percent: {
      empty: 'Укажите процент, например 12,5.',
      'not-a-number': 'Укажите процент в виде 12,5.',
      'too-precise': 'Не больше двух цифр после запятой.',
      'too-much': 'Не больше 100 %.',
    },
    whole: (min, max) => `Целое число от ${min} до ${max}.`,
    time: {
      empty: 'Выберите дату и время.',
      'not-a-time': 'Выберите дату и время.',
      skipped: 'Такого времени нет: в этот час переводят часы вперёд. Выберите другое.',
    },
  },
  soldBar: {
    of: (sold, capacity) => `${sold} из ${capacity}`,
    none: 'билетов пока нет',
  },
  copyFailed: 'Не получилось скопировать: выделите текст и скопируйте его сами.',
};
