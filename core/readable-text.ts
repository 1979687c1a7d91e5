// Texts that people read. An invisible text is refused as a title or a name: a card in the catalog would be blank.
// Hidden characters inside a word are removed, or a search would not find it.

// Blank by its glyph, though Unicode counts it among the symbols.
const brailleBlank = '\u2800';

/** A letter, digit, punctuation mark or symbol that is visible. A combining mark alone is not. */
export function hasVisibleCharacter(text: string): boolean {
  return /(?!\p{Default_Ignorable_Code_Point}|\u2800)[\p{L}\p{N}\p{P}\p{S}]/u.test(text);
}

const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const directionMarks = /[\u200e\u200f\u061c]/g;

// Scripts whose letters a joiner ties or parts; in all others it does nothing.
const joining =
  '[[\\p{L}\\p{M}]--[\\p{sc=Latin}\\p{sc=Cyrillic}\\p{sc=Greek}\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Hangul}\\p{sc=Hebrew}]]';
const idle = new RegExp(
  [
    // Zero-width and soft breaks, invisible operators, fillers, shorthand and musical controls, unknown tags, and
    // private-use characters, which only one machine's font can draw.
    '[\\p{Co}\\u00ad\\u034f\\u115f\\u1160\\u180b-\\u180f\\u200b\\u2060-\\u2065\\u206a-\\u206f\\u3164\\ufeff\\uffa0\\ufff0-\\ufffb]',
    '[\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e001f}\\u{e0080}-\\u{e00ff}\\u{e01f0}-\\u{e0fff}]',
    // Tag characters spell a flag after the black flag, and mean nothing anywhere else.
    '(?<!\\u{1f3f4}[\\u{e0020}-\\u{e007e}]*)[\\u{e0020}-\\u{e007f}]',
    // A joiner ties emoji, and letters of joining scripts.
    `(?<!\\p{Emoji_Presentation}|\\p{Extended_Pictographic}\\ufe0f?|\\p{Emoji_Modifier}|${joining})\\u200d`,
    `\\u200d(?!\\p{Extended_Pictographic}|${joining})`,
    `(?<!${joining})\\u200c|\\u200c(?!${joining})`,
    // A selector chooses the look of an emoji, a digit of a keycap, a symbol or an ideograph before it.
    '(?<![\\p{Emoji}\\p{S}\\p{sc=Han}])[\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}]',
  ].join('|'),
  'gv',
);

/** Without format characters that do nothing where they stand, and '' when nothing of it can be seen. */
export function readableText(text: string): string {
  const shown = (rightToLeft.test(text) ? text : text.replace(directionMarks, '')).replace(idle, '');
  return hasVisibleCharacter(shown) ? trimBlank(shown.normalize('NFC')) : '';
}

function trimBlank(text: string): string {
  let from = 0;
  let to = text.length;
  const isBlank = (at: number) => text[at] === brailleBlank || text[at]?.trim() === '';
  while (from < to && isBlank(from)) from += 1;
  while (to > from && isBlank(to - 1)) to -= 1;
  return text.slice(from, to);
}
