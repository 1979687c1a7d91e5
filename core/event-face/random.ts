// Numbers that look random and are the same for the same event on every machine: its art is drawn in the Worker, in the
// dashboard and in tests, and must be one picture.

/** FNV-1a over UTF-16 code units, 32 bits. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

export type Random = {
  /** From `low` (included) to `high` (excluded). */
  between(low: number, high: number): number;
  /** A whole number from 0 to `count - 1`. */
  index(count: number): number;
};

/** The mulberry32 generator: 32 bits of state, good enough for pictures, useless for secrets. */
export function randomOf(seed: number): Random {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    between: (low, high) => low + next() * (high - low),
    index: (count) => Math.floor(next() * count),
  };
}
