// A rate limit as the generic cell rate algorithm (GCRA) has it: one moment is all that is stored for each subject. It
// allows `burst` events at once and one more every `everyMs`.

import { clockSkewMs } from './clock-skew.ts';

export type RateLimit = { burst: number; everyMs: number };

/** How long until one more event is allowed; 0 when it is allowed now. `storedMs` is null for an unknown subject. */
export function waitOf(limit: RateLimit, storedMs: number | null, nowMs: number): number {
  const allowedFromMs = (believable(limit, storedMs, nowMs) ?? nowMs) - (limit.burst - 1) * limit.everyMs;
  return Math.max(0, allowedFromMs - nowMs);
}

/** What to store after one more event. */
export function counted(limit: RateLimit, storedMs: number | null, nowMs: number): number {
  return Math.max(believable(limit, storedMs, nowMs) ?? nowMs, nowMs) + limit.everyMs;
}

/** Only a clock that ran ahead stored a moment beyond the whole burst: it is not waited for. */
function believable(limit: RateLimit, storedMs: number | null, nowMs: number): number | null {
  const latestMs = nowMs + limit.burst * limit.everyMs + clockSkewMs;
  return storedMs !== null && storedMs > latestMs ? null : storedMs;
}

/** At the door: who mistypes now and then is not hurt, who tries numbers gets nowhere. */
export const wrongNumbersAtDoor: RateLimit = { burst: 10, everyMs: 30_000 };
