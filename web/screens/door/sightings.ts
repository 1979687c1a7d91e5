// A camera sees the same code in every picture while it is held before it; a scan is when it comes into view.

/** Hands shake and focus is lost: only a code not seen for this long has left the view. */
const goneAfterMs = 2_000;

/** Answers whether a code, seen at this moment, has just come into view. Several may be in view at once. */
export function sightings(): (code: string, nowMs: number) => boolean {
  const lastSeen = new Map<string, number>();
  return (code, nowMs) => {
    for (const [known, seenMs] of lastSeen) if (nowMs - seenMs > goneAfterMs) lastSeen.delete(known);
    const isNew = !lastSeen.has(code);
    lastSeen.set(code, nowMs);
    return isNew;
  };
}
