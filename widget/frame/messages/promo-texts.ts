// Texts about promo codes, in both languages. They are part of the checkout chunk, so they do not delay the first price.

const en = {
  have: 'I have a promo code',
  label: 'Promo code',
  refusals: {
    'promo-code-unknown': 'There is no such promo code. Please check it, or clear the field to go on without it.',
    'promo-code-used-up': 'This promo code has been used up. Clear the field to go on without it.',
    'promo-code-expired': 'The time of this promo code is over. Clear the field to go on without it.',
    'promo-code-not-applicable':
      'This promo code is for other tickets. Choose those, or clear the field to go on without it.',
  },
};

const ru: typeof en = {
  have: 'У меня есть промокод',
  label: 'Промокод',
  refusals: {
    'promo-code-unknown': 'Такого промокода нет. Проверьте его или очистите поле, чтобы продолжить без него.',
    'promo-code-used-up': 'Этот промокод уже израсходован. Очистите поле, чтобы продолжить без него.',
    'promo-code-expired': 'Срок действия промокода истёк. Очистите поле, чтобы продолжить без него.',
    'promo-code-not-applicable':
      'Этот промокод действует на другие билеты. Выберите их или очистите поле, чтобы продолжить без него.',
  },
};

export const promoTexts = { ru, en };
