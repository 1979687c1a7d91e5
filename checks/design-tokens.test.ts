// Every surface takes its colors and sizes from core/design-tokens.ts: a value written again elsewhere drifts away from it.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { dark, light, tokensCss } from '../core/design-tokens.ts';
import { productRooms, read, root, sources } from './sources.ts';

const styleSheets = ['web', 'widget'].flatMap((room) =>
  readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.css') && !name.startsWith('pages/'))
    .map((name) => `${room}/${name}`),
);
const styled = [
  ...styleSheets.map((file) => ({ file, text: read(file) })),
  ...sources.filter(
    ({ room, isTest, file }) => productRooms.includes(room) && !isTest && file !== 'core/design-tokens.ts',
  ),
];
const names = new Set([...tokensCss().matchAll(/--([\w-]+):/g)].map(([, name = '']) => name));

it('the style sheets of the dashboard, the widget and the API page are read', () => {
  expect(styleSheets).toEqual(
    expect.arrayContaining(['web/style.css', 'widget/frame/frame.css', 'web/public/docs/docs.css']),
  );
});

it('no file but the source gives a design token a value', () => {
  const given = styled.flatMap(({ file, text }) =>
    [...text.matchAll(/--([\w-]+)\s*:/g)].flatMap(([, name = '']) => (names.has(name) ? [`${file}: --${name}`] : [])),
  );
  expect(given).toEqual([]);
});

it('no file writes the value of a color again', () => {
  const colors = new Set(
    [...Object.values(light), ...Object.values(dark)].filter((value) => /^#(?!ffffff)/.test(value)),
  );
  const again = styled.flatMap(({ file, text }) =>
    [...text.matchAll(/#[0-9a-f]{6}\b/gi)].flatMap(([value]) =>
      colors.has(value.toLowerCase()) ? [`${file}: ${value}`] : [],
    ),
  );
  // The verdict at the door fills the screen and is the same color by day and by night.
  expect(again).toEqual(['web/style.css: #a3241c']);
});

it('every custom property that is used has a value', () => {
  const missing = styled.flatMap(({ file, text }) => {
    const own = new Set([...text.matchAll(/--([\w-]+)['"]?\s*:/g)].map(([, name]) => name));
    return [...text.matchAll(/var\(--([\w-]+)\s*\)/g)].flatMap(([, name = '']) =>
      names.has(name) || own.has(name) ? [] : [`${file}: --${name}`],
    );
  });
  expect(missing).toEqual([]);
});
