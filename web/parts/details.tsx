// Named values of one thing, as an order or a balance shows them: a list of terms with their descriptions.

import type { ComponentChildren } from 'preact';

export function Details({ wide, children }: { wide?: boolean; children: ComponentChildren }) {
  return <dl class={wide === true ? 'details wide' : 'details'}>{children}</dl>;
}

export function Detail({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
