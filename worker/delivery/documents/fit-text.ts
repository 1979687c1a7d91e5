// Breaks a text into lines that fit a box. A word longer than the box is cut between its letters; what still does
// not fit at the smallest size ends in an ellipsis. Nothing is ever wider than the box.

import type { Weight } from './typeface.ts';

export type Measure = (text: string, weight: Weight, size: number) => number;
export type Fitted = { lines: string[]; size: number; lead: number };

type Box = { width: number; height: number; weight: Weight; sizes: readonly number[]; maxLines?: number };

const leading = 1.24;

/** The text at the largest of `sizes` (falling) at which it fits the box. */
export function fitText(text: string, box: Box, measure: Measure): Fitted {
  let last: Fitted = { lines: [], size: 0, lead: 0 };
  for (const size of box.sizes) {
    const lead = size * leading;
    const room = Math.max(1, Math.min(box.maxLines ?? 99, Math.floor(box.height / lead + 0.001)));
    const lines = wrap(text, box.width, (part) => measure(part, box.weight, size));
    if (lines.length <= room) return { lines, size, lead };
    last = { lines: shortened(lines, room, box.width, (part) => measure(part, box.weight, size)), size, lead };
  }
  return last;
}

function wrap(text: string, width: number, widthOf: (part: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((one) => cut(one, width, widthOf))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  if (line !== '') lines.push(line);
  return lines;
}

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function cut(word: string, width: number, widthOf: (part: string) => number): string[] {
  if (widthOf(word) <= width) return [word];
  const parts: string[] = [];
  let part = '';
  for (const { segment } of letters.segment(word)) {
    if (part !== '' && widthOf(part + segment) > width) {
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
