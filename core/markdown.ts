// Descriptions are written in a small part of Markdown. It is parsed into a tree, and each surface draws that tree, so
// that no markup of a stranger reaches a page: what is not understood stays text. We do not use a full CommonMark
// parser: micromark takes 8 s for the 10,000 characters of "- - - …" and 1 s for "**_**_…", so an organizer could make
// every view of their event's page cost that, and it weighs 21 KB in the dashboard. This parser is linear in the length
// of the text (core/markdown.test.ts).

import { isSafeLink, namesAnotherSite } from './safe-link.ts';

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'break' }
  | { kind: 'strong' | 'emphasis'; children: Inline[] }
  | { kind: 'link'; href: string; children: Inline[] };

type Block =
  | { kind: 'paragraph' | 'heading'; children: Inline[] }
  | { kind: 'list'; ordered: boolean; items: ListItem[] };

/** `number` is the number that was typed; null in a list without numbers. */
type ListItem = { number: number | null; children: Inline[] };

/**
 * Deeper nesting stays text, so that a description of ten thousand stars does not become a tree of ten thousand levels.
 */
const maxDepth = 3;

export function parseMarkdown(text: string): Block[] {
  const blocks: Block[] = [];
  for (const chunk of text.split(/\n[ \t]*(?:\n[ \t]*)+/)) readChunk(chunk, blocks);
  return blocks;
}

// Lines that follow each other: a heading and a list are blocks of their own, all others make one paragraph.
function readChunk(chunk: string, blocks: Block[]): void {
  let lines: string[] = [];
  const end = () => {
    if (lines.length > 0) blocks.push({ kind: 'paragraph', children: inlineOf(lines.join('\n')) });
    lines = [];
  };
  for (const line of chunk.split('\n')) {
    const heading = /^ {0,3}#{1,6} (.*)$/.exec(line);
    // Four digits are a year: "1986. A good one" is no item of a list.
    const item = /^ {0,3}(?:[-*+]|(\d{1,3})[.)]) (.*)$/.exec(line);
    if (heading !== null) {
      end();
      blocks.push({ kind: 'heading', children: inlineOf((heading[1] ?? '').trim()) });
    } else if (item !== null) {
      end();
      const number = item[1] === undefined ? null : Number(item[1]);
      addItem(blocks, { number, children: inlineOf((item[2] ?? '').trim()) });
    } else if (line.trim() !== '') lines.push(line.trim());
  }
  end();
}

// The items of one list may have empty lines between them, but a lower number begins another list.
function addItem(blocks: Block[], item: ListItem): void {
  const ordered = item.number !== null;
  const last = blocks.at(-1);
  const before = last?.kind === 'list' && last.ordered === ordered ? last : null;
  const goesOn = before !== null && (item.number === null || item.number >= (before.items.at(-1)?.number ?? 0));
  if (goesOn) before.items.push(item);
  else blocks.push({ kind: 'list', ordered, items: [item] });
}

// Each alternative is bounded and none begins like another, so reading stays linear.
const marks =
  /\*\*([^*\n]{1,2000})\*\*|\*([^*\s][^*\n]{0,2000})\*|(?<![\p{L}\p{N}_])_([^_\s][^_\n]{0,2000})_(?![\p{L}\p{N}_])|\[([^[\]\n]{1,300})\]\(((?:[^()\s<>]|\([^()\s<>]{0,300}\)){1,2000})\)|(https?:\/\/[^\s<>"]{1,2000})|(\n)/gu;

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
  if (label !== undefined && target !== undefined) return linkTo(target, label, whole, depth);
  if (bare === undefined) return [{ kind: 'break' }];
  const href = bareAddress(bare);
  if (!isSafeLink(href)) return plain(bare);
  return [{ kind: 'link', href, children: plain(href) }, ...plain(bare.slice(href.length))];
}

function linkTo(href: string, label: string, typed: string, depth: number): Inline[] {
  if (!isSafeLink(href)) return plain(typed);
  const children = labelOf(label, depth);
  if (!namesAnotherSite(inlineText(children), href)) return [{ kind: 'link', href, children }];
  // Words that look like the address of another site would mislead readers about the target of the link.
  return [...children, ...plain(' ('), { kind: 'link', href, children: plain(href) }, ...plain(')')];
}

// Emphasis inside the words of a link is drawn; an address inside them does not become a link of its own.
function labelOf(label: string, depth: number): Inline[] {
  return inlineOf(label, depth + 1).flatMap((one) => (one.kind === 'link' ? one.children : [one]));
}

/**
 * The address without the punctuation after it or the quotation around it. A closing bracket stays when its opening one
 * is inside the address.
 */
function bareAddress(text: string): string {
  let end = text.length;
  let open = text.split('(').length - text.split(')').length;
  for (; end > 0 && /[.,;:!?)»”’'\]*_]/.test(text[end - 1] ?? ''); end -= 1) {
    if (text[end - 1] !== ')') continue;
    if (open >= 0) break;
    open += 1;
  }
  return text.slice(0, end);
}

function plain(text: string): Inline[] {
  return text === '' ? [] : [{ kind: 'text', text }];
}

/** The text without marks, one string for each paragraph or list item, for places that show no formatting. */
export function plainParagraphs(markdown: string): string[] {
  return parseMarkdown(markdown).flatMap((block) =>
    block.kind === 'list'
      ? block.items.map(({ number, children }) => `${number === null ? '•' : `${number}.`} ${inlineText(children)}`)
      : [inlineText(block.children)],
  );
}

/** Without marks, on one line: for previews, search engines and calendars. */
export function plainText(markdown: string): string {
  const blocks = parseMarkdown(markdown).flatMap((block) =>
    block.kind === 'list' ? block.items.map((item) => inlineText(item.children)) : [inlineText(block.children)],
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
