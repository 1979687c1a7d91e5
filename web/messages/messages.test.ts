import { expect, it } from 'vitest';
import { type ErrorCode, errorStatus } from '#core/errors.ts';
import { en } from './en.ts';
import { countEn, countRu } from './plural.ts';
import { ru } from './ru.ts';

type Rendered = { path: string; text: string };

// Every function takes numbers or texts. Numbers are tried over every plural form, texts as they are.
const samples: readonly unknown[][] = [
  [1, '3', 'A'],
  [2, '3', 'A'],
  [5, '3', 'A'],
  [21, '3', null],
  [0, '0', null],
];

function render(value: unknown, path: string): Rendered[] {
  if (typeof value === 'string') return [{ path, text: value }];
  // The catalogue holds functions of texts and numbers only; any sample draws them all.
  if (typeof value === 'function') return samples.flatMap((args) => render(Reflect.apply(value, null, args), path));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => render(inner, `${path}.${key}`));
  }
  return [{ path, text: '' }];
}

const catalogues = { en, ru };

it.each(['en', 'ru'] as const)('every message renders in %s', (locale) => {
  const rendered = render(catalogues[locale], locale);
  expect(rendered.length).toBeGreaterThan(300);
  expect(rendered.filter(({ text }) => text.trim() === '')).toEqual([]);
  expect(rendered.filter(({ text }) => /undefined|NaN|\[object|\bTODO\b/.test(text))).toEqual([]);
});

it('every refusal has words in both languages', () => {
  // The keys of the table are its codes.
  const codes = Object.keys(errorStatus) as ErrorCode[];
  for (const code of [...codes, 'offline'] as const) {
    expect(en.errors[code], code).toMatch(/[.!]$/);
    expect(ru.errors[code], code).toMatch(/[а-яё].*[.!]$/i);
  }
});

it('both catalogues have the same texts', () => {
  const paths = (value: object) => new Set(render(value, '').map(({ path }) => path));
  expect(paths(ru)).toEqual(paths(en));
});

it('the Russian catalogue is written in Russian', () => {
  const foreign = render(ru, '').filter(({ text }) => !/[а-яё]/i.test(text));
  expect(foreign.map(({ path }) => path).sort()).toEqual(['.profile.languages.en']);
});

it('words agree with their numbers', () => {
  expect([0, 1, 2, 5, 11, 21, 22, 1_000].map((n) => ru.common.tickets(n).replace(/\s/g, ' '))).toEqual([
    '0 билетов',
    '1 билет',
    '2 билета',
    '5 билетов',
    '11 билетов',
    '21 билет',
    '22 билета',
    '1 000 билетов',
  ]);
  expect([0, 1, 2].map(en.common.tickets)).toEqual(['0 tickets', '1 ticket', '2 tickets']);
  expect(countRu(1.5, { one: 'a', few: 'b', many: 'c', other: 'd' })).toMatch(/d$/);
  expect(countEn(1, { one: 'a', other: 'b' })).toBe('1 a');
});
