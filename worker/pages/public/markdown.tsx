// Draws a description on our server-rendered pages. Every text goes through JSX, which escapes it.

import { createElement, type JSXNode } from 'hono/jsx';
import { type Heading, type MarkdownNode, markdownElements } from '#core/markdown-elements.ts';

export function Markdown({ text, heading = 'h3' }: { text: string; heading?: Heading }) {
  return <>{markdownElements(text, heading).map(drawn)}</>;
}

function drawn(node: MarkdownNode): string | JSXNode {
  if (typeof node === 'string') return node;
  return createElement(node.tag, { ...node.attributes }, ...node.children.map(drawn));
}
