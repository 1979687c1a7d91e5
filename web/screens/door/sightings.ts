// A camera sees a code in every picture while it is held before it. A scan is only the moment when the code comes into
// view.

/** Hands shake and focus is lost, so a code has left the view only when it was not seen for this long. */
const goneAfterMs = 2_000;

/** Whether a code that is seen at this moment has just come into view. Several codes may be in view at once. */
export function sightings(): (code: string, nowMs: number) => boolean {
  const lastSeen = new Map<string, number>();
  return (code, nowMs) => {
    for (const [known, seenMs] of lastSeen) if (nowMs - seenMs > goneAfterMs) lastSeen.delete(known);
    const isNew = !lastSeen.has(code);
    lastSeen.set(code, nowMs);
    return isNew;
  };
}
