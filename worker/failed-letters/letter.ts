// The letter about letters that did not reach buyers, in both languages. No buyer is named in it: mail is read by others.

import type { Locale } from '#core/contracts/basics.ts';
import { type Letter, letterOf } from '../delivery/letters/letter.tsx';

const texts = {
  ru: {
    subject: (title: string) => `Письма не дошли до покупателей: ${title}`,
    heading: (n: number) => `Недоставленных писем: ${n}`,
    text: 'Почта покупателя отказалась принять письмо, или его не удавалось отправить три дня подряд. Билеты действительны и открываются на странице заказа. Откройте событие: там названы заказы, билеты можно отправить ещё раз. Если письмо снова не дойдёт, напишите покупателю сами.',
    open: 'Открыть событие',
    why: 'Вы получили это письмо, потому что проводите это событие на Фойе.',
  },
  en: {
    subject: (title: string) => `Letters did not reach buyers: ${title}`,
    heading: (n: number) => `Letters not delivered: ${n}`,
    text: 'The mailbox of a buyer refused a letter, or it could not be sent for three days. The tickets are valid and can be opened on the page of the order. Open the event: the orders are named there, and you can send the tickets again. If a letter fails again, please write to the buyer yourself.',
    open: 'Open the event',
    why: 'You are getting this letter because you organize this event on Foyer.',
  },
} as const;

type Told = { eventTitle: string; name: string; url: string; letters: number };

export function failedLettersLetter(locale: Locale, told: Told): Letter {
  const words = texts[locale];
  return letterOf({
    locale,
    subject: words.subject(told.eventTitle),
    preview: words.text,
    heading: words.heading(told.letters),
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
