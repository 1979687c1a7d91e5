// The letter to an organizer about something that failed at an event. It names no buyer, because others read mail too.

import type { Locale } from '#core/contracts/basics.ts';
import { type Letter, type LetterFrame, letterOf } from '../delivery/letters/letter.tsx';

export type FailureTexts = {
  subject: (eventTitle: string) => string;
  heading: (n: number) => string;
  text: string;
};

const shared = {
  ru: {
    open: 'Открыть событие',
    why: (brand: string) => `Вы получили это письмо, потому что проводите это событие в сервисе ${brand}.`,
  },
  en: {
    open: 'Open the event',
    why: (brand: string) => `You are getting this letter because you organize this event on ${brand}.`,
  },
} as const;

type Failures = { eventTitle: string; name: string; url: string; n: number };

export function failureLetter(
  locale: Locale,
  texts: FailureTexts,
  { eventTitle, name, url, n }: Failures,
  frame: LetterFrame,
): Letter {
  const content = {
    locale,
    subject: texts.subject(eventTitle),
    preview: texts.text,
    heading: texts.heading(n),
    name,
    paragraphs: [texts.text],
    event: { title: eventTitle, facts: [] },
    lines: [],
    tickets: [],
    button: { text: shared[locale].open, url },
    notes: [shared[locale].why(frame.brand)],
  };
  return letterOf(content, frame);
}
