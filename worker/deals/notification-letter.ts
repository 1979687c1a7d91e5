// The letters about steps of a deal, in both languages. Terms are not repeated in them: the deal's page has them as they
// stand when they are read.

import type { Locale } from '#core/contracts/basics.ts';
import type { NotificationKind } from '#core/contracts/deals.ts';
import { type Letter, type LetterContent, type LetterFrame, letterOf } from '../delivery/letters/letter.tsx';

type Words = Record<NotificationKind, (other: string) => string>;

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

const frameTexts = {
  ru: {
    subject: (title: string) => `Сделка: ${title}`,
    subjectInvited: (title: string) => `Приглашение: ${title}`,
    event: 'Событие',
    subjectDigest: (count: number) => `Новое по вашим сделкам: ${count}`,
    digest: 'Вот что произошло с прошлого письма. Всё это есть и в кабинете.',
    more: (count: number) => `И ещё: ${count}`,
    times: (count: number) => ` (${count})`,
    open: 'Открыть сделку',
    openAll: 'Открыть новости',
    openEvent: 'Прочесть условия',
    why: (brand: string) => `Вы получили это письмо, потому что участвуете в сделке в сервисе ${brand}.`,
    whyInvited: (brand: string) =>
      `Вы получили это письмо, потому что организатор выбрал вас в сервисе ${brand}. Отвечать на него не нужно.`,
  },
  en: {
    subject: (title: string) => `Deal: ${title}`,
    subjectInvited: (title: string) => `Invitation: ${title}`,
    event: 'Event',
    subjectDigest: (count: number) => `News of your deals: ${count}`,
    digest: 'This is what happened since our last letter. All of it is in your dashboard too.',
    more: (count: number) => `And ${count} more`,
    times: (count: number) => ` (${count})`,
    open: 'Open the deal',
    openAll: 'Open the news',
    openEvent: 'Read the terms',
    why: (brand: string) => `You are getting this letter because you are a party of a deal on ${brand}.`,
    whyInvited: (brand: string) =>
      `You are getting this letter because an organizer chose you on ${brand}. It needs no answer.`,
  },
} as const;

type Told = { kind: NotificationKind; count: number; eventTitle: string; otherName: string };
type Digest = { lines: readonly Told[]; name: string; url: string };

const mostLines = 10;

export function notificationLetter(locale: Locale, digest: Digest, frame: LetterFrame): Letter {
  const [only, ...others] = digest.lines;
  const isOne = only !== undefined && others.length === 0;
  const content = isOne ? contentOfOne(locale, digest, only, frame.brand) : contentOfMany(locale, digest, frame.brand);
  return letterOf(content, frame);
}

function textOf(locale: Locale, { kind, count, otherName }: Told): string {
  const times = kind === 'message' && count > 1 ? frameTexts[locale].times(count) : '';
  return `${(locale === 'ru' ? ru : en)[kind](otherName)}${times}`;
}

function contentOfOne(locale: Locale, { name, url }: Digest, told: Told, brand: string): LetterContent {
  const words = frameTexts[locale];
  const invited = told.kind === 'invited';
  const text = textOf(locale, told);
  return {
    locale,
    subject: invited ? words.subjectInvited(told.eventTitle) : words.subject(told.eventTitle),
    preview: text,
    heading: text,
    name,
    paragraphs: [text],
    event: { title: told.eventTitle, facts: [] },
    lines: [],
    tickets: [],
    button: { text: invited ? words.openEvent : words.open, url },
    notes: [invited ? words.whyInvited(brand) : words.why(brand)],
  };
}

function contentOfMany(locale: Locale, { lines, name, url }: Digest, brand: string): LetterContent {
  const words = frameTexts[locale];
  const left = lines.length - mostLines;
  const shown = lines.slice(0, mostLines);
  return {
    locale,
    subject: words.subjectDigest(lines.length),
    preview: words.digest,
    heading: words.subjectDigest(lines.length),
    name,
    paragraphs: [words.digest],
    event: null,
    lines: shown.map((told): [string, string] => [textOf(locale, told), told.eventTitle]),
    tickets: [],
    button: { text: words.openAll, url },
    notes: [...(left > 0 ? [words.more(left)] : []), words.why(brand)],
  };
}
