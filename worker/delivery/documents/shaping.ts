// Shapes texts into outlines: the Unicode bidirectional algorithm gives the order, and the font's own tables give the
// form and position of each glyph.

import bidiFactory from 'bidi-js';
import type { Font, Glyph } from 'fontkit';
import LineBreaker from 'linebreak';
import { clustersOf, type ScriptFont, visibleCodesOf } from './script-fonts.ts';
import { type Weight, widthOf } from './typeface.ts';
import { isPlain, type Line, type Outline, type Stroke, type Typesetter } from './typesetter.ts';

type Run = { text: string; font: ScriptFont; level: number };

const bidi = bidiFactory();
const replaced = '\ufffd';

export function shapingTypesetter(fonts: ScriptFont[]): Typesetter {
  const widths = new Map<string, number>();
  const outlines = new Map<string, Outline>();
  const isRightToLeft = (text: string) => bidi.getEmbeddingLevels(text, 'auto').paragraphs[0]?.level === 1;
  return {
    measure(text, weight, size) {
      if (isPlain(text)) return widthOf(text, weight, size);
      const key = `${weight} ${text}`;
      const known = widths.get(key);
      const width =
        known ?? runsOf(text, isRightToLeft(text), fonts).reduce((sum, run) => sum + shape(run, weight).width, 0);
      widths.set(key, width);
      return width * size;
    },
    piecesOf,
    isRightToLeft,
    outlineOf(line) {
      if (isPlain(line.text)) return null;
      const key = JSON.stringify(line);
      const outline = outlines.get(key) ?? outlineOf(line, fonts);
      outlines.set(key, outline);
      return outline;
    },
    drawable: (text, words) => drawable(text, words, fonts),
  };
}

function outlineOf({ text, weight, size, rightToLeft }: Line, fonts: ScriptFont[]): Outline {
  const strokes: Stroke[] = [];
  let x = 0;
  for (const run of runsOf(text, rightToLeft, fonts)) {
    const { glyphs, width } = shape(run, weight);
    for (const { glyph, dx, dy, unit } of glyphs) {
      strokes.push(...strokesOf(glyph, x + dx * size, -dy * size, size * unit));
    }
    x += width * size;
  }
  const visualText = bidi.getReorderedString(text, levelsOf(text, rightToLeft));
  return { width: x, strokes, visualText };
}

function levelsOf(text: string, rightToLeft: boolean) {
  return bidi.getEmbeddingLevels(text, rightToLeft ? 'rtl' : 'ltr');
}

/** The runs of one font and one direction, from left to right. */
function runsOf(text: string, rightToLeft: boolean, fonts: ScriptFont[]): Run[] {
  const levels = levelsOf(text, rightToLeft);
  const mirrored = bidi.getMirroredCharactersMap(text, levels.levels);
  const runs: Run[] = [];
  const runAt = new Array<Run | undefined>(text.length);
  let at = 0;
  for (const cluster of clustersOf(text)) {
    const level = levels.levels[at] ?? 0;
    const end = at + cluster.length;
    for (const { shown, font } of drawnBy(mirrored.get(at) ?? cluster, fonts)) {
      const last = runs.at(-1);
      if (last?.font === font && last.level === level) last.text += shown;
      else runs.push({ text: shown, font, level });
      runAt.fill(runs.at(-1), at, end);
      at += shown.length;
    }
    at = end;
  }
  const order = new Set(bidi.getReorderedIndices(text, levels).map((index) => runAt[index]));
  return [...order].filter((run) => run !== undefined);
}

/**
 * Assigns a cluster to the first font that has all of it; if none has, each of its characters to the first that has it.
 */
function drawnBy(cluster: string, fonts: ScriptFont[]): { shown: string; font: ScriptFont }[] {
  const codes = visibleCodesOf(cluster);
  const whole = fonts.find((font) => codes.every((code) => font.has(code)));
  if (whole !== undefined) return [{ shown: cluster, font: whole }];
  return codes.flatMap((code) => {
    const font = fonts.find((one) => one.has(code));
    return font === undefined ? [] : [{ shown: String.fromCodePoint(code), font }];
  });
}

type Placed = { glyph: Glyph; dx: number; dy: number; unit: number };

/** Glyphs and width as fractions of the font size; `unit` is one unit of the font's grid. */
function shape({ text, font, level }: Run, weight: Weight): { glyphs: Placed[]; width: number } {
  const face: Font = font.of(weight);
  const unit = 1 / face.unitsPerEm;
  const { glyphs, positions } = face.layout(
    reordered(text),
    undefined,
    undefined,
    undefined,
    level % 2 === 1 ? 'rtl' : 'ltr',
  );
  let x = 0;
  const placed = glyphs.map((glyph, index) => {
    const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[index] ?? {};
    const dx = (x + xOffset) * unit;
    x += xAdvance;
    return { glyph, dx, dy: yOffset * unit, unit };
  });
  // Glyph 0 is the box of a missing character. Here it stands for a joiner that the font does not know, so nothing is
  // drawn.
  return { glyphs: placed.filter(({ glyph }) => glyph.id !== 0), width: x * unit };
}

// Sara am, a Thai vowel of two parts: its ring is drawn under the tone mark that is written before it. HarfBuzz splits
// the vowel by itself; fontkit has no rule for Thai, so we do.
function reordered(text: string): string {
  return text.replace(/([\u0e48-\u0e4b]*)\u0e33/g, '\u0e4d$1\u0e32');
}

function strokesOf(glyph: Glyph, x: number, y: number, scale: number): Stroke[] {
  const strokes: Stroke[] = [];
  let from = { x, y };
  for (const { command, args } of glyph.path.commands) {
    const points: { x: number; y: number }[] = [];
    for (let at = 0; at < args.length; at += 2) {
      points.push({ x: x + (args[at] ?? 0) * scale, y: y - (args[at + 1] ?? 0) * scale });
    }
    const [one, two, three] = points;
    if (command === 'closePath') strokes.push({ to: 'close' });
    else if (command === 'moveTo' && one) strokes.push({ to: 'move', ...one });
    else if (command === 'lineTo' && one) strokes.push({ to: 'line', ...one });
    else if (command === 'quadraticCurveTo' && one && two) strokes.push(cubic(from, one, two));
    else if (command === 'bezierCurveTo' && one && two && three) {
      strokes.push({ to: 'curve', x1: one.x, y1: one.y, x2: two.x, y2: two.y, ...three });
    }
    from = points.at(-1) ?? from;
  }
  return strokes;
}

type Point = { x: number; y: number };

// A PDF knows only cubic curves.
function cubic(from: Point, control: Point, to: Point): Stroke {
  const near = (end: Point, part: 'x' | 'y') => end[part] + (2 / 3) * (control[part] - end[part]);
  return { to: 'curve', x1: near(from, 'x'), y1: near(from, 'y'), x2: near(to, 'x'), y2: near(to, 'y'), ...to };
}

/**
 * Line breaks follow the Unicode algorithm. Thai has no spaces between words, so its words are found by segmentation.
 */
function piecesOf(text: string): string[] {
  const breaker = new LineBreaker(text);
  const pieces: string[] = [];
  let from = 0;
  for (let end = breaker.nextBreak(); end !== null; end = breaker.nextBreak()) {
    pieces.push(text.slice(from, end.position));
    from = end.position;
  }
  return pieces.flatMap((piece) => (/\p{Script=Thai}/u.test(piece) ? thaiWordsOf(piece) : [piece]));
}

const thai = new Intl.Segmenter('th', { granularity: 'word' });

function thaiWordsOf(piece: string): string[] {
  return [...thai.segment(piece)].reduce<string[]>((words, { segment, isWordLike }) => {
    // A segment that is no word, such as a space or a closing bracket, stays with the word before it.
    if (isWordLike === true || words.length === 0) words.push(segment);
    else words.push(`${words.pop() ?? ''}${segment}`);
    return words;
  }, []);
}

function drawable(text: string, words: string, fonts: ScriptFont[]): string {
  const isDrawn = (cluster: string) =>
    visibleCodesOf(cluster).every((code) => fonts.some((font) => font.has(code)) || /\s/.test(cluster));
  const marked = clustersOf(text)
    .map((cluster) => (cluster !== replaced && isDrawn(cluster) ? cluster : replaced))
    .join('');
  // Several words that no font can draw are replaced by one placeholder.
  return marked.replace(/\ufffd(?:[\s\p{P}]*\ufffd)*/gu, words);
}
