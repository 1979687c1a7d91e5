// Descriptions are written in a small part of Markdown. It is read into a tree of our own and drawn by each surface from
// that tree, so no markup of a stranger ever reaches a page: what is not understood here stays text.

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'break' }
  | { kind: 'strong' | 'emphasis'; children: Inline[] }
  | { kind: 'link'; href: string; children: Inline[] };

export type Block =
  | { kind: 'paragraph' | 'heading'; children: Inline[] }
  | { kind: 'list'; ordered: boolean; items: Inline[][] };

/** Deeper marks stay text: a description of ten thousand stars must not be a tree of ten thousand branches. */
const maxDepth = 3;
const maxHrefLength = 2_000;

export function parseMarkdown(text: string): Block[] {
  const blocks: Block[] = [];
  for (const chunk of text.split(/\n[ \t]*(?:\n[ \t]*)+/)) readChunk(chunk, blocks);
  return blocks;
}

// Lines that follow each other: a heading and a list stand by themselves, the rest is one paragraph.
function readChunk(chunk: string, blocks: Block[]): void {
  let lines: string[] = [];
  const end = () => {
    if (lines.length > 0) blocks.push({ kind: 'paragraph', children: inlineOf(lines.join('\n')) });
    lines = [];
  };
  for (const line of chunk.split('\n')) {
    const heading = /^ {0,3}#{1,6} (.*)$/.exec(line);
    const item = /^ {0,3}(?:([-*+])|\d{1,9}[.)]) (.*)$/.exec(line);
    if (heading !== null) {
      end();
      blocks.push({ kind: 'heading', children: inlineOf((heading[1] ?? '').trim()) });
    } else if (item !== null) {
      end();
      addItem(blocks, item[1] === undefined, inlineOf((item[2] ?? '').trim()));
    } else if (line.trim() !== '') lines.push(line.trim());
  }
  end();
}

function addItem(blocks: Block[], ordered: boolean, item: Inline[]): void {
  const last = blocks.at(-1);
  if (last?.kind === 'list' && last.ordered === ordered) last.items.push(item);
  else blocks.push({ kind: 'list', ordered, items: [item] });
}

// Each alternative is bounded and none begins like another, so reading stays linear.
const marks =
  /\*\*([^*\n]{1,2000})\*\*|\*([^*\s][^*\n]{0,2000})\*|(?<![\p{L}\p{N}_])_([^_\s][^_\n]{0,2000})_(?![\p{L}\p{N}_])|\[([^[\]\n]{1,300})\]\(([^()\s<>]{1,2000})\)|(https?:\/\/[^\s<>"']{1,2000})|(\n)/gu;

function inlineOf(text: string, depth = 0): Inline[] {
  if (depth >= maxDepth) return plain(text);
  const parts: Inline[] = [];
  let at = 0;
  for (const match of text.matchAll(marks)) {
    parts.push(...plain(text.slice(at, match.index)), ...marked(match, depth));
    at = match.index + match[0].length;
  }
  return [...parts, ...plain(text.slice(at))];
}

function marked(match: RegExpExecArray, depth: number): Inline[] {
  const [whole, strong, star, underscore, label, target, bare] = match;
  if (strong !== undefined) return [{ kind: 'strong', children: inlineOf(strong, depth + 1) }];
  const emphasis = star ?? underscore;
  if (emphasis !== undefined) return [{ kind: 'emphasis', children: inlineOf(emphasis, depth + 1) }];
  if (label !== undefined && target !== undefined) {
    return isSafeLink(target) ? [{ kind: 'link', href: target, children: plain(label) }] : plain(whole);
  }
  if (bare === undefined) return [{ kind: 'break' }];
  const href = bare.replace(/[.,;:!?)»\]*_]+$/, '');
  return [{ kind: 'link', href, children: plain(href) }, ...plain(bare.slice(href.length))];
}

function plain(text: string): Inline[] {
  return text === '' ? [] : [{ kind: 'text', text }];
}

/** Only what leads to a page or a letter; `javascript:`, `data:` and whatever comes next stay text. */
export function isSafeLink(href: string): boolean {
  if (href.length > maxHrefLength) return false;
  return /^https?:\/\/[^\s<>"'\\]+$/i.test(href) || /^mailto:[^\s<>"'\\]+@[^\s<>"'\\]+$/i.test(href);
}

/** Without marks, a paragraph or an item of a list each: where there is no room for more. */
export function plainParagraphs(markdown: string): string[] {
  return parseMarkdown(markdown).flatMap((block) =>
    block.kind === 'list' ? block.items.map((item) => `• ${inlineText(item)}`) : [inlineText(block.children)],
  );
}

/** Without marks, on one line: for previews, search engines and calendars. */
export function plainText(markdown: string): string {
  const blocks = parseMarkdown(markdown).flatMap((block) =>
    block.kind === 'list' ? block.items.map(inlineText) : [inlineText(block.children)],
  );
  return blocks.join(' ').replace(/\s+/g, ' ').trim();
}

function inlineText(children: Inline[]): string {
  return children
    .map((one) => {
      if (one.kind === 'text') return one.text;
      return one.kind === 'break' ? ' ' : inlineText(one.children);
    })
    .join('');
}
