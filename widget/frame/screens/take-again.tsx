// The way on for a buyer whose time ran out: the same tickets again with one press, or another choice.

import type { Texts } from '../app.tsx';
import type { Purchase } from '../purchase/purchase.ts';
import type { Choice } from '../purchase/saved-purchase.ts';
import { ProblemLine } from './banner.tsx';

type Props = { choice: Choice; buying: Purchase; texts: Texts };

export function TakeAgain({ choice, buying, texts: { m } }: Props) {
  const { busy, problem, proving } = buying.state();
  const count = choice.lines.reduce((sum, { quantity }) => sum + quantity, 0);
  return (
    <>
      <button
        type="button"
        class="main"
        aria-disabled={busy}
        onClick={() => void buying.placeHold(choice.lines, choice.promoCode)}
      >
        {busy ? m.working : m.takeAgain(m.count(count))}
      </button>
      {proving && <p role="status">{m.checking}</p>}
      <ProblemLine m={m} problem={problem} />
      {!busy && (
        <button type="button" class="plain" onClick={() => buying.startAgain()}>
          {m.chooseAgain}
        </button>
      )}
    </>
  );
}
