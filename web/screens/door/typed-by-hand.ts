// A scanner that acts as a keyboard types into whatever field has the focus, and ends with Enter. What it read must not
// be taken for a number that a person typed, so the two are told apart by the speed and size of the changes.

/** One change of the field: how long its text was afterwards, and when. */
export type Keystroke = { length: number; atMs: number };

/** Nobody types this fast on average. Scanners send a key every few milliseconds, slow ones every 20. */
const fastestHandMs = 35;
/** A phone's keyboard may insert a character and a space together. A scanner's or a pasted text arrives as a whole. */
const mostAtOnce = 2;

/** False also for a pasted text, because its origin is unknown. */
export function isTypedByHand(keystrokes: readonly Keystroke[]): boolean {
  let before = 0;
  const grown: number[] = [];
  for (const { length, atMs } of keystrokes) {
    if (length - before > mostAtOnce) return false;
    if (length > before) grown.push(atMs);
    before = length;
  }
  const [firstMs, lastMs] = [grown[0], grown.at(-1)];
  if (firstMs === undefined || lastMs === undefined) return false;
  return grown.length < 3 || (lastMs - firstMs) / (grown.length - 1) >= fastestHandMs;
}
