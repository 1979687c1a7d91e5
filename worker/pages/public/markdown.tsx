// Draws a description on our server-rendered pages. Every text goes through JSX, which escapes it.

import type { Block, Inline } from '#core/markdown.ts';
import { parseMarkdown } from '#core/markdown.ts';
import { assertNever } from '#core/result.ts';

export function Markdown({ text }: { text: string }) {
  return (
    <>
      {parseMarkdown(text).map((block) => (
        <BlockView block={block} />
      ))}
    </>
  );
}

function BlockView({ block }: { block: Block }) {
  switch (block.kind) {
    case 'heading':
      return (
        <h3>
          <Inlines inlines={block.children} />
        </h3>
      );
    case 'paragraph':
      return (
        <p>
          <Inlines inlines={block.children} />
        </p>
      );
    case 'list': {
      const items = block.items.map((item) => (
        <li value={item.number ?? undefined}>
          <Inlines inlines={item.children} />
        </li>
      ));
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    default:
      return assertNever(block);
  }
}

function Inlines({ inlines }: { inlines: Inline[] }) {
  return (
    <>
      {inlines.map((one) => (
        <InlineView one={one} />
      ))}
    </>
  );
}

function InlineView({ one }: { one: Inline }) {
  switch (one.kind) {
    case 'text':
      return <>{one.text}</>;
    case 'break':
      return <br />;
    case 'strong':
      return (
        <strong>
          <Inlines inlines={one.children} />
        </strong>
      );
    case 'emphasis':
      return (
        <em>
          <Inlines inlines={one.children} />
        </em>
      );
    case 'link':
      return (
        <a href={one.href} rel="noopener nofollow ugc" target="_blank">
          <Inlines inlines={one.children} />
        </a>
      );
    default:
      return assertNever(one);
  }
}
