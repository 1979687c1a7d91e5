// Русские тексты: первый экран тех, кто продаёт.

import { countRu } from '../plural.ts';
import type { homeEn } from './en.ts';

const days = (n: number) => countRu(n, { one: 'день', few: 'дня', many: 'дней', other: 'дня' });

export const homeRu: typeof homeEn = {
  home: {
    greeting: { night: 'Доброй ночи', morning: 'Доброе утро', day: 'Добрый день', evening: 'Добрый вечер' },
    nextIn: (n) => (n <= 0 ? 'Событие уже сегодня.' : `До ближайшего события ${days(n)}.`),
    noNext: 'В продаже пока ничего нет.',
    add: 'Новое событие',
    waiting: 'Ждёт вас',
    offers: (n) =>
      countRu(n, {
        one: 'предложение ждёт ответа',
        few: 'предложения ждут ответа',
        many: 'предложений ждут ответа',
        other: 'предложения ждут ответа',
      }),
    offersText: 'Распространители ждут, что Вы решите.',
    drafts: (n) => countRu(n, { one: 'черновик', few: 'черновика', many: 'черновиков', other: 'черновика' }),
    draftsText: 'Закончите и откройте продажу.',
    failedRefunds: (n) =>
      countRu(n, {
        one: 'возврат не прошёл',
        few: 'возврата не прошли',
        many: 'возвратов не прошли',
        other: 'возврата не прошли',
      }),
    failedRefundsText: 'Деньги не дошли до покупателя. Повторите возврат.',
    failedLetters: (n) =>
      countRu(n, {
        one: 'письмо не дошло',
        few: 'письма не дошли',
        many: 'писем не дошли',
        other: 'письма не дошли',
      }),
    failedLettersText: 'Покупатель ещё не получил билеты на почту.',
    differences: (n) =>
      countRu(n, {
        one: 'событие с расхождениями',
        few: 'события с расхождениями',
        many: 'событий с расхождениями',
        other: 'события с расхождениями',
      }),
    differencesText: 'Посмотрите сверку события. Продажа идёт.',
    payout: 'Укажите, куда выплачивать',
    payoutText: 'Выплаты ждут реквизитов.',
    periods: 'Период',
    period: { '7': '7 дней', '30': '30 дней', '90': '90 дней' },
    figures: (currency) => `Показатели, ${currency}`,
    sold: 'Продано',
    earned: 'Ваш доход',
    throughPartners: 'Через партнёров',
    available: 'Доступно к выплате',
    points: (n) => `${n} п. п.`,
    versus: (period) => `к прошлым ${period}`,
    sales: 'Продажи',
    own: 'свой виджет',
    partners: 'партнёры',
    previous: (period) => `прошлые ${period}`,
    chart: (sold, before) => `Продажи по дням: ${sold}; за прошлый период ${before}. Каждый день есть в таблице ниже.`,
    asTable: 'По дням, таблицей',
    day: 'День',
    before: 'Раньше',
    returned: 'Возвраты вычтены в день, когда сделаны. Время:',
    next: 'Ближайшие события',
    allEvents: 'Все события',
    noEvents: 'Событий в продаже нет.',
    sellers: 'Кто продаёт',
    ownWidget: 'Свой виджет',
    noSellers: 'За этот период продаж не было.',
    find: 'Найти распространителей',
    orders: 'Последние заказы',
    allOrders: 'Все заказы',
    noOrders: 'Здесь появится первый заказ.',
    noMoney: 'Продаж пока нет',
    noMoneyText: 'После первого заказа здесь появятся продажи по дням.',
  },
};
