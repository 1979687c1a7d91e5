// A description as the elements that a page shows, so that each surface only has to create them with its own JSX. Texts
// stay texts, and the surface escapes them.

import { type Inline, parseMarkdown } from './markdown.ts';
import { assertNever } from './result.ts';

export type MarkdownNode = string | MarkdownElement;
export type Heading = 'h2' | 'h3';
type MarkdownElement = {
  tag: Heading | 'p' | 'ol' | 'ul' | 'li' | 'br' | 'strong' | 'em' | 'a';
  attributes: Readonly<Record<string, string | number>>;
  children: MarkdownNode[];
};

/** `heading`: one level below the heading that the text stands under. */
export function markdownElements(text: string, heading: Heading = 'h3'): MarkdownElement[] {
  return parseMarkdown(text).map((block) => {
    switch (block.kind) {
      case 'heading':
        return element(heading, block.children.map(nodeOf));
      case 'paragraph':
        return element('p', block.children.map(nodeOf));
      case 'list': {
        const items = block.items.map(({ number, children }) =>
          element('li', children.map(nodeOf), number === null ? {} : { value: number }),
        );
        return element(block.ordered ? 'ol' : 'ul', items);
      }
      default:
        return assertNever(block);
    }
  });
}

function nodeOf(one: Inline): MarkdownNode {
  switch (one.kind) {
    case 'text':
      return one.text;
    case 'break':
      return element('br', []);
    case 'strong':
      return element('strong', one.children.map(nodeOf));
    case 'emphasis':
      return element('em', one.children.map(nodeOf));
    case 'link':
      // A stranger typed the address: the site learns nothing of our page, and search engines give it no weight.
      return element('a', one.children.map(nodeOf), {
        href: one.href,
        rel: 'noopener nofollow ugc',
        target: '_blank',
      });
    default:
      return assertNever(one);
  }
}

function element(
  tag: MarkdownElement['tag'],
  children: MarkdownNode[],
  attributes: MarkdownElement['attributes'] = {},
): MarkdownElement {
  return { tag, attributes, children };
}
