// Stored times and wrong clocks. A stored time in the future comes from a clock that ran ahead. Code that waited for it
// would wait for as long as that clock was wrong.

/** Clocks of several machines differ by less than this. */
export const clockSkewMs = 60_000;

/** Whether less than `forMs` has passed since a stored time. False for a time in the future. */
export function isWithin(forMs: number, storedMs: number, nowMs: number): boolean {
  return nowMs - storedMs < forMs && storedMs <= nowMs + clockSkewMs;
}
