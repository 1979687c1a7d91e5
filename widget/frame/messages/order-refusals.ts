// What only an order can be refused for, in both languages: these words come with the part that draws orders, so that
// they do not delay the first price.

const en = {
  'hold-expired': 'The time to order ran out and the tickets went back on sale. Please choose again.',
  'order-not-open': 'This order is already decided and cannot be changed.',
  'order-not-paid': 'This order is not paid yet, so there are no tickets to send.',
};

const ru: typeof en = {
  'hold-expired': 'Время на оформление вышло, и билеты вернулись в продажу. Выберите их, пожалуйста, снова.',
  'order-not-open': 'Этот заказ уже завершён, изменить его нельзя.',
  'order-not-paid': 'Этот заказ ещё не оплачен, поэтому отправлять пока нечего.',
};

export const orderRefusals = { ru, en };
