// Breaks a text into lines that fit a box. A word longer than the box is cut between its letters; what still does
// not fit at the smallest size ends in an ellipsis. Nothing is ever wider than the box.

import type { Weight } from './typeface.ts';
import type { Typesetter } from './typesetter.ts';

/** `indent` sets the lines of a text that reads from the right flush on their right side. */
export type Fitted = { lines: { text: string; indent: number }[]; size: number; lead: number; rightToLeft: boolean };

type Box = { width: number; height: number; weight: Weight; sizes: readonly number[]; maxLines?: number };

const leading = 1.24;

/** The text at the largest of `sizes` (falling) at which it fits the box. */
export function fitText(text: string, box: Box, typesetter: Typesetter): Fitted {
  const rightToLeft = typesetter.isRightToLeft(text);
  let last: Fitted = { lines: [], size: 0, lead: 0, rightToLeft };
  for (const size of box.sizes) {
    const lead = size * leading;
    const widthOf = (part: string) => typesetter.measure(part, box.weight, size);
    const room = Math.max(1, Math.min(box.maxLines ?? 99, Math.floor(box.height / lead + 0.001)));
    const lines = wrap(typesetter.piecesOf(text), box.width, widthOf);
    const shown = lines.length <= room ? lines : shortened(lines, room, box.width, widthOf);
    last = { lines: indented(shown, rightToLeft, widthOf), size, lead, rightToLeft };
    if (lines.length <= room) return last;
  }
  return last;
}

// Flush with the longest line rather than with the page: the text stays under its label.
function indented(lines: string[], rightToLeft: boolean, widthOf: (part: string) => number): Fitted['lines'] {
  if (!rightToLeft) return lines.map((text) => ({ text, indent: 0 }));
  const widths = lines.map(widthOf);
  return lines.map((text, index) => ({ text, indent: Math.max(...widths) - (widths[index] ?? 0) }));
}

function wrap(pieces: string[], width: number, widthOf: (part: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces.flatMap((one) => cut(one, width, widthOf))) {
    const longer = line + piece;
    if (widthOf(longer.trimEnd()) <= width) line = longer;
    else {
      lines.push(line.trimEnd());
      line = piece;
    }
  }
  if (line !== '') lines.push(line.trimEnd());
  return lines;
}

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function cut(word: string, width: number, widthOf: (part: string) => number): string[] {
  if (widthOf(word.trimEnd()) <= width) return [word];
  const parts: string[] = [];
  let part = '';
  for (const { segment } of letters.segment(word)) {
    if (part !== '' && widthOf((part + segment).trimEnd()) > width) {
      parts.push(part);
      part = '';
    }
    part += segment;
  }
  return [...parts, part];
}

function shortened(lines: string[], room: number, width: number, widthOf: (part: string) => number): string[] {
  const kept = lines.slice(0, room);
  let end = [...letters.segment(kept.pop() ?? '')].map((one) => one.segment);
  while (end.length > 0 && widthOf(`${end.join('')}…`) > width) end = end.slice(0, -1);
  return [...kept, `${end.join('').trimEnd()}…`];
}
