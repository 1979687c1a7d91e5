import { describe, expect, it } from 'vitest';
import { line, paragraphs } from './contracts/basics.ts';
import { Login } from './contracts/people.ts';
import { hasVisibleCharacter, readableText } from './readable-text.ts';

const invisible: [what: string, text: string][] = [
  ['nothing', ''],
  ['spaces', ' \u00a0\u3000 '],
  ['a zero-width space', '\u200b'],
  ['a zero-width joiner', '\u200d'],
  ['a word joiner and a byte order mark', '\u2060\ufeff'],
  ['a Hangul filler', '\u3164'],
  ['a half-width Hangul filler', '\uffa0'],
  ['Hangul jamo fillers', '\u115f\u1160'],
  ['blank Braille', '\u2800\u2800'],
  ['a soft hyphen', '\u00ad'],
  ['direction marks', '\u200e\u200f'],
  ['variation selectors', '\ufe0f\u{e0101}'],
  ['tags', '\u{e0041}\u{e007f}'],
  ['a combining mark on nothing', ' \u0301'],
  ['a Mongolian separator', '\u180e'],
  ['private use', '\ue000'],
];

describe.each(invisible)('%s', (_what, text) => {
  it('cannot be seen, and is no title, name or message', () => {
    expect(hasVisibleCharacter(text)).toBe(false);
    expect(readableText(text)).toBe('');
    expect(line(1, 200).safeParse(text).success).toBe(false);
    expect(line(0, 200).parse(text)).toBe('');
    expect(paragraphs(200).parse(text)).toBe('');
    expect(Login.safeParse(text.repeat(3)).success).toBe(false);
  });

  it('is taken off what can be seen', () => {
    expect(readableText(`${text.replace('\u0301', '')}Джаз`)).toBe('Джаз');
  });
});

it.each([
  ['a soft hyphen and a zero-width space in a word', 'Кон\u00adцерт\u200b', 'Концерт'],
  ['a joiner between Latin letters', 'a\u200db\u200cc', 'abc'],
  ['a direction mark where all runs left to right', 'A\u200fB', 'AB'],
])('%s does nothing and is dropped', (_what, text, shown) => {
  expect(readableText(text)).toBe(shown);
});

it.each([
  ['a family of emoji', '👨‍👩‍👧'],
  ['a heart as a picture', '❤️'],
  ['a keycap', '1️⃣'],
  ['the flag of Scotland', '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}'],
  ['a rainbow flag', '🏳️‍🌈'],
  ['a skin tone with a profession', '👩🏽‍🚀'],
  ['Persian with a joiner that parts', 'می\u200cخواهم'],
  ['Hindi with a joiner', 'क्\u200dष'],
  ['Hebrew with a direction mark', 'שלום\u200f!'],
  ['stress over a vowel', 'за\u0301мок'],
  ['punctuation', '…'],
])('%s stays whole', (_what, text) => {
  expect(readableText(text)).toBe(text.normalize('NFC'));
});
