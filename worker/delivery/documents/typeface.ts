// Golos Text, the typeface of tickets: which characters it has and how wide a text is. Both renderers use the same font
// bytes, so a text measured here fits in the PDF and in the picture alike.

import regularBytes from '@expo-google-fonts/golos-text/400Regular/GolosText_400Regular.ttf';
import boldBytes from '@expo-google-fonts/golos-text/700Bold/GolosText_700Bold.ttf';
import { jsPDF } from 'jspdf';

export type Weight = 'regular' | 'bold';

export const fontFamily = 'Golos Text';
export const fontBytes: Record<Weight, ArrayBuffer> = { regular: regularBytes, bold: boldBytes };

// Parsed on first use. At module level it would slow down the start of every isolate, also of those that only sell.
let encoded: Record<Weight, string> | undefined;

/** Adds both weights to a document. */
export function addFonts(document: jsPDF): void {
  encoded ??= {
    regular: Buffer.from(fontBytes.regular).toString('base64'),
    bold: Buffer.from(fontBytes.bold).toString('base64'),
  };
  document.addFileToVFS('regular.ttf', encoded.regular);
  document.addFont('regular.ttf', fontFamily, 'normal');
  document.addFileToVFS('bold.ttf', encoded.bold);
  document.addFont('bold.ttf', fontFamily, 'bold');
}

export function useFont(document: jsPDF, weight: Weight, size: number): void {
  document.setFont(fontFamily, weight === 'bold' ? 'bold' : 'normal').setFontSize(size);
}

let ruler: jsPDF | undefined;

function rulerWith(weight: Weight, size: number): jsPDF {
  if (ruler === undefined) {
    ruler = new jsPDF({ unit: 'pt' });
    addFonts(ruler);
  }
  useFont(ruler, weight, size);
  return ruler;
}

/** Width in points. */
export function widthOf(text: string, weight: Weight, size: number): number {
  return rulerWith(weight, size).getTextWidth(text);
}

/** True when every character of the text has a glyph. */
export function canDraw(text: string): boolean {
  const glyphs = glyphsOfRegular();
  return [...text].every((character) => glyphs.has(character.codePointAt(0) ?? 0));
}

let known: Set<number> | undefined;

function glyphsOfRegular(): Set<number> {
  if (known !== undefined) return known;
  const metadata: unknown = rulerWith('regular', 10).getFont().metadata;
  known = new Set(codePointsOf(metadata));
  return known;
}

// jsPDF's types call the parsed font `any`; this reads the character map it has made of it.
function codePointsOf(metadata: unknown): number[] {
  const map = at(at(at(metadata, 'cmap'), 'unicode'), 'codeMap');
  if (typeof map !== 'object' || map === null) throw new Error('the font has no character map');
  return Object.entries(map).flatMap(([code, glyph]) => (glyph === 0 ? [] : [Number(code)]));
}

function at(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
