// What every letter is made of before it is drawn: its content, and what stands around it (the brand, how to reach the
// operator, and the pages that the operator has written).

import type { Locale } from '#core/contracts/basics.ts';
import type { Settings } from '#core/contracts/settings.ts';
import { greetedName, unlinked } from '#core/link-text.ts';
import { operatorLinks } from '../../settings/settings.ts';

const texts = { ru: { support: 'Поддержка' }, en: { support: 'Support' } } as const;

export function letterFrame(
  settings: Settings,
  locale: Locale,
  origin: string,
  neverAgain: string | null,
): LetterFrame {
  const { email, phone, link, hours } = settings.support;
  const ways = [email, phone, link, hours[locale]].filter((way) => way !== '');
  return {
    brand: settings.brandName[locale],
    logo: logoIn(settings.logo, origin),
    support: [email, phone, link].some((way) => way !== '') ? [`${texts[locale].support}: ${ways.join(', ')}`] : [],
    links: operatorLinks(settings, locale).map(({ text, path }) => ({ text, url: origin + path })),
    neverAgain,
  };
}

const logoHeight = 28;
const logoMaxWidth = 160;

/** Scaled to one line of the letter. Null also for WebP, which common mail programs do not draw. */
function logoIn(logo: Settings['logo'], origin: string): LetterPicture | null {
  if (logo === null || logo.type === 'image/webp') return null;
  const scale = Math.min(logoHeight / logo.height, logoMaxWidth / logo.width);
  const [width, height] = [Math.round(logo.width * scale), Math.round(logo.height * scale)];
  // The brand name is text beside it, and says the same where pictures are blocked or the logo has been replaced since.
  return { url: origin + logo.url, width, height, alt: '' };
}

export type LetterContent = {
  locale: Locale;
  subject: string;
  /** The preview that a list of letters shows after the subject. */
  preview: string;
  heading: string;
  /** The reader's name as they or somebody else entered it. */
  name: string;
  paragraphs: string[];
  /** Null: the letter is not about an event. */
  event: { title: string; facts: [label: string, value: string][]; face?: LetterPicture } | null;
  /** Lines of the order with their amounts; empty when the letter is not about amounts. */
  lines: [what: string, amount: string][];
  tickets: [number: string, type: string][];
  button: { text: string; url: string };
  /** A link for somebody whom the letter should not have reached. */
  secondLink?: { text: string; url: string };
  /** The organizer's own address and number, which were judged when they were saved: a program may make links of them. */
  reach?: string | null;
  notes: string[];
};

/** At a public https address: the letter reads well where the mail program does not load it. */
export type LetterPicture = { url: string; width: number; height: number; alt: string };

/** What stands around every letter, whatever it says. */
export type LetterFrame = {
  brand: string;
  logo: LetterPicture | null;
  /** How the operator is reached, in the operator's own words: an e-mail address in it becomes a link on purpose. */
  support: string[];
  /** Pages of ours that the operator has written: terms, refunds … */
  links: { text: string; url: string }[];
  /** Where the reader ends letters of this kind; null for letters that cannot be ended. */
  neverAgain: string | null;
};

export const words = {
  ru: {
    greeting: (name: string | null) => (name === null ? 'Здравствуйте!' : `Здравствуйте, ${name}!`),
    neverAgain: 'Больше не присылать таких писем',
  },
  en: {
    greeting: (name: string | null) => (name === null ? 'Hello,' : `Hello ${name},`),
    neverAgain: 'Send me no more letters like this',
  },
} as const;

/** What is written: the greeting is added, and no text of it can become a link. */
export type Written = Omit<LetterContent, 'name'> & { frame: LetterFrame };

export function writtenForm({ name, ...content }: LetterContent, frame: LetterFrame): Written {
  const pairs = (rows: [string, string][]) =>
    rows.map(([left, right]): [string, string] => [unlinked(left), unlinked(right)]);
  return {
    ...content,
    frame,
    subject: unlinked(content.subject),
    preview: unlinked(content.preview),
    heading: unlinked(content.heading),
    paragraphs: [words[content.locale].greeting(greetedName(name)), ...content.paragraphs.map(unlinked)],
    event:
      content.event === null
        ? null
        : { ...content.event, title: unlinked(content.event.title), facts: pairs(content.event.facts) },
    lines: pairs(content.lines),
    tickets: pairs(content.tickets),
    notes: content.notes.map(unlinked),
  };
}
