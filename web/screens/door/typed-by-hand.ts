// A scanner that plugs in as a keyboard types what it reads into whatever field has the focus, and ends with Enter. What
// it read must never be taken for a number a person typed, so the door tells the two apart by how the text came in.

/** One change of the field: how long its text was afterwards, and when. */
export type Keystroke = { length: number; atMs: number };

/** Nobody types this fast on average; scanners send a key every few milliseconds, slow ones every 20. */
const fastestHandMs = 35;
/** A phone's keyboard may put in a character and a space together; a scanner's and a pasted text come as a whole. */
const mostAtOnce = 2;

/** False also for a text that was pasted: nobody can tell where it came from. */
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
