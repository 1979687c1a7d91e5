// The words of exported files in both languages.

import type { Locale } from '#core/contracts/basics.ts';
import type { OrderStatus } from '#core/contracts/sales.ts';

type Texts = {
  title: string;
  head: readonly string[];
  /** The names on the tickets, where they are asked for. */
  holders: string;
  /** A consent that was given. */
  yes: string;
  ownWidget: string;
  status: Record<OrderStatus, string>;
};

/** `head` has a text for each cell of a row in `orders-export.ts`, in the same order; the columns of questions follow. */
export const exportTexts: Record<Locale, Texts> = {
  ru: {
    title: 'Заказы',
    head: [
      'Номер заказа',
      'Статус',
      'Создан (время события)',
      'Оплачен (время события)',
      'Имя',
      'Почта',
      'Билеты',
      'Номера билетов',
      'Действительных билетов',
      'Через кого',
      'Сумма',
      'Возвращено',
      'Комиссия распространителя',
      'Валюта',
    ],
    holders: 'Имена на билетах',
    yes: 'да',
    ownWidget: 'свой виджет',
    status: {
      open: 'открыт',
      'awaiting-payment': 'ждёт оплаты',
      paid: 'оплачен',
      'paid-late': 'оплачен поздно, деньги возвращаются',
      cancelled: 'отменён',
      expired: 'не оплачен вовремя',
      refunded: 'деньги возвращены',
      'partly-refunded': 'возвращена часть',
    },
  },
  en: {
    title: 'Orders',
    head: [
      'Order number',
      'Status',
      'Made (event time)',
      'Paid (event time)',
      'Name',
      'E-mail',
      'Tickets',
      'Ticket numbers',
      'Valid tickets',
      'Through',
      'Total',
      'Refunded',
      'Distributor’s commission',
      'Currency',
    ],
    holders: 'Names on the tickets',
    yes: 'yes',
    ownWidget: 'own widget',
    status: {
      open: 'open',
      'awaiting-payment': 'awaiting payment',
      paid: 'paid',
      'paid-late': 'paid late, the money goes back',
      cancelled: 'cancelled',
      expired: 'not paid in time',
      refunded: 'refunded',
      'partly-refunded': 'partly refunded',
    },
  },
};
