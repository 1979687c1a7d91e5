// The letter about a refund the bank would not make, in both languages. No buyer is named in it: mail is read by others.

import type { Locale } from '#core/contracts/basics.ts';
import { type Letter, letterOf } from '../delivery/letters/letter.tsx';

const texts = {
  ru: {
    subject: (title: string) => `Возврат не прошёл: ${title}`,
    heading: 'Банк не провёл возврат',
    text: 'Деньги покупателя не вернулись: банк отказал. Билеты уже недействительны, поэтому покупатель ждёт. Откройте событие и повторите возврат; если не выйдет и тогда, верните деньги сами и напишите покупателю.',
    open: 'Открыть событие',
    why: 'Вы получили это письмо, потому что проводите это событие на Фойе.',
  },
  en: {
    subject: (title: string) => `A refund failed: ${title}`,
    heading: 'The bank did not make a refund',
    text: 'The money of a buyer did not go back: the bank refused. The tickets are void already, so the buyer is waiting. Open the event and try the refund again; if that does not work either, return the money yourself and write to the buyer.',
    open: 'Open the event',
    why: 'You are getting this letter because you organize this event on Foyer.',
  },
} as const;

export function failedRefundLetter(locale: Locale, told: { eventTitle: string; name: string; url: string }): Letter {
  const words = texts[locale];
  return letterOf({
    locale,
    subject: words.subject(told.eventTitle),
    preview: words.text,
    heading: words.heading,
    name: told.name,
    paragraphs: [words.text],
    event: { title: told.eventTitle, facts: [] },
    lines: [],
    tickets: [],
    button: { text: words.open, url: told.url },
    notes: [words.why],
    neverAgain: null,
  });
}
