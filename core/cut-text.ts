// Shortens a text for a preview by graphemes (characters as people count them), so that no emoji, flag or accent is
// split.

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** At most so many graphemes, with an ellipsis in place of the rest. */
export function cutText(text: string, most: number): string {
  // A grapheme has at least one UTF-16 unit, so a text with no more units than the limit need not be segmented.
  if (text.length <= most) return text;
  let count = 0;
  let end = 0;
  for (const { index } of graphemes.segment(text)) {
    if (count === most - 1) end = index;
    if (count === most) return `${text.slice(0, end).trimEnd()}…`;
    count += 1;
  }
  return text;
}
