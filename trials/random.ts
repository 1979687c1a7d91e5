// Random choices that can be repeated: the same seed gives the same choices on every machine.

import { randomInt } from 'node:crypto';

export function newSeed(): number {
  return randomInt(2 ** 32);
}

export function randomFrom(seed: number) {
  // mulberry32: small, and good enough to choose moments and orders with.
  let state = seed >>> 0;
  const unit = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number): number => Math.floor(unit() * bound);
  return {
    unit,
    below,
    between: (from: number, to: number): number => from + below(to - from + 1),
    chance: (probability: number): boolean => unit() < probability,
    pick: <Item>(items: readonly [Item, ...Item[]]): Item => items[below(items.length)] ?? items[0],
    shuffled: <Item>(items: readonly Item[]): Item[] =>
      items
        .map((item) => ({ item, at: unit() }))
        .sort((one, other) => one.at - other.at)
        .map(({ item }) => item),
    /** A generator of its own, so that work done side by side does not change the other's choices. */
    branch: (name: number) => randomFrom((seed ^ Math.imul(name + 1, 0x9e3779b1)) >>> 0),
  };
}

export type Random = ReturnType<typeof randomFrom>;
