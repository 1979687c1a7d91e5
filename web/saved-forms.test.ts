import { expect, it } from 'vitest';
import { restored } from './saved-forms.ts';

const base = { title: 'Jazz', city: 'Moscow' };

it.each([
  ['what was typed stands', base, { title: 'Jazz night', city: 'Moscow' }, { title: 'Jazz night', city: 'Moscow' }, []],
  [
    'what somebody else changed in another field stands too',
    { title: 'Jazz', city: 'Tver' },
    { title: 'Jazz night', city: 'Moscow' },
    { title: 'Jazz night', city: 'Tver' },
    [],
  ],
  [
    'of a field that both changed the typed text stands, and the field is named',
    { title: 'Blues', city: 'Moscow' },
    { title: 'Jazz night', city: 'Moscow' },
    { title: 'Jazz night', city: 'Moscow' },
    ['title'],
  ],
  [
    'both changed it to the same',
    { title: 'Jazz night', city: 'Moscow' },
    { title: 'Jazz night', city: 'Moscow' },
    { title: 'Jazz night', city: 'Moscow' },
    [],
  ],
  [
    'a field that the form did not have yet is as it is now',
    base,
    { title: 'Jazz night' },
    { title: 'Jazz night', city: 'Moscow' },
    [],
  ],
])('%s', (_, now, values, expected, both) => {
  expect(restored(now, { base, values })).toEqual({ values: expected, both });
});
