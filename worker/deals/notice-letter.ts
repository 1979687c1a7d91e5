// The letters about steps of a deal, in both languages. Terms are not repeated in them: the deal's page has them as they
// stand when they are read.

import type { Locale } from '#core/contracts/basics.ts';
import type { NoticeKind } from '#core/contracts/deals.ts';
import { type Letter, letterOf } from '../delivery/letters/letter.tsx';

type Words = Record<NoticeKind, (other: string) => string>;

/** «Подкаст „После титров“»: quotes within quotes are others. */
const quoted = (name: string) => `«${name.replaceAll('«', '„').replaceAll('»', '“')}»`;

const ru: Words = {
  offered: (other) => `${quoted(other)} предлагает вам сделку. Прочтите условия и ответьте.`,
  countered: (other) => `${quoted(other)} отвечает другими условиями. Теперь слово за вами.`,
  accepted: (other) => `${quoted(other)} принимает ваши условия. Виджет сделки уже продаёт.`,
  rejected: (other) => `${quoted(other)} отклоняет предложение. Новую сделку можно предложить позже.`,
  withdrawn: (other) => `${quoted(other)} отзывает своё предложение.`,
  terminated: (other) =>
    `Сделка с ${quoted(other)} прекращена. Её виджет больше не продаёт; проданное остаётся проданным.`,
  'expires-soon': (other) => `Предложение от ${quoted(other)} скоро перестанет действовать. Успейте ответить.`,
  expired: (other) => `Срок предложения по сделке с ${quoted(other)} вышел. Можно предложить новое.`,
  message: (other) => `${quoted(other)} пишет вам сообщение.`,
  taken: (other) => `${quoted(other)} берёт ваши открытые условия. Сделка заключена, её виджет уже продаёт.`,
  invited: (other) => `${quoted(other)} приглашает вас продавать билеты: условия готовы, их можно взять сразу.`,
};

const en: Words = {
  offered: (other) => `${other} offers you a deal. Read the terms and answer.`,
  countered: (other) => `${other} answers with other terms. It is your turn now.`,
  accepted: (other) => `${other} accepts your terms. The widget of the deal is selling already.`,
  rejected: (other) => `${other} rejects the offer. You may offer a new deal later.`,
  withdrawn: (other) => `${other} takes the offer back.`,
  terminated: (other) => `The deal with ${other} has ended. Its widget sells no more; what is sold stays sold.`,
  'expires-soon': (other) => `The offer of ${other} runs out soon. Answer in time.`,
  expired: (other) => `The offer in your deal with ${other} has run out. You may make a new one.`,
  message: (other) => `${other} has written to you.`,
  taken: (other) => `${other} takes your open terms. The deal is made and its widget is selling already.`,
  invited: (other) => `${other} invites you to sell tickets: the terms are ready and can be taken at once.`,
};

const frame = {
  ru: {
    subject: (title: string) => `Сделка: ${title}`,
    subjectInvited: (title: string) => `Приглашение: ${title}`,
    greeting: (name: string) => `Здравствуйте, ${name}!`,
    event: 'Событие',
    open: 'Открыть сделку',
    openEvent: 'Прочесть условия',
    why: 'Вы получили это письмо, потому что участвуете в сделке на Фойе.',
    whyInvited: 'Вы получили это письмо, потому что организатор выбрал вас на Фойе. Отвечать на него не нужно.',
  },
  en: {
    subject: (title: string) => `Deal: ${title}`,
    subjectInvited: (title: string) => `Invitation: ${title}`,
    greeting: (name: string) => `Hello ${name},`,
    event: 'Event',
    open: 'Open the deal',
    openEvent: 'Read the terms',
    why: 'You are getting this letter because you are a party of a deal on Foyer.',
    whyInvited: 'You are getting this letter because an organizer chose you on Foyer. It needs no answer.',
  },
} as const;

type Told = { kind: NoticeKind; eventTitle: string; otherName: string; name: string; url: string };

export function noticeLetter(locale: Locale, told: Told): Letter {
  const words = frame[locale];
  const invited = told.kind === 'invited';
  const text = (locale === 'ru' ? ru : en)[told.kind](told.otherName);
  return letterOf({
    locale,
    subject: invited ? words.subjectInvited(told.eventTitle) : words.subject(told.eventTitle),
    preview: text,
    heading: text,
    paragraphs: [words.greeting(told.name), text],
    event: { title: told.eventTitle, facts: [] },
    lines: [],
    tickets: [],
    button: { text: invited ? words.openEvent : words.open, url: told.url },
    notes: [invited ? words.whyInvited : words.why],
  });
}
