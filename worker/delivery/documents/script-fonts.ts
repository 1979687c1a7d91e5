// Fonts for the characters that Golos Text lacks: small files by script among the Worker's assets, and an index of the
// characters in each (local/ticket-fonts.ts makes both). An order loads only the few files that its texts need.

import { create, type Font } from 'fontkit';
import * as z from 'zod';
import type { Env } from '../../env.d.ts';
import { log } from '../../log.ts';
import { canDraw, fontBytes, type Weight } from './typeface.ts';

export type ScriptFont = { has(codePoint: number): boolean; of(weight: Weight): Font };

const Entry = z.object({ file: z.string(), family: z.string(), ranges: z.array(z.number()) });
type Entry = z.infer<typeof Entry>;
const Index = z.object({ files: z.array(Entry) });

/** The fonts for these texts, the preferred first; Golos Text is always the first. */
export async function fontsFor(
  texts: string[],
  env: Pick<Env, 'ASSETS'>,
): Promise<{ fonts: ScriptFont[]; complete: boolean }> {
  golos ??= golosText();
  const first = golos;
  const index = await indexOf(env);
  if (index === null) return { fonts: [first], complete: false };
  const entries = preferred(index, texts.join(''));
  const clusters = [...new Set(texts.flatMap(clustersOf))];
  const needed = new Set(clusters.flatMap((cluster) => neededFor(cluster, first, entries)));
  const loaded = await Promise.all(entries.filter((entry) => needed.has(entry)).map((entry) => fontOf(entry, env)));
  const fonts = loaded.filter((font) => font !== null);
  return { fonts: [first, ...fonts], complete: fonts.length === loaded.length };
}

/** The first font that has the whole cluster; if none has, for each of its characters the first that has it. */
function neededFor(cluster: string, first: ScriptFont, entries: Entry[]): Entry[] {
  const codes = visibleCodesOf(cluster);
  if (codes.every(first.has)) return [];
  const whole = entries.find(({ ranges }) => codes.every((code) => isIn(ranges, code)));
  if (whole !== undefined) return [whole];
  const others = codes.filter((code) => !first.has(code));
  return others.flatMap((code) => entries.find(({ ranges }) => isIn(ranges, code)) ?? []);
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Splits a text into what a reader takes for single characters: a letter with its marks, a family of emoji. */
export function clustersOf(text: string): string[] {
  return [...graphemes.segment(text)].map(({ segment }) => segment);
}

/** Joiners, variation selectors and direction marks need no glyph. */
export function visibleCodesOf(cluster: string): number[] {
  return [...cluster.replace(/\p{Default_Ignorable_Code_Point}/gu, '')].map((one) => one.codePointAt(0) ?? 0);
}

// Chinese and Japanese share characters and draw them differently. Kana and Hangul tell which language a text is in.
function preferred(index: Entry[], text: string): Entry[] {
  const first = /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)
    ? 'noto-sans-jp'
    : /\p{Script=Hangul}/u.test(text)
      ? 'noto-sans-kr'
      : 'noto-sans-sc';
  return [...index.filter((one) => one.family === first), ...index.filter((one) => one.family !== first)];
}

function isIn(ranges: number[], code: number): boolean {
  for (let at = 0; at < ranges.length; at += 2) {
    if (code <= (ranges[at + 1] ?? 0)) return code >= (ranges[at] ?? 0);
  }
  return false;
}

let golos: ScriptFont | undefined;

function golosText(): ScriptFont {
  const of = { regular: parsed(fontBytes.regular), bold: parsed(fontBytes.bold) };
  return { has: (code) => canDraw(String.fromCodePoint(code)), of: (weight) => of[weight] };
}

// The fonts that this isolate has parsed. Parsing one costs a hundred times more than drawing a line with it, and the
// letters of one event come one after another. The limit keeps an isolate from holding the fonts of every script.
let index: Entry[] | undefined;
const cache = new Map<string, { font: ScriptFont; size: number }>();
const keptBytes = 4_000_000;

async function indexOf(env: Pick<Env, 'ASSETS'>): Promise<Entry[] | null> {
  if (index !== undefined) return index;
  const bytes = await read('index.json', env);
  if (bytes === null) return null;
  index = Index.parse(JSON.parse(new TextDecoder().decode(bytes))).files;
  return index;
}

async function fontOf({ file, ranges }: Entry, env: Pick<Env, 'ASSETS'>): Promise<ScriptFont | null> {
  const there = cache.get(file);
  cache.delete(file);
  if (there !== undefined) {
    cache.set(file, there);
    return there.font;
  }
  const bytes = await read(file, env);
  if (bytes === null) return null;
  const base = parsed(bytes);
  const weights = { regular: base.getVariation({ wght: 400 }), bold: base.getVariation({ wght: 700 }) };
  const font: ScriptFont = { has: (code) => isIn(ranges, code), of: (weight) => weights[weight] };
  cache.set(file, { font, size: bytes.byteLength });
  forgetOldest();
  return font;
}

function forgetOldest(): void {
  let size = [...cache.values()].reduce((sum, one) => sum + one.size, 0);
  for (const [file, one] of cache) {
    if (size <= keptBytes) return;
    cache.delete(file);
    size -= one.size;
  }
}

async function read(file: string, env: Pick<Env, 'ASSETS'>): Promise<ArrayBuffer | null> {
  try {
    const response = await env.ASSETS.fetch(`https://assets.local/ticket-fonts/${file}`);
    if (response.ok) return await response.arrayBuffer();
    log('error', 'ticket-font-missing', { file, status: response.status });
  } catch (error) {
    log('error', 'ticket-font-unreadable', { file, error });
  }
  return null;
}

function parsed(bytes: ArrayBuffer): Font {
  const font = create(Buffer.from(bytes));
  if (!('characterSet' in font)) throw new Error('a collection is no font of a ticket');
  return font;
}
