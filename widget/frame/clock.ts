// The server's clock as this browser can know it: the buyer's own may be hours off, and a countdown by it would lie.

export type Clock = { heard(serverTime: string): void; now(): number };

export function clock(deviceNow: () => number = Date.now): Clock {
  let skewMs = 0;
  return {
    heard(serverTime) {
      skewMs = Date.parse(serverTime) - deviceNow();
    },
    now: () => deviceNow() + skewMs,
  };
}
