import { describe, expect, it } from 'vitest';
import { sightings } from './sightings.ts';

/** Codes by the millisecond at which they are seen, and which of them count as scans. */
const cases: [string, [string, number][], number[]][] = [
  [
    'a code held in view is scanned once',
    [
      ['A', 0],
      ['A', 100],
      ['A', 1_900],
      ['A', 3_800],
      ['A', 5_700],
    ],
    [0],
  ],
  [
    'a code lost for a moment is the same scan',
    [
      ['A', 0],
      ['A', 2_000],
    ],
    [0],
  ],
  [
    'a code that comes back is scanned again',
    [
      ['A', 0],
      ['A', 2_001],
    ],
    [0, 1],
  ],
  [
    'another code is another scan at once',
    [
      ['A', 0],
      ['B', 30],
    ],
    [0, 1],
  ],
  [
    'two codes in view by turns are two scans',
    [
      ['A', 0],
      ['B', 30],
      ['A', 60],
      ['B', 90],
      ['A', 1_500],
    ],
    [0, 1],
  ],
  [
    'each leaves the view for itself',
    [
      ['A', 0],
      ['B', 30],
      ['A', 1_900],
      ['B', 2_100],
      ['A', 2_200],
    ],
    [0, 1, 3],
  ],
];

describe('what a camera sees', () => {
  it.each(cases)('%s', (_what, seen, counted) => {
    const isNew = sightings();
    expect(seen.flatMap(([code, atMs], at) => (isNew(code, atMs) ? [at] : []))).toEqual(counted);
  });
});
