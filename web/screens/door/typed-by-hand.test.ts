import { expect, it } from 'vitest';
import { isTypedByHand, type Keystroke } from './typed-by-hand.ts';

function keys(count: number, everyMs: number, from = 0): Keystroke[] {
  return Array.from({ length: count }, (_, i) => ({ length: from + i + 1, atMs: i * everyMs }));
}

it.each([
  ['a person, slowly', keys(9, 400), true],
  ['a person, fast', keys(9, 70), true],
  [
    'a person who corrects a character',
    [...keys(5, 200), { length: 4, atMs: 1_200 }, { length: 5, atMs: 1_500 }],
    true,
  ],
  [
    'a phone that puts a space after a character',
    [
      { length: 1, atMs: 0 },
      { length: 3, atMs: 200 },
    ],
    true,
  ],
  ['a scanner that types a number', keys(7, 3), false],
  ['a slow scanner', keys(11, 20), false],
  ['a scanner that types a whole code', keys(143, 2), false],
  ['a scanner or a paste that puts in all at once', [{ length: 7, atMs: 0 }], false],
  ['a person who pastes behind what he typed', [...keys(2, 200), { length: 11, atMs: 900 }], false],
  ['nothing at all', [], false],
])('%s', (_, keystrokes, byHand) => {
  expect(isTypedByHand(keystrokes)).toBe(byHand);
});
