// What drizzle does not guard: numbers that rise by one, a journal that names every file, and tables it does not read.

import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { sources } from './sources.ts';

const migrations = resolve(import.meta.dirname, '..', 'migrations');
const databases = readdirSync(migrations, { withFileTypes: true }).flatMap((one) =>
  one.isDirectory() ? [one.name] : [],
);

type Journal = { entries: { idx: number; when: number; tag: string }[] };

it.each(databases)('the migrations of %s rise by one and stand in its journal', (database) => {
  const files = readdirSync(join(migrations, database)).filter((name) => name.endsWith('.sql'));
  const journal = JSON.parse(readFileSync(join(migrations, database, 'meta', '_journal.json'), 'utf8')) as Journal;
  expect(journal.entries.map((entry) => `${entry.tag}.sql`)).toEqual([...files].sort());
  expect(journal.entries.map((entry) => entry.idx)).toEqual(journal.entries.map((_entry, at) => at));
  expect(journal.entries.map((entry) => Number(entry.tag.slice(0, 4)))).toEqual(
    journal.entries.map((entry) => entry.idx),
  );
  const times = journal.entries.map((entry) => entry.when);
  expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
});

// The next migration it writes would drop a table that it does not read.
it('every table is declared where drizzle-kit reads it', () => {
  const declaring = sources.filter(({ text }) => /\bsqliteTable\(/.test(text)).map(({ file }) => file);
  expect(declaring.length).toBeGreaterThan(10);
  const read = /^(worker\/schema\/[\w-]+|durable-objects\/[\w-]+\/schema)\.ts$/;
  expect(declaring.filter((file) => !read.test(file))).toEqual([]);
});
