// The letter to an organizer about letters that did not reach buyers, in both languages.

import type { Locale } from '#core/contracts/basics.ts';
import type { FailureTexts } from '../failures/failures.ts';

export const failedLetterTexts: Record<Locale, FailureTexts> = {
  ru: {
    subject: (title: string) => `Письма не дошли до покупателей: ${title}`,
    heading: (n: number) => `Недоставленных писем: ${n}`,
    text: 'Почта покупателя отказалась принять письмо, или его не удавалось отправить три дня подряд. Билеты действительны и открываются на странице заказа. Откройте событие: там названы заказы, билеты можно отправить ещё раз. Если письмо снова не дойдёт, напишите покупателю сами.',
  },
  en: {
    subject: (title: string) => `Letters did not reach buyers: ${title}`,
    heading: (n: number) => `Letters not delivered: ${n}`,
    text: 'The mailbox of a buyer refused a letter, or it could not be sent for three days. The tickets are valid and can be opened on the page of the order. Open the event: the orders are named there, and you can send the tickets again. If a letter fails again, please write to the buyer yourself.',
  },
};
