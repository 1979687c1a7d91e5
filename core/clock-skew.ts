// Stored moments and clocks that are wrong. A moment in the future was stored by a clock that ran ahead; whoever waited for
// it would wait for as long as that clock was wrong.

/** The clocks of several machines are apart by less. */
export const clockSkewMs = 60_000;

/** Whether less than `forMs` has passed since a stored moment; never so of a moment in the future. */
export function isWithin(forMs: number, storedMs: number, nowMs: number): boolean {
  return nowMs - storedMs < forMs && storedMs <= nowMs + clockSkewMs;
}
