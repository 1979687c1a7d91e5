// A rate limit as the generic cell rate algorithm (GCRA) has it: one moment is all that is stored for each subject. It
// allows `burst` events at once and one more every `everyMs`.

export type RateLimit = { burst: number; everyMs: number };

/** How long until one more event is allowed; 0 when it is allowed now. `storedMs` is null for an unknown subject. */
export function waitOf(limit: RateLimit, storedMs: number | null, nowMs: number): number {
  const allowedFromMs = (storedMs ?? nowMs) - (limit.burst - 1) * limit.everyMs;
  return Math.max(0, allowedFromMs - nowMs);
}

/** What to store after one more event. */
export function counted(limit: RateLimit, storedMs: number | null, nowMs: number): number {
  return Math.max(storedMs ?? nowMs, nowMs) + limit.everyMs;
}

/** At the door: who mistypes now and then is not hurt, who tries numbers gets nowhere. */
export const wrongNumbersAtDoor: RateLimit = { burst: 10, everyMs: 30_000 };
