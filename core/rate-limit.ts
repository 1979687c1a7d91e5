// A rate limit by the generic cell rate algorithm (GCRA), which stores one time per subject. It allows `burst` events
// at once and one more every `everyMs`.

import { clockSkewMs } from './clock-skew.ts';

export type RateLimit = { burst: number; everyMs: number };

/** How long until one more event is allowed; 0 when it is allowed now. `storedMs` is null for an unknown subject. */
export function waitOf(limit: RateLimit, storedMs: number | null, nowMs: number): number {
  const allowedFromMs = (believable(limit, storedMs, nowMs) ?? nowMs) - (limit.burst - 1) * limit.everyMs;
  return Math.max(0, allowedFromMs - nowMs);
}

/** The time to store after one more event. */
export function counted(limit: RateLimit, storedMs: number | null, nowMs: number): number {
  return Math.max(believable(limit, storedMs, nowMs) ?? nowMs, nowMs) + limit.everyMs;
}

/** A stored time beyond the whole burst comes from a clock that ran ahead, so it is ignored. */
function believable(limit: RateLimit, storedMs: number | null, nowMs: number): number | null {
  const latestMs = nowMs + limit.burst * limit.everyMs + clockSkewMs;
  return storedMs !== null && storedMs > latestMs ? null : storedMs;
}

/** At the door: enough for typing errors, far too few for guessing ticket numbers. */
export const wrongNumbersAtDoor: RateLimit = { burst: 10, everyMs: 30_000 };
