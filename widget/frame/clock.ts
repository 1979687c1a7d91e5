// Estimates the server's clock: the buyer's own may be hours off, and a countdown by it would be wrong.

export type Clock = { heard(serverTime: string): void; now(): number };

export function clock(deviceNow: () => number = Date.now): Clock {
  let skewMs: number | undefined;
  return {
    heard(serverTime) {
      // Each time is as old as its way here took, so the largest difference seen is the nearest to the server's clock.
      skewMs = Math.max(skewMs ?? Number.NEGATIVE_INFINITY, Date.parse(serverTime) - deviceNow());
    },
    now: () => deviceNow() + (skewMs ?? 0),
  };
}
