// Texts around the organizer's questions, in both languages. They are part of the checkout chunk, so they do not delay the
// first price.

const en = {
  holder: 'Name on the ticket',
  optional: 'not required',
  choose: 'Choose',
  ticketOf: (type: string, n: number, all: number) => (all === 1 ? type : `${type}, ticket ${n} of ${all}`),
  missing: {
    text: 'Please reply',
    choice: 'Please choose',
    consent: 'Please agree to go on',
    name: 'Please enter a name',
  },
  wrong: 'Please check this reply',
};

const ru: typeof en = {
  holder: 'Имя на билете',
  optional: 'необязательно',
  choose: 'Выберите',
  ticketOf: (type, n, all) => (all === 1 ? type : `${type}, билет ${n} из ${all}`),
  missing: {
    text: 'Ответьте, пожалуйста',
    choice: 'Выберите, пожалуйста, вариант',
    consent: 'Без этого согласия продолжить нельзя',
    name: 'Укажите, пожалуйста, имя',
  },
  wrong: 'Проверьте, пожалуйста, этот ответ',
};

export const questionTexts = { ru, en };
