// Golos Text, the one family of every surface, as the browser loads it: a variable font (all weights in one file), cut into
// files by script, so that a page loads only what its texts need. The site's build writes the files (web/vite.config.ts).

/** Of the package `@fontsource-variable/golos-text`; part of the file names, because they are kept for a year. */
const typefaceVersion = '5.3.0';

type TypefaceFile = { name: string; range: string };

/** Of characters that two files have, browsers take the file that is named last. */
export const typefaceFiles: readonly TypefaceFile[] = [
  {
    name: 'latin-ext',
    range:
      'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF',
  },
  { name: 'cyrillic-ext', range: 'U+0460-052F,U+1C80-1C8A,U+20B4,U+2DE0-2DFF,U+A640-A69F,U+FE2E-FE2F' },
  {
    name: 'latin',
    range:
      'U+00A1-00A2,U+00A4-00A6,U+00A8,U+00AA,U+00AC-00AD,U+00AF-00B6,U+00B8-00BA,U+00BC-00D6,U+00D8-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-200F,U+2122,U+2215',
  },
  { name: 'cyrillic', range: 'U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116' },
  // What nearly every text needs: 26 KB instead of the 38 of the whole Latin file.
  {
    name: 'ascii',
    range:
      'U+0020-007E,U+00A0,U+00A3,U+00A7,U+00A9,U+00AB,U+00AE,U+00B0,U+00B7,U+00BB,U+00D7,U+2013-2014,U+2018-201A,U+201C-201E,U+2022,U+2026,U+20AC,U+20BD,U+2190-2193,U+2212',
  },
];

/** Of a CSS `unicode-range`: `U+0041-0043,U+0045` are 65, 66, 67 and 69. */
export function codePointsOf(range: string): number[] {
  return range.split(',').flatMap((part) => {
    const [from = 0, to = from] = part
      .replace('U+', '')
      .split('-')
      .map((code) => Number.parseInt(code, 16));
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}

export function typefacePath(name: string): string {
  return `/fonts/golos-text-${name}.${typefaceVersion}.woff2`;
}

/** The two files that a page in Russian or English needs at once, to be preloaded. */
export const firstTypefacePaths = { ru: ['cyrillic', 'ascii'].map(typefacePath), en: ['ascii'].map(typefacePath) };

/**
 * The font faces as a style sheet. Text is drawn at once in the fallback, whose metrics are those of Golos Text (ascent 0.98,
 * descent 0.22, letters 7 % wider than Arial's, measured on sentences of both languages), so that nothing moves when the
 * font arrives.
 */
export function typefaceCss(): string {
  const fallback =
    '@font-face{font-family:"Golos Text Fallback";src:local("Arial"),local("Liberation Sans"),local("Roboto"),local("Helvetica Neue");size-adjust:107%;ascent-override:91.6%;descent-override:20.6%;line-gap-override:0%;}';
  const faces = typefaceFiles.map(
    ({ name, range }) =>
      `@font-face{font-family:"Golos Text";font-weight:400 900;font-display:swap;src:url(${typefacePath(name)}) format("woff2");unicode-range:${range};}`,
  );
  return `${fallback}${faces.join('')}\n`;
}
