// Builds the widget as it is deployed and weighs it: a publisher's page pays for every byte of it.

import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';

const kilobyte = 1024;
let site: string;
let manifest: Record<string, { file: string; css?: string[] }>;

beforeAll(async () => {
  site = await mkdtemp(join(tmpdir(), 'foyer-widget-'));
  process.env.FOYER_SITE = site;
  await build({ configFile: join(import.meta.dirname, 'vite.config.ts'), logLevel: 'error' });
  manifest = JSON.parse(readFileSync(join(site, 'widget/manifest.json'), 'utf8'));
}, 60_000);

afterAll(async () => {
  delete process.env.FOYER_SITE;
  await rm(site, { recursive: true, force: true });
});

const text = (file: string) => readFileSync(join(site, 'widget', file), 'utf8');
const weigh = (file: string) => gzipSync(text(file), { level: 9 }).length;
const entry = (name: string) => manifest[name] ?? { file: 'missing' };

it('the loader weighs at most 1.5 KB', () => {
  expect(weigh('v1/loader.js')).toBeLessThanOrEqual(1.5 * kilobyte);
});

// The document has the style sheet in it and about 2.5 KB of its own; the whole as a browser loads it, with the face, is
// weighed in stories/widget-weight.test.ts.
it.each(['ru', 'en'])('what makes a widget of the page in %s weighs at most 20.5 KB', (language) => {
  const frame = entry('frame/frame.tsx');
  const files = [frame.file, ...(frame.css ?? []), entry(`frame/messages/${language}.ts`).file];
  expect(files).toHaveLength(3);
  expect(files.reduce((sum, file) => sum + weigh(file), 0)).toBeLessThanOrEqual(20.5 * kilobyte);
});

it('what the event page runs beside the loader weighs at most 0.7 KB', () => {
  expect(weigh('v1/sheet.js')).toBeLessThanOrEqual(0.7 * kilobyte);
});

it('the font files are asked for by the program alone, after the prices', () => {
  const css = (entry('frame/frame.tsx').css ?? []).map(text).join('');
  const rules = [...css.matchAll(/([^{}]*)\{([^{}]*)\}/g)].filter(([, selector]) => !selector?.includes('@font-face'));
  const named = rules.filter(([, , body]) => /font-family:var\(--font\)|font:[^;]*var\(--font\)/.test(body ?? ''));
  expect(named.map(([, selector]) => selector?.trim())).toEqual(['.golos body']);
});

it('the entry draws prices without a further part', () => {
  // A static import would be a fourth request before the first price.
  expect(text(entry('frame/frame.tsx').file)).not.toMatch(/\bimport\s*[{"'`]|\bfrom\s*["'`]/);
});

it('one language is loaded, not both', () => {
  const frame = text(entry('frame/frame.tsx').file);
  expect(frame).not.toContain('Выберите билеты');
  expect(frame).not.toContain('Choose tickets');
});

it('nothing needs eval, an inline style or markup from text', () => {
  const all = [
    'v1/loader.js',
    'v1/sheet.js',
    ...readdirSync(join(site, 'widget/assets')).map((file) => `assets/${file}`),
  ];
  for (const file of all.filter((name) => name.endsWith('.js'))) {
    expect(text(file)).not.toMatch(/\beval\(|new Function\(|setAttribute\(["'`]style|insertAdjacentHTML/);
  }
});

it.each(['loader', 'sheet'])('the %s leaves nothing in the global scope of the page', (name) => {
  expect(text(`v1/${name}.js`)).toMatch(/^\(function\(\)\s*\{[\s\S]*\}\)\(\);?\s*$/);
});
