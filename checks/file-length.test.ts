// A file has one subject, and one of more than 300 lines has several. What may be longer is named here with its reason.

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

const lengths = sources
  .filter(({ file, isTest }) => !isTest && !isList(file))
  .map(({ file, text }) => ({ file, lines: text.split('\n').length - 1 }));

it(`no source file has more than ${most} lines, but texts, schemas and lists`, () => {
  expect(lengths.length).toBeGreaterThan(500);
  expect(lengths.filter(({ lines }) => lines > most)).toEqual([]);
});

it('a file that is named as a list is longer', () => {
  const long = sources.filter(({ text }) => text.split('\n').length - 1 > most).map(({ file }) => file);
  expect(Object.keys(lists).filter((file) => !long.includes(file))).toEqual([]);
});
