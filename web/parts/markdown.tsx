// Draws a description in the dashboard. Every text becomes a text node, so none of it becomes markup.

import { type ComponentChild, createElement } from 'preact';
import { type MarkdownNode, markdownElements } from '#core/markdown-elements.ts';

export function Markdown({ text }: { text: string }) {
  return <>{markdownElements(text).map(drawn)}</>;
}

function drawn(node: MarkdownNode, key: number): ComponentChild {
  if (typeof node === 'string') return node;
  return createElement(node.tag, { ...node.attributes, key }, node.children.map(drawn));
}
