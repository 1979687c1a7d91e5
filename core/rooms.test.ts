// The import rule of the house: arrows between rooms go one way, and core stays pure.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** Room → rooms it may import from; `types` only as types. */
const allowed: Record<string, { values: string[]; types: string[] }> = {
  core: { values: ['core'], types: ['core'] },
  'durable-objects': { values: ['durable-objects', 'core', 'migrations'], types: ['worker'] },
  worker: { values: ['worker', 'durable-objects', 'core', 'migrations'], types: ['hashing'] },
  hashing: { values: ['hashing'], types: [] },
  web: { values: ['web', 'core'], types: ['worker'] },
  widget: { values: ['widget', 'core'], types: [] },
};

type Import = { file: string; from: string; to: string; typeOnly: boolean };

function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesOf(path);
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

function importsOf(path: string): Import[] {
  const text = readFileSync(path, 'utf8');
  const statements = text.matchAll(/^(?:import|export)\s+(type\s)?[^;]*?from\s+'([^']+)'|import\('([^']+)'\)/gm);
  return [...statements].map((match) => ({
    file: relative(root, path),
    from: relative(root, path).split(sep)[0] ?? '',
    to: match[2] ?? match[3] ?? '',
    typeOnly: match[1] !== undefined,
  }));
}

function roomOf(imported: Import): string | null {
  if (imported.to.startsWith('#core/')) return 'core';
  if (!imported.to.startsWith('.')) return null;
  return relative(root, resolve(root, dirname(imported.file), imported.to)).split(sep)[0] ?? null;
}

const imports = Object.keys(allowed).flatMap((room) => filesOf(join(root, room)).flatMap(importsOf));

it('reads the import lines of every room', () => {
  expect(imports.length).toBeGreaterThan(100);
});

it('arrows between rooms go one way', () => {
  const wrong = imports.filter((one) => {
    const to = roomOf(one);
    const rule = allowed[one.from];
    if (to === null || rule === undefined) return false;
    return !rule.values.includes(to) && !(one.typeOnly && rule.types.includes(to));
  });
  expect(wrong).toEqual([]);
});

it('core depends on nothing but zod, and zod only in its contracts', () => {
  const wrong = imports.filter(
    (one) => one.from === 'core' && roomOf(one) === null && !(one.to === 'zod' && one.file.includes('contracts')),
  );
  expect(wrong).toEqual([]);
});

it('browsers take contracts as types only, so that zod does not reach them', () => {
  const browsers = imports.filter((one) => one.from === 'web' || one.from === 'widget');
  expect(browsers.filter((one) => one.to.startsWith('#core/contracts/') && !one.typeOnly)).toEqual([]);
});

it('zod is imported in the form that tree-shakes', () => {
  const files = Object.keys(allowed).flatMap((room) => filesOf(join(root, room)));
  expect(files.filter((file) => /import \{[^}]*\} from 'zod'/.test(readFileSync(file, 'utf8')))).toEqual([]);
});

it('no room is named after nothing', () => {
  const empty = /(^|[/\\])(utils?|helpers?|common|misc|managers?|services?|repositories)([/\\]|\.tsx?$)/;
  const files = Object.keys(allowed).flatMap((room) => filesOf(join(root, room)));
  expect(files.filter((file) => empty.test(relative(root, file)))).toEqual([]);
});

it('a list of unknown length goes to D1 as one parameter, since D1 takes a hundred', () => {
  const files = filesOf(join(root, 'worker')).filter((file) => {
    const lists = readFileSync(file, 'utf8').matchAll(/inArray\([^,]+,\s*(\S)/g);
    return [...lists].some((match) => match[1] !== '[');
  });
  expect(files).toEqual([]);
});
