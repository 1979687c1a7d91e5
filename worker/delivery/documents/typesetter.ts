// What the layout needs to know of a text: its width, where a line may end, its direction, how it is drawn. A plain
// text has only letters that Golos Text draws one after another, and is drawn as letters. Every other text (another
// script, a stress mark, an emoji) is shaped into outlines, so that the PDF and the picture draw the same forms.

import type { Env } from '../../env.d.ts';
import { canDraw, type Weight, widthOf } from './typeface.ts';

/** In points, from the beginning of the baseline; y grows downwards. */
export type Stroke =
  | { to: 'move' | 'line'; x: number; y: number }
  | { to: 'curve'; x1: number; y1: number; x2: number; y2: number; x: number; y: number }
  | { to: 'close' };
/** Equal lines are one object. `visualText`: its characters in visual order, from left to right. */
export type Outline = { width: number; strokes: Stroke[]; visualText: string };
export type Line = { text: string; weight: Weight; size: number; rightToLeft: boolean };

export type Typesetter = {
  /** Width in points. */
  measure(text: string, weight: Weight, size: number): number;
  /** The text in pieces after which a line may end. A space belongs to the piece before it. */
  piecesOf(text: string): string[];
  isRightToLeft(text: string): boolean;
  /** Null for a plain text, which is drawn as letters. */
  outlineOf(line: Line): Outline | null;
  /** The text with `words` in place of what no font draws. */
  drawable(text: string, words: string): string;
};

const plainTypesetter: Typesetter = {
  measure: widthOf,
  piecesOf: (text) => text.split(/(?<= )/),
  isRightToLeft: () => false,
  outlineOf: () => null,
  drawable: (text) => text,
};

/** Loads fonts for `texts` only. `complete`: every font that they need could be read. */
export async function typesetterFor(
  texts: string[],
  env: Pick<Env, 'ASSETS'>,
): Promise<{ typesetter: Typesetter; complete: boolean }> {
  const others = texts.filter((text) => !isPlain(text));
  if (others.length === 0) return { typesetter: plainTypesetter, complete: true };
  // The shaper and its fonts are loaded with the first text that needs them.
  const { fontsFor } = await import('./script-fonts.ts');
  const { shapingTypesetter } = await import('./shaping.ts');
  const { fonts, complete } = await fontsFor(others, env);
  return { typesetter: shapingTypesetter(fonts), complete };
}

/** Combining marks are not plain: a PDF viewer would draw them beside their letter. */
export function isPlain(text: string): boolean {
  return !/\p{M}/u.test(text) && canDraw(text);
}
