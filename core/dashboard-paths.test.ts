import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { dashboardPathOf, dashboardPaths } from './dashboard-paths.ts';

it('the dashboard draws a screen at each of these addresses and at no other', () => {
  const read = (file: string) => readFileSync(new URL(`../web/${file}`, import.meta.url), 'utf8');
  const table = read('routes.ts') + read('event-routes.ts');
  const drawn = new Set([...table.matchAll(/\bpath: '([^']+)'/g)].map((match) => match[1]));
  expect([...drawn].toSorted()).toEqual(dashboardPaths.toSorted());
});

it.each([
  ['/', '/'],
  ['/to-sell', '/to-sell'],
  ['/to-sell/', '/to-sell'],
  ['/catalogue/evt_1', '/catalogue/:eventId'],
  ['/my-events/new', '/my-events/new'],
  ['/my-events/evt_1', '/my-events/:eventId'],
  ['/deals/dl_1/counter', '/deals/:dealId/counter'],
])('%s is the screen %s', (address, path) => {
  expect(dashboardPathOf(address)).toBe(path);
});

it.each([
  '/assets/index-0.js',
  '/assets/',
  '/widget/x',
  '/widget/assets/frame-0.js',
  '/api/nothing',
  '/docs/x',
  '/robots.txt',
  '/catalogue',
  '/catalogue/a.js',
  '/catalogue/a/b/c',
  '//evil.example',
  '/my-events/',
])('%s is a screen only if it is one', (address) => {
  expect(dashboardPathOf(address)).toBe(address === '/my-events/' ? '/my-events' : null);
});
