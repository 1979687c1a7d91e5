// Writes the fonts of tickets into dist/site/ticket-fonts: Noto in a few hundred small files, each with a part of one
// script, and an index of the characters in each. The packages have WOFF2, for browsers; the Worker reads TrueType.
// `npm run build` runs this, and so do the tests of the Worker.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { create } from 'fontkit';
import fontverter from 'fontverter';
import * as z from 'zod';

/** The packages, and which of their files are taken: `[` begins the names of the files of Chinese, Japanese, Korean. */
const wanted: Record<string, readonly string[]> = {
  'noto-sans': ['latin', 'latin-ext', 'vietnamese', 'greek', 'greek-ext', 'cyrillic', 'cyrillic-ext', 'devanagari'],
  'noto-sans-georgian': ['georgian'],
  'noto-sans-armenian': ['armenian'],
  'noto-sans-hebrew': ['hebrew'],
  'noto-sans-arabic': ['arabic'],
  'noto-sans-thai': ['thai'],
  'noto-sans-sc': ['['],
  'noto-sans-jp': ['['],
  'noto-sans-kr': ['['],
  'noto-emoji': ['['],
};

const root = resolve(import.meta.dirname, '..');
const packages = join(root, 'node_modules', '@fontsource-variable');
const folder = join(root, 'dist', 'site', 'ticket-fonts');

const Package = z.object({ version: z.string() });
const Slices = z.record(z.string(), z.string());

/** Does nothing when the files of these very packages are there. */
export async function makeTicketFonts(): Promise<void> {
  const families = Object.keys(wanted);
  const versions = families.map((family) => Package.parse(json(join(packages, family, 'package.json'))).version);
  const made = createHash('sha256')
    .update(JSON.stringify([wanted, versions, readFileSync(import.meta.filename, 'utf8')]))
    .digest('hex');
  const index = join(folder, 'index.json');
  if (existsSync(index) && z.object({ made: z.string() }).parse(json(index)).made === made) return;
  rmSync(index, { force: true });
  mkdirSync(folder, { recursive: true });
  const files = [];
  for (const family of families) files.push(...(await filesOf(family)));
  const kept = new Set(files.map(({ file }) => file));
  for (const name of readdirSync(folder)) if (name.endsWith('.ttf') && !kept.has(name)) rmSync(join(folder, name));
  // The index is written last and in one step, so that whoever finds it finds every file that it names.
  writeFileSync(`${index}.${process.pid}`, JSON.stringify({ made, files }));
  renameSync(`${index}.${process.pid}`, index);
}

async function filesOf(family: string) {
  const slices = Object.keys(Slices.parse(json(join(packages, family, 'unicode.json'))));
  const taken = slices.filter((slice) => wanted[family]?.some((name) => name === slice || name === slice.charAt(0)));
  if (taken.length < (wanted[family]?.length ?? 0)) throw new Error(`${family} lacks a file that tickets need`);
  const files = [];
  // One after another: the converter's conversions share its memory.
  for (const slice of taken) {
    const name = `${family}-${slice.replace(/[[\]]/g, '')}`;
    const woff2 = readFileSync(join(packages, family, 'files', `${name}-wght-normal.woff2`));
    const font = await fontverter.convert(woff2, 'truetype');
    writeFileSync(join(folder, `${name}.ttf`), font);
    files.push({ file: `${name}.ttf`, family, ranges: rangesOf(font) });
  }
  return files;
}

/** First and last of each stretch of code points that the font has. */
function rangesOf(font: Uint8Array): number[] {
  const parsed = create(Buffer.from(font));
  if (!('characterSet' in parsed)) throw new Error('a collection is no font of a ticket');
  const ranges: number[] = [];
  // The end of a font's table may be listed as a character, U+FFFF, without a glyph.
  const codes = parsed.characterSet.filter((code) => parsed.hasGlyphForCodePoint(code));
  for (const code of codes.toSorted((one, other) => one - other)) {
    if (ranges.at(-1) === code - 1) ranges[ranges.length - 1] = code;
    else ranges.push(code, code);
  }
  return ranges;
}

function json(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await makeTicketFonts();
