import { expect, it } from 'vitest';
import { contrast } from './contrast.fixture.ts';
import { dark, light, tokensCss, widgetTokensCss } from './design-tokens.ts';

const blocks = (css: string) =>
  [...css.matchAll(/(:root[^{]*)\{([^{}]*)\}/g)].map(([, of, values = '']) => ({ of, values }));

it('a page of ours has the light colors, and the dark colors where its reader wants them dark', () => {
  const [first, second] = blocks(tokensCss());
  for (const [name, value] of Object.entries(light)) expect(first?.values).toContain(`--${name}:${value};`);
  for (const [name, value] of Object.entries(dark)) expect(second?.values).toContain(`--${name}:${value};`);
  expect(tokensCss()).toMatch(/@media screen and \(prefers-color-scheme:dark\)\{:root\{--paper/);
});

it('the widget is light unless its publisher or, with `auto`, its reader wants it dark', () => {
  const found = blocks(widgetTokensCss());
  expect(found.map(({ of }) => of)).toEqual([':root', ':root[data-theme="dark"]', ':root[data-theme="auto"]']);
  expect(found.map(({ values }) => /--paper:([^;]*)/.exec(values)?.[1])).toEqual([light.paper, dark.paper, dark.paper]);
  expect(found.map(({ values }) => /color-scheme:([^;]*)/.exec(values)?.[1])).toEqual(['light', 'dark', 'dark']);
});

const pairs = [
  ['ink', 'paper'],
  ['ink', 'surface'],
  ['ink', 'surface-sunk'],
  ['ink-soft', 'paper'],
  ['ink-soft', 'surface'],
  ['ink-soft', 'surface-sunk'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['good', 'good-soft'],
  ['warn', 'warn-soft'],
  ['bad', 'bad-soft'],
] as const;

it.each(pairs)('text of %s on %s can be read in both themes (WCAG AA)', (text, ground) => {
  expect(contrast(light[text], light[ground])).toBeGreaterThanOrEqual(4.5);
  expect(contrast(dark[text], dark[ground])).toBeGreaterThanOrEqual(4.5);
});
