import fc from 'fast-check';
import { expect, it } from 'vitest';
import { counted, type RateLimit, waitOf } from './rate-limit.ts';

/** Plays one event at each moment and answers at which of them it was allowed. */
function allowedAt(limit: RateLimit, moments: readonly number[]): number[] {
  let stored: number | null = null;
  return moments.filter((nowMs) => {
    if (waitOf(limit, stored, nowMs) > 0) return false;
    stored = counted(limit, stored, nowMs);
    return true;
  });
}

it('allows the burst at once, then one an interval, and says how long to wait', () => {
  const limit = { burst: 3, everyMs: 1_000 };
  expect(allowedAt(limit, [0, 0, 0, 0, 999, 1_000, 1_001, 2_000])).toEqual([0, 0, 0, 1_000, 2_000]);
  let stored: number | null = null;
  for (let i = 0; i < 3; i += 1) stored = counted(limit, stored, 0);
  expect(waitOf(limit, stored, 0)).toBe(1_000);
  expect(waitOf(limit, stored, 400)).toBe(600);
  expect(waitOf(limit, stored, 1_000)).toBe(0);
});

it('never allows more than the burst and one an interval, over any stretch of time', () => {
  const limit = { burst: 4, everyMs: 500 };
  const steps = fc.array(fc.nat(400), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(steps, (gaps) => {
      let nowMs = 0;
      const moments = gaps.map((gap) => {
        nowMs += gap;
        return nowMs;
      });
      const allowed = allowedAt(limit, moments);
      for (const [i, from] of allowed.entries()) {
        for (const [j, to] of allowed.entries()) {
          if (j < i) continue;
          expect(j - i + 1).toBeLessThanOrEqual(limit.burst + Math.floor((to - from) / limit.everyMs));
        }
      }
    }),
  );
});

it('does not wait for a moment that a clock far ahead has stored, and counts from now on', () => {
  const limit = { burst: 3, everyMs: 60_000 };
  const ahead = 10 * 3_600_000;
  let stored: number | null = null;
  for (let i = 0; i < 3; i += 1) stored = counted(limit, stored, ahead);
  expect(waitOf(limit, stored, ahead)).toBeGreaterThan(0);
  expect(waitOf(limit, stored, 0)).toBe(0);
  for (let i = 0; i < 3; i += 1) stored = counted(limit, stored, 0);
  expect(waitOf(limit, stored, 0)).toBe(60_000);
});
