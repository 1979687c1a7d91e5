// A line of requests before something heavy: one at a time, in order, none waits longer than it was told.
//
// Places are looked after by their owners: a promise handed from request to request would hang everybody behind a client
// that went away, because its request's code just stops.

import { ok, type Result, refuse } from '#core/result.ts';

/** A waiting request looks this often; one that stopped looking loses its place. */
const lookEveryMs = 5;
const goneAfterMs = 1_000;

type Place = { seenMs: number };

export function makeLine(longestWaitMs: number) {
  const line: Place[] = [];

  return async <Value>(work: () => Promise<Value>): Promise<Result<Value, 'busy'>> => {
    const place: Place = { seenMs: Date.now() };
    const deadlineMs = place.seenMs + longestWaitMs;
    line.push(place);
    try {
      while (!isFirst(line, place)) {
        if (place.seenMs > deadlineMs) return refuse('busy');
        await scheduler.wait(lookEveryMs * Math.min(line.length, 20));
      }
      return ok(await work());
    } finally {
      const at = line.indexOf(place);
      if (at >= 0) line.splice(at, 1);
    }
  };
}

function isFirst(line: Place[], place: Place): boolean {
  place.seenMs = Date.now();
  while (line[0] !== place && line[0] !== undefined && line[0].seenMs < place.seenMs - goneAfterMs) line.shift();
  if (!line.includes(place)) line.push(place);
  return line[0] === place;
}
