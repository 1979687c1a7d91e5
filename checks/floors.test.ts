// The floors of an event's sales object: a file imports from its own floor or from a lower one. So nothing at the bottom knows
// of a command, and a reader who goes down never has to come up again.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { expect, it } from 'vitest';

const room = resolve(import.meta.dirname, '..', 'durable-objects', 'event-sales');

/** From the top down. A name is a folder, or a file of the room itself. Two names in one row may not import each other. */
const floors: readonly (readonly string[])[] = [
  ['event-sales.ts'],
  ['command-runner.ts'],
  ['alarm.ts', 'future-times.ts', 'reads'],
  ['commands'],
  ['rpc.ts'],
  ['outbox'],
  ['rows'],
  ['engine'],
  ['schema.ts', 'snapshots.ts', 'records.ts'],
];

const outside = ['test', 'drizzle.config.ts'];

type Import = { file: string; to: string };

function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesOf(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}

const files = filesOf(room).filter((path) => !outside.includes(nameOf(path)));

/** Imports of types count too: a type that comes from above is knowledge of what is above. */
const imports: Import[] = files.flatMap((path) => {
  const found = readFileSync(path, 'utf8').matchAll(/(?:from|import)\s*\(?'(\.[^']+)'/g);
  return [...found]
    .map(([, to = '']) => resolve(dirname(path), to))
    .filter((to) => to.startsWith(room + sep))
    .map((to) => ({ file: relative(room, path), to: relative(room, to) }));
});

function nameOf(path: string): string {
  return relative(room, resolve(room, path)).split(sep)[0] ?? '';
}

function floorOf(path: string): number {
  return floors.findIndex((names) => names.includes(nameOf(path)));
}

it('every file of event-sales is on a floor', () => {
  expect(files.length).toBeGreaterThan(40);
  expect(files.map((path) => relative(room, path)).filter((path) => floorOf(path) === -1)).toEqual([]);
});

it('event-sales imports from its own floor or from a lower one', () => {
  expect(imports.length).toBeGreaterThan(150);
  const upward = imports.filter(({ file, to }) => {
    const sameRow = floorOf(file) === floorOf(to) && nameOf(file) !== nameOf(to);
    return floorOf(to) < floorOf(file) || sameRow;
  });
  expect(upward.map(({ file, to }) => `${file} → ${to}`)).toEqual([]);
});
