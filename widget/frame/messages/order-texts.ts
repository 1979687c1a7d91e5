// Texts about an order, in both languages. They are part of the checkout chunk, so they do not delay the first price.

const english = new Intl.PluralRules('en');
const russian = new Intl.PluralRules('ru');

function plural(n: number, forms: { one: string; other: string }): string {
  return english.select(n) === 'one' ? forms.one : forms.other;
}

function pluralRu(n: number, forms: { one: string; few: string; many: string }): string {
  const form = russian.select(n);
  return form === 'one' || form === 'few' ? forms[form] : forms.many;
}

const en = {
  preparing: 'Preparing the payment page',
  preparingText: 'This takes a little longer than usual. Your tickets are kept; please stay on this page.',
  waiting: 'Finish paying in the new tab',
  unpaid: 'The order waits for your payment',
  declined: 'The payment did not go through',
  declinedText: 'Nothing was charged, and the tickets are still kept for you. Please try again; another card is fine.',
  payAgain: (sum: string) => `Pay again: ${sum}`,
  waitingText: 'As soon as the payment arrives, this page will say so by itself.',
  openPayment: (sum: string) => `Go to payment: ${sum}`,
  cancelOrder: 'Cancel the order',

  confirm: 'Open our letter and confirm',
  confirmText: (email: string, until: string) =>
    `We have sent a letter to ${email}. Open it and confirm the order before ${until}: your tickets are kept until then, and this page goes on by itself.`,
  confirmHint: 'If the letter is not there in a few minutes, look in the spam folder.',
  unconfirmed: 'The order was not confirmed in time',
  unconfirmedText: 'The tickets went back on sale. You can choose them again.',

  perhaps: (email: string) => `Did you mean ${email}?`,

  paid: 'The tickets are yours',
  paidText: (n: number, email: string) =>
    plural(n, { one: `We are sending the ticket to ${email}.`, other: `We are sending ${n} tickets to ${email}.` }),
  showFromHere: 'You can show them right from here.',
  paidHint: 'If the message is not there in a few minutes, look in the spam folder or open your order.',
  tickets: 'Your tickets',
  ticketOf: (n: number, all: number) => `Ticket ${n} of ${all}`,
  code: (number: string) => `The code of ticket ${number}`,
  codeLater: 'The code is in the order',
  openOrder: 'Open the order and tickets',
  calendar: 'Add to calendar',
  share: 'Share',
  copied: 'The link is copied',
  buyMore: 'Buy more tickets',
  paidLate: 'The payment came too late',
  paidLateText: (email: string) =>
    `The tickets were already sold, so we are returning the whole amount. We will write to ${email}.`,
  refunded: 'The money was returned',
  refundedText: 'The order was refunded. Depending on the bank it can take a few days to arrive.',
  cancelled: 'The order is cancelled',
  cancelledText: 'Nothing was charged. You can choose tickets again.',
  expired: 'The order was not paid in time',
  expiredText:
    'The tickets went back on sale. If you did pay, your tickets or your money will come back to you by themselves.',
  /** What only an order is refused for. */
  refusals: {
    'hold-expired': 'The time to order ran out and the tickets went back on sale. Please choose again.',
    'order-not-open': 'This order is already decided and cannot be changed.',
    'order-not-paid': 'This order is not paid yet, so there are no tickets to send.',
  },
};

const ru: typeof en = {
  preparing: 'Готовим страницу оплаты',
  preparingText: 'Это занимает чуть больше времени, чем обычно. Билеты сохраняются за вами, не закрывайте страницу.',
  waiting: 'Завершите оплату в новой вкладке',
  unpaid: 'Заказ ждёт оплаты',
  declined: 'Оплата не прошла',
  declinedText: 'Деньги не списаны, билеты по-прежнему отложены для вас. Попробуйте ещё раз, можно другой картой.',
  payAgain: (sum) => `Оплатить ещё раз: ${sum}`,
  waitingText: 'Как только платёж поступит, мы сообщим об этом здесь.',
  openPayment: (sum) => `Перейти к оплате: ${sum}`,
  cancelOrder: 'Отменить заказ',

  confirm: 'Откройте письмо и подтвердите заказ',
  confirmText: (email, until) =>
    `Мы отправили письмо на ${email}. Откройте его и подтвердите заказ до ${until}: билеты сохраняются за вами, а эта страница обновится сама.`,
  confirmHint: 'Если письма нет через несколько минут, загляните в папку «Спам».',
  unconfirmed: 'Заказ не был подтверждён вовремя',
  unconfirmedText: 'Билеты вернулись в продажу. Вы можете выбрать их снова.',

  perhaps: (email) => `Возможно, ${email}?`,

  paid: 'Билеты ваши',
  paidText: (n, email) =>
    pluralRu(n, {
      one: `Отправляем ${n} билет на ${email}.`,
      few: `Отправляем ${n} билета на ${email}.`,
      many: `Отправляем ${n} билетов на ${email}.`,
    }),
  showFromHere: 'Можно показать прямо отсюда.',
  paidHint: 'Если письма нет через несколько минут, загляните в папку «Спам» или откройте заказ.',
  tickets: 'Ваши билеты',
  ticketOf: (n, all) => `Билет ${n} из ${all}`,
  code: (number) => `Код билета ${number}`,
  codeLater: 'Код есть в заказе',
  openOrder: 'Открыть заказ и билеты',
  calendar: 'В календарь',
  share: 'Поделиться',
  copied: 'Ссылка скопирована',
  buyMore: 'Купить ещё билеты',
  paidLate: 'Платёж пришёл слишком поздно',
  paidLateText: (email) => `Билеты уже были проданы, поэтому мы возвращаем всю сумму. Напишем вам на ${email}.`,
  refunded: 'Деньги возвращены',
  refundedText: 'По заказу оформлен возврат. В зависимости от банка деньги идут до нескольких дней.',
  cancelled: 'Заказ отменён',
  cancelledText: 'Деньги не списаны. Вы можете выбрать билеты снова.',
  expired: 'Заказ не был оплачен вовремя',
  expiredText: 'Билеты вернулись в продажу. Если вы всё-таки оплатили, билеты или деньги придут к вам сами.',
  refusals: {
    'hold-expired': 'Время на оформление вышло, и билеты вернулись в продажу. Выберите их, пожалуйста, снова.',
    'order-not-open': 'Этот заказ уже завершён, изменить его нельзя.',
    'order-not-paid': 'Этот заказ ещё не оплачен, поэтому отправлять пока нечего.',
  },
};

export const orderTexts = { ru, en };
