// The hash queue limits how many requests may wait for a password hash. A request asks for a place when it arrives, before
// any query of D1, so that refusing a flood costs one look into memory. Each isolate counts by itself.

import { isWithin } from '#core/clock-skew.ts';
import { ok, type Result, refuse } from '#core/result.ts';

/** Twenty hashes are less than a second's work: whoever is let in does not wait long. */
const placesInAll = 20;
const placesOfNetwork = 2;
/**
 * The last places are for networks that were not refused lately (a wrong password, mostly): however many networks
 * guess, each guess makes its network wait behind people who come with the right password.
 */
const placesOfRefused = 12;
const refusedForMs = 10 * 60_000;
const refusedKept = 10_000;
/** A request whose client went away runs for 30 more seconds at most, and then stops without giving its place back. */
const lapseMs = 35_000;
const retryAfterSeconds = 1;

type Place = { network: string | null; sinceMs: number };
export type Leave = (how: { refused: boolean }, nowMs: number) => void;

export function makeHashQueue() {
  const places = new Set<Place>();
  const refusedAt = new Map<string, number>();

  return {
    /** `network` null: nothing is known of where the request came from, and only the places in all are counted. */
    enter(network: string | null, nowMs: number): Result<Leave, 'busy'> {
      const free = hasPlace(network, nowMs);
      if (!free.ok) return free;
      const place = { network, sinceMs: nowMs };
      places.add(place);
      return ok(({ refused }, leftMs) => {
        places.delete(place);
        if (refused && network !== null) note(network, leftMs);
      });
    },
    hasPlace,
  };

  /** Whether `enter` would give a place now: asked before the work that `enter` comes after. */
  function hasPlace(network: string | null, nowMs: number): Result<null, 'busy'> {
    for (const place of places) if (!isWithin(lapseMs, place.sinceMs, nowMs)) places.delete(place);
    const own = network === null ? 0 : [...places].filter((place) => place.network === network).length;
    const lately =
      network !== null && isWithin(refusedForMs, refusedAt.get(network) ?? Number.NEGATIVE_INFINITY, nowMs);
    const isFull = own >= placesOfNetwork || places.size >= (lately ? placesOfRefused : placesInAll);
    return isFull ? refuse('busy', { retryAfterSeconds }) : ok(null);
  }

  function note(network: string, nowMs: number): void {
    refusedAt.delete(network);
    refusedAt.set(network, nowMs);
    const oldest = refusedAt.keys().next().value;
    if (refusedAt.size > refusedKept && oldest !== undefined) refusedAt.delete(oldest);
  }
}

export const hashQueue = makeHashQueue();
