import { expect, it } from 'vitest';
import { codePointsOf, typefaceCss, typefaceFiles, typefacePath } from './typeface.ts';

/** The file that a browser loads: of several with the character, the one declared last. */
function fileFor(character: string): string | undefined {
  const code = character.codePointAt(0) ?? 0;
  return typefaceFiles.findLast(({ range }) => codePointsOf(range).includes(code))?.name;
}

it('a text in Russian or English needs the two small files only', () => {
  const text =
    'Съешь же ещё этих мягких французских булок, да выпей чаю. ЁЙЩЪЭЮЯ The quick brown fox jumps over the lazy dog. «19:00–22:00» — “от” 1 999 ₽, €12.50, № 7 • 100 % ’ … →';
  expect([...new Set([...text].map(fileFor))].sort()).toEqual(['ascii', 'cyrillic']);
});

it('accents, other Cyrillic and Central European letters have files too', () => {
  expect([...'éüß'].map(fileFor)).toEqual(['latin', 'latin', 'latin']);
  expect([...'ąłőž'].map(fileFor)).toEqual(['latin-ext', 'latin-ext', 'latin-ext', 'latin-ext']);
  expect([...'іїєґқ'].map(fileFor)).toEqual(['cyrillic', 'cyrillic', 'cyrillic', 'cyrillic', 'cyrillic-ext']);
});

it('every file is named in the style sheet once, for all weights, and never hides text while it loads', () => {
  for (const { name } of typefaceFiles) expect(typefaceCss().split(typefacePath(name))).toHaveLength(2);
  expect(typefaceCss().match(/font-weight:400 900;font-display:swap/g)).toHaveLength(typefaceFiles.length);
});

it('a range lists its code points, both ends included', () => {
  expect(codePointsOf('U+0041-0043,U+0045')).toEqual([65, 66, 67, 69]);
});
