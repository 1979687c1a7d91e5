// Draws a description on our server-rendered pages. Every text goes through JSX, which escapes it.

import type { Block, Inline } from '#core/markdown.ts';
import { parseMarkdown } from '#core/markdown.ts';
import { assertNever } from '#core/result.ts';

/** `heading`: one level below the heading that the text stands under. */
export function Markdown({ text, heading = 'h3' }: { text: string; heading?: Heading }) {
  return (
    <>
      {parseMarkdown(text).map((block) => (
        <BlockView block={block} heading={heading} />
      ))}
    </>
  );
}

type Heading = 'h2' | 'h3';

function BlockView({ block, heading }: { block: Block; heading: Heading }) {
  switch (block.kind) {
    case 'heading': {
      const words = <Inlines inlines={block.children} />;
      return heading === 'h2' ? <h2>{words}</h2> : <h3>{words}</h3>;
    }
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
