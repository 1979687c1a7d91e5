// A file has one subject, and one of more than 300 lines has several. What may be longer is named here with its reason,
// and a file that was longer when the rule came may not grow.

import { expect, it } from 'vitest';
import { sources } from './sources.ts';

const most = 300;

/** Not read from its beginning to its end: texts, tables and lists of data. Tests are lists of cases (`isTest`). */
const lists: Record<string, string> = {
  'durable-objects/event-sales/rpc.ts': 'the schema of every call to the object, with a sentence for each',
  'local/demo-season.ts': 'the data of the demo season',
  'trials/sabotage/list.ts': 'the list of planted bugs',
};

const isList = (file: string) => /\/messages\/|\/schema\/|\/schema\.ts$/.test(file) || lists[file] !== undefined;

/** One class each, whose methods are its subject. The number is what it has today. */
const longer: Record<string, number> = {
  'durable-objects/event-sales/event-sales.ts': 376,
};

const lengths = sources
  .filter(({ file, isTest }) => !isTest && !isList(file))
  .map(({ file, text }) => ({ file, lines: text.split('\n').length - 1 }));

it(`no source file has more than ${most} lines, but texts, schemas and lists`, () => {
  expect(lengths.length).toBeGreaterThan(500);
  expect(lengths.filter(({ file, lines }) => lines > (longer[file] ?? most))).toEqual([]);
});

it('a file that is named as longer is longer', () => {
  const short = Object.keys(longer).filter((file) => (lengths.find((one) => one.file === file)?.lines ?? 0) <= most);
  expect(short).toEqual([]);
});
