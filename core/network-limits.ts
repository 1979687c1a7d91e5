// How many tickets of an event one network may hold. A network is all devices that share an address: a home, an office,
// or all phones of a mobile carrier. So no network is forbidden to buy: beyond a free share each hold needs a proof of
// work and ends sooner. The proof is harder the more the network holds and the more of its holds expired unsold.

export type NetworkLimits = {
  /** How many tickets a network may hold without a proof. */
  free: number;
  /** How many it may hold at a time at all. */
  most: number;
};

/** What an event's object knows of one network. */
export type NetworkUse = {
  /** Tickets in its live holds. */
  held: number;
  /** Its holds that expired lately. Released and sold ones do not count. */
  lapsed: number;
};

/** `level` counts from 1; each level doubles the work. */
export type NetworkDecision = { kind: 'free' } | { kind: 'proof'; level: number } | { kind: 'over' };

export const highestLevel = 9;
/** An expired hold raises the price of the next ones for this long. */
export const lapseMemoryMs = 60 * 60_000;
/** A hold beyond the free share lives at most this long. */
export const provenHoldMinutes = 3;

/** `largestOrder` is the most tickets of one type an order may have. */
export function networkLimits(capacity: number, largestOrder: number): NetworkLimits {
  const free = Math.max(2 * largestOrder, Math.floor(capacity * 0.02));
  // A fifth of a small event may be less than two orders; then two orders are the limit.
  return { free, most: Math.max(free, Math.floor(capacity / 5)) };
}

/** One request comes from several networks, each inside the next (an IPv6 /64 and its /48): the strictest decides. */
export function decideNetworkHold(
  limits: NetworkLimits,
  uses: readonly NetworkUse[],
  quantity: number,
): NetworkDecision {
  let level = 0;
  for (const { held, lapsed } of uses) {
    const after = held + quantity;
    // The first hold is never refused, because one order may be larger than the share of a small event.
    if (held > 0 && after > limits.most) return { kind: 'over' };
    if (after > limits.free) level = Math.max(level, levelOf(after / limits.free, lapsed));
  }
  return level === 0 ? { kind: 'free' } : { kind: 'proof', level };
}

function levelOf(shares: number, lapsed: number): number {
  // Two free shares are level 1, three are 2; each doubling of lapsed holds is one more.
  return Math.min(highestLevel, Math.max(1, Math.ceil(shares) - 1) + Math.floor(Math.log2(1 + lapsed)));
}

/** Wrong promo codes a network may try before each further try costs a proof. */
export const freeGuesses = 5;
/** One wrong code is forgotten after this long. */
export const guessForgottenMs = 10 * 60_000;

/** What trying one more code costs; 0 is nothing. */
export function levelOfGuess(wrong: number): number {
  return wrong < freeGuesses ? 0 : Math.min(highestLevel, 1 + Math.floor((wrong - freeGuesses) / 2));
}

/** Wrong codes that still count, of `wrong` counted last at `atMs`. */
export function wrongNow(wrong: number, atMs: number, nowMs: number): number {
  return Math.max(0, wrong - Math.floor(Math.max(0, nowMs - atMs) / guessForgottenMs));
}
