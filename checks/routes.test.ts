// `worker/routes` is the API's table of contents: an operation stands in the file that the first part of its path names.

import { basename, dirname } from 'node:path';
import { expect, it } from 'vitest';
import { imports, read, sources } from './sources.ts';

const folder = 'worker/routes/';
const files = sources.map(({ file }) => file).filter((file) => file.startsWith(folder));
const isEntry = (file: string) =>
  dirname(file) === 'worker/routes' || basename(dirname(file)) === basename(file, '.ts');
const importsOf = (file: string) => imports.filter(({ source }) => source.file === file).map(({ target }) => target);

it('every part of the API is mounted once, from the file of its name', () => {
  const app = read('worker/app.ts');
  const mounted = [...app.matchAll(/\.route\('\/api([^']*)', (\w+)\)/g)].map(([, path = '', name = '']) => {
    const from = new RegExp(`import \\{[^}]*\\b${name}\\b[^}]*\\} from '\\./(routes/[^']+)'`).exec(app)?.[1];
    return [path, `worker/${from}`];
  });
  const places = files.filter(isEntry).map((file) => [`/${basename(file, '.ts')}`, file]);
  expect(places.length).toBeGreaterThan(10);
  expect(mounted.toSorted()).toEqual(places.toSorted());
});

it('what stands in a folder of routes is mounted by its entry', () => {
  const inside = files.filter((file) => !isEntry(file));
  expect(inside.length).toBeGreaterThan(5);
  const lost = inside.filter((file) => {
    const name = basename(dirname(file));
    return !importsOf(`${dirname(file)}/${name}.ts`).includes(file);
  });
  expect(lost).toEqual([]);
});
