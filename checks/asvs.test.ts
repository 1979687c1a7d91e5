// The table of docs/asvs.md against the list of the standard and against the tree: no row left out, none invented, and no
// path that leads nowhere. The ids are all of the standard that is here.

import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** Section → its requirements of levels 1 and 2, in OWASP ASVS 5.0.0. */
const sections: [section: string, numbers: number[]][] = [
  ['1.1', [1, 2]],
  ['1.2', [1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ['1.3', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]],
  ['1.4', [1, 2, 3]],
  ['1.5', [1, 2]],
  ['2.1', [1, 2, 3]],
  ['2.2', [1, 2, 3]],
  ['2.3', [1, 2, 3, 4]],
  ['2.4', [1]],
  ['3.2', [1, 2]],
  ['3.3', [1, 2, 3, 4]],
  ['3.4', [1, 2, 3, 4, 5, 6]],
  ['3.5', [1, 2, 3, 4, 5]],
  ['3.7', [1, 2]],
  ['4.1', [1, 2, 3]],
  ['4.2', [1]],
  ['4.3', [1, 2]],
  ['4.4', [1, 2, 3, 4]],
  ['5.1', [1]],
  ['5.2', [1, 2, 3]],
  ['5.3', [1, 2]],
  ['5.4', [1, 2, 3]],
  ['6.1', [1, 2, 3]],
  ['6.2', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
  ['6.3', [1, 2, 3, 4]],
  ['6.4', [1, 2, 3, 4]],
  ['6.5', [1, 2, 3, 4, 5]],
  ['6.6', [1, 2, 3]],
  ['6.8', [1, 2, 3, 4]],
  ['7.1', [1, 2, 3]],
  ['7.2', [1, 2, 3, 4]],
  ['7.3', [1, 2]],
  ['7.4', [1, 2, 3, 4, 5]],
  ['7.5', [1, 2]],
  ['7.6', [1, 2]],
  ['8.1', [1, 2]],
  ['8.2', [1, 2, 3]],
  ['8.3', [1]],
  ['8.4', [1]],
  ['9.1', [1, 2, 3]],
  ['9.2', [1, 2, 3, 4]],
  ['10.1', [1, 2]],
  ['10.2', [1, 2]],
  ['10.3', [1, 2, 3, 4]],
  ['10.4', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]],
  ['10.5', [1, 2, 3, 4, 5]],
  ['10.6', [1, 2]],
  ['10.7', [1, 2, 3]],
  ['11.1', [1, 2]],
  ['11.2', [1, 2, 3]],
  ['11.3', [1, 2, 3]],
  ['11.4', [1, 2, 3, 4]],
  ['11.5', [1]],
  ['11.6', [1]],
  ['12.1', [1, 2, 3]],
  ['12.2', [1, 2]],
  ['12.3', [1, 2, 3, 4]],
  ['13.1', [1]],
  ['13.2', [1, 2, 3, 4, 5]],
  ['13.3', [1, 2]],
  ['13.4', [1, 2, 3, 4, 5]],
  ['14.1', [1, 2]],
  ['14.2', [1, 2, 3, 4]],
  ['14.3', [1, 2, 3]],
  ['15.1', [1, 2, 3]],
  ['15.2', [1, 2, 3]],
  ['15.3', [1, 2, 3, 4, 5, 6, 7]],
  ['16.1', [1]],
  ['16.2', [1, 2, 3, 4, 5]],
  ['16.3', [1, 2, 3, 4]],
  ['16.4', [1, 2, 3]],
  ['16.5', [1, 2, 3]],
  ['17.1', [1]],
  ['17.2', [1, 2, 3, 4]],
  ['17.3', [1, 2]],
];
const ids = sections.flatMap(([section, numbers]) => numbers.map((n) => `V${section}.${n}`));

type Row = { id: string; asks: string; met: string; how: string; where: string; test: string };

const page = readFileSync(join(root, 'docs/asvs.md'), 'utf8');
const rows = page.split('\n').flatMap((line): Row[] => {
  if (!/^\| V\d/.test(line)) return [];
  const [, id = '', asks = '', met = '', how = '', where = '', test = '', ...rest] = line.split(/(?<!\\)\|/);
  expect([id, rest.map((one) => one.trim())]).toEqual([id, ['']]);
  const [a, b, c, d, e, f] = [id, asks, met, how, where, test].map((cell) => cell.trim());
  return [{ id: a ?? '', asks: b ?? '', met: c ?? '', how: d ?? '', where: e ?? '', test: f ?? '' }];
});

/** What stands in backticks and has a folder or an ending of ours is a path. */
function pathsIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].flatMap(([, text = '']) =>
    /^[\w./-]+\.(tsx?|md|toml|json|sql)$|^[\w-]+\/[\w./-]*_headers$/.test(text) ? [text] : [],
  );
}

it('the list has the 253 requirements of level 2, each once', () => {
  expect(ids.length).toBe(253);
  expect(new Set(ids).size).toBe(253);
});

it('the table has a row for each, in order, and no other', () => {
  expect(rows.map(({ id }) => id)).toEqual(ids);
});

it('every row says what is asked, how it stands and why', () => {
  const known = ['yes', 'written', 'partly', 'gap', 'platform', 'none'];
  expect(rows.filter(({ met }) => !known.includes(met)).map(({ id }) => id)).toEqual([]);
  expect(rows.filter(({ asks, how }) => asks.length < 3 || how.length < 4).map(({ id }) => id)).toEqual([]);
});

it('the figures at its head are those of the table', () => {
  for (const [, met = '', figure] of page.matchAll(/^\| (\w+) \| [^|]+ \| (\d+) \|$/gm)) {
    expect([met, Number(figure)]).toEqual([met, rows.filter((row) => row.met === met).length]);
  }
});

describe('every path it names is there', () => {
  it('in the code', () => {
    const named = rows.flatMap(({ id, where }) => pathsIn(where).map((path) => ({ id, path })));
    expect(named.length).toBeGreaterThan(250);
    expect(named.filter(({ path }) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('among the tests', () => {
    const named = rows.flatMap(({ id, test }) => pathsIn(test).map((path) => ({ id, path })));
    expect(named.length).toBeGreaterThan(150);
    expect(named.filter(({ path }) => !/\.test\.tsx?$/.test(path) || !existsSync(join(root, path)))).toEqual([]);
  });
});

it('a "yes" names its place and its test, a "written" its page', () => {
  const wrong = rows.filter(({ met, where, test }) => {
    if (met === 'yes') return pathsIn(where).length === 0 || pathsIn(test).length === 0;
    return met === 'written' && !pathsIn(where).some((path) => path.startsWith('docs/'));
  });
  expect(wrong.map(({ id }) => id)).toEqual([]);
});

it('what is not met, or not wholly, is said again among the known gaps of the threat model', () => {
  const threats = readFileSync(join(root, 'docs/threat-model.md'), 'utf8');
  const gaps = threats.slice(threats.indexOf('## Known gaps'));
  const open = rows.filter(({ met }) => met === 'gap' || met === 'partly').map(({ id }) => id);
  expect(open.length).toBeGreaterThan(10);
  expect(open.filter((id) => !new RegExp(`${id}\\b`).test(gaps))).toEqual([]);
});
