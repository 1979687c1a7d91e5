// The letter to an organizer about refunds that the provider rejected, in both languages.

import type { Locale } from '#core/contracts/basics.ts';
import type { FailureTexts } from '../failures/failures.ts';

export const failedRefundTexts: Record<Locale, FailureTexts> = {
  ru: {
    subject: (title: string) => `Возврат не прошёл: ${title}`,
    heading: () => 'Банк не провёл возврат',
    text: 'Деньги покупателя не вернулись: банк отказал. Билеты уже недействительны, поэтому покупатель ждёт. Откройте событие и повторите возврат; если не выйдет и тогда, верните деньги сами и напишите покупателю.',
  },
  en: {
    subject: (title: string) => `A refund failed: ${title}`,
    heading: () => 'The bank did not make a refund',
    text: 'The money of a buyer did not go back: the bank refused. The tickets are void already, so the buyer is waiting. Open the event and try the refund again; if that does not work either, return the money yourself and write to the buyer.',
  },
};
