// Says what happened and what to do next. It takes the focus when a step of the purchase brought the buyer here, so that a
// screen reader reads it; never on the first load, which would scroll the publisher's page.

import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Messages } from '../messages/en.ts';
import type { Problem } from '../purchase/purchase.ts';
import { refusalText } from './refusal-text.ts';

type Props = { title: string; text?: string; tone?: 'good' | 'bad'; focus?: boolean; children?: ComponentChildren };

export function Banner({ title, text, tone, focus = false, children }: Props) {
  return (
    <section class={`banner ${tone ?? ''}`}>
      <Heading focus={focus} key={title}>
        {title}
      </Heading>
      {text && <p>{text}</p>}
      {children}
    </section>
  );
}

export function Heading({ focus, children }: { focus: boolean; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focus) heading.current?.focus();
  }, [focus]);
  return (
    <h2 tabIndex={-1} ref={heading}>
      {children}
    </h2>
  );
}

/** A refusal beside the button it belongs to. */
export function ProblemLine({ m, problem }: { m: Messages; problem: Problem | null }) {
  return (
    <div role="alert">
      {problem && (
        <p class="problem">
          {problem.code === 'no-answer' && <strong>{m.lost}. </strong>}
          {refusalText(m, problem.code)}
        </p>
      )}
    </div>
  );
}
