import { expect, it } from 'vitest';
import { type MarkdownNode, markdownElements } from './markdown-elements.ts';

const written = (node: MarkdownNode): string => {
  if (typeof node === 'string') return node;
  const attributes = Object.entries(node.attributes).map(([name, value]) => ` ${name}="${value}"`);
  return `<${node.tag}${attributes.join('')}>${node.children.map(written).join('')}</${node.tag}>`;
};

it.each([
  ['# Programme', '<h3>Programme</h3>'],
  ['one\ntwo', '<p>one<br></br>two</p>'],
  ['- a\n- b', '<ul><li>a</li><li>b</li></ul>'],
  ['3. a\n4. b', '<ol><li value="3">a</li><li value="4">b</li></ol>'],
  ['**bold** and *soft*', '<p><strong>bold</strong> and <em>soft</em></p>'],
  [
    '[site](https://example.org)',
    '<p><a href="https://example.org" rel="noopener nofollow ugc" target="_blank">site</a></p>',
  ],
  ['<b>x</b>', '<p><b>x</b></p>'],
])('%s becomes %s', (text, elements) => {
  expect(markdownElements(text).map(written).join('')).toBe(elements);
});

it('markup that somebody typed stays a text', () => {
  expect(markdownElements('<script>x</script>')).toEqual([
    { tag: 'p', attributes: {}, children: ['<script>x</script>'] },
  ]);
});
