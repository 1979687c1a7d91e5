// A text shortened for a preview: by characters as people count them, so that no emoji, flag or accent is parted.

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** At most so many characters as people count them, with an ellipsis in place of what is cut. */
export function cutText(text: string, most: number): string {
  // A grapheme has at least one unit: what has no more units than that need not be counted.
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
