// Text of strangers inside our letters. Mail programs turn what looks like an address into a link by themselves, so a
// name or a title could become a link in a letter that people trust. Two rules answer that:
//  - a buyer's or a guest's name that is an address or a link is refused where it is entered (`isLinkLike`), an
//    account's, which may be a brand like «Pod.ru», only when it is an address beyond doubt (`isAddressLike`); whatever
//    is there all the same is left out of the greeting (`greetedName`);
//  - any other text keeps its words, but is broken where a program would see an address (`unlinked`): «Pod.ru» becomes
//    «Pod. ru», which people read and no program links.

import { cutText } from './cut-text.ts';
import { hasVisibleCharacter } from './readable-text.ts';

/** What browsers take for a dot in a host name, beside the dot itself (UTS 46), and dots that only look like one. */
const dots = /[\u3002\uff0e\uff61\u2024\ufe52\u0701\u0702\ua4f8]/gu;
/** Invisible characters. A joiner stays between the parts of an emoji, which needs it. */
const invisible =
  /(?![\u200d\ufe0f])\p{Default_Ignorable_Code_Point}|(?<!\p{Extended_Pictographic}\ufe0f?)[\u200d\ufe0f]/gu;

const greetedGraphemes = 40;

/** The text as a program reads it: dots are dots, at signs are at signs, and nothing is hidden in between. */
function plain(text: string): string {
  return text
    .replace(invisible, '')
    .replace(dots, '.')
    .replace(/[\uff20\ufe6b]/gu, '@')
    .replace(/[\uff1a\ufe55\ua789]/gu, ':')
    .replace(/[\uff0f\u2044\u2215\u29f8]/gu, '/');
}

const scheme = /[\p{L}][\p{L}\p{N}+.-]*:\/\//u;
const known = /(?<![\p{L}\p{N}])(?:www\.|(?:mailto|tel|sms|javascript|data):)/iu;
// Two letters and more after a dot make a domain. «А.С.Пушкин» and «Dr.Smith» are people: a capital followed by small
// letters is a surname here, so it is only broken apart.
const domain = /[\p{L}\p{N}-]\.(?!\p{Lu}\p{Ll})(?:\p{L}{2,}|xn--)/u;
const fourNumbers = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/u;

/** An address beyond doubt, of a page or of a mailbox. A bare domain may be a brand («Pod.ru»). */
export function isAddressLike(text: string): boolean {
  const read = plain(text);
  return read.includes('@') || scheme.test(read) || known.test(read);
}

/** True for what is, or a mail program may take for, an address of the web or of a mailbox. */
export function isLinkLike(text: string): boolean {
  const read = plain(text);
  return isAddressLike(read) || domain.test(read) || fourNumbers.test(read);
}

/** The same words with nothing a program would make a link of. */
export function unlinked(text: string): string {
  return plain(text)
    .replace(/:\/{2,}/gu, ': ')
    .replace(/\b(mailto|tel|sms|javascript|data):(?=\S)/giu, '$1: ')
    .replace(/(?<=\S)@|@(?=\S)/gu, ' @ ')
    .replace(/(?<=[\p{L}\p{N}-])\.(?=\p{L})/gu, '. ')
    .replace(new RegExp(fourNumbers, 'gu'), (numbers) => numbers.replaceAll('.', '. '))
    .replace(/ {2,}/g, ' ');
}

/** The name by which a letter greets this person; null when it looks like a link or shows nothing, so no name is used. */
export function greetedName(name: string): string | null {
  if (isLinkLike(name)) return null;
  const shown = unlinked(name).trim();
  return hasVisibleCharacter(shown) ? cutText(shown, greetedGraphemes) : null;
}
