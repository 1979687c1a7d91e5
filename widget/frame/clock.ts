// The server's clock as this browser can know it: the buyer's own may be hours off, and a countdown by it would lie.

export type Clock = { heard(serverTime: string): void; now(): number };

export function clock(deviceNow: () => number = Date.now): Clock {
  let skewMs: number | undefined;
  return {
    heard(serverTime) {
      // What was heard is already old by the time it took to come, so the latest of all is the nearest to the truth.
      skewMs = Math.max(skewMs ?? Number.NEGATIVE_INFINITY, Date.parse(serverTime) - deviceNow());
    },
    now: () => deviceNow() + (skewMs ?? 0),
  };
}
