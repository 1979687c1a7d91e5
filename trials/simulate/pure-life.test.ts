// Random lives of one event by the pure rules alone; the trial `simulate` runs many more. A failing seed is printed
// with its step; run it again by `SEED=<n> vitest run --project rules trials/simulate/pure-life.test.ts`.

import { expect, it } from 'vitest';
import { live } from './pure-judge.ts';
import type { Sabotage } from './pure-scene.ts';

it('no life of an event oversells, undersells or loses a kopeck', () => {
  const given = process.env.SEED;
  if (given !== undefined) return live(Number(given), 'none');
  const until = Date.now() + 3_000;
  let lives = 0;
  // Fixed seeds for a stable run, then fresh ones.
  const fresh = Date.now();
  for (; lives <= 500 || Date.now() < until; lives += 1) live(lives < 500 ? lives : fresh + lives, 'none');
  expect(lives).toBeGreaterThan(500);
});

it.each<Sabotage>(['expiry-leaks', 'settles-twice', 'refunds-twice', 'oversells', 'keeps-codes', 'ignores-contacts'])(
  'the judge sees that a shell %s',
  (sabotage) => {
    expect(() => {
      for (let seed = 0; seed < 2_000; seed += 1) live(seed, sabotage);
    }).toThrow(/^seed \d+/);
  },
);
